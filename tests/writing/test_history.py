"""What a page said before, for everybody who may read it and for nobody else."""

import time

import pytest
from django.urls import reverse

from intranet.kit.sequences import Steps
from intranet.writing import differing
from intranet.writing.actions import texts
from intranet.writing.models import Change
from tests.factories.wiki import ArticleFactory
from tests.support import page, sign_in
from wiki.models import Article

pytestmark = pytest.mark.django_db


def at(name: str, article, *more: int) -> str:
    return reverse(f"writing:{name}", args=[article.pk, *more])


def save(by, article, body: str, why: str = "", **changes) -> int:
    now = Article.objects.get(pk=article.pk)
    revision = texts.save(by=by, page=now, base=now.head, changes={"body": body, **changes}, why=why)
    return revision.pk


def compared(client, article, old: int, new: int):
    return page(client.get(f"{at('compare', article)}?from={old}&to={new}"))


def test_the_history_says_who_changed_it_when_and_why_newest_first(article, tom, ines):
    save(tom, article, "<p>One</p>", why="New prices from January")
    save(ines, article, "<p>One two</p>")
    rows = page(sign_in(tom).get(at("history", article))).first("ol", "history").all("li")
    assert [row.first("b").text for row in rows] == ["Ines Lindqvist", "Tom Berger", "Maya Okafor"]
    assert "New prices from January" in rows[1].text
    assert "as it is now" in rows[0].text
    assert "7 characters" in rows[0].text


def test_any_two_are_compared_by_words(article, tom):
    first = article.head
    second = save(tom, article, "<p>The shop opens at nine.</p><p>Parcels leave at one.</p><p>Returns are free.</p>")
    save(tom, article, "<p>Noise.</p>")
    read = compared(sign_in(tom), article, first, second)
    assert [ins.text for ins in read.all("ins")] == ["one"]
    assert [gone.text for gone in read.all("del")] == ["noon"]
    assert "Noise" not in read.text
    turned = compared(sign_in(tom), article, second, first)  # the older one first, however they were chosen
    assert [ins.text for ins in turned.all("ins")] == ["one"]


def test_a_title_a_link_and_a_heading_are_compared_too(article, tom):
    first = save(tom, article, '<h2>Prices</h2><p>See <a href="https://a.example/">this</a>.</p>', title="Old title")
    second = save(tom, article, '<h2>Fees</h2><p>See <a href="https://b.example/">this</a>.</p>', title="New title")
    read = compared(sign_in(tom), article, first, second)
    assert [ins.text for ins in read.all("ins")] == ["New", "Fees", "b"]
    assert [gone.text for gone in read.all("del")] == ["Old", "Prices", "a"]
    assert read.text.count("only the form or a link changed") == 1  # of the second line
    third = save(tom, article, '<h2>Fees</h2><p>See <a href="https://c.example/">this</a>.</p>', title="New title")
    read = compared(sign_in(tom), article, second, third)
    assert "only the form or a link changed" in read.text
    assert [ins.text for ins in read.all("ins")] == ["c"]


def test_what_was_written_is_shown_as_words_and_never_as_markup(article, tom):
    first = save(tom, article, "<p>&lt;script&gt;alert(1)&lt;/script&gt;</p>")
    second = save(tom, article, "<p>&lt;img src=x onerror=alert(1)&gt;</p>")
    response = sign_in(tom).get(f"{at('compare', article)}?from={first}&to={second}")
    assert b"<img src=x" not in response.content
    assert b"&lt;" in response.content


def test_one_revision_is_read_as_it_was_and_restored_as_a_new_one(article, tom, ines):
    first = article.head
    save(tom, article, "<p>Something else</p>", title="Another title")
    client = sign_in(ines)
    read = page(client.get(at("revision", article, first)))
    assert read.first("h1").text == "Opening hours"
    assert "Parcels leave at noon." in read.text
    response = client.post(at("restore", article), read.form(at("restore", article)) | {"why": "It was better"})
    assert response.status_code == 302
    now = Article.objects.get(pk=article.pk)
    assert (now.title, now.changed_by) == ("Opening hours", ines)
    assert "Parcels leave at noon." in now.body
    newest = Change.objects.filter(page=article).first()
    assert (newest.revision_id, newest.why) == (now.head, "It was better")
    assert Change.objects.filter(page=article).count() == 3


def test_what_cannot_stand_there_again_is_said_in_a_sentence(article, tom):
    change = Change.objects.get(page=article)
    change.revision.content["title"] = ""
    change.revision.save()
    save(tom, article, "<p>Something else</p>")
    head = Article.objects.get(pk=article.pk).head
    client = sign_in(tom)
    response = client.post(at("restore", article), {"revision": change.revision_id, "base": head}, follow=True)
    assert "It cannot stand there again" in page(response).text
    assert Article.objects.get(pk=article.pk).body == "<p>Something else</p>"


def test_restoring_what_somebody_just_changed_asks_again(article, tom, ines):
    first = article.head
    save(tom, article, "<p>Something else</p>")
    client = sign_in(ines)
    form = page(client.get(at("revision", article, first))).form(at("restore", article))
    save(tom, article, "<p>Just changed</p>")
    response = client.post(at("restore", article), form)
    assert response.status_code == 409
    assert Article.objects.get(pk=article.pk).body == "<p>Just changed</p>"
    assert client.post(at("restore", article), page(response).form("")).status_code == 302
    assert "Parcels leave at noon." in Article.objects.get(pk=article.pk).body


def test_a_stranger_reads_no_history_of_a_closed_page_and_nobody_reads_one_page_through_another(
    closed_article, article, stranger, noor
):
    client = sign_in(stranger)
    head = closed_article.head
    closed = [at("history", closed_article), at("revision", closed_article, head)]
    closed += [f"{at('compare', closed_article)}?from={head}&to={head}"]
    for address in closed:
        assert client.get(address).status_code == 404
        assert sign_in(noor).get(address).status_code == 200  # noise
    assert client.post(at("restore", closed_article), {"revision": head, "base": head}).status_code == 404
    through = [at("revision", article, head), f"{at('compare', article)}?from={article.head}&to={head}"]
    for address in through:
        assert client.get(address).status_code == 404
    assert client.post(at("restore", article), {"revision": head, "base": article.head}).status_code == 404


@pytest.mark.parametrize("ask", ["", "?from=1", "?from=x&to=y", "?from=²&to=1", "?from=987654&to=987655"])
def test_revisions_that_never_were_are_not_found(article, tom, ask):
    assert sign_in(tom).get(at("compare", article) + ask).status_code == 404


def test_fifty_stand_on_a_page_and_the_rest_behind_it(article, tom):
    for number in range(60):
        save(tom, article, f"<p>Text {number}</p>")
    client = sign_in(tom)
    read = page(client.get(at("history", article)))
    assert len(read.first("ol", "history").all("li")) == 50
    earlier = page(client.get(at("history", article) + read.first("a", rel="next").attrs["href"]))
    assert len(earlier.first("ol", "history").all("li")) == 11


def test_the_length_of_a_history_costs_no_queries(article, tom, ines, flat):
    client = sign_in(tom)

    def grow():
        for number in range(20):
            save(ines, article, f"<p>Text {number}</p>")

    grow()
    flat(grow, {"history": lambda: client.get(at("history", article))})


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("<p>" + "a b " * 20_000 + "</p>", "<p>" + "b a " * 20_000 + "</p>"),
        ("<p>a</p>" * 10_000, "<p>b</p><p>a</p>" * 8_000),
        ("<p>" + "x" * 150_000 + "</p>", "<p>" + "y" * 150_000 + "</p>"),
        ("<ul>" + "<li><p>a</p><ul><li>" * 300, "<ul>" + "<li><p>b</p><ul><li>" * 300),
        ("<" * 100_000, "<p" * 50_000),
    ],
)
def test_no_text_makes_a_comparison_slow(old, new):
    began = time.process_time()
    differing.compare(old, new, Steps())
    assert time.process_time() - began < 4


@pytest.mark.parametrize(
    "line",
    [
        lambda number: (f"<p>{'one two six ' * 15}{number}</p>", f"<p>{number}{'six one ten ' * 15}</p>"),
        lambda number: (f"<p>Line {number}</p>", f"<p><strong>Line</strong> {number}</p>"),
    ],
)
def test_many_changed_places_share_the_steps_of_one_page(line):
    old, new = ("".join(side) for side in zip(*map(line, range(900)), strict=True))
    steps = Steps()
    began = time.process_time()
    regions = differing.compare(old, new, steps)
    assert -10_000 < steps.left <= 0
    assert time.process_time() - began < 4
    assert len(regions) == 900  # nothing is left out
    assert any(kind == "ins" for kind, _ in regions[0].pieces)
    assert "899" in "".join(text for _, text in regions[-1].pieces)


def test_an_image_of_a_page_nobody_saved_since_is_not_changed(article, tom):
    """Noise for the comparisons: equal texts have no marks."""
    first = save(tom, article, "<p>Same</p>")
    second = save(tom, article, "<p>Same</p>")
    read = compared(sign_in(tom), article, first, second)
    assert not read.all("ins")
    assert "Both say the same." in read.text
    assert ArticleFactory().head


def test_items_within_items_stand_on_lines_of_their_own():
    body = "<ul><li>One<ul><li>deeper</li></ul></li><li>Two</li></ul>"
    assert differing.text_of(body) == "• One\n• deeper\n• Two"
