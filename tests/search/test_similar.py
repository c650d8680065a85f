"""While somebody types a question, what may answer it is offered: on both engines, and only what they may read."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from microblog.actions import questions, updates
from search.models import Document, Enquiry
from tests.factories import ArticleFactory, BlogFactory, PostFactory
from tests.factories.search import SynonymFactory
from tests.support import page, sign_in
from tests.support.asking import ask
from tests.support.search import answer, found, results, say
from tests.support.similar import chips, similar

pytestmark = pytest.mark.django_db

TYPED = "How long does a refund take until it is on the card?"
REFUND = "Refunds to the card"


@pytest.fixture
def shelf(company, ines):
    """An article that answers it, and noise that shares a word or two with the question."""
    ArticleFactory(title="How we take photos", body="<p>Hold the card still, and take your time.</p>", owner=ines)
    ArticleFactory(title="Parental leave", body="<p>Fourteen weeks.</p>", owner=ines)
    say(ines, "A refund on the card takes long, says who asks nothing.")
    return ArticleFactory(
        title=REFUND,
        short_answer="A refund is on the card within 14 days.",
        body="<p>Banks take long.</p>",
        owner=ines,
        verified_until=timezone.localdate() + timedelta(days=80),
    )


def test_an_article_a_post_and_questions_that_say_most_of_it_are_offered_and_nothing_else(shelf, maya, tom, drained):
    tom_asks = ask(sign_in(tom), "Does the refund go to the card, and how long is it?")
    PostFactory(blog=BlogFactory(), title="Refunds take no longer than a day", body="<p>Straight to the card.</p>")
    drained()
    offered = similar(sign_in(maya), TYPED)
    assert sorted(offered) == [tom_asks.text, "Refunds take no longer than a day", REFUND]
    assert dict(zip(offered, chips(sign_in(maya), TYPED), strict=True)) == {
        REFUND: ["Verified"],
        tom_asks.text: ["Waits for an answer"],
        "Refunds take no longer than a day": [],
    }


def test_a_question_is_offered_in_its_own_words_and_not_in_those_that_answer_it(shelf, maya, tom, ines, drained):
    asked = ask(sign_in(tom), "Does the refund go to the card?")
    reply = updates.reply(by=ines, to=asked, text="Yes, within a fortnight.", key="yes")
    questions.accept(by=tom, answer=reply)
    drained()
    assert asked.text in similar(sign_in(maya), TYPED)
    assert asked.text in similar(sign_in(maya), "Is a fortnight usual for a refund to the card?"), "It is found by both"


@pytest.mark.parametrize(
    "typed", ["", "refund", "the refund", "who knows whether anybody would", "\0" * 30, '"* : (' * 9]
)
def test_nothing_is_offered_for_what_asks_nothing_yet(shelf, maya, drained, typed):
    drained()
    assert similar(sign_in(maya), typed) == []
    assert similar(sign_in(maya), "refund to my card") == [REFUND]  # noise


def test_a_word_that_is_being_typed_takes_nothing_away(shelf, maya, drained):
    drained()
    for typed in ("refund to the card xq", "refund to the card of cust"):
        assert similar(sign_in(maya), typed) == [REFUND], typed


def test_other_words_for_the_same_are_understood(shelf, maya, drained):
    SynonymFactory(words=["refund", "money back"])
    drained()
    assert similar(sign_in(maya), "when is my money back on the card?") == [REFUND]


def test_no_more_than_five_are_offered_and_the_one_that_says_most_comes_first(shelf, maya, tom, drained):
    client = sign_in(tom)
    for number in range(7):
        ask(client, f"Is the refund number {number} for a card from Norway late?")
    drained()
    offered = similar(sign_in(maya), "refund on the card within 14 days")
    assert (len(offered), offered[0]) == (5, REFUND)


def test_a_long_story_is_read_from_its_beginning(shelf, maya, drained):
    drained()
    assert similar(sign_in(maya), f"{TYPED} {'It was a quiet day. ' * 300}") == [REFUND]


def test_nobody_is_offered_what_they_may_not_read(shelf, maya, stranger, noor, closed_team, drained):
    ArticleFactory(title="Refunds of the pay review", body="<p>To the card.</p>", team=closed_team, owner=noor)
    ask(sign_in(noor), "Does the closed refund take long on the card?", teams=[closed_team.pk])
    drained()
    assert similar(sign_in(stranger), TYPED) == [REFUND]
    assert len(similar(sign_in(maya), TYPED)) == 3
    told = sign_in(stranger).get(reverse("search:similar"), {"q": TYPED}).content.decode()
    assert "1 thing below" in told


def test_what_was_taken_back_since_the_engine_heard_of_it_is_not_offered(shelf, maya, tom, drained):
    question = ask(sign_in(tom), "Does the refund go to the card?")
    drained()
    assert len(similar(sign_in(maya), TYPED)) == 2
    updates.retract(by=tom, update=question)
    assert similar(sign_in(maya), TYPED) == [REFUND]


def test_what_somebody_types_into_a_question_is_written_down_nowhere(shelf, maya, drained):
    drained()
    similar(sign_in(maya), TYPED)
    assert not Enquiry.objects.exists()


# --- How a question stands, in the search --------------------------------------------------------
@pytest.fixture
def asked(maya, tom, ines, drained):
    """An open question, one with an answer and one that was solved; and what asks nothing."""
    open_one, answered, solved = (ask(sign_in(maya), f"Which parcel goes {where}?") for where in ("up", "down", "left"))
    say(tom, "The parcel asks nothing")
    answer(tom, answered, "Down the chute")
    reply = answer(ines, solved, "The one with the turquoise ribbon")
    questions.accept(by=maya, answer=reply)
    drained()
    return open_one, answered, solved, reply


def stands(update) -> str:
    return Document.objects.get(kind="update", number=update.pk).question


def test_the_search_says_how_a_question_stands_and_is_narrowed_to_it(asked, tom):
    client = sign_in(tom)
    told = {}
    for hit in results(client, "parcel is:question").all("li", "hit"):
        told[hit.first("p").text] = [chip.text for chip in hit.all("span", "chip")]
    assert told == {
        "Which parcel goes up?": ["Waits for an answer"],
        "Which parcel goes down?": ["Answered"],
        "Which parcel goes left? The one with the turquoise ribbon": ["Solved"],
    }
    assert found(client, "parcel is:open") == ["Which parcel goes up?"]
    assert len(found(client, "parcel is:Answered")) == 2
    assert len(found(client, "parcel is:open is:answered")) == 3
    assert len(found(client, "parcel")) == 4  # noise


def test_a_question_is_found_by_the_words_that_solved_it_as_long_as_they_do(asked, tom, ines, maya, drained):
    solved, reply = asked[2:]
    client = sign_in(tom)
    assert len(found(client, "turquoise is:question")) == 1
    updates.edit(by=ines, update=reply, text="The one with the crimson ribbon", edits=0)
    drained()
    assert (len(found(client, "turquoise")), len(found(client, "crimson is:question"))) == (0, 1)
    questions.take_back_acceptance(by=maya, answer=reply)
    drained()
    assert found(client, "crimson is:question") == []
    assert stands(solved) == "answered"


def test_whatever_changes_how_a_question_stands_is_known_to_the_search(asked, maya, tom, ines, clara):
    open_one, answered, solved, reply = asked
    first = answer(tom, open_one, "Up the stairs")
    assert stands(open_one) == "answered"
    updates.undo(by=tom, update=first)
    assert stands(open_one) == "open"
    questions.claim(by=tom, question=open_one)
    assert stands(open_one) == "open", "Ten minutes are no state to be searched for"
    updates.retract(by=ines, update=reply)
    assert stands(solved) == "open"
    questions.merge(by=maya, question=answered, into=solved)
    assert stands(answered) == "duplicate"
    questions.unmerge(by=maya, question=answered)
    assert stands(answered) == "answered"
    page_of_it = ArticleFactory(title="Down")
    questions.mark_documented(by=clara, question=answered, page=page_of_it)
    assert stands(answered) == "documented"
    questions.mark_undocumented(by=clara, page=page_of_it)
    assert stands(answered) == "answered"
    questions.ask_no_more(by=maya, update=open_one)
    assert stands(open_one) == ""
    assert stands(reply.parent) == "open"  # noise


def test_what_was_asked_before_is_not_offered_but_what_it_leads_to(asked, maya, tom, drained):
    open_one, answered = asked[:2]
    assert len(similar(sign_in(tom), "Which parcel goes there?")) == 3
    questions.merge(by=maya, question=open_one, into=answered)
    drained()
    assert open_one.text not in similar(sign_in(tom), "Which parcel goes there?")


# --- From a search that finds nothing ------------------------------------------------------------
def test_who_finds_nothing_asks_colleagues_with_the_same_words(maya, drained):
    drained()
    link = results(sign_in(maya), 'zebra "two <b> & co" by:maya').first("div", "empty").first("a")
    assert link.text == "Ask your colleagues"
    composer = page(sign_in(maya).get(link.attrs["href"].split("#")[0])).first("trellis-composer")
    assert composer.first("textarea").text == "zebra two <b> & co"
    assert "checked" in composer.first("input", name="ask").attrs
    assert composer.attrs["data-draft"] == "asked"
    assert page(sign_in(maya).get("/?ask")).first("trellis-composer").attrs["data-draft"] == "new"  # noise
