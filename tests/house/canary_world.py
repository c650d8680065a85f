"""A company in which every secret carries a word that stands nowhere else."""

from dataclasses import dataclass, field
from datetime import timedelta

from django.apps import apps
from django.conf import settings
from django.test import Client
from django.utils import timezone

from intranet.governance.models import Decision, Report
from intranet.notifications.kinds import kinds
from intranet.notifications.models import Notice, Silence
from intranet.people.actions import people, photos, teams, topics
from intranet.people.models import Company, Role, Team, User
from intranet.writing.actions import files
from intranet.writing.file_words import read_words
from intranet.writing.models import Document, Image, Rendition
from microblog.actions import questions, reactions, updates
from microblog.attaching import Attaching
from microblog.models import Update
from microblog.signs import BY_KEY
from search import keeping, learned
from search.actions import bets, missed, synonyms, wanted
from search.models import BestBet, MissedSearch, Synonym, Wanted
from search.models import Document as Found
from tests.factories import (
    DocumentFactory,
    FollowFactory,
    ImageFactory,
    MuteFactory,
    PersonFactory,
    RenditionFactory,
    TeamFactory,
)
from tests.factories.search import EnquiryFactory
from tests.support.pictures import png, upload
from tests.support.search import engines_know
from wiki.actions import drafting
from wiki.models import Article
from wiki.proposing import Proposal

from . import canary_blogs, canary_governance, canary_wiki
from .canary_blogs import (
    OF_ITS_READERS,
    OF_ITS_WRITERS,
    OF_ONE_AND_ADMINS,
    OF_THE_BLOG,
    OF_THE_BLOGS,
    TAKEN_BACK,
    Blogs,
)
from .canary_governance import JUDGED, OF_REPORTS, OF_THE_JUDGED, OF_THE_REPORTER, Reports
from .canary_wiki import OF_THE_SECTION, OF_THE_WIKI, OF_THE_WRITER, Wiki

#: What is secret, and its canary. None of them is a part of another.
NAME, PURPOSE = "zqname-heliotrope", "zqpurpose-heliotrope"
TEXT, REPLY, TAG = "zqtext-heliotrope", "zqreply-heliotrope", "zqtag-heliotrope"
BEFORE, RETRACTED, RETRACTED_REPLY = "zqbefore-heliotrope", "zqgone-heliotrope", "zqgonereply-heliotrope"
OWN, MENTION, PROFILE = "zqown-heliotrope", "zqmention-heliotrope", "zqprofile-heliotrope"
ASKED, SAID, BET = "zqasked-heliotrope", "zqsaid-heliotrope", "zqbet-heliotrope"
HOPED = "zqhoped-heliotrope"
ALT, PAPER, PAPER_NAME = "zqalt-heliotrope", "zqpaper-heliotrope", "zqpapername-heliotrope"
QUESTION, ANSWER = "zqwhence-heliotrope", "zqthence-heliotrope"
DOCUMENT, FILE_NAME, PICTURE = "zqdocument-heliotrope", "zqfile-heliotrope", "zqpicture-heliotrope"

OF_THE_TEAM = frozenset({NAME, PURPOSE, TEXT, REPLY, TAG, BEFORE, OWN, MENTION, ALT, PAPER, PAPER_NAME})
OF_THE_TEAM |= {QUESTION, ANSWER}
OF_THE_UPLOADER = frozenset({DOCUMENT, FILE_NAME, PICTURE})
OF_ITS_SEARCHES = frozenset({SAID, BET})
OF_WHO_WAITS = frozenset({HOPED})
OF_NOBODY = frozenset({RETRACTED, RETRACTED_REPLY, ASKED, TAKEN_BACK, JUDGED})
OF_THE_SIGNED_IN = frozenset({PROFILE})  # nothing secret inside, but not for the street
ALL = OF_THE_TEAM | OF_ITS_SEARCHES | OF_THE_UPLOADER | OF_NOBODY | OF_THE_SIGNED_IN | OF_THE_WIKI | OF_THE_BLOGS
ALL |= OF_REPORTS | OF_WHO_WAITS

VIEWERS = ("anonymous", "member", "other_team", "insider", "author", "ex_member", "deactivated", "moderator")
VIEWERS += ("communications", "admin")
OUTSIDE = ("anonymous", "deactivated")
ROLES = {"moderator": Role.MODERATOR, "communications": Role.COMMUNICATIONS, "admin": Role.ADMIN}
#: What each may read, wherever it stands.
MAY_READ: dict[str, frozenset[str]] = {
    "anonymous": frozenset(),
    "member": OF_THE_SIGNED_IN,
    "other_team": OF_THE_SIGNED_IN,
    "insider": OF_THE_SIGNED_IN
    | OF_THE_TEAM
    | OF_ITS_SEARCHES
    | OF_THE_SECTION
    | OF_THE_BLOG
    | OF_ITS_WRITERS
    | OF_ITS_READERS
    | OF_THE_REPORTER
    | OF_THE_JUDGED,
    "author": OF_THE_SIGNED_IN
    | OF_THE_TEAM
    | OF_ITS_SEARCHES
    | OF_WHO_WAITS
    | OF_THE_UPLOADER
    | OF_THE_WIKI
    | OF_THE_BLOGS
    | OF_THE_JUDGED,
    "ex_member": OF_THE_SIGNED_IN,
    "deactivated": frozenset(),
    "moderator": OF_THE_SIGNED_IN,
    "communications": OF_THE_SIGNED_IN,
    "admin": OF_THE_SIGNED_IN
    | OF_THE_TEAM
    | OF_ITS_SEARCHES
    | OF_THE_UPLOADER
    | (OF_THE_WIKI - OF_THE_WRITER)
    | OF_THE_BLOG
    | OF_ITS_READERS
    | OF_ONE_AND_ADMINS
    | OF_REPORTS,
}


@dataclass
class World:
    """The rows by name, and a browser for each viewer; that of the deactivated one was signed in before."""

    people: dict[str, User] = field(default_factory=dict)
    updates: dict[str, Update] = field(default_factory=dict)
    browsers: dict[str, Client] = field(default_factory=dict)
    team: Team = field(default_factory=Team)
    open_team: Team = field(default_factory=Team)
    document: Document = field(default_factory=Document)
    rendition: Rendition = field(default_factory=Rendition)
    photo_of_team: Image = field(default_factory=Image)
    paper: Document = field(default_factory=Document)
    bet: BestBet = field(default_factory=BestBet)
    synonym: Synonym = field(default_factory=Synonym)
    missed: dict[str, MissedSearch] = field(default_factory=dict)
    wanted: Wanted = field(default_factory=Wanted)
    wiki: Wiki = field(default_factory=Wiki)
    draft: Article = field(default_factory=Article)
    blogs: Blogs = field(default_factory=Blogs)
    reports: Reports = field(default_factory=Reports)
    photo: str = ""
    token: str = ""


def build() -> World:
    world = World()
    Company.objects.create(pk=1, name="Northwind")
    _people(world)
    _teams(world)
    _updates(world)
    world.wiki = canary_wiki.build(world.people, world.team)
    world.draft = _draft(world)
    world.blogs = canary_blogs.build(world.people, world.team, world.updates)
    author = world.people["author"]
    world.reports = canary_governance.build(world.people, world.team, world.updates)
    image = ImageFactory(title=FILE_NAME, note=PICTURE, uploaded_by_user=author)
    world.rendition = RenditionFactory(image=image, note=PICTURE)
    world.document = DocumentFactory(title=FILE_NAME, content=DOCUMENT.encode(), uploaded_by_user=author)
    for viewer in VIEWERS:
        world.browsers[viewer] = Client(raise_request_exception=False)
        if viewer != "anonymous":
            world.browsers[viewer].force_login(world.people[viewer])
    teams.leave(by=world.people["ex_member"], team=world.team)
    people.give_standing(by=world.people["admin"], person=world.people["deactivated"], role="member", is_active=False)
    engines_know()
    _searches(world)
    _notices(world)
    return world


def _people(world: World) -> None:
    for viewer in VIEWERS[1:]:
        role = ROLES.get(viewer, Role.MEMBER)
        world.people[viewer] = PersonFactory(username=viewer, name=f"The {viewer}", role=role)
    author = world.people["author"]
    people.edit(by=author, person=author, name="The author", skills=["Pay"], bio=PROFILE, title="", department="HR")
    photos.put(by=author, person=author, file=upload())
    author.profile.refresh_from_db()
    world.photo = author.profile.photo
    invited = people.add(by=world.people["admin"], username="invited", name="The invited one")
    world.token = people.welcome_token(invited)


def _teams(world: World) -> None:
    author, admin = world.people["author"], world.people["admin"]
    world.team = teams.create(by=author, name=NAME, purpose=PURPOSE, is_closed=True)
    world.open_team = teams.create(by=author, name="Everybody’s team")
    for viewer in ("insider", "ex_member", "deactivated"):
        teams.add_member(by=author, team=world.team, person=world.people[viewer])
    for viewer in ("member", "other_team", "insider"):
        teams.join(by=world.people[viewer], team=world.open_team)
    TeamFactory(closed=True, name="Another closed team", lead=world.people["other_team"])
    teams.create(by=admin, name="Led by the admin")
    for viewer in VIEWERS[1:]:
        if viewer != "author":
            FollowFactory(follower=world.people[viewer], person=author)
    FollowFactory(follower=world.people["ex_member"], team=world.team)
    MuteFactory(by=world.people["other_team"], whom=author)


def _updates(world: World) -> None:
    author, insider, leaver = (world.people[name] for name in ("author", "insider", "ex_member"))
    made = world.updates

    def post(name: str, by: User, text: str, *to: Team) -> Update:
        made[name] = updates.post(by=by, text=text, teams=to or (world.team,), key=f"key-of-{name}")
        return made[name]

    def reply(name: str, by: User, text: str, to: Update) -> Update:
        made[name] = updates.reply(by=by, to=to, text=text, key=f"key-of-{name}")
        return made[name]

    everybody = world.updates["everybody"] = updates.post(by=author, text="For everybody", key="key-of-everybody")
    reply("to_everybody", insider, "Said to everybody", everybody)
    post("edited", author, BEFORE)
    updates.edit(by=author, update=made["edited"], text=f"Other words {TEXT}", edits=0)
    post("retracted", author, RETRACTED)
    reply("under_retracted", insider, REPLY, made["retracted"])
    updates.retract(by=author, update=made["retracted"])
    # Retracted where everybody reads: the mark is there, the words are gone.
    post("retracted_openly", author, RETRACTED, world.open_team)
    reply("retracted_reply", insider, RETRACTED_REPLY, everybody)
    for name in ("retracted_openly", "retracted_reply"):
        updates.retract(by=made[name].author, update=made[name])
    post("own", leaver, OWN)
    reply("to_own", author, REPLY, made["own"])
    reply("own_reply", leaver, OWN, made["to_own"])
    both = post("both", author, "For two teams #shared", world.open_team, world.team)
    reply("to_both", insider, "An answer for both #shared", both)
    post("mention", author, f"{MENTION} @member @moderator @ex_member")
    _attach(world, post("shown", author, "With a picture and a paper"))
    text = post("text", author, f"{TEXT} #{TAG}")
    reply("reply", insider, REPLY, text)
    Update.objects.filter(pk=everybody.pk).update(posted_at=timezone.now() - timedelta(hours=1))
    reactions.react(by=insider, update=text, sign=BY_KEY["like"])
    about = topics.add(by=world.people["admin"], name="Asked in secret")
    topics.name_expert(by=world.people["admin"], topic=about, person=world.people["other_team"])
    for name in ("question", "other_question", "drafted"):
        said = {"text": f"{QUESTION} {name}", "teams": [world.team], "key": f"key-of-{name}"}
        made[name] = updates.post(by=author, **said, asks_about=[about])
    reply("answer", insider, ANSWER, made["question"])
    reply("to_drafted", insider, ANSWER, made["drafted"])
    questions.claim(by=insider, question=made["other_question"])
    for update in made.values():
        update.refresh_from_db()


def _draft(world: World) -> Article:
    """An article that is made of a question of the team, and is not out."""
    author, question = world.people["author"], world.updates["drafted"]
    section = world.wiki.now("section")
    proposal = Proposal(section, "because of nothing", owner=author, topic=None, audience=world.team)
    return drafting.draft(by=author, question=question, proposal=proposal)


def _attach(world: World, update: Update) -> None:
    """A picture and a file, the names and words of which are secrets of the team; and a file that was taken away."""
    author = world.people["author"]
    world.photo_of_team = files.take_picture(by=author, upload=upload(png(size=(900, 600)), f"{PAPER_NAME}.png"))
    world.paper = files.take_file(by=author, upload=upload(f"About {PAPER}".encode(), f"{PAPER_NAME}.txt"))
    read_words.func(world.paper.pk)
    shown = Attaching({world.photo_of_team.pk: ALT}, (world.paper.pk,))
    updates.edit(by=author, update=update, text="With a picture and a paper", edits=0, attached=shown)


def _searches(world: World) -> None:
    """Words of two people, words by which three found something closed, and a best bet on it."""
    admin, closed = world.people["admin"], Found.objects.get(kind="update", number=world.updates["text"].pk)
    openly = Found.objects.get(kind="update", number=world.updates["everybody"].pk)
    for viewer in ("insider", "author"):
        EnquiryFactory(words=ASKED, person=world.people[viewer])
        EnquiryFactory(words=f"{ASKED} found", person=world.people[viewer], opened=openly)
    for viewer in ("insider", "author", "ex_member"):
        EnquiryFactory(words=SAID, person=world.people[viewer], opened=closed)
        EnquiryFactory(words=f"{SAID} left", person=world.people[viewer], top=closed)
        EnquiryFactory(words="the weather", person=world.people[viewer])
    learned.learn()
    keeping.keep()
    world.missed = {"closed" if row.words.startswith(SAID) else "open": row for row in MissedSearch.objects.all()}
    missed.hand_over(by=admin, missed=world.missed["closed"], owner=world.people["author"])
    waits = wanted.want(by=world.people["author"], words=HOPED, found=0)
    world.wanted = waits or Wanted()
    world.bet = bets.place(by=admin, words=BET, document=closed)
    bets.place(by=admin, words="hello everybody", document=openly)
    world.synonym = synonyms.add(by=admin, words=["tea", "chai"])


def _notices(world: World) -> None:
    """Each was told of every secret there is, by each kind of notice that there is; and once muted some threads."""
    about = {"update": world.updates, "page": world.wiki.pages, "blogpost": world.blogs.pages}
    about |= {"prepared": world.blogs.pages, "postquestion": world.blogs.questions}
    about |= {"person": {"author": world.people["author"]}, "missed": world.missed}
    about |= {"document": Found.objects.in_bulk(), "report": Report.objects.in_bulk()}
    about |= {"decision": Decision.objects.in_bulk()}
    told = {kind.about: name for name, kind in kinds().items()}  # one of each
    for viewer in VIEWERS[1:]:
        who = {"to": world.people[viewer], "by": world.people["admin"]}
        for thing, name in told.items():
            notices = [Notice(**who, kind=name, about=each.pk) for each in about[thing].values()]
            Notice.objects.bulk_create(notices, ignore_conflicts=True)  # some were told when it happened
        Silence.objects.bulk_create(
            Silence(person=world.people[viewer], place=f"thread:{world.updates[name].pk}")
            for name in ("reply", "own", "mention", "both")
        )


def rows() -> dict[str, list[tuple]]:
    """Everything that the rooms have stored."""
    return {
        model._meta.label: list(model.objects.order_by("pk").values_list())
        for room in apps.get_app_configs()
        if room.name in settings.ROOMS
        for model in room.get_models()
    } | {"images": list(Image.objects.order_by("pk").values_list())}
