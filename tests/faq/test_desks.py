"""What of questions and their drafts stands on whose desk, and is gone once it is answered."""

import pytest

from intranet.notifications.models import Notice
from intranet.people.actions import teams
from microblog.actions import questions
from tests.factories import (
    AnswerFactory,
    PersonFactory,
    QuestionFactory,
    SectionFactory,
    TopicFactory,
)
from tests.notifications.test_desk import DESK, counted, press, rows
from tests.support import page, sign_in
from tests.support.asking import claim_of, state
from tests.support.faq import accepted_answer, address, make, publish
from wiki.models import Article

pytestmark = pytest.mark.django_db


# --- Questions for me ----------------------------------------------------------------------------
@pytest.fixture
def waiting(asked, maya, ines, tom, closed_team):
    """One question waits for Ines; the others are noise."""
    returns = asked.question.topics.get()
    QuestionFactory(author=maya, text="Of another topic", topics=[TopicFactory(experts=[tom])])
    QuestionFactory(author=ines, text="Her own", topics=[returns])
    QuestionFactory(author=maya, text="Of a closed team", topics=[returns], team=closed_team)
    QuestionFactory(author=maya, text="Taken back", topics=[returns], retracted=True)
    AnswerFactory(root=QuestionFactory(author=maya, text="Answered", topics=[returns]))
    questions.claim(by=tom, question=QuestionFactory(author=maya, text="Claimed", topics=[returns]))
    return asked


def test_a_question_waits_on_the_desks_of_those_who_are_asked_about_it(ines, tom, maya, stranger, waiting):
    assert rows(ines, kind="question") == ["Where do parcels without a note go? #parcels"]
    assert counted(ines) == "1 to do"
    shown = page(sign_in(ines).get(DESK)).first("div", id="desk").text
    assert "Maya Okafor asks, you are asked about Returns" in shown
    assert rows(tom) == ["Of another topic"]
    assert rows(maya) == rows(stranger) == []


def test_a_question_without_a_topic_waits_on_the_desks_of_those_who_moderate(
    ines, olu, maya, stranger, closed_team, waiting
):
    untold = QuestionFactory(author=maya, text="Where is the kettle?")
    QuestionFactory(author=olu, text="His own")
    QuestionFactory(author=maya, text="Of a closed team", team=closed_team)
    AnswerFactory(root=QuestionFactory(author=maya, text="Answered, too"))
    assert rows(olu, kind="question") == ["Where is the kettle?"]
    assert counted(olu) == "1 to do"
    assert "Maya Okafor asks, and named no topic; you moderate" in page(sign_in(olu).get(DESK)).text
    assert "Where is the kettle?" not in [*rows(ines), *rows(stranger)]
    assert not Notice.objects.filter(about=untold.pk).exists()
    press(sign_in(olu), "Where is the kettle?", "I’m on it")
    assert state(sign_in(ines).get("/"), untold).startswith("Being answered by Olu Adeyemi")


def test_one_click_on_the_desk_claims_it_and_it_stays_there_for_who_did(ines, olu, waiting):
    title = rows(ines)[0]
    press(sign_in(ines), title, "I’m on it")
    assert state(sign_in(olu).get("/"), waiting).startswith("Being answered by Ines Lindqvist")
    assert rows(ines) == [title]
    assert "you are on it" in page(sign_in(ines).get(DESK)).first("div", id="desk").text
    questions.release(by=ines, question=waiting)
    sign_in(olu).post(claim_of(waiting))
    assert rows(ines) == []
    assert counted(ines) == ""


def test_what_was_asked_more_often_weighs_more(ines, olu, maya, waiting):
    other = QuestionFactory(author=maya, text="Asked thrice", topics=[waiting.question.topics.get()])
    for _ in range(2):
        questions.merge(by=olu, question=QuestionFactory(author=maya), into=other)
    assert rows(ines)[0] == "Asked thrice"


# --- Drafts --------------------------------------------------------------------------------------
def test_a_proposal_stands_on_the_desk_of_the_section_and_one_click_publishes_it(
    maya, ines, olu, tom, solved, warehouse
):
    draft = make(sign_in(maya), solved)
    assert rows(ines, kind="faq") == [draft.title]
    assert [rows(person, kind="faq") for person in (maya, olu, tom)] == [[], [], []]
    assert counted(ines) == "1 to do"
    assert counted(maya) == ""
    why = page(sign_in(ines).get(DESK)).first("div", id="desk").text
    assert "Maya Okafor proposes it, asked by Maya Okafor, answered by Tom Berger" in why
    shown = press(sign_in(ines), draft.title, "Publish")
    assert shown.request["PATH_INFO"] == DESK
    assert Article.objects.get(pk=draft.pk).live
    assert rows(ines, kind="faq") == []


def test_one_click_says_that_it_is_not_for_us(maya, ines, solved, warehouse):
    draft = make(sign_in(maya), solved)
    press(sign_in(ines), draft.title, "Not for us")
    assert not Article.objects.filter(pk=draft.pk).exists()
    assert rows(ines, kind="faq") == []


def test_what_somebody_may_publish_themselves_waits_for_them_alone(maya, ines, olu, solved, billing):
    draft = make(sign_in(maya), solved)
    assert rows(maya) == [draft.title]
    assert [rows(person, kind="faq") for person in (olu, ines)] == [[], []]


def test_without_anybody_who_answers_for_the_section_the_moderators_have_it(maya, olu, ines, solved, billing):
    draft = make(sign_in(maya), solved)
    nobody = PersonFactory(former=True)
    publish(sign_in(maya), draft, under=SectionFactory(publishers=[nobody]).pk)
    assert rows(olu, kind="faq") == [draft.title]
    assert rows(maya, kind="faq") == rows(ines, kind="faq") == []


def test_a_draft_of_a_closed_team_leaves_the_desk_with_the_team(maya, noor, closed_team, billing):
    question = QuestionFactory(author=noor, team=closed_team, text="When is the pay round?")
    accepted_answer(question, noor, "In April.")
    draft = make(sign_in(maya), question)
    assert rows(maya) == [draft.title]
    teams.leave(by=maya, team=closed_team)
    assert rows(maya) == []
    assert counted(maya) == ""
    assert sign_in(maya).get(address(draft)).status_code == 404


def test_desk_draft_and_thread_ask_as_often_for_many_as_for_few(ines, tom, solved, warehouse, returns, flat):

    def grow():
        for number in range(5):
            question = QuestionFactory(text=f"Question {number}", topics=[returns])
            accepted_answer(question, tom, "Yes.")
            make(sign_in(question.author), question)
            QuestionFactory(text=f"Waits {number}", topics=[returns])

    grow()
    draft = make(sign_in(tom), solved)
    client = sign_in(ines)
    client.get(solved.get_absolute_url())  # what happened there is read from now on
    reads = {
        "desk": lambda: client.get(DESK),
        "draft": lambda: client.get(address(draft)),
        "thread": lambda: client.get(solved.get_absolute_url()),
        "questions": lambda: client.get("/questions/?state=all"),
    }
    asked = flat(grow, reads)
    assert len(rows(ines)) == 5 * 4 + 1
    assert asked["desk"] <= 18, asked
