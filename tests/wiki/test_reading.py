"""Reading sections and articles."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from intranet.writing.actions import drafts
from tests.factories import ArticleFactory, SectionFactory
from tests.support import page, sign_in
from tests.support.wiki import at, edit

pytestmark = pytest.mark.django_db


@pytest.fixture
def billing():
    return SectionFactory(title="Billing", summary="Invoices and money back")


@pytest.fixture
def refund(billing, tom):
    return ArticleFactory(
        parent=billing,
        title="A customer paid twice: refund or credit?",
        short_answer="Keep it as credit.",
        body="<h2>How</h2><p>Open the invoice.</p><h2>Limits</h2><p>500 euros.</p>",
        owner=tom,
        tags=["refunds"],
    )


def test_the_front_page_shows_sections_with_how_much_is_in_them(maya, company, billing, refund):
    ArticleFactory(parent=SectionFactory(parent=billing), title="Deeper")
    SectionFactory(title="Travel")  # noise
    shown = page(sign_in(maya).get("/wiki/"))
    cards = [card.text for card in shown.all("a", "section-card")]
    assert cards == ["Billing Invoices and money back 2 articles", "Travel 0 articles"]
    changed = shown.first("section", aria_labelledby="changed")
    assert [link.text for link in changed.all("a")] == ["Deeper", refund.title]


def test_an_article_says_what_it_is_about_whose_it_is_and_where_it_stands(maya, company, billing, refund):
    shown = page(sign_in(maya).get(refund.get_absolute_url()))
    article = shown.first("article", "article")
    assert article.first("h1").text == refund.title
    assert [link.text for link in article.first("nav", "crumbs").all("a")] == ["Wiki", "Billing"]
    assert article.first("p", "short").text == "In short: Keep it as credit."
    assert "Owner Tom Berger" in article.first("p", "meta").text
    assert "Open the invoice." in article.first("div", "prose").text
    assert [link.text for link in shown.first("nav", "toc").all("a")] == ["How", "Limits"]
    assert article.first("p", "chips").text == "#refunds"


def test_the_contents_lead_to_the_headings(maya, company, refund):
    shown = page(sign_in(maya).get(refund.get_absolute_url()))
    parts = [link.attrs["href"].removeprefix("#") for link in shown.first("nav", "toc").all("a")]
    assert parts == [heading.attrs["id"] for heading in shown.first("div", "prose").all("h2")]


def test_the_tree_opens_along_the_way_to_the_page(maya, company, billing, refund):
    inner = SectionFactory(parent=billing, title="Cards")
    ArticleFactory(parent=inner, title="Not on the way")
    SectionFactory(title="Travel")
    shown = page(sign_in(maya).get(refund.get_absolute_url())).first("nav", aria_label="Wiki")
    assert [link.text for link in shown.all("a")] == ["Billing", "Cards", refund.title, "Travel"]
    assert shown.first("a", aria_current="page").text == refund.title


def test_an_old_address_leads_to_the_new_one(maya, company, refund):
    client, old = sign_in(maya), refund.get_absolute_url()
    edit(client, refund, title="Paid twice?")
    response = client.get(old)
    assert response.status_code == 302
    assert response["Location"] == f"/wiki/{refund.pk}-paid-twice/"
    assert page(client.get(response["Location"])).first("h1").text == "Paid twice?"


@pytest.mark.parametrize(
    ("days", "evergreen", "says"),
    [
        (60, False, "Verified until"),
        (10, False, "Due for a look by"),
        (-3, False, "Overdue since"),
        (0, True, "Stays true"),
    ],
)
def test_a_reader_sees_how_far_an_article_can_be_trusted(maya, company, days, evergreen, says):
    until = None if evergreen else timezone.localdate() + timedelta(days=days)
    article = ArticleFactory(verified_until=until, is_evergreen=evergreen)
    assert says in page(sign_in(maya).get(article.get_absolute_url())).first("p", "meta").text


def test_of_an_article_that_nobody_vouches_for_nothing_is_said(maya, company):
    meta = page(sign_in(maya).get(ArticleFactory().get_absolute_url())).first("p", "meta").text
    assert not any(word in meta for word in ("Verified", "Due", "Overdue", "Stays"))


def test_an_article_can_be_copied_as_text_with_where_and_when(maya, company, refund):
    response = sign_in(maya).get(at("text", refund))
    said = response.content.decode()
    assert response["Content-Type"].startswith("text/plain")
    assert said.startswith(refund.title)
    assert "Keep it as credit." in said
    assert "Open the invoice." in said
    assert f"As of {timezone.localdate():%-d %B %Y}" in said
    assert said.strip().endswith(f"http://testserver{refund.get_absolute_url()}")


def test_what_links_here_is_shown_and_what_was_unlinked_is_not(maya, company, refund):
    client = sign_in(maya)
    other = ArticleFactory(title="Billing week", body=f'<p><a data-page="{refund.pk}">see</a></p>')
    links = page(client.get(refund.get_absolute_url())).all("section", "panel")
    assert [each.first("a").text for each in links] == ["Billing week"]
    edit(client, other, body="<p>No more.</p>")
    assert not page(client.get(refund.get_absolute_url())).all("section", "panel")


def test_a_link_in_a_text_follows_the_page_that_it_means(maya, company, refund):
    client = sign_in(maya)
    other = ArticleFactory(body=f'<p><a data-page="{refund.pk}">see</a></p>')
    edit(client, refund, title="Paid twice?")
    link = page(client.get(other.get_absolute_url())).first("div", "prose").first("a")
    assert link.attrs["href"] == f"/wiki/{refund.pk}-paid-twice/"


def test_a_section_lists_what_stands_in_it(maya, company, billing, refund):
    SectionFactory(parent=billing, title="Cards")
    shown = page(sign_in(maya).get(billing.get_absolute_url()))
    assert shown.first("h1").text == "Billing"
    assert [card.first("h2").text for card in shown.all("a", "section-card")] == ["Cards"]
    assert [link.text for link in shown.first("ul", "page-list").all("a")] == [refund.title]


def test_a_long_section_is_shown_in_parts(maya, company, billing):
    for number in range(52):
        ArticleFactory(parent=billing, title=f"Page {number:02}")
    client = sign_in(maya)
    first = page(client.get(billing.get_absolute_url()))
    assert len(first.first("ul", "page-list").all("li")) == 50
    rest = page(client.get(billing.get_absolute_url() + first.first("a", rel="next").attrs["href"]))
    assert [link.text for link in rest.first("ul", "page-list").all("a")] == ["Page 50", "Page 51"]


def test_the_number_of_the_home_leads_home(maya, company, billing):
    home = billing.get_parent()
    assert sign_in(maya).get(at("page", home, "anything"))["Location"] == reverse("wiki:home")


def test_nothing_stands_where_nothing_is(maya, company):
    assert sign_in(maya).get("/wiki/987654-nothing/").status_code == 404
    assert sign_in(maya).get("/wiki/987654/text/").status_code == 404


def test_as_many_questions_are_asked_however_deep_and_full_the_wiki_is(
    maya, company, flat, billing, refund, closed_team
):
    client = sign_in(maya)
    section = billing
    for number in range(2):
        section = SectionFactory(parent=section, title=f"Level {number}")
    deep = ArticleFactory(parent=section, body=f'<p><a data-page="{refund.pk}">a</a></p>', tags=["deep"])
    ArticleFactory(parent=billing, body=f'<p><a data-page="{deep.pk}">a</a></p>')

    def grow():
        for number in range(5):
            more = ArticleFactory(parent=billing, body=f'<p><a data-page="{deep.pk}">a</a></p>')
            ArticleFactory(parent=SectionFactory(parent=section), body=f'<p><a data-page="{more.pk}">{number}</a></p>')
            SectionFactory(title=f"More {number}", team=closed_team)

    reads = {
        "home": lambda: client.get("/wiki/"),
        "article": lambda: client.get(deep.get_absolute_url()),
        "section": lambda: client.get(billing.get_absolute_url()),
        "wanted": lambda: client.get("/wiki/wanted/"),
        "text": lambda: client.get(at("text", deep)),
        "new": lambda: client.get("/wiki/new/"),
    }
    assert flat(grow, reads)["article"] <= 9  # of which one counts what waits on her desk, once in five seconds


def test_as_many_questions_are_asked_however_much_was_taken_out(company, flat, tom, maya, billing):
    client, closed = sign_in(tom), SectionFactory(title="Ours", publishers=[maya])

    def grow():
        for number in range(4):
            ArticleFactory(title=f"Article {number}", owner=tom, out=True)
            SectionFactory(title=f"Section {number}", owner=tom, out=True)
            ArticleFactory(title=f"Of Maya {number}", owner=maya, out=True)
            ArticleFactory(parent=billing, title=f"Within {number}", owner=tom, out=True)

    grow()
    assert closed.pk
    flat(grow, {"home": lambda: client.get("/wiki/"), "section": lambda: client.get(billing.get_absolute_url())})
    out = page(client.get("/wiki/")).first("details", "withdrawn").text
    assert ("Article 0" in out, "Section 0" in out, "Of Maya" in out) == (True, True, False)


def test_a_place_in_the_list_of_a_section_is_one_of_few(maya, company, billing, refund):
    client = sign_in(maya)
    for start, is_there in (("0", True), ("7", True), ("50", False), ("987654321987654", False), ("x", True)):
        response = client.get(f"{billing.get_absolute_url()}?start={start}")
        assert (response.status_code, refund.title in page(response).first("main").text) == (200, is_there)


def test_a_page_that_was_drawn_before_asks_no_more_than_four_questions(
    maya, company, refund, django_assert_max_num_queries
):
    client = sign_in(maya)
    client.get(refund.get_absolute_url())
    with django_assert_max_num_queries(4):
        client.get(refund.get_absolute_url())


def test_a_reader_sees_who_is_writing_on_the_page_and_one_question_more_is_asked(
    maya, tom, company, refund, django_assert_max_num_queries
):
    client, noise = sign_in(maya), ArticleFactory()
    for written in (refund, noise):
        client.get(written.get_absolute_url())
    drafts.write(by=tom, page=refund)
    drafts.write(by=maya, page=noise)
    with django_assert_max_num_queries(5):
        shown = page(client.get(refund.get_absolute_url())).first("div", "writing-now")
    assert shown.text == "Writing here: Tom"
    assert page(client.get(noise.get_absolute_url())).first("div", "writing-now").text == ""


def test_the_front_page_leads_back_to_ones_own_drafts(maya, tom, company, refund):
    for person, words in ((maya, "Half a thought"), (tom, "Something else")):
        drafts.keep(by=person, page=refund, words={"title": [words], "base": ["0"], "markdown": ["x"]})
    shown = page(sign_in(maya).get("/wiki/")).first("section", aria_labelledby="drafts-title")
    assert [link.text for link in shown.all("a")] == ["Half a thought"]
    assert shown.first("a").attrs["href"] == reverse("writing:edit", args=[refund.pk])
