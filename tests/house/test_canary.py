"""Nobody sees what they may not: every address, every kind of viewer, a canary in every secret."""

import re

import pytest
from django.db import transaction
from django.urls import reverse

from tests.house import canary_blogs
from tests.house.access_rows import SIGNED_IN, Row
from tests.house.access_table import OFFICE, TABLE
from tests.house.addresses import example, patterns
from tests.house.canary_blogs import BLOG, LEAD, MARK, POST, QUESTION, TAGGED, WAS_TAGGED
from tests.house.canary_wiki import CLOSED, TITLE
from tests.house.canary_world import (
    ALL,
    BET,
    MAY_READ,
    MENTION,
    OUTSIDE,
    REPLY,
    SAID,
    TEXT,
    VIEWERS,
    World,
    build,
    rows,
)

pytestmark = pytest.mark.django_db
VARIANTS = ({}, {"HX-Request": "true", "X-Fragment": "feed"})
PAGES, OF_QUESTIONS = ("wiki:", "writing:", "blogs:"), ("blogs:answer", "blogs:question_vote")
OF_QUESTIONS += ("blogs:question_retraction",)
OPEN = ("account_login", "account_inactive", "people:welcome", "healthz", "robots")
OPEN += ("feeds:blog", "feeds:team", "feeds:tag")  # for whoever has a key


@pytest.fixture
def world() -> World:
    return build()


def body(response) -> str:
    raw = response.getvalue() if response.streaming else response.content
    heads = "\n".join(f"{name}: {value}" for name, value in response.headers.items())
    return raw.decode(errors="replace") + heads + str(response.cookies)


def canaries(response, typed: str) -> set[str]:
    """The canaries in the answer, its headers and cookies, but for those the viewer typed."""
    text = body(response).replace("<mark>", "").replace("</mark>", "")  # which cut the word that was sought
    texts = [
        re.sub(rf"<{gone}>.*?</{gone}>|</?{stays}>", "", text, flags=re.DOTALL)  # which cut words that were compared
        for gone, stays in (("ins", "del"), ("del", "ins"))
    ]
    return {canary for canary in ALL if canary not in typed and any(canary in each for each in texts)}


def addresses(world: World, name: str, row: Row):
    numbers = {"reply": str(world.updates["reply"].pk), "section": str(world.wiki.pages["section"].pk)}
    for page, more in (("secret", ""), ("moved", "_moved")):
        revisions = world.wiki.revisions(page)
        numbers |= {f"first{more}": str(revisions[0]), f"last{more}": str(revisions[-1])}
    for page in ("post", "back"):
        revisions = world.blogs.revisions(page)
        numbers |= {f"first_{page}": str(revisions[0]), f"last_{page}": str(revisions[-1])}
    for kwargs in row.fill(world):
        for ask in row.ask:
            yield reverse(name, kwargs=kwargs) + re.sub(r"\{(\w+)\}", lambda found: numbers[found[1]], ask)


def reads(world: World, viewer: str, variants=VARIANTS):
    """``(name, address, response)`` of everything that can be opened."""
    for name, row in TABLE.items():
        for address in addresses(world, name, row):
            for headers in variants:
                yield name, address, world.browsers[viewer].get(address, headers=headers)


def sends(world: World):
    """``(name, address, send)`` of everything that can be sent."""
    for name, row in TABLE.items():
        for send in row.sends:
            for kwargs in (send.to or row.fill)(world):
                yield name, reverse(name, kwargs=kwargs), send


def test_every_address_is_in_the_table_and_the_table_names_no_other():
    ours = {name or route for name, route, _ in patterns() if not route.startswith(OFFICE)}
    assert ours - TABLE.keys() == set(), "Say in tests/house/access_table.py who may do what there"
    assert TABLE.keys() - ours == set(), "These addresses are gone"


@pytest.mark.parametrize("viewer", VIEWERS)
def test_nobody_reads_what_they_may_not(world, viewer):
    for _ in reads(world, "author", VARIANTS[:1]):  # what was drawn for those who may is in the cache now
        pass
    leaks = []
    for name, address, response in reads(world, viewer):
        assert response.status_code < 500, address
        if seen := canaries(response, address) - MAY_READ[viewer]:
            leaks.append(f"{sorted(seen)} at {address}")
        if viewer in OUTSIDE and name not in OPEN:
            asked_by_a_script = "HTTP_HX_REQUEST" in response.request
            assert response.status_code == (403 if asked_by_a_script else 302), address
            assert asked_by_a_script or response["Location"].startswith("/sign-in/?next="), address
        if viewer in TABLE[name].closed_to:
            assert response.status_code == 403, address
    assert not leaks, f"{viewer} reads:\n" + "\n".join(leaks)


def test_those_who_may_read_the_secrets_read_them_where_the_table_says(world):
    """Noise for the test above: every canary is alive."""
    for viewer in ("member", "author"):
        seen: dict[str, set[str]] = {}
        for name, address, response in reads(world, viewer, VARIANTS[:1]):
            seen.setdefault(name, set()).update(canaries(response, "" if "tags/" in address else address))
        if viewer == "author":
            assert {name: row.holds - seen[name] for name, row in TABLE.items() if row.holds - seen[name]} == {}


def test_the_trail_names_closed_teams_to_administrators(world):
    assert "zqname" in body(world.browsers["admin"].get(reverse("trail")))


def test_searches_about_closed_things_are_shown_to_administrators_and_open_ones_to_communications(world):
    """Noise: what was asked, and what stands on top, is there to be read."""
    said = {
        viewer: body(world.browsers[viewer].get(reverse("search:learning"))) for viewer in ("admin", "communications")
    }
    assert [viewer for viewer in said if SAID in said[viewer]] == ["admin"]
    assert all("the weather" in said[viewer] for viewer in said)
    bets = {viewer: body(world.browsers[viewer].get(reverse("search:bets"))) for viewer in ("admin", "moderator")}
    assert [viewer for viewer in bets if BET in bets[viewer]] == ["admin"]
    assert all("hello everybody" in bets[viewer] for viewer in bets)


@pytest.mark.parametrize("viewer", sorted(SIGNED_IN - {"author", "insider", "admin"}))
def test_what_is_closed_answers_like_what_never_was(world, viewer):
    browser = world.browsers[viewer]
    closed = {update.pk for update in world.updates.values() if not is_open(update)}
    open_pages = {page.pk for name, page in world.wiki.pages.items() if name not in CLOSED}
    open_pages |= {page.pk for name, page in world.blogs.pages.items() if name not in canary_blogs.CLOSED}
    open_question = {"pk": world.blogs.questions["open"].pk}
    for name, row in TABLE.items():
        if row.missing is None or name in {"person", "microblog:tag"}:
            continue
        for kwargs in row.fill(world):
            if name.startswith("microblog:") and kwargs["pk"] not in closed:
                continue
            if name.startswith(PAGES) and kwargs.get("pk") in open_pages:
                continue
            if name in OF_QUESTIONS and kwargs == open_question:
                continue
            for ask in row.ask:
                never = browser.get(reverse(name, kwargs=row.missing) + ask.split("{")[0])
                there = browser.get(reverse(name, kwargs=kwargs) + ask.split("{")[0])
                assert there.status_code == never.status_code, (name, kwargs, ask)
                assert there.status_code in {302, 404, 405}, (name, kwargs, ask)
                if name.startswith(PAGES):
                    assert there.status_code in {404, 405}, (name, kwargs, ask)
                    assert "Location" not in there


def is_open(update) -> bool:
    audiences = (update.root or update).audiences.all()
    return any(audience.team is None or not audience.team.is_closed for audience in audiences)


@pytest.mark.parametrize("viewer", VIEWERS)
def test_nobody_changes_what_they_may_not(world, viewer):
    before = rows()
    refused = 0
    for name, address, send in sends(world):
        if viewer in send.may:
            continue
        typed = str(fields := send.body(world)) + address
        response = world.browsers[viewer].post(address, fields)
        refused += 1
        assert response.status_code < 500, (name, address)
        seen = canaries(response, typed) - MAY_READ[viewer]
        assert not seen, f"{viewer} reads {seen} after a POST to {address}"
        changed = {label for label, stored in rows().items() if stored != before[label]}
        assert not changed, (
            f"{viewer} changed {changed} with a POST to {address}, which answered {response.status_code}"
        )
    assert refused > 5
    after = world.browsers[viewer].get("/")  # what was left to be said on the next page
    assert canaries(after, "") <= MAY_READ[viewer]


def test_those_who_may_change_something_do(world):
    """Noise for the test above: its forms are such as work for somebody."""
    for _, address, send in sends(world):
        for viewer in sorted(send.may):
            before = rows()
            with transaction.atomic():
                response = world.browsers[viewer].post(address, send.body(world))
                changed = rows() != before
                transaction.set_rollback(True)
            assert changed, f"{viewer} could not POST to {address}: {response.status_code}"


@pytest.mark.parametrize("viewer", sorted(SIGNED_IN))
def test_a_tray_tells_nobody_what_they_may_not_know_and_its_number_counts_nothing_else(world, viewer):
    """On all its pages: everybody was told of every secret there is."""
    browser, address, seen, unread = world.browsers[viewer], reverse("notices:tray"), set(), 0
    while address:
        response = browser.get(address)
        seen |= canaries(response, address)
        text = body(response)
        unread += len(re.findall(r'<li id="notice-\d+" data-unread>', text))
        more = re.search(r'rel="next" href="(\?before=\d+)"', text)
        address = reverse("notices:tray") + more[1] if more else ""
    assert not seen - MAY_READ[viewer], viewer
    badge = re.search(r'id="notices-\d+" data-region data-unread="(\d+)"', text)
    assert int(badge[1]) == min(unread, 100)
    if viewer in {"author", "insider"}:
        assert seen >= {TEXT, REPLY, MENTION, TITLE, POST, QUESTION}  # noise: it is told to those who may know


def test_a_feed_says_to_whoever_has_its_address_what_its_person_may_read(world):
    outside, seen = world.browsers["anonymous"], {}
    for name, token in world.blogs.tokens.items():
        kinds = {"blog": {"pk": world.blogs.pages["blog"].pk}, "team": {"pk": world.team.pk}, "tag": {"name": MARK}}
        kinds["own"] = {"pk": world.blogs.pages["mine"].pk}
        for kind, what in kinds.items():
            address = reverse(f"feeds:{'blog' if kind == 'own' else kind}", kwargs=what | {"token": token})
            response = outside.get(address)
            is_there = name in {"author", "insider"} or (kind in {"tag", "own"} and name != "deactivated")
            assert response.status_code == (200 if is_there else 404), (name, kind)
            seen[name] = seen.get(name, set()) | canaries(response, address)
    assert [name for name, found in seen.items() if found - MAY_READ[name]] == []
    assert seen["insider"] >= {BLOG, POST, LEAD}  # noise
    assert not seen["insider"] & (canary_blogs.OF_ITS_WRITERS | canary_blogs.OF_ITS_READERS)  # they tell what is out


def test_the_feed_of_a_tag_holds_nothing_that_is_not_out(world):
    def entries(name: str, tag: str) -> int:
        address = reverse("feeds:tag", kwargs={"token": world.blogs.tokens[name], "name": tag})
        return world.browsers["anonymous"].get(address).content.count(b"<entry>")

    alive = sorted(world.blogs.tokens.keys() - {"deactivated"})
    assert {entries(name, tag) for name in alive for tag in (TAGGED, WAS_TAGGED)} == {0}
    assert [name for name in alive if entries(name, MARK)] == ["author", "insider"]  # noise


def test_the_name_of_a_closed_team_can_be_taken_by_somebody_who_does_not_know_of_it(world):
    """An error would tell that it exists."""
    response = world.browsers["member"].post(reverse("people:team_new"), {"name": world.team.name, "purpose": ""})
    assert response.status_code == 302
    refused = world.browsers["insider"].post(reverse("people:team_new"), {"name": world.team.name, "purpose": ""})
    assert refused.status_code == 422  # noise: who knows of it is told


def test_searching_for_a_closed_team_finds_as_much_as_searching_for_nothing(world):
    finds = {
        viewer: b"The insider" in world.browsers[viewer].get(reverse("people:directory"), {"q": "zqname"}).content
        for viewer in SIGNED_IN
    }
    assert finds == {viewer: viewer in {"insider", "author", "admin"} for viewer in SIGNED_IN}


@pytest.mark.parametrize("viewer", [viewer for viewer in VIEWERS if viewer != "admin"])
def test_the_back_office_is_closed_at_every_address(world, viewer):
    office = [example(route) for _, route, _ in patterns() if route.startswith(OFFICE)]
    assert len(office) > 100
    for address in office:
        response = world.browsers[viewer].get(address)
        assert not canaries(response, address)
        assert response.status_code == (302 if viewer in OUTSIDE else 404), address


def test_an_administrator_enters_the_back_office(world):
    assert world.browsers["admin"].get("/office/").status_code == 200


def test_a_page_that_does_not_exist_tells_nothing(world):
    for viewer in VIEWERS:
        response = world.browsers[viewer].get("/no/such/page/")
        assert response.status_code == 404
        assert not canaries(response, "") - MAY_READ[viewer]
