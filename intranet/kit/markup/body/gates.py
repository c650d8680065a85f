"""What passes the two gates of a body."""

from intranet.kit.markup.addresses import is_safe_address
from intranet.kit.markup.gates import Gates, is_small_number

from .addresses import NUMBER, PART
from .reader import names
from .schema import LANGUAGE, TONES
from .tables import SCOPES


def anything(value: str) -> bool:
    return True


of_bodies = Gates(
    tags=names(
        "p br h2 h3 h4 strong em s code kbd sub sup ul ol li blockquote hr pre table thead tbody tr th td figure"
        " figcaption img aside a"
    ),
    attributes={
        "a": {
            **dict.fromkeys(["data-page", "data-person", "data-file"], NUMBER.fullmatch),
            "data-part": PART.fullmatch,
            "data-wanted": anything,
            "href": is_safe_address,
        },
        "ol": {"start": is_small_number},
        "pre": {"data-language": LANGUAGE.fullmatch},
        "th": {"scope": SCOPES.__contains__, "colspan": is_small_number, "rowspan": is_small_number},
        "td": {"colspan": is_small_number, "rowspan": is_small_number},
        "figure": {"data-picture": NUMBER.fullmatch},
        "img": {"alt": anything},
        "aside": {"data-tone": TONES.__contains__},
    },
)
