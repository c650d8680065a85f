"""Several people save the same page at the same time, and none overwrites what another did."""

import pytest
from django.urls import reverse

from intranet.writing.models import LongText
from tests.factories.wiki import ArticleFactory, SectionFactory
from tests.support import again, page, sign_in
from tests.writing.conftest import FIRST, SECOND, THIRD
from wiki.models import Article

pytestmark = pytest.mark.django_db


def edit(article) -> str:
    return reverse("writing:edit", args=[article.pk])


def shown(client, article) -> str:
    """The text of the page as it is read."""
    return page(again(client, client.get(f"/pages/{article.pk}/"))).first("main").text


def test_two_who_change_different_places_have_both_words_on_the_page(article, tom, ines, opened):
    fast, first = opened(tom, article)
    slow, second = opened(ines, article)
    fast.post(edit(article), first | {"markdown": f"The shop opens at ten.\n\n{SECOND}\n\n{THIRD}"})
    response = slow.post(edit(article), second | {"markdown": f"{FIRST}\n\n{SECOND}\n\nReturns cost two euros."})
    assert response.status_code == 409
    assert "The shop opens at ten." in shown(slow, article)
    assert "two euros" not in shown(slow, article)  # nothing is saved behind her back
    form = page(response).form("")
    assert form["markdown"].strip() == f"The shop opens at ten.\n\n{SECOND}\n\nReturns cost two euros."
    assert "Tom Berger saved this page" in page(response).first("main").text
    assert slow.post(edit(article), form).status_code == 302
    both = shown(slow, article)
    assert all(words in both for words in ("The shop opens at ten.", SECOND, "Returns cost two euros."))


def test_two_who_change_the_same_place_see_both_and_the_slower_keeps_hers(article, tom, ines, opened):
    fast, first = opened(tom, article)
    slow, second = opened(ines, article)
    fast.post(edit(article), first | {"markdown": f"The shop opens at ten.\n\n{SECOND}\n\n{THIRD}"})
    response = slow.post(
        edit(article), second | {"markdown": f"The shop opens at eight.\n\n{SECOND}\n\n{THIRD}", "why": "Summer"}
    )
    assert response.status_code == 409
    clash = page(response).first("section", "clash")
    mine, theirs = clash.all("div", "diff")
    assert ([ins.text for ins in mine.all("ins")], [gone.text for gone in mine.all("del")]) == (["eight"], ["nine"])
    assert ([ins.text for ins in theirs.all("ins")], [gone.text for gone in theirs.all("del")]) == (["ten"], ["nine"])
    form = page(response).form("")
    assert form["markdown"].startswith("The shop opens at eight.") or "opens at eight" in form["markdown"]
    assert form["why"] == "Summer"
    assert slow.post(edit(article), form).status_code == 302
    assert "The shop opens at eight." in shown(slow, article)


def test_the_slower_may_save_both_with_one_press(article, tom, ines, opened):
    fast, first = opened(tom, article)
    slow, second = opened(ines, article)
    fast.post(edit(article), first | {"markdown": f"The shop opens at ten.\n\n{SECOND}\n\n{THIRD}"})
    typed = {"markdown": f"The shop opens at eight.\n\n{SECOND}\n\nReturns cost two euros.", "why": "Summer"}
    response = slow.post(edit(article), second | typed)
    assert slow.post(edit(article), page(response).form(edit(article))).status_code == 302
    both = shown(slow, article)
    lines = ["The shop opens at ten.", "The shop opens at eight.", SECOND, "Returns cost two euros."]
    assert [both.count(line) for line in lines] == [1, 1, 1, 1]
    assert sorted(lines, key=both.index) == lines
    assert THIRD not in both  # noise: what only she changed is as she changed it


def test_a_title_that_only_the_other_changed_stays_theirs(article, tom, ines, opened):
    fast, first = opened(tom, article)
    slow, second = opened(ines, article)
    fast.post(edit(article), first | {"title": "When we open"})
    response = slow.post(edit(article), second | {"markdown": f"{FIRST}\n\n{SECOND}"})
    assert page(response).form("")["title"] == "When we open"


def test_fields_that_both_changed_are_shown_both_and_the_slower_keeps_hers(tom, ines, opened):
    section = SectionFactory(title="Shop", summary="All of it", hue=2)
    fast, first = opened(tom, section)
    slow, second = opened(ines, section)
    fast.post(edit(section), first | {"title": "The shop", "summary": "What we sell", "hue": "3"})
    response = slow.post(edit(section), second | {"title": "Our shop", "summary": "What we sell", "hue": "8"})
    assert response.status_code == 409
    clashes = [clash.text for clash in page(response).all("section", "clash")]
    assert [all(word in clash for word in words) for clash, words in zip(
        clashes, [("Our shop", "The shop"), ("Blue", "Olive")], strict=True
    )] == [True, True]  # fmt: skip
    kept = page(response).form("")
    assert (kept["title"], kept["summary"]) == ("Our shop", "What we sell")


def test_a_third_who_is_faster_once_more_overwrites_nothing_either(article, tom, ines, opened):
    fast, first = opened(tom, article)
    slow, second = opened(ines, article)
    fast.post(edit(article), first | {"markdown": "Tom was here."})
    merged = page(slow.post(edit(article), second | {"markdown": "Ines was here."})).form("")
    fast.post(edit(article), page(fast.get(edit(article))).form("") | {"markdown": "Tom was here again."})
    assert slow.post(edit(article), merged).status_code == 409
    assert "Tom was here again." in shown(slow, article)


def test_a_base_that_never_was_overwrites_nothing(article, tom):
    client = sign_in(tom)
    for base in ("0", "", "987654", str(article.head + 1)):
        response = client.post(edit(article), {"title": "Mine", "markdown": "My words", "base": base})
        assert response.status_code == 409
        assert "My words" in page(response).form("")["markdown"]
    assert FIRST in shown(client, article)


def test_a_page_read_before_somebody_saved_it_cannot_be_written_back(article, tom, opened):
    """Whatever code holds an old copy of it."""
    from intranet.writing.models import Stale

    held = Article.objects.get(pk=article.pk)
    client, form = opened(tom, article)
    client.post(edit(article), form | {"markdown": "Newer words."})
    with pytest.raises(Stale):
        held.save()
    with pytest.raises(Stale):
        held.save_revision()
    assert "Newer words." in shown(client, article)


def test_what_happens_to_the_place_of_a_page_while_somebody_saves_it_stays(tom, monkeypatch):
    """A page begun below it, a move and its being taken out come after the page was read, and before it is saved."""
    from intranet.writing.actions import texts
    from intranet.writing.models import Stale

    section, other = SectionFactory(title="Shop"), SectionFactory(title="Office")
    read = texts._from

    def save_while(what, page, words="<p>Words</p>"):
        def then(page, base):
            found = read(page, base)
            found.get_parent()
            what()
            return found

        page.refresh_from_db()
        monkeypatch.setattr(texts, "_from", then)
        texts.save(by=tom, page=page, base=page.head, changes={"body": words})

    save_while(lambda: ArticleFactory(title="First", parent=section), section)
    section.refresh_from_db()
    assert section.numchild == 1
    second = ArticleFactory(title="Second", parent=section)
    save_while(lambda: texts.move(by=tom, page=second, parent=LongText.objects.get(pk=other.pk)), second)
    moved = LongText.objects.get(pk=second.pk)
    assert (moved.get_parent().pk, moved.body) == (other.pk, "<p>Words</p>")
    assert moved.url_path.startswith(other.url_path)
    with pytest.raises(Stale):
        save_while(lambda: texts.withdraw(by=tom, page=second), second, "<p>Other words</p>")
    assert not LongText.objects.get(pk=second.pk).live
