"""What was written to hurt a reader is opened in Chromium, with the content policy switched off, and does nothing.

The policy is a second wall; these tests look at the first. No test knows single entries of `tests/kit/hostile.py`.
"""

import re
import secrets
import uuid
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import pytest
from playwright.sync_api import Page, expect

from tests.bench import stage
from tests.kit.hostile import BODIES, FILE_NAMES, NAMES, TAGS
from tests.support.canary import CANARY, nothing_ran
from tests.support.pictures import png

# Everything in the texts of the page that has no place there.
FOREIGN = """() => {
  const tags = new Set(("p br strong em s del a code pre ul ol li blockquote span hr").split(" "));
  const attributes = new Set(("class href rel title start").split(" "));
  const schemes = new Set(["http:", "https:", "mailto:"]);
  const found = [];
  for (const one of document.querySelectorAll(".text *")) {
    if (!tags.has(one.localName)) found.push(`<${one.localName}>: ${one.outerHTML.slice(0, 120)}`);
    for (const { name, value } of one.attributes) {
      if (!attributes.has(name)) found.push(`${name}=${value.slice(0, 60)} on <${one.localName}>`);
    }
    if (one.localName === "a" && one.hasAttribute("href") && !schemes.has(one.protocol)) found.push(one.href);
    for (const type of ["mouseover", "focus", "animationstart", "toggle", "beforeinput", "load", "error"]) {
      one.dispatchEvent(new Event(type, { bubbles: true }));
    }
  }
  return found;
}"""

# The elements of a page and the names of their attributes, without what people wrote.
BONES = """(html) => {
  const page = html === undefined ? document : new DOMParser().parseFromString(html, "text/html");
  const skipped = ".text, .diff, [data-ours]";
  return [...page.querySelectorAll("*")].filter((one) => !one.parentElement?.closest(skipped)).map((one) =>
    `${one.localName}(${[...one.attributes].map(({ name }) => name).sort()})`).join(" ");
}"""


def as_sent(text: str) -> str:
    """What a browser makes of half a character when it sends a form."""
    return text.encode("utf-8", "replace").decode()


def assert_harmless(page: Page) -> None:
    assert page.evaluate(FOREIGN) == []
    nothing_ran(page)


@pytest.fixture
def reader(browse) -> Iterator[Page]:
    """Sam's browser, in which nothing but the cleaning of texts protects him."""
    page = browse("sam", path=None, bypass_csp=True)
    page.add_init_script(CANARY)
    page.on("dialog", lambda dialog: pytest.fail(f"A dialog opened: {dialog.message}"))
    return page


@pytest.fixture(scope="module")
def team(house) -> str:
    """The page of a team in which Sam has said everything that is hostile."""
    sam = house.visitor("sam")
    answer = sam.post("/teams/new/", {"name": "Rough words", "purpose": "Where everything hostile is said."})
    place = answer.headers["Location"]
    number = re.search(r"\d+", place)[0]
    for body in BODIES:
        answer = sam.post("/updates/", {"text": as_sent(body), "teams": number, "key": secrets.token_urlsafe(18)})
        assert answer.status in {302, 422}, f"{answer.status} for {body[:200]!r}"
    sam.post("/updates/", {"text": "And a kind word.", "teams": number, "key": secrets.token_urlsafe(18)})
    return place


def test_nothing_in_a_feed_of_hostile_updates_runs(reader, team, watch):
    reader.goto(team)
    expect(reader.locator("article.update").first).to_contain_text("And a kind word.")
    seen = 0
    for _ in range(40):
        assert_harmless(reader)
        seen += reader.locator("#feed > article").count()
        older = reader.locator("a.more-updates")
        if not older.count():
            break
        # One page at a time, without the script that adds the next below.
        reader.goto(older.evaluate("link => link.href"))
        reader.wait_for_timeout(50)
    assert seen > len(BODIES) * 0.8, f"Only {seen} updates of {len(BODIES)} were read."
    own = re.compile(rf"^({re.escape(team)}|/static/.*|/photos/.*)$")
    assert [path for path in watch.paths if not own.match(path)] == []


def test_hostile_words_stay_words_where_they_are_edited_and_quoted(reader, team, house):
    """The edit page, the history and the page of a single update have the same bones whatever it says."""
    sam = house.visitor("sam")
    pks: list[str] = []
    place = team
    while True:
        html = sam.get(place, **{"X-Fragment": "feed"}).text
        pks += re.findall(r'data-update="(\d+)"', html)
        older = re.search(r'href="(\?before=[\d-]+)"', html)
        if not older:
            break
        place = team + older[1]
    reader.goto(f"/updates/{pks[0]}/edit/")  # the kind one
    ask = f"""async (paths) => {{
      const bones = {BONES};
      const all = [];
      for (const path of paths) {{
        const answer = await fetch(path);
        const html = await answer.text();
        const page = new DOMParser().parseFromString(html, "text/html");
        all.push([path, answer.status, bones(html), page.querySelector("textarea")?.value ?? ""]);
      }}
      return all;
    }}"""
    for kind in ("edit/", "history/", "retraction/"):
        answers = reader.evaluate(ask, [f"/updates/{pk}/{kind}" for pk in pks])
        assert {status for _, status, _, _ in answers} == {200}
        _, _, kind_bones, _ = answers[0]
        assert len(kind_bones) > 500
        broken = [path for path, _, bones, _ in answers if bones != kind_bones]
        assert broken == [], f"The page is built differently: {broken[:5]}"
    nothing_ran(reader)


def test_hostile_names_of_people_stay_names(reader, house, watch):
    watch.expect("status of 422", "/favicon.ico")  # a fragment alone names no icon
    sam = house.visitor("sam")
    sam.say("Sam under another name.")
    taken = 0
    try:
        for name in NAMES:
            about = {"name": as_sent(name), "title": as_sent(name), "skills": as_sent(name), "bio": as_sent(name)}
            answer = sam.post("/people/sam/edit/", about | {"department": as_sent(name), "manager": "clara"})
            assert answer.status in {302, 422}, f"{answer.status} for {name!r}"
            taken += answer.status == 302
            reader.goto("/people/sam/")
            assert_harmless(reader)
            reader.goto("/people/")
            assert_harmless(reader)
            reader.goto("/complete/people/?q=sam")
            nothing_ran(reader)
        assert taken >= len(NAMES) // 2
    finally:
        about = {"name": "Sam O’Neill", "title": "Finance controller", "department": "Finance", "manager": "clara"}
        assert sam.post("/people/sam/edit/", about | {"skills": "Excel, Tax", "bio": "Ask me."}).status == 302


def test_hostile_names_of_teams_stay_names(reader, house, watch):
    hanna = house.visitor("hanna")
    made = []
    for name in NAMES:
        answer = hanna.post("/teams/new/", {"name": as_sent(name), "purpose": as_sent(name)})
        assert answer.status in {302, 422}, f"{answer.status} for {name!r}"
        if answer.status == 302:
            made.append(answer.headers["Location"])
    assert len(made) >= len(NAMES) // 2
    reader.goto("/teams/")
    nothing_ran(reader)
    bones = set()
    for place in made:
        reader.goto(place)
        nothing_ran(reader)
        reader.get_by_role("button", name="Join").click()  # now it stands in the rail, in the composer and on a card
        reader.get_by_label("What is going on?").fill("Said in a team with a hostile name.")
        reader.keyboard.press("Control+Enter")
        expect(reader.locator("#feed .text", has_text="Said in a team")).to_have_count(1)
        bones.add(reader.locator("#feed > article header").evaluate("one => one.querySelectorAll('*').length"))
        nothing_ran(reader)
    assert len(bones) == 1, "A card is built differently."
    reader.goto("/")
    assert_harmless(reader)
    reader.get_by_role("main").locator("details.audience > summary").click()
    for box in reader.locator(".audience input").all():
        box.check()
    nothing_ran(reader)
    for place in made:
        house.visitor("sam").post(f"{place}membership/", {"_method": "delete"})


def test_hostile_tags_stay_words(reader, house, watch):
    watch.expect("status of 404", "status of 400")
    house.visitor("sam").say(" ".join(f"#{as_sent(tag)}" for tag in TAGS)[:4_900])
    reader.goto("/people/sam/")
    assert_harmless(reader)
    places = [f"/tags/{quote(as_sent(tag), safe='')}/" for tag in TAGS]
    places += [f"/complete/tags/?q={quote(as_sent(tag), safe='')}" for tag in TAGS]
    for place in places:
        answer = reader.goto(place)
        assert answer.status < 500, f"{answer.status} at {place}"
        assert_harmless(reader) if answer.status == 200 and "complete" not in place else nothing_ran(reader)


def test_hostile_words_in_an_address_stay_words(reader, watch):
    watch.expect("status of 404", "status of 400")
    for words in [*NAMES, *TAGS]:
        for place in ("/people/?q=", "/people/?department=", "/?before=", "/updates/1/?to=", "/sign-in/?next="):
            answer = reader.goto(place + quote(as_sent(words), safe=""))
            assert answer.status < 500, f"{answer.status} at {place}{words!r}"
            nothing_ran(reader)


def test_hostile_file_names_are_not_kept(reader, house, watch):
    sam = house.visitor("sam")
    before = stored(house)
    for name in FILE_NAMES:
        answer = upload(sam, "/people/sam/photo/", name)
        assert answer.status in {302, 400, 422}, f"{answer.status} for {name[:80]!r}"
    reader.goto("/people/sam/edit/")
    nothing_ran(reader)
    kept = [file.name for file in stored(house) - before]
    assert kept, "No photo was stored."
    assert [name for name in kept if not re.fullmatch(r"[\w-]+\.webp", name)] == []
    sam.post("/people/sam/photo/", {"_method": "delete"})


def stored(house) -> set[Path]:
    return {file for file in house.data.rglob("*") if file.is_file() and "media" in file.parts}


def upload(visitor: stage.Visitor, path: str, name: str) -> stage.Answer:
    """A form with a picture of this file name, as rough as it comes."""
    border = uuid.uuid4().hex
    head = (
        f'--{border}\r\nContent-Disposition: form-data; name="csrfmiddlewaretoken"\r\n\r\n{visitor.token}\r\n'
        f'--{border}\r\nContent-Disposition: form-data; name="photo"; filename="{as_sent(name)}"\r\n'
        "Content-Type: image/png\r\n\r\n"
    )
    body = head.encode() + png() + f"\r\n--{border}--\r\n".encode()
    cookie = "; ".join(f"{key}={value}" for key, value in visitor.cookies.items())
    headers = {"Cookie": cookie, "Content-Type": f"multipart/form-data; boundary={border}"}
    visitor.connection.request("POST", path, body, headers)
    return stage.Answer(visitor.connection.getresponse())
