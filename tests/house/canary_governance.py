"""What was reported and decided about secrets of the closed team."""

from dataclasses import dataclass, field

from intranet.governance.models import Decision, Outcome
from intranet.people.models import Team, User
from microblog.actions import updates
from microblog.models import Update
from tests.factories.governance import DecisionFactory, ReportFactory

LINE, WORD, LEFT, VERDICT, JUDGED = (
    f"zqreport{name}-heliotrope" for name in ("line", "word", "left", "verdict", "judged")
)
#: Who reported, and administrators; not whose words they are about.
OF_THE_REPORTER = frozenset({LINE, WORD})
#: Of somebody who has left the team since.
OF_ADMINS = frozenset({LEFT})
#: Who reported, whose words it is about, and administrators.
OF_THE_JUDGED = frozenset({VERDICT})
OF_REPORTS = OF_THE_REPORTER | OF_ADMINS | OF_THE_JUDGED


@dataclass
class Reports:
    judged: Decision = field(default_factory=Decision)


def build(people: dict[str, User], team: Team, made: dict[str, Update]) -> Reports:
    """The insider, and who leaves later, report what the author said there; one thing stays, and one is taken down."""
    insider, leaver, author, admin = (people[name] for name in ("insider", "ex_member", "author", "admin"))
    ReportFactory(thing=made["text"], by=insider, line=LINE)
    ReportFactory(thing=made["text"], by=leaver, line=LEFT)
    ReportFactory(thing=made["everybody"], by=people["member"], line="Not nice")
    kept = DecisionFactory(thing=made["shown"], by=admin, word=WORD, authors=[author])
    ReportFactory(thing=made["shown"], by=insider, decision=kept)
    made["judged"] = judged = updates.post(by=author, text=JUDGED, teams=[team], key="key-of-judged")
    updates.retract(by=admin, update=judged)
    down = DecisionFactory(thing=judged, by=admin, word=VERDICT, outcome=Outcome.DOWN, authors=[author])
    ReportFactory(thing=judged, by=insider, decision=down)
    return Reports(down)
