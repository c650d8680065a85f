"""Writing in the wiki: through the desk, with what is the wiki's own."""

import pytest
from django.urls import reverse
from django.utils import timezone

from search.models import Document
from tests.factories import ArticleFactory, SectionFactory
from tests.support import again, page, sign_in
from tests.support.wiki import at, edit, titled, write
from wiki.actions.care import GOOD_FOR
from wiki.models import Section, WantedPage

pytestmark = pytest.mark.django_db


def test_anybody_begins_a_section_and_an_article_in_it(maya, company):
    client = sign_in(maya)
    response = write(client, None, "Billing", kind="section", summary="Invoices", hue=4)
    assert page(client.get(response["Location"], follow=True)).first("h1").text == "Billing"
    response = write(client, Section.objects.get(), "Paid twice?", "<p>Keep it.</p>", short_answer="Keep it as credit.")
    shown = page(client.get(response["Location"], follow=True))
    assert shown.first("p", "short").text == "In short: Keep it as credit."
    article = titled("Paid twice?")
    assert article.is_question
    assert article.owner == maya
    assert article.verified_until == timezone.localdate() + GOOD_FOR


def test_what_was_written_can_be_found_and_what_was_taken_out_cannot(maya, company):
    client = sign_in(maya)
    write(client, None, "Paid twice?", "<p>Open the invoice.</p>", short_answer="Keep it as credit.")
    article = titled("Paid twice?")
    document = Document.objects.standing().get(kind="article")
    assert document.text[: document.lead] == "Keep it as credit."
    assert "Open the invoice." in document.text
    assert document.verified_until.date() >= article.verified_until
    client.post(at("withdrawal", article))
    assert not Document.objects.standing().filter(kind="article").exists()


def test_somebody_else_improves_a_page_and_care_stays_what_it_was(maya, tom, company):
    article = ArticleFactory(title="Returns", owner=tom, verified_until=timezone.localdate())
    client = sign_in(maya)
    response = edit(client, article, title="Returns, by post", short_answer="Free of charge.")
    assert response.status_code == 302
    article.refresh_from_db()
    assert (article.title, article.short_answer) == ("Returns, by post", "Free of charge.")
    assert (article.owner, article.verified_until) == (tom, timezone.localdate())
    assert article.changed_by == maya


def test_who_saves_second_keeps_their_text_and_overwrites_nothing(maya, tom, company):
    article = ArticleFactory(body="<p>At first.</p>")
    old = article.head
    edit(sign_in(tom), article, body="<p>Of Tom.</p>")
    response = edit(sign_in(maya), article, body="<p>Of Maya.</p>", base=old)
    assert response.status_code == 409
    assert "Of Maya." in response.content.decode()
    article.refresh_from_db()
    assert article.body == "<p>Of Tom.</p>"


def test_the_way_to_a_new_page_asks_what_it_is_like_and_where(maya, company):
    section = SectionFactory(title="Billing")
    client = sign_in(maya)
    asked = page(client.get(reverse("wiki:new"), {"in": section.pk, "like": "faq", "title": "Paid twice?"}))
    chosen = [option.text.strip() for option in asked.all("option") if "selected" in option.attrs]
    assert chosen == ["Billing", "An article", "Question and answer"]
    said = {"under": section.pk, "kind": "article", "like": "faq", "title": "Paid twice?", "go": "yes"}
    response = client.get(reverse("wiki:new"), said)
    desk = page(client.get(response["Location"]))
    assert desk.first("input", name="title").attrs["value"] == "Paid twice?"
    assert "## For example" in desk.first("textarea", name="markdown").raw


@pytest.mark.parametrize(("like", "says"), [("how-to", "## Step by step"), ("policy", "You may not"), ("", "")])
def test_each_pattern_says_what_such_a_page_needs(maya, company, like, says):
    section = SectionFactory()
    desk = page(sign_in(maya).get(reverse("writing:new", args=[section.pk, "article"]), {"like": like}))
    text = desk.first("textarea", name="markdown").raw.strip()
    assert says in text if says else not text


def test_a_section_cannot_stand_in_an_article(maya, company):
    article = ArticleFactory()
    assert write(sign_in(maya), article, "Inside", kind="section").status_code == 404


def test_a_preview_looks_like_the_page_and_saves_nothing(maya, company):
    article = ArticleFactory(title="Returns", body="<p>At first.</p>")
    fields = {"title": "Returns now", "body": "<p>Later.</p>", "base": article.head, "why": "", "short_answer": "Free."}
    response = sign_in(maya).post(reverse("writing:preview", args=[article.pk]), fields)
    shown = page(response).first("article", "article")
    assert shown.first("h1").text == "Returns now"
    assert shown.first("p", "short").text == "In short: Free."
    assert not shown.all("form")
    article.refresh_from_db()
    assert article.title == "Returns"


# --- What is wanted --------------------------------------------------------------------------------
def test_a_page_that_nobody_has_written_is_wanted_until_somebody_writes_it(maya, company):
    section = SectionFactory(title="Billing")
    client = sign_in(maya)
    write(client, section, "Refunds", '<p>See <a data-wanted="Chargebacks">those</a>.</p>')
    source = titled("Refunds")
    shown = page(client.get(reverse("wiki:wanted")))
    assert "Chargebacks" in shown.first("ul", "page-list").text
    link = page(client.get(source.get_absolute_url())).first("div", "prose").first("a")
    assert link.attrs["href"].startswith("/wiki/new/?")
    write(client, section, "Chargebacks")
    assert not page(client.get(reverse("wiki:wanted"))).all("ul", "page-list")
    link = page(client.get(source.get_absolute_url())).first("div", "prose").first("a")
    assert link.attrs["href"] == titled("Chargebacks").get_absolute_url()


def test_what_is_no_longer_wanted_is_forgotten(maya, company):
    article = ArticleFactory(body='<p><a data-wanted="Chargebacks">a</a> <a data-wanted="Cards">b</a></p>')
    edit(sign_in(maya), article, body='<p><a data-wanted="CARDS">b</a></p>')
    assert list(WantedPage.objects.values_list("folded", flat=True)) == ["cards"]


# --- Taking out and bringing back ------------------------------------------------------------------
def test_a_page_that_was_taken_out_is_gone_and_can_be_brought_back(maya, company):
    section = SectionFactory()
    article = ArticleFactory(parent=section, title="Returns", owner=maya)
    client = sign_in(maya)
    assert "Take out" in page(client.get(at("withdrawal", article))).text
    shown = page(again(client, client.post(at("withdrawal", article))))
    assert "is taken out" in shown.text
    assert client.get(article.get_absolute_url()).status_code == 404
    assert "Returns" not in page(client.get("/wiki/")).first("main").first("div", "cards").text
    response = client.post(at("withdrawal", article), {"_method": "delete"})
    assert page(again(client, response)).first("h1").text == "Returns"


def test_a_section_that_holds_pages_is_not_taken_out(olu, company):
    section = SectionFactory(title="Billing")
    ArticleFactory(parent=section)
    client = sign_in(olu)
    shown = page(again(client, client.post(at("withdrawal", section))))
    assert "Pages stand in this section" in shown.text
    section.refresh_from_db()
    assert section.live


def test_a_moderator_sees_in_a_section_what_was_taken_out_of_it(olu, maya, company):
    section = SectionFactory()
    ArticleFactory(parent=section, title="Old returns", out=True)
    assert "Old returns" in page(sign_in(olu).get(section.get_absolute_url())).first("details", "withdrawn").text
    assert "Old returns" not in page(sign_in(maya).get(section.get_absolute_url())).text


def test_wanted_titles_that_are_the_same_as_they_are_compared_are_one(maya, company):
    """One sign may be many when titles are compared, and what is compared has an end."""
    links = "".join(f'<a data-wanted="{chr(0xFDFA) * 150}{end}">it</a> ' for end in "ab")
    assert write(sign_in(maya), None, "Wishes", f"<p>{links}</p>").status_code == 302
    assert WantedPage.objects.count() == 1


def test_a_section_that_is_restored_has_its_colour_again(maya, company):
    section, client = SectionFactory(title="Billing", hue=4), sign_in(maya)
    first = section.head
    edit(client, section, hue=7)
    section.refresh_from_db()
    client.post(reverse("writing:restore", args=[section.pk]), {"revision": first, "base": section.head})
    section.refresh_from_db()
    assert section.hue == 4
