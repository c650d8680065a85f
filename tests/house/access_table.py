"""Who may do what at each address. A pattern that is not in this table fails the canary test."""

from collections.abc import Callable
from typing import Any

from tests.support.pictures import upload

from .access_blogs import BLOGS
from .access_blogs_desk import DESK, joined
from .access_governance import GOVERNANCE
from .access_missed import MISSED
from .access_notices import NOTICES
from .access_questions import QUESTIONS
from .access_rows import ADMIN, DELETE, LEARNERS, NOBODY, SIGNED_IN, TEAM, TUNERS, Fill, Row, Send, says
from .access_similar import SIMILAR
from .access_wiki import WIKI
from .canary_blogs import COVER, OWN_COVER, POST
from .canary_blogs import SHEET as OWN_SHEET
from .canary_wiki import PHOTO, SHEET, SHEET_NAME, SHORT, TITLE
from .canary_world import (
    ALT,
    BEFORE,
    DOCUMENT,
    MENTION,
    NAME,
    OF_THE_TEAM,
    OWN,
    PAPER,
    PAPER_NAME,
    PICTURE,
    PROFILE,
    PURPOSE,
    REPLY,
    TAG,
    TEXT,
    VIEWERS,
    World,
)


def closed_updates(world: World) -> list[dict[str, Any]]:
    names = ("text", "shown", "reply", "edited", "retracted", "under_retracted", "own", "own_reply", "mention")
    return [{"pk": world.updates[name].pk} for name in names]


def every_update(world: World) -> list[dict[str, Any]]:
    return [{"pk": update.pk} for update in world.updates.values()]


def one_update(name: str) -> Fill:
    return lambda world: [{"pk": world.updates[name].pk}]


def sign_on(name: str, sign: str) -> Fill:
    return lambda world: [{"pk": world.updates[name].pk, "sign": sign}]


def people(*names: str) -> Fill:
    return lambda world: [{"username": name} for name in names or VIEWERS[1:]]


def closed_team(world: World) -> list[dict[str, Any]]:
    return [{"pk": world.team.pk}]


def member(world: World) -> list[dict[str, Any]]:
    return [{"pk": world.team.pk, "username": "insider"}]


def changed(world: World, name: str) -> dict[str, Any]:
    return {"text": "Changed", "edits": world.updates[name].edits.count()}


def on_top(name: str) -> Callable[[World], dict[str, Any]]:
    return lambda world: {"words": "good morning", "thing": f"update:{world.updates[name].pk}"}


WORDS = {"text": "Let me say something", "key": "key-of-the-canary"}
NO_TEAM, NO_UPDATE = {"pk": 987654}, {"pk": 987654}
FEED = ("", "?before=9999999999999999-1", "?through=0-0")
SOUGHT = ("?q=zqname", "?q=zqpurpose", "?q=heliotrope", "?q=zqname-heliotrop", "?q=author", "?department=HR")
WORDS_ASKED = """heliotrope zqtext-heliotrop %22for+two+teams%22 kind:people kind:team kind:tag kind:update kind:file
zqpaper zqalt team:zq zqtitle zqbody zqmoved by:author by:ex_member tag:zqtag-heliotrop tag:zqlabel-heliotrop
kind:article kind:section kind:blogpost zqblog zqwait zqown tag:zqblogmark-heliotrop tag:shared after:2020
heliotrope&start=20 heliotrpoe zqnmae"""
ASKED = tuple(f"?q={words}" for words in WORDS_ASKED.split())
PROFILE_FIELDS = {"name": "Renamed", "skills": "", "manager": "", "bio": "", "title": "", "department": ""}

TABLE: dict[str, Row] = {
    "microblog:home": Row(ask=FEED, holds=frozenset({NAME, TEXT, REPLY, OWN, MENTION, TAG, ALT, PAPER_NAME})),
    "microblog:company": Row(ask=FEED, holds=frozenset({NAME})),
    "microblog:following": Row(ask=FEED, holds=frozenset({NAME})),
    "microblog:tag": Row(
        fill=lambda world: [{"name": TAG}, {"name": "shared"}], holds=frozenset({TEXT, NAME}), missing={"name": "none"}
    ),
    "microblog:complete": Row(ask=("?q=zq", "?q=zqtag", "?q=%23zqtag", "?q=sha"), holds=frozenset({TAG})),
    "microblog:updates": Row(
        sends=(Send(lambda world: {**WORDS, "teams": [world.team.pk]}, frozenset({"insider", "author"})),)
    ),
    "microblog:thread": Row(
        fill=every_update,
        ask=("", "?to={reply}", "?reply={reply}", "?after=0-0"),
        holds=OF_THE_TEAM - {PURPOSE, BEFORE, PAPER},
        missing=NO_UPDATE,
        sends=(
            Send(DELETE, frozenset({"author"}), to=one_update("mention")),
            Send(DELETE, frozenset({"insider"}), to=one_update("to_both")),
            Send(DELETE, NOBODY, to=one_update("text")),
        ),
    ),
    "microblog:replies": Row(
        fill=every_update, sends=(Send(says(**WORDS), TEAM, to=closed_updates),), missing=NO_UPDATE
    ),
    "microblog:edit": Row(
        fill=every_update,
        holds=frozenset({TEXT, MENTION}),
        sends=tuple(
            Send(lambda world, name=name: changed(world, name), frozenset({"author"}), to=one_update(name))
            for name in ("mention", "both", "everybody")
        ),
        missing=NO_UPDATE,
    ),
    "microblog:history": Row(fill=every_update, holds=frozenset({BEFORE, TEXT, ALT, PAPER_NAME}), missing=NO_UPDATE),
    "microblog:retraction": Row(
        fill=every_update,
        holds=frozenset({TEXT, MENTION}),
        sends=(
            Send(says(), frozenset({"author", "admin"}), to=one_update("mention")),
            Send(says(), frozenset({"author", "admin", "moderator"}), to=one_update("both")),
        ),
        missing=NO_UPDATE,
    ),
    "microblog:reactions": Row(fill=every_update, missing=NO_UPDATE),
    "microblog:reaction": Row(
        fill=lambda world: [kwargs | {"sign": "like"} for kwargs in every_update(world)],
        missing=NO_UPDATE | {"sign": "like"},
        sends=(
            Send(says(_method="toggle"), TEAM, to=sign_on("text", "love")),
            Send(says(), TEAM, to=sign_on("reply", "like")),
            Send(says(), SIGNED_IN, to=sign_on("both", "like")),
            Send(DELETE, frozenset({"insider"}), to=sign_on("text", "like")),
            *(Send(says(), NOBODY, to=sign_on(name, "like")) for name in ("retracted", "retracted_reply")),
        ),
    ),
    "people:directory": Row(ask=("", "?former=yes", *SOUGHT)),
    "people:add": Row(
        closed_to=SIGNED_IN - ADMIN,
        sends=(Send(says(name="New One", username="new.one", email="", role="admin"), ADMIN),),
    ),
    "people:edit": Row(
        fill=people("author", "insider"),
        holds=frozenset({PROFILE}),
        sends=(Send(says(**PROFILE_FIELDS), frozenset({"author", "admin"}), to=people("author")),),
    ),
    "people:photo_upload": Row(
        fill=people("author"),
        sends=(
            Send(lambda world: {"photo": upload()}, frozenset({"author", "admin"})),
            Send(DELETE, frozenset({"author", "admin"})),
        ),
    ),
    "people:standing": Row(
        fill=people("author"), closed_to=SIGNED_IN - ADMIN, sends=(Send(says(role="admin", is_active="on"), ADMIN),)
    ),
    "people:link": Row(fill=people("author"), sends=(Send(says(), ADMIN),)),
    "people:follow_person": Row(
        fill=people("member", "author"),
        sends=(
            Send(says(), SIGNED_IN - {"moderator"}, to=people("moderator")),
            Send(DELETE, SIGNED_IN - {"author"}, to=people("author")),
        ),
    ),
    "people:mute": Row(
        fill=people("member", "author"),
        sends=(
            Send(says(), SIGNED_IN - {"moderator"}, to=people("moderator")),
            Send(DELETE, frozenset({"other_team"}), to=people("author")),
        ),
    ),
    "people:photo": Row(fill=lambda world: [{"key": world.photo, "size": "96"}, {"key": world.photo, "size": "97"}]),
    "people:teams": Row(holds=frozenset({NAME, PURPOSE})),
    "people:team_new": Row(sends=(Send(says(name="One more team", purpose=""), SIGNED_IN),)),
    "people:team_edit": Row(
        fill=closed_team,
        holds=frozenset({NAME, PURPOSE}),
        missing=NO_TEAM,
        sends=(Send(says(name="Opened", purpose="", is_closed="on"), frozenset({"author", "admin"})),),
    ),
    "people:membership": Row(
        fill=closed_team, missing=NO_TEAM, sends=(Send(says(), NOBODY), Send(DELETE, frozenset({"insider"})))
    ),
    "people:members": Row(
        fill=closed_team,
        holds=frozenset({NAME}),
        missing=NO_TEAM,
        sends=(Send(says(username="moderator"), frozenset({"author", "admin"})),),
    ),
    "people:member": Row(
        fill=member,
        missing={**NO_TEAM, "username": "insider"},
        sends=(Send(says(lead="yes"), frozenset({"author", "admin"})), Send(DELETE, frozenset({"author", "admin"}))),
    ),
    "people:follow_team": Row(fill=closed_team, missing=NO_TEAM, sends=(Send(says(), TEAM), Send(DELETE, NOBODY))),
    "people:complete": Row(ask=("?q=", "?q=zq", "?q=zqname", "?q=author", "?q=heliotrope")),
    "people:theme": Row(sends=(Send(says(theme="dark"), NOBODY),)),
    "people:keys": Row(sends=(Send(says(keys="off"), NOBODY),)),
    "people:welcome": Row(
        fill=lambda world: [{"token": "made-up"}, {"token": world.token[:-2] + "xx"}],
        sends=(Send(says(password="correct horse battery"), NOBODY),),
    ),
    "person": Row(
        fill=people(),
        ask=("", "?show=replies", *FEED[1:]),
        holds=frozenset({NAME, TEXT, OWN, REPLY, PROFILE, MENTION}),
        missing={"username": "nobody.here"},
    ),
    "team": Row(fill=closed_team, ask=FEED, holds=OF_THE_TEAM - {BEFORE, PAPER}, missing=NO_TEAM),
    "search:results": Row(
        ask=("", *ASKED),
        holds=frozenset({NAME, PURPOSE, TEXT, REPLY, TAG, OWN, MENTION, PROFILE, ALT, PAPER, PAPER_NAME})
        | {TITLE, SHORT, SHEET_NAME, POST},
    ),
    "search:facets": Row(ask=("", *ASKED), holds=frozenset({NAME, TAG})),
    "search:suggestions": Row(
        ask=("", "?q=zq", "?q=zqname", "?q=%23zq", "?q=zqtext", "?q=the", "?q=heliotrope"),
        holds=frozenset({NAME, TAG, TEXT, TITLE}),
    ),
    "search:enquiries": Row(sends=(Send(says(q="the weather in spring"), SIGNED_IN),)),
    "search:learning": Row(ask=("", "?days=7", "?days=90", "?days=x"), closed_to=SIGNED_IN - LEARNERS),
    "search:synonyms": Row(closed_to=SIGNED_IN - TUNERS),
    "search:synonym_new": Row(
        ask=("", "?words=tea"), closed_to=SIGNED_IN - TUNERS, sends=(Send(says(words="wifi, wlan"), TUNERS),)
    ),
    "search:synonym": Row(
        fill=lambda world: [{"pk": world.synonym.pk}],
        closed_to=SIGNED_IN - TUNERS,
        sends=(Send(says(words="tea, infusion"), TUNERS), Send(DELETE, TUNERS)),
    ),
    "search:bets": Row(closed_to=SIGNED_IN - TUNERS),
    "search:bet_new": Row(
        ask=("", "?words=x&find=heliotrope", "?find=zqtext", "?find=kind:team", "?find=by:author"),
        closed_to=SIGNED_IN - TUNERS,
        sends=(Send(on_top("text"), ADMIN), Send(on_top("both"), TUNERS)),
    ),
    "search:bet": Row(fill=lambda world: [{"pk": world.bet.pk}], missing={"pk": 987654}, sends=(Send(DELETE, ADMIN),)),
    "writing:picture": Row(
        fill=lambda world: [
            {"pk": pk}
            for pk in (
                world.rendition.pk,
                world.wiki.photo.pk,
                world.blogs.cover.pk,
                world.blogs.own_cover.pk,
                *(kept[0] for kept in world.photo_of_team.kept),
            )
        ],
        holds=frozenset({PICTURE, PHOTO, COVER, OWN_COVER}),
        missing={"pk": 987654},
    ),
    "writing:document": Row(
        fill=lambda world: [
            {"pk": each.pk} for each in (world.document, world.paper, world.wiki.sheet, world.blogs.sheet)
        ],
        holds=frozenset({DOCUMENT, PAPER, PAPER_NAME, SHEET, SHEET_NAME, OWN_SHEET}),
        missing={"pk": 987654},
    ),
    "account_login": Row(ask=("", "?next=/teams/1/"), sends=(Send(says(login="author", password="wrong"), NOBODY),)),
    "account_inactive": Row(),
    "account_logout": Row(),
    "trail": Row(closed_to=SIGNED_IN - ADMIN, ask=("", "?before=9999999999999999-1")),
    "gallery": Row(closed_to=SIGNED_IN - ADMIN),
    "health": Row(closed_to=SIGNED_IN - ADMIN),
    "healthz": Row(),
    "robots": Row(),
    **NOTICES,
    **WIKI,
    **BLOGS,
    **GOVERNANCE,
    **QUESTIONS,
    **MISSED,
    **SIMILAR,
}
TABLE |= {name: joined(TABLE[name], row) for name, row in DESK.items()}
#: Wagtail's back office, as one: whoever may not see everything finds nothing under these addresses.
OFFICE = "office/"
