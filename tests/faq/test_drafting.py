"""One click makes an article of a question: what it says, where it should stand, and who may know of it."""

import pytest
from wagtail.models import PageLogEntry

from intranet.notifications.models import Notice
from intranet.writing.actions import texts
from microblog.actions import questions, updates
from microblog.models import Drafted
from search import documents, drain
from search.models import Document
from tests.factories import (
    AnswerFactory,
    ArticleFactory,
    DocumentFactory,
    ImageFactory,
    PersonFactory,
    QuestionFactory,
    SectionFactory,
    TeamFactory,
    TopicFactory,
    UpdateFactory,
)
from tests.support import again, page, sign_in
from tests.support.asking import acceptance_of, card, state
from tests.support.faq import accepted_answer, address, draft_of, faq_of, fields, make
from tests.support.notices import lines
from tests.support.reports import decide, report
from wiki import proposing
from wiki.actions import drafting
from wiki.models import Article, Origin

pytestmark = pytest.mark.django_db


def offered(person, question) -> str:
    """The class of the button on the line of a thread, which says who sees it; nothing when there is none."""
    status = card(sign_in(person).get(question.get_absolute_url()), question).first("div", "status")
    found = [each for each in status.all("button") if each.attrs.get("formaction") == faq_of(question)]
    return found[0].attrs["class"].split()[-1] if found else ""


# --- What it says --------------------------------------------------------------------------------
def test_accepting_offers_a_draft_with_question_answer_and_who_said_it(maya, tom, ines, asked, warehouse):
    answer = AnswerFactory(root=asked, author=tom, text="In the **yellow** box, says @maya.\n\n- twice a week")
    AnswerFactory(root=asked, author=ines, text="Noise: no idea")
    client = sign_in(maya)
    assert offered(maya, asked) == "to-decide"
    client.post(acceptance_of(answer))
    assert offered(maya, asked) == "to-draft"
    draft = make(client, asked)
    assert (draft.title, draft.live) == ("Where do parcels without a note go?", False)
    assert "<strong>yellow</strong>" in draft.body
    assert "<li>twice a week</li>" in draft.body
    assert "no idea" not in draft.body
    shown = page(client.get(address(draft))).first("main")
    assert "From a question by Maya Okafor, answered by Tom Berger" in shown.text
    assert asked.get_absolute_url() in {link.attrs.get("href") for link in shown.all("a")}
    assert [row.tag.name for row in draft.tag_rows.all()] == ["parcels"]


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("How long?", "How long?"),
        ("**How** long\nis it, and why?", "How long?"),
        ("\n\nTell me how long it is. #time #parcels", "Tell me how long it is?"),
        ("How long?? …", "How long?"),
        ("<b>How</b> & why", "<b>How</b> & why?"),
        ("How " + "very " * 60 + "long", None),
        ("???", "What was asked?"),
    ],
)
def test_the_title_is_the_first_line_as_a_sentence_that_asks(maya, tom, company, billing, text, title):
    question = QuestionFactory(author=maya, text=text)
    accepted_answer(question, tom, "Ten days.")
    draft = make(sign_in(maya), question)
    assert draft.title.endswith("?")
    assert len(draft.title) <= 200
    assert title in {None, draft.title}


def test_pictures_and_files_of_the_answer_go_with_it_as_far_as_one_may_see_them(maya, tom, company, billing):
    picture, file = ImageFactory(uploaded_by_user=tom), DocumentFactory(uploaded_by_user=tom, title="list <a>.txt")
    question = QuestionFactory(author=maya)
    answer = updates.reply(
        by=tom, to=question, text="See here", key="key-of-see",
        attached=updates.Attaching(pictures={picture.pk: 'A "box"'}, files=(file.pk,)),
    )  # fmt: skip
    questions.accept(by=maya, answer=answer)
    draft = make(sign_in(maya), question)
    assert f'data-picture="{picture.pk}"' in draft.body
    assert f'data-file="{file.pk}"' in draft.body
    assert "list &lt;a&gt;.txt" in draft.body
    shown = page(sign_in(maya).get(address(draft))).first("div", "prose")
    assert [image.attrs["alt"] for image in shown.all("img")] == ['A "box"']


def test_the_draft_keeps_its_words_whatever_is_edited_or_accepted_afterwards(maya, tom, solved, warehouse):
    draft = make(sign_in(maya), solved)
    answer = solved.replies.get()
    updates.edit(by=tom, update=answer, text="In the red box.", edits=0)
    questions.take_back_acceptance(by=maya, answer=answer)
    shown = page(sign_in(maya).get(address(draft))).first("main").text
    assert "yellow" in shown
    assert "From a question by Maya Okafor" in shown


@pytest.mark.parametrize("gone", ["question", "answer"])
def test_a_draft_goes_with_the_words_that_a_moderator_takes_down(maya, tom, olu, ines, solved, warehouse, gone):
    other = QuestionFactory(author=maya, text="Noise?")
    accepted_answer(other, tom, "Noise.")
    noise, draft = make(sign_in(tom), other), make(sign_in(tom), solved)
    words = solved if gone == "question" else solved.replies.get()
    report(ines, words, "Private")
    decide(olu, words, "down")
    assert sign_in(tom).get(address(draft)).status_code == 404
    assert "See the draft" not in page(sign_in(maya).get(solved.get_absolute_url())).text
    assert list(Article.objects.filter(live=False)) == [noise]
    assert not PageLogEntry.objects.filter(page=draft.pk).exists()
    [told] = [line for line in lines(tom) if "Your draft is gone with what it was made of" in line]
    assert "Olu" not in told
    assert not Notice.objects.filter(kind="faq.proposed", about=solved.pk).exists()


def test_a_draft_goes_with_an_answer_that_is_undone(maya, tom, asked, warehouse):
    answer = updates.reply(by=tom, to=asked, text="In the **yellow** box.", key="key-of-yellow")
    questions.accept(by=maya, answer=answer)
    draft = make(sign_in(maya), asked)
    updates.undo(by=tom, update=answer)
    assert sign_in(maya).get(address(draft)).status_code == 404
    assert "An article for the FAQ waits" not in state(sign_in(maya).get(asked.get_absolute_url()), asked)


# --- Where it should stand -----------------------------------------------------------------------
def test_it_is_proposed_where_most_is_written_of_its_topic_and_says_why(maya, tom, solved, warehouse, returns):
    client = sign_in(maya)
    draft = make(client, solved)
    assert proposing.above(draft).pk == warehouse.pk
    assert (draft.owner, draft.topic) == (tom, returns)
    shown = page(client.get(address(draft))).first("main")
    assert "Proposed because 4 articles on Returns stand there." in shown.text
    said = fields(client, draft)
    assert (said["under"], said["owner"], said["topic"]) == (str(warehouse.pk), "tom", str(returns.pk))


def test_without_a_topic_it_is_proposed_where_what_is_most_like_it_stands(maya, tom, company, billing):
    warehouse = SectionFactory(title="Warehouse")
    ArticleFactory(parent=warehouse, title="Parcels and their notes")
    documents.gather("article")
    question = QuestionFactory(author=maya, text="What of parcels without notes?")
    accepted_answer(question, tom, "The yellow box.")
    drain.drain_all()
    assert proposing.proposed(question, maya).place.pk == warehouse.pk


def test_of_what_nothing_is_like_it_stands_in_the_first_section_in_which_one_writes(maya, tom, ines, company):
    SectionFactory(title="A closed one", team=TeamFactory(closed=True))
    SectionFactory(title="B of Ines", publishers=[ines])
    mine, _ = SectionFactory(title="C"), SectionFactory(title="D")
    question = QuestionFactory(author=maya)
    accepted_answer(question, tom, "Yes.")
    assert proposing.above(make(sign_in(maya), question)).pk == mine.pk


def test_its_owner_answered_it_and_works_here_or_else_is_asked_about_the_topic(maya, ines, solved, billing):
    tom = solved.replies.get().author
    tom.is_active = False
    tom.save(update_fields=["is_active"])
    assert make(sign_in(maya), solved).owner == ines


# --- Who may -------------------------------------------------------------------------------------
def test_of_an_accepted_answer_everybody_may_make_one_and_of_others_who_decides(tom, ines, olu, maya, asked, billing):
    assert [offered(person, asked) for person in (tom, ines)] == ["", ""]  # nobody has answered
    AnswerFactory(root=asked, author=tom, text="In the yellow box.")
    assert sign_in(tom).post(faq_of(asked)).status_code == 403
    assert make(sign_in(ines), asked).body == "<p>In the yellow box.</p>"
    other = QuestionFactory(author=maya)
    accepted_answer(other, olu, "Yes.")
    make(sign_in(PersonFactory()), other)


def test_what_is_no_question_or_is_not_there_makes_no_article(maya, solved, billing):
    client = sign_in(maya)
    for update in (UpdateFactory(author=maya), solved.replies.get(), QuestionFactory(retracted=True, author=maya)):
        assert client.post(faq_of(update)).status_code == 404
    assert client.get(faq_of(solved)).status_code == 405
    assert not Origin.objects.exists()


def test_a_second_press_leads_to_the_same_draft_and_the_thread_says_whom_it_waits_for(maya, tom, solved, warehouse):
    first = make(sign_in(maya), solved)
    assert make(sign_in(tom), solved).pk == first.pk
    assert Article.objects.filter(live=False).count() == 1
    assert Drafted.objects.get().by == maya
    for person in (maya, tom):
        shown = sign_in(person).get(solved.get_absolute_url())
        assert "An article for the FAQ waits for Ines Lindqvist" in state(shown, solved)
        assert not offered(person, solved)
    link = card(shown, solved).first("div", "status").all("a")[-1].attrs["href"]
    assert again(sign_in(maya), sign_in(maya).get(link)).request["PATH_INFO"] == address(first)
    assert "It waits for Ines Lindqvist." in page(sign_in(maya).get(address(first))).text


# --- For whom ------------------------------------------------------------------------------------
@pytest.fixture
def secret(noor, maya, closed_team):
    """Asked and answered in a closed team."""
    question = QuestionFactory(author=maya, team=closed_team, text="When is the pay round?")
    accepted_answer(question, noor, "In April.")
    return question


def test_what_a_closed_team_asked_is_drafted_for_that_team_alone(maya, noor, clara, stranger, secret, billing):
    draft = make(sign_in(maya), secret)
    assert draft.audience == secret.audiences.get().team
    shown = page(sign_in(maya).get(address(draft))).first("main").text
    assert "Pay review alone will read it, as the question." in shown
    for person in (noor, clara):
        assert sign_in(person).get(address(draft)).status_code == 200
    for where in (address(draft), f"/pages/{draft.pk}/", f"/pages/{draft.pk}/edit/", f"/pages/{draft.pk}/history/"):
        assert sign_in(stranger).get(where).status_code == 404
    for where in ("", "drafts/"):
        assert sign_in(stranger).post(f"/updates/{secret.pk}/{where}").status_code in {404, 405}
    assert sign_in(stranger).post(faq_of(secret)).status_code == 404
    assert not Document.objects.filter(kind="article", number=draft.pk, is_gone=False).exists()


def test_no_other_closed_section_is_offered_for_it(maya, noor, secret, closed_team, billing):
    other = TeamFactory(closed=True, members=[maya])
    theirs = SectionFactory(title="Of the others", team=other)
    ours = SectionFactory(title="Ours", team=closed_team)
    draft = make(sign_in(maya), secret)
    assert {place.title for place in proposing.places_for(maya, draft.audience)} >= {"Billing", "Ours"}
    assert "Of the others" not in page(sign_in(maya).get(address(draft))).first("select", id="id_under").text
    with pytest.raises(drafting.OtherReaders):
        drafting.arrange(by=maya, article=draft, place=theirs, owner=noor, topic=None)
    drafting.arrange(by=maya, article=draft, place=ours, owner=noor, topic=None)
    assert draft_of(secret).audience == closed_team


def test_a_draft_that_stood_in_a_closed_section_is_open_again_elsewhere(maya, tom, solved, closed_team, billing):
    draft = make(sign_in(maya), solved)
    ours = SectionFactory(title="Ours", team=closed_team)
    texts.move(by=maya, page=draft, parent=ours)
    drafting.arrange(by=maya, article=draft_of(solved), place=billing, owner=tom, topic=TopicFactory())
    assert draft_of(solved).audience is None
