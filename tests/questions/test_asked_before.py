"""Questions that were asked before, and those that are answered for good."""

import pytest
from django.urls import reverse

from intranet.live import log
from intranet.notifications.models import Notice
from microblog.actions import questions, updates
from microblog.models import Documented, Duplicate
from search.models import Document
from tests.factories import ArticleFactory, QuestionFactory, SectionFactory, TopicFactory, UpdateFactory
from tests.support import page, sign_in
from tests.support.asking import DELETE, ask, card, state
from tests.support.notices import lines
from tests.support.search import engines_know

pytestmark = pytest.mark.django_db


def duplicate(question) -> str:
    return reverse("microblog:duplicate", args=[question.pk])


def found_as(question) -> str:
    return Document.objects.get(kind="update", number=question.pk).question


def heard(mark: int) -> set[tuple[str, int]]:
    return {(event.name, event.ref) for event in log.since(mark, most=100)}


@pytest.fixture
def two(maya, ines, company):
    """The first question, and the same once more by Ines."""
    QuestionFactory(text="Noise: another one")
    return QuestionFactory(author=maya, text="How do we refund?"), QuestionFactory(author=ines, text="Refunds?")


@pytest.mark.parametrize("typed", ["{}", "/updates/{}/", "https://trellis.example/updates/{}/?reply=3#update-3"])
def test_the_asker_says_that_it_was_asked_before_and_both_cards_say_so(ines, tom, two, typed):
    first, again = two
    sign_in(ines).post(duplicate(again), {"into": typed.format(first.pk)})
    shown = sign_in(tom).get("/")
    assert state(shown, again).startswith("Asked before")
    assert card(shown, again).first("div", "status").first("a").attrs["href"] == first.get_absolute_url()
    assert "Asked 2 times" in state(shown, first)
    assert "How do we refund?" in page(sign_in(tom).get(again.get_absolute_url())).first("div", id="asked-before").text


def test_it_can_be_taken_back(ines, tom, two):
    first, again = two
    sign_in(ines).post(duplicate(again), {"into": first.pk})
    sign_in(ines).post(duplicate(again), DELETE)
    shown = sign_in(tom).get("/")
    assert state(shown, again).startswith("Waits for an answer")
    assert "Asked" not in state(shown, first)


def test_a_moderator_and_an_expert_may_say_so_and_others_may_not(olu, tom, stranger, two):
    first, _ = two
    about = QuestionFactory(topics=[TopicFactory(experts=[tom])], text="With a topic")
    assert sign_in(stranger).post(duplicate(about), {"into": first.pk}).status_code == 403
    assert sign_in(stranger).get(duplicate(about)).status_code == 403
    for person in (olu, tom):
        sign_in(person).post(duplicate(about), {"into": first.pk})
        assert Duplicate.objects.get().by == person
        sign_in(person).post(duplicate(about), DELETE)
    assert not Duplicate.objects.exists()


def test_only_a_question_that_one_may_read_is_named(ines, noor, two, closed_team):
    first, again = two
    secret, plain = QuestionFactory(author=noor, team=closed_team), UpdateFactory()
    for typed in (secret.pk, plain.pk, again.pk, "words", ""):
        response = sign_in(ines).post(duplicate(again), {"into": typed})
        assert response.status_code == 422, typed
    assert not Duplicate.objects.exists()
    sign_in(ines).post(duplicate(again), {"into": first.pk})  # noise
    assert Duplicate.objects.exists()


def test_a_third_one_leads_to_the_first_and_never_in_circles(olu, two):
    first, again = two
    third = QuestionFactory(text="Refunds, please?")
    questions.merge(by=olu, question=third, into=again)
    questions.merge(by=olu, question=again, into=first)
    assert set(Duplicate.objects.values_list("question", "into")) == {(again.pk, first.pk), (third.pk, first.pk)}
    with pytest.raises(questions.InCircles):
        questions.merge(by=olu, question=first, into=again)


def test_a_link_to_a_closed_question_is_shown_to_its_readers_alone(maya, noor, stranger, clara, closed_team, two):
    secret = QuestionFactory(author=noor, team=closed_team, text="Secret words")
    _, again = two
    questions.merge(by=clara, question=again, into=secret)
    for person, knows in ((maya, True), (stranger, False)):
        response = sign_in(person).get(again.get_absolute_url())
        assert ("Secret words" in response.content.decode()) == knows
        assert (f"/updates/{secret.pk}/" in response.content.decode()) == knows
    inside = QuestionFactory(author=noor, team=closed_team, text="Asked inside")
    questions.merge(by=clara, question=inside, into=two[0])
    assert "times" not in state(sign_in(stranger).get(two[0].get_absolute_url()), two[0])


def test_what_was_asked_as_a_question_that_is_taken_back_waits_again_for_everybody(maya, ines, tom, two):
    first, again = two
    sign_in(ines).post(duplicate(again), {"into": first.pk})
    mark = log.newest()
    updates.retract(by=maya, update=first)
    assert state(sign_in(tom).get("/"), again).startswith("Waits for an answer")
    assert found_as(again) == "open"
    assert ("update.changed", again.pk) in heard(mark)


def test_the_first_is_counted_anew_when_the_same_question_is_taken_back(ines, tom, two):
    first, again = two
    sign_in(ines).post(duplicate(again), {"into": first.pk})
    assert "Asked 2 times" in state(sign_in(tom).get("/"), first)
    mark = log.newest()
    updates.retract(by=ines, update=again)
    assert "times" not in state(sign_in(tom).get("/"), first)
    assert ("update.changed", first.pk) in heard(mark)


def test_what_was_asked_as_what_asks_no_more_is_found_as_waiting_and_whoever_has_it_open_hears(maya, ines, two):
    first, again = two
    questions.merge(by=ines, question=again, into=first)
    assert found_as(again) == "duplicate"  # noise
    mark = log.newest()
    questions.ask_no_more(by=maya, update=first)
    assert found_as(again) == "open"
    assert ("update.changed", again.pk) in heard(mark)


def test_those_that_follow_a_merged_question_show_where_they_lead_now(olu, tom, two):
    first, again = two
    third = QuestionFactory(text="Refunds, please?")
    questions.merge(by=olu, question=third, into=again)
    assert (
        card(sign_in(tom).get("/"), third).first("div", "status").first("a").attrs["href"] == again.get_absolute_url()
    )
    mark = log.newest()
    questions.merge(by=olu, question=again, into=first)
    assert (
        card(sign_in(tom).get("/"), third).first("div", "status").first("a").attrs["href"] == first.get_absolute_url()
    )
    assert ("update.changed", third.pk) in heard(mark)


def test_similar_questions_are_a_choice_of_one_press_and_none_that_one_may_not_read(
    tom, olu, noor, stranger, closed_team, company
):
    first = ask(sign_in(tom), "How long does a refund to the card take?")
    QuestionFactory(text="Noise: who has the key to the archive?")
    ArticleFactory(title="Refunds to the card take long")
    updates.post(by=noor, text="Refund to the card, how long?", teams=[closed_team], key="key-of-noor", asks_about=[])
    again = ask(sign_in(stranger), "How long until a refund is on the card?")
    engines_know()
    client = sign_in(stranger)
    choice = page(client.get(duplicate(again))).first("section", "similar")
    [button] = choice.all("button")
    assert first.text in choice.text
    client.post(button.attrs["formaction"], {button.attrs["name"]: button.attrs["value"]})
    assert Duplicate.objects.get().into_id == first.pk


def test_both_askers_are_told_once_that_it_was_asked_before(maya, ines, olu, two):
    first, again = two
    for _ in range(2):
        sign_in(olu).post(duplicate(again), {"into": first.pk})
    told = Notice.objects.filter(kind="question.merged")
    assert set(told.values_list("to__username", "by__username", "about")) == {
        ("maya", "olu", again.pk),
        ("ines", "olu", again.pk),
    }
    assert "Unread: Olu Adeyemi found that it was asked before: Refunds?" in lines(maya)
    sign_in(olu).post(duplicate(again), DELETE)
    assert not told.exists()


def test_of_a_closed_question_that_is_merged_nobody_outside_is_told(tom, clara, noor, closed_team, two):
    secret = QuestionFactory(author=noor, team=closed_team, text="Secret words")
    asked_openly = QuestionFactory(author=tom, text="Open words")
    sign_in(clara).post(duplicate(secret), {"into": asked_openly.pk})
    told = Notice.objects.filter(kind="question.merged").values_list("to__username", flat=True)
    assert list(told) == ["noor"]


# --- For good ------------------------------------------------------------------------------------
def test_what_is_answered_for_good_leads_to_the_page_without_naming_it(maya, ines, olu, two):
    first, _ = two
    article = ArticleFactory(title="Refunding in five steps")
    questions.mark_documented(by=olu, question=first, page=article)
    shown = sign_in(ines).get("/")
    assert state(shown, first).startswith("Answered for good here: Read it in the wiki · by Olu Adeyemi")
    assert "five steps" not in shown.content.decode()
    link = card(shown, first).first("div", "status").first("a").attrs["href"]
    assert "five-steps" not in link
    assert sign_in(ines).get(link).url == article.get_absolute_url()


def test_a_page_for_some_tells_the_others_that_it_is_not_for_them_and_not_its_name(
    maya, stranger, olu, two, closed_team
):
    first, again = two
    article = ArticleFactory(title="Falcon", parent=SectionFactory(team=closed_team))
    questions.mark_documented(by=olu, question=first, page=article)
    link = reverse("microblog:documented", args=[first.pk])
    assert sign_in(maya).get(link).status_code == 302
    refused = sign_in(stranger).get(link)
    assert refused.status_code == 404
    shown = page(refused).first("main")
    assert "Its answer is for others" in shown.text
    assert first.get_absolute_url() in {link.attrs.get("href") for link in shown.all("a")}
    for word in ("Falcon", "falcon", closed_team.name):
        assert word not in refused.content.decode()
    nowhere = sign_in(stranger).get(reverse("microblog:documented", args=[again.pk]))
    assert "Its answer is for others" not in page(nowhere).text  # noise: nothing answers that one


def test_a_page_that_was_withdrawn_answers_nothing_any_more(ines, olu, two):
    first, _ = two
    article = ArticleFactory()
    questions.mark_documented(by=olu, question=first, page=article)
    questions.mark_undocumented(by=olu, page=article)
    assert state(sign_in(ines).get("/"), first).startswith("Waits for an answer")
    assert not Documented.objects.exists()
    assert sign_in(ines).get(reverse("microblog:documented", args=[first.pk])).status_code == 404
