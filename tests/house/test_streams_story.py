"""Everything that can be told to an open page, as a story that goes on in the canary world."""

from collections.abc import Callable
from typing import Any

from intranet.governance.actions import reports
from intranet.kit.declarations import gathered
from intranet.live import presence
from intranet.people.actions import teams
from intranet.writing.actions import drafts, texts
from microblog.actions import questions as asking
from microblog.actions import reactions, updates
from microblog.blogs.actions import posts, questions
from microblog.blogs.models import BlogPost
from microblog.signs import BY_KEY
from search.actions import solved
from search.models import Document
from tests.house.canary_blogs import ANSWER, LEAD, QUESTION, TAKEN_BACK, WORDS
from tests.house.canary_wiki import BODY, SHORT
from tests.house.canary_world import MENTION, REPLY, RETRACTED, RETRACTED_REPLY, TAG, TEXT, World
from wiki.actions import pages

Deed = Callable[[World], object]


def post(name: str, by: str, text: str, *to: str) -> Deed:
    def deed(world: World) -> None:
        teams = [getattr(world, team) for team in to]
        world.updates[name] = updates.post(by=world.people[by], text=text, teams=teams, key=f"story-{name}")

    return deed


def reply(name: str, by: str, to: str, text: str = "So #shared") -> Deed:
    def deed(world: World) -> None:
        world.updates[name] = updates.reply(
            by=world.people[by], to=world.updates[to], text=text, key=f"story-{name}"
        )  # fmt: skip

    return deed


def edit(name: str, text: str) -> Deed:
    def deed(world: World) -> None:
        update = world.updates[name]
        update.refresh_from_db()
        updates.edit(by=update.author, update=update, text=text, edits=update.edits.count())

    return deed


def undo(name: str) -> Deed:
    return lambda world: updates.undo(by=world.updates[name].author, update=world.updates[name])


def retract(name: str) -> Deed:
    return lambda world: updates.retract(by=world.updates[name].author, update=world.updates[name])


def react(by: str, name: str, sign: str, action: Callable = reactions.react) -> Deed:
    return lambda world: action(by=world.people[by], update=world.updates[name], sign=BY_KEY[sign])


def deed(action: str, by: str, name: str, thing: str = "question", **more: Any) -> Deed:
    """On a question, or on an answer to it."""
    what = "update" if action == "ask" else thing

    def do(world: World) -> None:
        getattr(asking, action)(by=world.people[by], **{what: world.updates[name]}, **more)

    return do


def joins(by: str, action: Callable = teams.join) -> Deed:
    return lambda world: action(by=world.people[by], team=world.open_team)


def save(name: str, by: str, words: str) -> Deed:
    def deed(world: World) -> None:
        now = world.wiki.now(name)
        texts.save(by=world.people[by], page=now, base=now.head, changes={"body": f"<p>{words}</p>"})

    return deed


def write(name: str, by: str) -> Deed:
    return lambda world: drafts.write(by=world.people[by], page=world.wiki.now(name))


def go_out(name: str) -> Deed:
    def deed(world: World) -> None:
        now = world.blogs.now(name)
        posts.publish(by=world.people["author"], post=now, base=now.head)

    return deed


def begin(name: str, under: str, title: str) -> Deed:
    def deed(world: World) -> None:
        blog, author = world.blogs.now(under), world.people["author"]
        world.blogs.pages[name] = texts.begin(by=author, page=BlogPost(of_blog=blog, title=title), parent=blog)

    return deed


def say_anew(name: str, **words: str) -> Deed:
    def deed(world: World) -> None:
        now = world.blogs.now(name)
        texts.save(by=world.people["author"], page=now, base=now.head, changes=words)

    return deed


def solve(by: str, name: str) -> Deed:
    def deed(world: World) -> None:
        document = Document.objects.get(kind="article", number=world.wiki.pages[name].pk)
        solved.solved(by=world.people[by], document=document)

    return deed


def withdraw(name: str) -> Deed:
    return lambda world: posts.withdraw(by=world.people["author"], post=world.blogs.now(name))


def ask(name: str, by: str, under: str, text: str) -> Deed:
    def deed(world: World) -> None:
        world.blogs.questions[name] = questions.ask(
            by=world.people[by], post=world.blogs.now(under), text=text, key=f"story-{name}"
        )

    return deed


def asked(name: str, by: str, action: Callable, **more: str) -> Deed:
    return lambda world: action(by=world.people[by], question=world.blogs.questions[name], **more)


def report(by: str, name: str) -> Deed:
    return lambda world: reports.send(
        by=world.people[by], kind="update", number=world.updates[name].pk, line="In other words"
    )


#: What happens, each with the events it is about. Between two chapters one can look at pages.
STORY: dict[str, tuple[set[str], list[Deed]]] = {
    "posts": (
        {"update.posted"},
        [
            post("new", "insider", "News for all"),
            post("muted", "author", "More news"),  # of somebody whom `other_team` does not want to read
            post("secret", "author", f"A plan {TEXT} #{TAG} #shared", "team"),
            post("open", "member", "Lunch?", "open_team"),
            post("two", "insider", "Two teams #shared", "open_team", "team"),
            post("slip", "author", "A slip"),
        ],
    ),
    "a post that never was": ({"update.undone"}, [undo("slip")]),
    "replies": (
        {"update.replied", "update.changed", "notices.changed"},
        [
            reply("r1", "member", "everybody"),
            reply("r2", "author", "to_everybody"),
            reply("r3", "author", "text", f"{REPLY} #shared"),
            reply("r4", "author", "to_both"),
            reply("r5", "author", "under_retracted"),
            reply("r6", "moderator", "everybody"),
        ],
    ),
    "a reply that never was": ({"update.undone", "update.changed"}, [undo("r6")]),
    "other words": (
        {"update.edited", "update.changed"},
        [
            edit("everybody", "Better words"),
            edit("to_everybody", "Better said"),  # which was answered
            edit("edited", f"Once more {TEXT}"),
            edit("both", "For both #shared"),
            edit("mention", f"{MENTION} @insider"),
        ],
    ),
    "other tags": ({"update.edited"}, [edit("open", "Lunch! #shared"), edit("two", "Two teams")]),
    "reactions": (
        {"reactions.changed", "mine.changed"},
        [
            react("member", "everybody", "like"),
            react("author", "everybody", "idea"),
            react("author", "text", "like"),
            react("admin", "to_both", "like"),
        ],
    ),
    "reactions that are taken back": (
        {"reactions.changed", "mine.changed"},
        [react("member", "everybody", "like", reactions.unreact), react("insider", "text", "like", reactions.unreact)],
    ),
    "questions go on": (
        {"update.posted", "update.replied", "update.changed"},
        [
            post("asked", "insider", f"Who knows {TEXT}?", "team"),
            post("openly", "member", "Who knows the weather?"),
            *(deed("ask", by, name, topics=[]) for by, name in (("insider", "asked"), ("member", "openly"))),
            *(deed(done, "insider", "other_question") for done in ("release", "claim")),
            *(deed(done, "author", "answer", thing="answer") for done in ("accept", "find_helpful", "find_unhelpful")),
            reply("r7", "author", "asked", f"It is {REPLY}"),
        ],
    ),
    "retractions": (
        {"update.retracted", "update.changed"},
        [
            post("gone", "member", RETRACTED, "open_team"),
            reply("gone_reply", "member", "new", RETRACTED_REPLY),
            *map(retract, ("gone", "gone_reply", "to_everybody", "r3", "both", "secret")),
        ],
    ),
    "posts go out": (
        {"update.posted", "page.changed"},
        [begin("news", "mine", "News"), *map(go_out, ("news", "checked"))],
    ),
    "posts say other words": (
        {"update.edited", "page.changed"},
        [
            say_anew("post", title="Another title", summary=f"So {LEAD}", body=f"<p>{WORDS}</p>"),
            say_anew("open", title="So"),
        ],
    ),
    "posts are withdrawn": (
        {"update.retracted", "blogpost.withdrawn", "rights.changed"},
        [*map(withdraw, ("open", "checked"))],
    ),
    "somebody joins": ({"team.changed"}, [joins("ex_member")]),
    "somebody leaves": ({"teams.changed"}, [joins("member", teams.leave)]),
    "somebody is here": ({"here.changed"}, [lambda world: presence.renew({world.people["insider"].pk})]),
    "a team closes": (
        {"team.closed"},
        [
            lambda world: teams.edit(
                by=world.people["author"], team=world.open_team, name="Everybody’s team", purpose="", is_closed=True
            )
        ],
    ),
}

#: What happens to pages of the wiki. Who reads one is told that it changed, and nothing changes under their eyes.
PAGES: dict[str, tuple[set[str], list[Deed]]] = {
    "pages are written": (
        {"page.changed"},
        [save("secret", "insider", f"{BODY} {SHORT}"), save("section", "author", BODY), save("open", "member", "So")],
    ),
    "somebody writes": ({"writing.changed"}, [write("secret", "insider"), write("open", "member")]),
    "a page moves where few may read it": (
        {"page.changed"},
        [
            lambda world: pages.move(
                by=world.people["author"], page=world.wiki.now("open"), parent=world.wiki.now("section")
            ),
            write("open", "author"),
            save("open", "author", BODY),
        ],
    ),
    "something solves what somebody was about to ask": (
        {"solved.changed"},
        [solve("insider", "secret"), solve("member", "open"), solve("author", "open")],
    ),
    "a page is taken out": (
        {"rights.changed"},
        [lambda world: pages.withdraw(by=world.people["author"], page=world.wiki.now("secret"))],
    ),
}
#: What happens under posts.
UNDER_POSTS: dict[str, tuple[set[str], list[Deed]]] = {
    "questions are asked and answered": (
        {"questions.changed"},
        [
            ask("story", "insider", "post", f"How {QUESTION}?"),
            ask("openly", "member", "back", "How?"),
            asked("asked", "author", questions.vote),
            asked("openly", "moderator", questions.vote),
            asked("openly", "moderator", questions.unvote),
            asked("asked", "author", questions.answer, text=f"So {ANSWER}"),
        ],
    ),
    "questions are taken back": (
        {"questions.changed"},
        [ask("slip", "insider", "post", TAKEN_BACK), asked("slip", "insider", questions.take_back)],
    ),
    "a post with questions is withdrawn": ({"blogpost.withdrawn", "rights.changed"}, [withdraw("post")]),
}
#: What moderators hear, each for themselves.
FOR_MODERATORS: dict[str, tuple[set[str], list[Deed]]] = {
    "something that waits is reported with other words": (
        {"moderation.changed"},
        [report("insider", "text"), report("member", "everybody")],
    ),
}
WHOLE = STORY | PAGES | UNDER_POSTS | FOR_MODERATORS


def test_the_story_tells_of_every_event_there_is():
    assert gathered("streams", "EVENTS").keys() == set().union(*(events for events, _ in WHOLE.values())) - {
        "rights.changed"
    }
