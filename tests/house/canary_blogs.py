"""The blogs of the canary world: one of the closed team, one that everybody reads, and posts that are not out."""

from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from django.utils import timezone

from intranet.people.models import Team, User
from intranet.writing.actions import drafts, texts
from intranet.writing.models import Document, LongText, Rendition
from microblog.actions import updates
from microblog.blogs.actions import blogs, feed_keys, posts, questions, subscriptions
from microblog.blogs.models import Announcement, Blog, BlogPost, BlogsHome, PostQuestion
from microblog.models import Update
from tests.factories import DocumentFactory, ImageFactory, RenditionFactory

BLOG, AIM, ABOUT, POST, LEAD, WORDS = (
    f"zqblog{name}-heliotrope" for name in ("name", "aim", "is", "post", "lead", "says")
)
CAME, MARK, SEEN, COVER = (f"zqblog{name}-heliotrope" for name in ("came", "mark", "seen", "cover"))
QUESTION, ANSWER, COMMENT = (f"zqblog{name}-heliotrope" for name in ("asks", "answers", "comment"))
BEFORE, DRAFT, PLAN, GONE = (f"zqwait{name}-heliotrope" for name in ("before", "draft", "plan", "gone"))
CHECKED, PLAN_TITLE, GONE_TITLE = (f"zqwait{name}-heliotrope" for name in ("checked", "plantitle", "gonetitle"))
ALONE, BETWEEN, WAS, TYPED = (f"zqown{name}-heliotrope" for name in ("alone", "between", "was", "typed"))
SHEET, WAS_TITLE = "zqownsheet-heliotrope", "zqownwastitle-heliotrope"
TAGGED, WAS_TAGGED, OWN_COVER = (f"zqown{name}-heliotrope" for name in ("tagged", "wastagged", "cover"))
TAKEN_BACK = "zqblogtakenback-heliotrope"

OF_THE_BLOG = frozenset({BLOG, AIM, ABOUT, POST, LEAD, WORDS, CAME, MARK, SEEN, COVER, QUESTION, ANSWER, COMMENT})
#: What was written before a post went out, and what is not out; administrators do not write there.
OF_ITS_WRITERS = frozenset({BEFORE, DRAFT, PLAN, GONE})
#: Whoever moderates is asked to read it; and how it is called, the trail tells administrators.
OF_ITS_READERS = frozenset({CHECKED, PLAN_TITLE, GONE_TITLE})
OF_ONE = frozenset({ALONE, BETWEEN, WAS, TYPED, TAGGED, WAS_TAGGED})  # in a blog that everybody reads
OF_ONE_AND_ADMINS = frozenset({SHEET, WAS_TITLE, OWN_COVER})  # a file, a name in the trail, and a picture
OF_THE_BLOGS = OF_THE_BLOG | OF_ITS_WRITERS | OF_ITS_READERS | OF_ONE | OF_ONE_AND_ADMINS

CLOSED = ("blog", "post", "draft", "plan", "checked", "gone", "alone", "was")
POSTS = (*CLOSED[1:], "open", "back")
WAITING = CLOSED[2:]
WITH_FEEDS = ("author", "insider", "ex_member", "member", "deactivated")  # who made addresses for readers of news


@dataclass
class Blogs:
    """The blogs and posts by name, what is asked there, and what they show."""

    pages: dict[str, Any] = field(default_factory=dict)
    questions: dict[str, PostQuestion] = field(default_factory=dict)
    tokens: dict[str, str] = field(default_factory=dict)  # of the feeds of some, by their usernames
    cover: Rendition = field(default_factory=Rendition)
    own_cover: Rendition = field(default_factory=Rendition)
    sheet: Document = field(default_factory=Document)

    def now(self, name: str) -> Any:
        return type(self.pages[name]).objects.get(pk=self.pages[name].pk)

    def revisions(self, name: str) -> list[int]:
        """Oldest first."""
        return sorted(self.pages[name].changes.values_list("revision", flat=True))

    def announcement(self, name: str) -> Update:
        return Announcement.objects.get(post=self.pages[name].pk).update


def build(people: dict[str, User], team: Team, told: dict[str, Update]) -> Blogs:
    """Written by the author, who leads the team; the insider asks, comments, and has a post read.

    Whoever leaves later wrote there, too, and wanted to know of everything. What the feed tells goes into `told`.
    """
    world, author, insider, leaver = Blogs(), people["author"], people["insider"], people["ex_member"]
    made = world.pages
    made["home"] = BlogsHome.the_one()
    made["blog"] = texts.begin(by=author, page=_blog(title=BLOG, purpose=AIM, team=team), parent=made["home"])
    made["mine"] = texts.begin(by=author, page=_blog(title="The author writes", person=author), parent=made["home"])
    blogs.let_write(by=author, blog=world.now("blog"), people=[leaver])
    blogs.have_read(by=author, blog=world.now("blog"), is_reviewed=True)
    for reader in (insider, leaver):
        subscriptions.subscribe(by=reader, blog=made["blog"])
    _post(world, author, insider)
    _waiting(world, author, insider)
    _own(world, author)
    _questions(world, author, insider)
    told["announced"] = world.announcement("post")
    told["comment"] = updates.reply(by=insider, to=told["announced"], text=COMMENT, key="key-of-comment")
    told["told_openly"] = world.announcement("open")
    told["told_no_longer"] = world.announcement("was")
    drafts.keep(by=author, words={"title": [TYPED], "base": [str(world.now("alone").head)]}, page=world.now("alone"))
    for name in made:
        made[name] = world.now(name)
    for name in WITH_FEEDS:
        world.tokens[name] = feed_keys.renew(by=people[name]).token
    return world


def _blog(**values: Any) -> Blog:
    values.setdefault("purpose", "For everybody")
    return Blog(**values, audience=values.get("team"), body=f"<p>{ABOUT if values.get('team') else 'Hello'}</p>")


def _post(world: Blogs, author: User, insider: User) -> None:
    """A post of the closed team with one of everything, and words from before it went out and from after."""
    cover = ImageFactory(title="A cover", note=COVER, uploaded_by_user=author)
    world.cover = RenditionFactory(image=cover, note=COVER)
    type(cover).objects.filter(pk=cover.pk).update(kept=[[world.cover.pk, 40, 30]])
    _begin(world, "post", author, under="blog", title=POST, summary=LEAD, body=f"<p>{BEFORE}</p>", tags=[MARK])
    _save(world, "post", author, body=f"<p>{CAME}</p>")
    _go_out(world, "post", author)
    blogs.put_cover(by=author, page=world.now("post"), picture=cover)
    shown = f'<p>{WORDS}</p><figure data-picture="{cover.pk}"><img alt="{SEEN}"></figure>'
    _save(world, "post", author, body=shown)
    now = world.now("blog")
    blogs.put_cover(by=author, page=now, picture=cover)


def _waiting(world: Blogs, author: User, insider: User) -> None:
    """Posts of the closed team that are not out: begun, planned, to be read by somebody, and withdrawn."""
    _begin(world, "draft", insider, under="blog", title=DRAFT, summary=DRAFT, body=f"<p>{DRAFT}</p>", tags=[MARK])
    _begin(world, "plan", insider, under="blog", title=PLAN_TITLE, summary=PLAN, body=f"<p>{PLAN}</p>")
    plan = world.now("plan")
    at = timezone.now() + timedelta(days=2)
    posts.schedule(by=author, post=plan, base=plan.head, goes_out_at=at)
    _begin(world, "checked", insider, under="blog", title=CHECKED, summary=CHECKED, body=f"<p>{CHECKED}</p>")
    posts.submit(by=insider, post=world.now("checked"))
    _begin(world, "gone", insider, under="blog", title=GONE_TITLE, summary=GONE, body=f"<p>{GONE}</p>")
    _go_out(world, "gone", author)
    posts.withdraw(by=author, post=world.now("gone"))


def _own(world: Blogs, author: User) -> None:
    """In the blog that everybody reads: what is not out, what was, and what came back with other words."""
    world.sheet = DocumentFactory(title="A sheet", content=SHEET.encode(), uploaded_by_user=author)
    body = f'<p>{ALONE} <a data-file="{world.sheet.pk}">A sheet</a></p>'
    _begin(world, "alone", author, under="mine", title=ALONE, summary=ALONE, body=body, tags=[TAGGED])
    cover = ImageFactory(title="A cover", note=OWN_COVER, uploaded_by_user=author)
    world.own_cover = RenditionFactory(image=cover, note=OWN_COVER)
    type(cover).objects.filter(pk=cover.pk).update(kept=[[world.own_cover.pk, 40, 30]])
    blogs.put_cover(by=author, page=world.now("alone"), picture=cover)
    was = {"title": WAS_TITLE, "summary": WAS, "body": f"<p>{WAS}</p>", "tags": [WAS_TAGGED]}
    _begin(world, "was", author, under="mine", **was)
    _go_out(world, "was", author)
    questions.ask(by=author, post=world.now("was"), text=f"Why {WAS}?", key="key-of-was")
    posts.withdraw(by=author, post=world.now("was"))
    _begin(world, "back", author, under="mine", title="It came back", summary="", body="<p>At first</p>")
    _go_out(world, "back", author)
    posts.withdraw(by=author, post=world.now("back"))
    _save(world, "back", author, body=f"<p>{BETWEEN}</p>")
    _save(world, "back", author, body="<p>For everybody again</p>")
    _go_out(world, "back", author)
    links = "".join(f'<a data-page="{world.pages[name].pk}">see</a> ' for name in ("post", "alone", "plan", "was"))
    _begin(world, "open", author, under="mine", title="An open post", summary="", body=f"<p>{links}</p>")
    _go_out(world, "open", author)


def _questions(world: Blogs, author: User, insider: User) -> None:
    def ask(name: str, under: str, text: str) -> PostQuestion:
        post = world.now(under)
        world.questions[name] = questions.ask(by=insider, post=post, text=text, key=f"key-of-{name}")
        return world.questions[name]

    ask("asked", "post", f"Why {QUESTION}?")
    questions.answer(by=author, question=ask("answered", "post", "When?"), text=f"Soon {ANSWER}")
    questions.take_back(by=insider, question=ask("taken_back", "post", TAKEN_BACK))
    ask("open", "open", "For everybody?")


def _begin(world: Blogs, name: str, by: User, *, under: str, tags: list[str] | None = None, **values: Any) -> None:
    blog = world.now(under)

    def credited(by: User, page: LongText) -> None:
        posts.was_written(by=by, post=page, authors=[by], tags=tags or [])

    world.pages[name] = texts.begin(by=by, page=BlogPost(of_blog=blog, **values), parent=blog, more=credited)


def _save(world: Blogs, name: str, by: User, **changes: Any) -> None:
    now = world.now(name)
    texts.save(by=by, page=now, base=now.head, changes=changes)


def _go_out(world: Blogs, name: str, by: User) -> None:
    now = world.now(name)
    posts.publish(by=by, post=now, base=now.head)
