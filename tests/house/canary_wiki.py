"""The wiki of the canary world: a section of the closed team, what stands in it, and what speaks of it outside."""

from dataclasses import dataclass, field
from typing import Any

from intranet.people.models import Team, User
from intranet.writing.actions import drafts, texts
from intranet.writing.models import Document, LongText, Rendition
from tests.factories import DocumentFactory, ImageFactory, RenditionFactory
from wiki.actions import care, pages, voices, watches
from wiki.models import Article, Objection, Section, WikiHome

TITLE, INNER, SUMMARY, BODY, SHORT = (f"zq{name}-heliotrope" for name in ("title", "inner", "summary", "body", "short"))
LABEL, WHY, OLD, MOVED = (f"zq{name}-heliotrope" for name in ("label", "why", "old", "moved"))
WANTED, ALT_TEXT, PHOTO = (f"zq{name}-heliotrope" for name in ("wanted", "alttext", "photo"))
SHEET, SHEET_NAME = "zqsheet-heliotrope", "zqsheetname-heliotrope"
TAKEN, UNPUBLISHED = "zqtaken-heliotrope", "zqunpublished-heliotrope"
LINE, TYPED = "zqline-heliotrope", "zqtyped-heliotrope"

OF_THE_SECTION = frozenset({TITLE, INNER, SUMMARY, BODY, SHORT, LABEL, WHY, OLD, MOVED, WANTED, ALT_TEXT, PHOTO})
OF_THE_SECTION |= {SHEET, SHEET_NAME, TAKEN, UNPUBLISHED}
OF_ITS_KEEPER = frozenset({LINE})  # what a reader says is wrong is for whoever vouches for the article
OF_THE_WRITER = frozenset({TYPED})  # what is typed and not saved
OF_THE_WIKI = OF_THE_SECTION | OF_ITS_KEEPER | OF_THE_WRITER
CLOSED = ("section", "inner", "secret", "moved", "taken", "unpublished")
STANDING = CLOSED[:4]


@dataclass
class Wiki:
    """The pages by name, the numbers of their revisions, and what they show."""

    pages: dict[str, Any] = field(default_factory=dict)
    sheet: Document = field(default_factory=Document)
    photo: Rendition = field(default_factory=Rendition)
    objection: Objection = field(default_factory=Objection)

    def now(self, name: str) -> Any:
        return type(self.pages[name]).objects.get(pk=self.pages[name].pk)

    def revisions(self, name: str) -> list[int]:
        """Oldest first."""
        return sorted(self.pages[name].changes.values_list("revision", flat=True))


def build(people: dict[str, User], team: Team) -> Wiki:
    """Written by the author; the insider watches, votes and objects."""
    wiki, author, insider = Wiki(), people["author"], people["insider"]
    made = wiki.pages
    made["home"] = WikiHome.the_one()

    def begin(name: str, page: LongText, under: str) -> None:
        made[name] = texts.begin(by=author, page=page, parent=made[under])

    begin("top", Section(title="Work", summary="For everybody"), "home")
    begin("section", Section(title=TITLE, summary=SUMMARY, audience=team), "top")
    texts.give_audience(by=author, page=made["section"], audience=team)
    begin("inner", Section(title=INNER), "section")
    begin("open", Article(title="Open page", body="<p>For everybody</p>"), "top")
    _secret(wiki, author, begin)
    begin("linking", Article(title="A linking page", body=_linking(made["secret"].pk)), "top")
    begin("moved", Article(title="A page that moved", body=f"<p>{MOVED}</p>"), "top")
    pages.move(by=author, page=made["moved"], parent=wiki.now("section"))
    _save(wiki, "moved", author, body="<p>Nothing any more</p>")
    begin("taken", Article(title=TAKEN, body=f"<p>{BODY}</p>"), "section")
    pages.withdraw(by=author, page=made["taken"])
    made["unpublished"] = Article(title=UNPUBLISHED, body=f"<p>{BODY}</p>", owner=author, live=False)
    wiki.now("section").add_child(instance=made["unpublished"])
    wiki.objection = voices.object_to(by=insider, article=wiki.now("secret"), line=LINE)
    voices.vote(by=insider, article=wiki.now("secret"), is_helpful=True)
    watches.watch(by=insider, page=made["secret"])
    head = str(wiki.now("secret").head)
    words = {"title": [TITLE], "markdown": [TYPED], "base": [head]}
    drafts.keep(by=author, words=words, page=wiki.now("secret"))
    for name in made:
        made[name] = wiki.now(name)
    return wiki


def _secret(wiki: Wiki, author: User, begin: Any) -> None:
    """An article with one of everything, and words that were there before."""
    image = ImageFactory(title="A photo", note=PHOTO, uploaded_by_user=author)
    wiki.photo = RenditionFactory(image=image, note=PHOTO)
    type(image).objects.filter(pk=image.pk).update(kept=[[wiki.photo.pk, 40, 30]])
    wiki.sheet = DocumentFactory(title=SHEET_NAME, content=SHEET.encode(), uploaded_by_user=author)
    body = (
        f'<p>{BODY} <a data-wanted="{WANTED}">to be written</a> <a data-page="{wiki.pages["open"].pk}">open</a> '
        f'<a data-file="{wiki.sheet.pk}">{SHEET_NAME}</a> <a data-person="{author.pk}">@author</a></p>'
        f'<figure data-picture="{image.pk}"><img alt="{ALT_TEXT}"></figure>'
    )
    begin("secret", Article(title=TITLE, short_answer=SHORT, body=f"<p>{OLD}</p>"), "inner")
    _save(wiki, "secret", author, why=WHY, body=body)
    care.entrust(
        by=author,
        article=wiki.now("secret"),
        owner=author,
        owner_team=None,
        topic=None,
        tags=[LABEL],
        verified_until=None,
        is_evergreen=False,
    )


def _save(wiki: Wiki, name: str, by: User, why: str = "", **changes: Any) -> None:
    now = wiki.now(name)
    texts.save(by=by, page=now, base=now.head, changes=changes, why=why)


def _linking(secret: int) -> str:
    return f'<p>See <a data-page="{secret}">there</a>, <a data-wanted="Shared wish">wish</a>.</p>'
