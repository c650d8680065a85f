"""A team's blog, in which somebody reads each post before it goes out; and what its readers do without scripts."""

from playwright.sync_api import Page, expect

from tests.support.blog_browser import press, standing, write

BLOG = "Behind the shop"
TITLE = "Why it was slow on Monday"


def opened(page: Page, title: str) -> None:
    expect(page.get_by_role("heading", level=1, name=title)).to_be_visible()


def test_a_post_is_sent_back_with_a_word_and_goes_out_when_a_lead_of_the_team_approves_it(browse, house):
    olu = browse("olu", "/blogs/")
    olu.get_by_role("link", name="Begin a blog").click()
    olu.get_by_label("Whose blog is it?").select_option("Platform")
    olu.get_by_label("Title").fill(BLOG)
    olu.get_by_label("Purpose").fill("What broke, and what we learned.")
    press(olu, "Save")
    opened(olu, BLOG)
    blog = olu.url
    jun = browse("jun", blog)
    jun.get_by_role("link", name="Settings").click()
    jun.get_by_label("Somebody reads each post before it goes out").check()
    press(jun, "Save")
    opened(jun, BLOG)

    maya = browse("maya", blog)
    maya.get_by_role("link", name="New post").first.click()
    expect(maya.get_by_label("Maya Okafor")).to_be_checked()
    write(maya, TITLE, "A table had no index.")
    expect(standing(maya)).to_have_text("Draft")
    expect(maya.get_by_role("button", name="Publish now")).to_have_count(0)
    post = maya.url.removeprefix(house.url)
    press(maya, "Ask for approval")
    expect(standing(maya)).to_have_text("Waits for Jun Park to read it, asked by Maya Okafor")
    assert house.visitor("tom").get(post).status == 404

    jun.goto("/blogs/")
    jun.get_by_role("region", name="To read before it goes out").get_by_role("link", name=TITLE).click()
    jun.locator("summary", has_text="Send it back").click()
    jun.get_by_label("What is missing?").fill("Say which table.")
    jun.locator("form").get_by_role("button", name="Send it back").click()
    expect(standing(jun)).to_have_text("Sent back by Jun Park: Say which table.")

    maya.goto("/blogs/")
    expect(maya.get_by_role("region", name="Not out yet")).to_contain_text("Sent back by Jun Park: Say which table.")
    maya.get_by_role("link", name=TITLE).click()
    maya.get_by_role("link", name="Edit", exact=True).click()
    write(maya, TITLE, "That of the orders: ")
    press(maya, "Ask for approval")
    expect(standing(maya)).to_contain_text("Waits for Jun Park")

    jun.goto(post)
    expect(jun.locator(".prose")).to_contain_text("That of the orders")
    press(jun, "Approve")
    expect(standing(jun)).to_have_count(0)
    tom = browse("tom", blog)
    tom.get_by_role("link", name=TITLE).click()
    opened(tom, TITLE)
    expect(tom.locator(".post .meta")).to_contain_text("Maya Okafor")
    expect(tom.locator(".post .meta")).not_to_contain_text("Jun Park")


def test_a_line_about_a_post_reads_as_one_sentence(browse):
    theo = browse("theo", "/blogs/")
    theo.get_by_role("link", name="Back on the shelf", exact=True).click()
    theo.wait_for_url("**/blogs/*-back-on-the-shelf/")
    theo.goto(f"{theo.url}?author=theo")
    line = theo.locator(".post-line").filter(has_text="My first full week at the table")
    for minutes, said in ((2, "2 minutes ago"), (61, "1 hour ago"), (0, "just now")):
        line.locator("time").evaluate(
            """(time, minutes) => {
                const other = time.cloneNode(true);
                other.dateTime = new Date(Date.now() - minutes * 60_000).toISOString();
                time.replaceWith(other);
            }""",
            minutes,
        )
        expect(line.locator(".meta")).to_contain_text(f"Théo Laurent, {said}, 1 minute to read")


def test_without_scripts_somebody_reads_a_post_comments_subscribes_and_takes_the_subscription_back(browse):
    theo = browse("theo", "/", scripts=False, viewport={"width": 390, "height": 844})
    theo.get_by_role("navigation", name="Main, small screen").get_by_role("link", name="Blogs").click()
    theo.get_by_role("link", name="From the warehouse floor up", exact=True).click()
    opened(theo, "From the warehouse floor up")
    blog = theo.url
    press(theo, "Subscribe")
    expect(theo.get_by_role("button", name="Subscribed")).to_have_attribute("aria-pressed", "true")
    theo.get_by_role("link", name="Why I walk the floor on Tuesdays", exact=True).click()
    opened(theo, "Why I walk the floor on Tuesdays")
    expect(theo.locator(".prose")).to_contain_text("I carry no laptop.")
    expect(theo.locator(".post .meta")).to_contain_text("1 minute to read")
    theo.get_by_label("Your comment").fill("It was *my* printer.")
    theo.get_by_role("button", name="Comment", exact=True).click()
    opened(theo, "Why I walk the floor on Tuesdays")  # whoever comments stays where they read
    comment = theo.locator(".thread").get_by_role("article")
    expect(comment).to_contain_text("Théo Laurent")
    expect(comment.locator("em")).to_have_text("my")
    assert theo.evaluate("document.documentElement.scrollWidth") <= 390
    theo.goto(blog)
    press(theo, "Subscribed")
    expect(theo.get_by_role("button", name="Subscribe", exact=True)).to_have_attribute("aria-pressed", "false")
