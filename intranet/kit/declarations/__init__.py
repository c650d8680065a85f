"""What rooms declare upwards: small files that a lower step gathers, so that it need not import its callers.

To learn what a room does to the rest of the house, read its declaration files:

=============  =================  ======================================================================
file           name in it         what it says
=============  =================  ======================================================================
policy.py      ``RULES``          who may do what: ``{"update.edit": rule}``, see :data:`Rule`
links.py       ``LINKS``          how ``@name`` and ``#tag`` become addresses: ``{"@": resolver}``, see :data:`Resolver`
schedule.py    ``TURNS``          what runs again and again: a list of :class:`Turn`
demo.py        ``fill``           what the demo company has: ``fill(say)``, see :data:`DemoPart`
demo_after.py  ``fill``           and what it did with it, for a room below those who are there by then
sentences.py   ``SENTENCES``      how the trail reads: ``{"team.joined": "{by} joined {about}"}``
welcome.py     ``lines``          what a start prints about signing in: ``lines(address) -> list[str]``
streams.py     ``STREAMS``        what can be listened to, by kind: ``{"thread": may_listen}``, see :data:`MayListen`
streams.py     ``EVENTS``         how what happened is drawn: ``{"update.posted": draw}``, see :data:`Draw`
here.py        ``came_and_went``  told who opened their first browser or closed the last, see :data:`CameAndWent`
documents.py   ``KINDS``          what can be found: ``{"update": kind}``, see :class:`Kind`
audiences.py   ``seen_by``        in which audiences somebody finds things, see :data:`SeenBy`; one room declares it
audiences.py   ``seen_now``       the same as a condition on a column, for queries that are kept; the same room
audiences.py   ``looks``          another text whenever a person, team or topic looks different; the same room
audiences.py   ``who_tends``      who sees to what nobody owns, see :data:`WhoTends`; the same room declares it
filters.py     ``FILTERS``        what ``by:maya`` means in a search: ``{"by": filter}``, see :class:`Filter`
uses.py        ``OWNERS``         what shows pictures and files: ``{"update": seen}``, see :data:`SeenOwners`
steady.py      ``WORK``           what a worker does beside its tasks: a list of :class:`Steady`
subscribed.py  ``SUBSCRIBED``     what brings updates into one's feed: ``{"blog": subscribed}``, see :class:`Subscribed`
notices.py     ``KINDS``          what people are told of: ``{"update.replied": kind}``, see :class:`NoticeKind`
notices.py     ``THINGS``         what that is about: ``{"update": thing}``, see :class:`NoticeThing`
mutes.py       ``who_muted``      who does not want to hear of somebody, see :data:`WhoMuted`; one room declares it
reports.py     ``REPORTABLE``     what can be reported: ``{"update": reportable}``, see :class:`Reportable`
waiting.py     ``WAITING``        how much waits for somebody, by the place in the frame, see :data:`Waiting`
under_topics   ``UNDER``          what else stands under a topic: ``{"article": under}``, see :class:`UnderTopic`
desk.py        ``DESK``           what waits for somebody: ``{"missed": part}``, see :class:`DeskPart`
state.py       ``state``          how well the room is: ``state() -> list[State]``, for the health page
=============  =================  ======================================================================
"""

from .doing import DemoPart, Resolver, Rule, SeenOwners, State, Steady, Subscribed, Turn, UnderTopic, Waiting
from .finding import Filter, Findable, Kind, SeenBy, WhoTends
from .gathering import gather, gathered, the_one
from .listening import CameAndWent, Draw, Drawn, MayListen
from .reporting import Reportable, Reported, StaysThere
from .telling import DeskAnswer, DeskPart, DeskRow, NoticeKind, NoticeThing, WhoMuted

__all__ = [
    "CameAndWent",
    "DemoPart",
    "DeskAnswer",
    "DeskPart",
    "DeskRow",
    "Draw",
    "Drawn",
    "Filter",
    "Findable",
    "Kind",
    "MayListen",
    "NoticeKind",
    "NoticeThing",
    "Reportable",
    "Reported",
    "Resolver",
    "Rule",
    "SeenBy",
    "SeenOwners",
    "State",
    "StaysThere",
    "Steady",
    "Subscribed",
    "Turn",
    "UnderTopic",
    "Waiting",
    "WhoMuted",
    "WhoTends",
    "gather",
    "gathered",
    "the_one",
]
