"""Finding, reading and voting in the wiki; an old address; and what is closed to a stranger."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.support.wiki_browser import base_of, begun, found, saved, sent

SECRET = "Heliotrope"


def opened(page: Page, title: str) -> None:
    expect(page.get_by_role("heading", level=1, name=title)).to_be_visible()


def test_ines_finds_an_answer_while_a_customer_waits_copies_it_and_says_that_it_helped(browse, house):
    page = browse("ines", "/people/", permissions=["clipboard-read", "clipboard-write"])
    page.keyboard.press("/")
    page.keyboard.type("write to customers", delay=20)
    page.keyboard.press("Enter")
    hit = page.locator("#results .hit", has_text="How we write to customers").first
    expect(hit).to_contain_text("Short, by name, and with the next step in the first sentence.")
    hit.get_by_role("link").first.click()
    opened(page, "How we write to customers")
    expect(page.locator(".meta")).to_contain_text("Stays true")
    page.get_by_role("link", name="Copy as text").click()
    expect(page.get_by_text("Copied")).to_be_visible()
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied.startswith("How we write to customers\n")
    assert "What happens next, and when." in copied
    assert "As of " in copied
    assert page.url in copied
    page.get_by_role("button", name="Yes").click()
    expect(page.get_by_text("Thank you.")).to_be_visible()
    expect(page.get_by_role("button", name="Yes")).to_have_attribute("aria-pressed", "true")
    page.reload()
    expect(page.get_by_role("button", name="Yes")).to_have_attribute("aria-pressed", "true")
    expect(browse("luis", page.url).get_by_role("button", name="Yes")).to_have_attribute("aria-pressed", "false")


def test_what_is_wrong_reaches_the_owner_who_settles_it(browse, house):
    maya = house.visitor("maya")
    _, address = begun(maya, found(maya, "Warehouse")[0], "Where the spare keys hang")
    page = browse("theo", address)
    page.get_by_text("This is wrong", exact=True).click()
    page.get_by_label("What is wrong, in one line?").fill("They hang at gate 2 now.")
    page.get_by_role("button", name="Tell the owner").click()
    expect(page.get_by_text("They hang at gate 2 now.")).to_have_count(0)
    owner = browse("maya", address)
    expect(owner.get_by_role("region", name="What readers say is wrong")).to_contain_text("They hang at gate 2 now.")
    owner.get_by_role("button", name="Settled").click()
    expect(owner.get_by_role("region", name="What readers say is wrong")).to_have_count(0)


def test_a_page_that_was_renamed_and_moved_is_still_where_everybody_links_to(browse, house):
    maya = house.visitor("maya")
    number, old = begun(maya, found(maya, "Warehouse")[0], "Gate four")
    _, linking = begun(maya, found(maya, "Warehouse")[0], "All gates", markdown=f"See [the gate](page:{number}).")
    page = browse("maya", old)
    page.get_by_role("link", name="Improve it").click()
    page.get_by_label("Title").fill("Gate 4, the northern one")
    page.get_by_role("button", name="Save").click()
    opened(page, "Gate 4, the northern one")
    maya.post(f"/wiki/{number}/move/", {"under": str(found(maya, "IT help")[0])})
    reader = browse("theo", old)
    opened(reader, "Gate 4, the northern one")
    expect(reader).to_have_url(re.compile(rf"/wiki/{number}-gate-4-the-northern-one/$"))
    expect(reader.locator(".crumbs")).to_contain_text("IT help")
    reader.goto(linking)
    reader.get_by_role("link", name="the gate").click()
    opened(reader, "Gate 4, the northern one")


# --- Closed ----------------------------------------------------------------------------------------
@pytest.fixture(scope="module")
def closed(house, browser, signed_in) -> dict[str, str]:
    """Every address of an article in the section of a closed team, which has a picture and a file and was renamed."""
    noor = house.visitor("noor")
    context = browser.new_context(base_url=house.url, storage_state=signed_in("noor"))
    page = context.new_page()
    page.goto("/")
    picture = sent(page, "pictures", f"{SECRET}.png")
    file = sent(page, "files", f"{SECRET}.pdf")
    context.close()
    text = f"{SECRET} words.\n\n![{SECRET}](picture:{picture['id']})\n\nAnd [{SECRET}.pdf](file:{file['id']})."
    number, old = begun(noor, found(noor, "Pay round")[0], f"{SECRET} table", markdown=text)
    assert saved(noor, number, base=base_of(noor, number), title=f"{SECRET} bands").status == 302
    revisions = re.findall(r'name="to" value="(\d+)"', noor.get(f"/pages/{number}/history/").text)
    now = noor.get(f"/pages/{number}/").headers["Location"]
    return {
        "page": now, "old address": old, "number": f"/pages/{number}/", "picture": picture["src"],
        "file": file["address"], "text": f"/wiki/{number}/text/", "edit": f"/pages/{number}/edit/",
        "history": f"/pages/{number}/history/", "revision": f"/pages/{number}/history/{revisions[-1]}/",
        "compare": f"/pages/{number}/history/compare/?from={revisions[-1]}&to={revisions[0]}",
        "care": f"/wiki/{number}/care/", "move": f"/wiki/{number}/move/", "take out": f"/wiki/{number}/withdrawal/",
        "large picture": next(iter(re.findall(r'class="enlarge" href="([^"]+)"', noor.get(now).text))),
    }  # fmt: skip


def test_whoever_is_in_the_team_reads_all_of_it(house, closed):
    for name, address in closed.items():
        answer = house.visitor("noor").get(address)
        assert answer.status in {200, 302}, f"{name}: {answer.status} at {address}"


def test_a_stranger_gets_nothing_at_any_address_of_a_closed_page(house, closed):
    tom = house.visitor("tom")
    for name, address in closed.items():
        answer = tom.get(address)
        assert answer.status == 404, f"{name}: {answer.status} at {address}"
        assert answer.headers["Location"] is None, name
        assert SECRET.encode() not in answer.body, name


def test_a_stranger_does_not_hear_of_it_elsewhere(house, closed):
    tom, noor = house.visitor("tom"), house.visitor("noor")
    house.manage("search_rebuild")
    finds = ("/search/?q=bands", f"/writing/pages/?q={SECRET}")
    for address in ("/wiki/", "/wiki/wanted/", "/wiki/new/", "/search/suggestions/?q=bands", *finds):
        assert SECRET not in tom.get(address).text, address
    for address in ("/wiki/", *finds):
        assert SECRET in noor.get(address).text, address
