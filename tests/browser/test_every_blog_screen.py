"""Every screen of the blogs: nothing that axe objects to, nothing that scrolls sideways, nothing from elsewhere."""

import json
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.bench import stage
from tests.support.tour import LOOKS, Tour

ENDS = [(width, themes) for width, themes in LOOKS if width != 834]  # in the middle the rooms look as at the ends


@pytest.fixture(scope="module")
def shelf(house) -> dict[str, Any]:
    """Numbers and addresses of what was made for the tour."""
    command = [sys.executable, "-m", "tests.support.blog_shelf"]
    done = subprocess.run(command, env=house.env, cwd=stage.ROOT, check=True, capture_output=True)
    return json.loads(done.stdout.splitlines()[-1])


@dataclass
class Blogs:
    """The tour of one reader of blogs."""

    tour: Tour
    page: Page
    shelf: dict[str, Any]

    def visit(self, name: str, path: str, *, status: int = 200) -> None:
        self.tour.look(self.page, name, status=status, answer=self.page.goto(path))

    def press(self, button: str, name: str, *, status: int) -> None:
        with self.page.expect_navigation() as answer:
            self.page.get_by_role("button", name=button, exact=True).click()
        self.tour.look(self.page, name, status=status, answer=answer.value)

    def number(self, of: str) -> int:
        return self.shelf[f"{of} number"]


def what_everybody_reads(reader: Blogs) -> None:
    """Tom reads, asks and comments."""
    page, shelf = reader.page, reader.shelf
    reader.visit("blogs", "/blogs/")
    page.locator("#main").evaluate("(main, html) => (main.outerHTML = html)", shelf["nothing"])
    expect(page.get_by_role("link", name="Begin a blog")).to_be_visible()
    reader.tour.look(page, "blogs empty")
    reader.visit("blog", shelf["returns"])
    reader.visit("blog by tag and author, nothing", f"{shelf['returns']}?tag=weekly&author=hanna")
    reader.visit("blog empty", shelf["empty"])
    reader.visit("post", shelf["post"])
    month = page.locator(".meta time").first.get_attribute("datetime")[:7]
    reader.visit("blog by month", f"{shelf['returns']}?month={month}")
    reader.visit("post answering a comment", f"{shelf['post']}?to={shelf['comment']}#reply")
    reader.visit("post quiet", shelf["quiet"])
    reader.visit("questions", f"/blogs/posts/{reader.number('post')}/questions/")
    reader.visit("question taken back", f"/blogs/questions/{shelf['other question']}/retraction/")
    reader.visit("feeds before", "/feeds/")
    page.get_by_role("button", name="Make my addresses").click()
    expect(page.get_by_role("heading", name="Keep them to yourself")).to_be_visible()
    reader.visit("feeds", "/feeds/?tag=!!")
    expect(page.get_by_text("A tag is one word")).to_be_visible()
    reader.visit("feeds with a tag", "/feeds/?tag=returns")
    page.get_by_role("button", name="Revoke", exact=True).click()
    expect(page.get_by_role("button", name="Make my addresses")).to_be_visible()


def what_its_writers_see(writer: Blogs) -> None:
    """Tom writes in the blog of his team, which Ines reads first."""
    page, shelf = writer.page, writer.shelf
    writer.visit("blog of mine", shelf["care"])
    for name in ("draft", "asked", "returned", "planned", "changed", "withdrawn"):
        writer.visit(f"post {name}", shelf[name])
    for name in ("draft", "planned"):
        writer.visit(f"delete post {name}", f"/blogs/posts/{writer.number(name)}/deletion/")
    page.goto(shelf["draft"])
    page.get_by_label("When should it go out?").fill("2020-01-01T08:00")
    writer.press("Ask for approval", "post draft, too early", status=422)
    page.goto(f"/pages/{writer.number('care')}/new/blogpost/")
    expect(page.locator(".ProseMirror")).to_be_visible()
    writer.tour.look(page, "new post")
    writer.visit("history of a post", f"/pages/{writer.number('planned')}/history/")
    page.goto(shelf["draft"])
    page.locator(".tools details > summary").click()
    expect(page.get_by_role("link", name="History")).to_be_in_viewport(ratio=1)
    writer.tour.look(page, "post draft, menu open")


def what_its_lead_sees(lead: Blogs) -> None:
    """Ines reads what is to go out."""
    page, shelf = lead.page, lead.shelf
    lead.visit("blogs with something to read", "/blogs/")
    lead.visit("post to read", shelf["asked"])
    page.locator("summary", has_text="Send it back").click()
    page.locator("summary", has_text="Go out at a time").click()
    lead.tour.look(page, "post to read, all open")
    page.locator("[formaction$='/approval/']").evaluate("button => (button.value = 1)")
    with page.expect_navigation() as answer:
        page.get_by_role("button", name="Approve").click()
    lead.tour.look(page, "somebody was faster", status=409, answer=answer.value)
    for name in ("planned", "changed"):
        lead.visit(f"post {name}, by the lead", shelf[name])
    lead.visit("settings", f"/blogs/{lead.number('care')}/settings/")
    page.get_by_label("Who else writes here").fill("nobody.at.all")
    lead.press("Save", "settings refused", status=422)


def what_its_authors_do(author: Blogs) -> None:
    """Luís leads the team whose post is read, and answers."""
    page, shelf, post = author.page, author.shelf, author.number("post")
    author.visit("post of mine", shelf["post"])
    author.visit("settings with a cover", f"/blogs/{author.number('returns')}/settings/")
    author.visit("cover of a post that has one", f"/blogs/posts/{post}/cover/")
    with page.expect_navigation() as answer:
        page.locator("form[enctype]").evaluate("form => form.submit()")  # without a picture
    author.tour.look(page, "cover refused", status=422, answer=answer.value)
    author.visit("withdraw", f"/blogs/posts/{post}/withdrawal/")
    author.visit("reach", f"/blogs/posts/{post}/reach/")
    author.visit("reach of nobody", f"/blogs/posts/{author.number('unread')}/reach/")
    author.visit("answer", f"/blogs/posts/{post}/answers/")
    author.visit("answer changed", f"/blogs/questions/{shelf['answered question']}/answer/")
    page.locator("[name=changes]").evaluate("field => (field.value = 0)")
    author.press("Save", "answered meanwhile", status=409)
    author.visit("answers all given", f"/blogs/posts/{author.number('quiet')}/answers/")


def how_a_blog_begins(moderator: Blogs) -> None:
    moderator.page.goto("/blogs/")
    moderator.page.get_by_role("link", name="Begin a blog").click()
    expect(moderator.page.locator(".ProseMirror")).to_be_visible()
    moderator.tour.look(moderator.page, "new blog")


@pytest.mark.parametrize(("width", "themes"), ENDS, ids=[str(width) for width, _ in ENDS])
def test_every_screen_of_the_blogs_can_be_read_by_everybody_and_fits(
    browse: Callable[..., Page], shelf, watch, width, themes
):
    watch.expect("status of 409", "status of 422")
    look = {"viewport": {"width": width, "height": 900}, "color_scheme": themes[0], "reduced_motion": "reduce"}
    tour = Tour(f"blogs-{width}", themes, with_axe=True)
    parts = {
        "tom": (what_everybody_reads, what_its_writers_see),
        "ines": (what_its_lead_sees,),
        "luis": (what_its_authors_do,),
        "noor": (lambda noor: noor.visit("blog of a closed team", shelf["closed"]),),
        "olu": (how_a_blog_begins,),
    }
    for who, tours in parts.items():
        blogs = Blogs(tour, browse(who, None, **look), shelf)
        for go in tours:
            go(blogs)
    assert tour.count > 45
    assert not tour.wrong, f"{len(tour.wrong)} things are wrong at {tour.label}:\n" + "\n".join(tour.wrong)
