"""What can be found, how far the engines are, what was looked for, and how colleagues tune it."""

from .bet import BestBet
from .document import Document, DocumentAudience, DocumentAuthor, DocumentTag, DocumentWord
from .engine import Engine
from .enquiry import Enquiry, EnquiryKey, EnquiryPart
from .missed import MissedSearch, MissedThing
from .saying import Saying, SayingDocument, SayingWord
from .solved import Solved
from .synonym import Synonym, SynonymWord
from .visit import Visit
from .wanted import Wanted

__all__ = [
    "BestBet",
    "Document",
    "DocumentAudience",
    "DocumentAuthor",
    "DocumentTag",
    "DocumentWord",
    "Engine",
    "Enquiry",
    "EnquiryKey",
    "EnquiryPart",
    "MissedSearch",
    "MissedThing",
    "Saying",
    "SayingDocument",
    "SayingWord",
    "Solved",
    "Synonym",
    "SynonymWord",
    "Visit",
    "Wanted",
]
