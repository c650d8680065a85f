"""A draft goes out in two more clicks, or waits for whoever answers for its section; then the question is answered."""

import pytest
from django.utils import timezone

from intranet.audit.models import Entry
from intranet.live.models import Event
from intranet.notifications.models import Notice
from intranet.people.actions import teams
from microblog.actions import questions, updates
from microblog.models import Documented, Drafted
from search.models import Document
from tests.factories import AnswerFactory, PersonFactory, QuestionFactory, SectionFactory, TeamFactory
from tests.notifications.test_desk import press, rows
from tests.support import again, page, sign_in
from tests.support.asking import state
from tests.support.faq import accepted_answer, address, fields, make, publish
from tests.support.notices import lines
from tests.support.wiki import at, edit
from wiki import proposing
from wiki.actions import pages
from wiki.actions.care import GOOD_FOR
from wiki.models import Article

pytestmark = pytest.mark.django_db
DELETE = {"_method": "delete"}


def told(kind: str) -> dict[str, str]:
    """Who was told of that kind of thing, and by whom."""
    return dict(Notice.objects.filter(kind=kind).values_list("to__username", "by__username"))


def is_found(article: Article) -> bool:
    return Document.objects.filter(kind="article", number=article.pk, is_gone=False).exists()


# --- By who may ----------------------------------------------------------------------------------
def test_who_may_publish_there_has_it_out_with_two_more_clicks(maya, tom, ines, solved, warehouse):
    AnswerFactory(root=solved, author=PersonFactory(username="follower"), text="Noise: thank you")
    bystander = PersonFactory(username="bystander")
    draft = make(sign_in(ines), solved)
    assert state(sign_in(maya).get("/"), solved).startswith("Solved by Tom Berger")
    assert "waits for Ines Lindqvist" in state(sign_in(maya).get("/"), solved)
    assert not is_found(draft)
    assert not told("faq.proposed")
    before = Event.objects.latest("pk").pk
    response = publish(sign_in(ines), draft)
    article = Article.objects.get(pk=draft.pk)
    assert response.url == article.get_absolute_url()
    assert (article.live, article.owner, article.verified_until) == (True, tom, None)
    assert is_found(article)
    assert told("question.documented") == {"maya": "ines", "tom": "ines", "follower": "ines"}
    assert lines(maya)[0] == "Unread: Ines Lindqvist answered for good Where do parcels without a note go? #parcels"
    heard = Event.objects.filter(pk__gt=before, stream__in=(f"thread:{solved.pk}", "feed:company"), ref=solved.pk)
    assert {event.name for event in heard} == {"update.changed"}
    shown = sign_in(bystander).get(solved.get_absolute_url())
    assert state(shown, solved).startswith("Answered for good here: Read it in the wiki")
    assert "FAQ" not in state(shown, solved)
    link = page(shown).first("div", "status").first("a").attrs["href"]
    read = page(again(sign_in(bystander), sign_in(bystander).get(link))).first("main").text
    assert "From a question by Maya Okafor, answered by Tom Berger" in read
    assert not Drafted.objects.exists()
    assert sign_in(maya).get(address(draft)).url == article.get_absolute_url()


def test_section_owner_and_topic_can_be_changed_with_the_same_click(maya, noor, solved, billing, warehouse):
    draft = make(sign_in(maya), solved)
    assert fields(sign_in(maya), draft)["under"] == str(warehouse.pk)
    response = publish(sign_in(maya), draft, under=billing.pk, owner="@noor", topic="")
    article = Article.objects.get(pk=draft.pk)
    assert response.url == article.get_absolute_url()
    assert proposing.above(article).pk == billing.pk
    assert (article.owner, article.topic, article.live) == (noor, None, True)
    assert article.verified_until is None, "Nobody vouches for it in her name"
    assert rows(noor, kind="made") == [article.title]
    press(sign_in(noor), article.title, "It is correct")
    assert Article.objects.get(pk=draft.pk).verified_until == timezone.localdate() + GOOD_FOR
    assert rows(noor) == rows(maya) == []
    assert Documented.objects.get().by == maya


def test_what_somebody_changed_meanwhile_is_looked_at_again(maya, ines, solved, warehouse):
    draft = make(sign_in(maya), solved)
    client = sign_in(ines)
    said = fields(client, draft)
    assert edit(sign_in(maya), draft, body="<p>Red.</p>", title="Which box?").status_code == 302
    shown = again(client, client.post(f"{address(draft)}publication/", said))
    assert "Look at it again" in page(shown).text
    assert not Article.objects.get(pk=draft.pk).live
    publish(sign_in(ines), draft)
    article = Article.objects.get(pk=draft.pk)
    assert (article.title, article.body, article.live) == ("Which box?", "<p>Red.</p>", True)


def test_a_word_nobody_knows_as_owner_comes_back(maya, solved, billing):
    draft = make(sign_in(maya), solved)
    response = publish(sign_in(maya), draft, owner="nobody-here")
    assert response.status_code == 422
    assert "Nobody here has the username" in page(response).text
    assert not Article.objects.get(pk=draft.pk).live


# --- By who may not ------------------------------------------------------------------------------
def test_whoever_may_not_publish_there_proposes_and_the_owner_of_the_section_decides(
    maya, ines, olu, solved, warehouse
):
    draft = make(sign_in(maya), solved)
    assert told("faq.proposed") == {"ines": "maya"}
    assert lines(ines)[0].startswith("Unread: Maya Okafor proposes for the FAQ: Where do parcels")
    shown = page(sign_in(maya).get(address(draft))).first("main")
    assert "It waits for Ines Lindqvist." in shown.text
    assert "Propose it there" in {each.text for each in shown.all("button")}
    response = again(sign_in(maya), publish(sign_in(maya), draft))
    assert "waits for Ines Lindqvist" in page(response).text
    assert not Article.objects.get(pk=draft.pk).live
    publish(sign_in(ines), draft)
    assert Article.objects.get(pk=draft.pk).live
    assert told("faq.proposed") == {}
    assert told("question.documented")["maya"] == "ines"


def test_somebody_else_can_neither_publish_nor_throw_it_away(maya, tom, solved, warehouse):
    draft = make(sign_in(maya), solved)
    assert "Publish" not in page(sign_in(tom).get(address(draft))).first("main").text
    sign_in(tom).post(f"{address(draft)}publication/", {"base": draft.head})
    assert sign_in(tom).post(address(draft), DELETE).status_code == 403
    assert edit(sign_in(tom), draft, body="<p>No.</p>").status_code == 403
    assert not Article.objects.get(pk=draft.pk).live


def test_a_proposal_for_another_section_waits_for_who_answers_for_that(maya, ines, noor, olu, solved, warehouse):
    other = SectionFactory(title="Office", owner=olu, publishers=[noor])
    draft = make(sign_in(maya), solved)
    publish(sign_in(maya), draft, under=other.pk)
    assert told("faq.proposed") == {"olu": "maya", "noor": "maya"}
    assert Drafted.objects.get().waits_for == olu
    assert not Article.objects.get(pk=draft.pk).live


def test_a_section_of_a_team_asks_those_who_lead_it_and_one_of_nobody_the_moderators(maya, tom, noor, olu, solved):
    leads = TeamFactory(lead=noor, members=[PersonFactory(username="mate")])
    draft = make(sign_in(maya), solved)
    publish(sign_in(maya), draft, under=SectionFactory(title="Of a team", publishers=[leads]).pk)
    assert told("faq.proposed") == {"noor": "maya"}
    publish(sign_in(maya), draft, under=SectionFactory(publishers=[PersonFactory(former=True)]).pk)
    assert told("faq.proposed") == {"olu": "maya"}
    assert "waits for the moderators" in state(sign_in(maya).get("/"), solved)


def test_not_for_us_throws_it_away_and_tells_who_proposed_it(maya, ines, solved, warehouse):
    draft = make(sign_in(maya), solved)
    response = sign_in(ines).post(address(draft), DELETE)
    assert response.url == solved.get_absolute_url()
    assert not Article.objects.filter(pk=draft.pk).exists()
    assert told("faq.declined") == {"maya": "ines"}
    assert told("faq.proposed") == {}
    assert "FAQ" in state(sign_in(maya).get(solved.get_absolute_url()), solved)
    assert "waits for" not in state(sign_in(maya).get(solved.get_absolute_url()), solved)
    assert not Entry.objects.filter(about_name=draft.title).exists()
    assert make(sign_in(maya), solved).pk != draft.pk


# --- Afterwards ----------------------------------------------------------------------------------
@pytest.fixture
def out(maya, ines, solved, warehouse) -> Article:
    draft = make(sign_in(maya), solved)
    publish(sign_in(ines), draft)
    return Article.objects.get(pk=draft.pk)


def test_an_article_that_is_taken_out_answers_nothing_until_it_is_brought_back(ines, maya, olu, solved, out):
    sign_in(ines).post(at("withdrawal", out))
    assert state(sign_in(maya).get("/"), solved).startswith("Solved by Tom Berger")
    assert told("question.documented") == {}
    assert Entry.objects.filter(action="question.undocumented").get().by_name == "Ines Lindqvist"
    sign_in(olu).post(at("withdrawal", out), DELETE)
    assert state(sign_in(maya).get("/"), solved).startswith("Answered for good here")
    assert Documented.objects.get().by == olu
    edit(sign_in(ines), out, title="Another title?")
    assert Documented.objects.count() == 1


def test_a_deleted_article_leaves_the_question_as_it_was(maya, solved, out):
    Article.objects.get(pk=out.pk).delete()
    assert state(sign_in(maya).get("/"), solved).startswith("Solved by Tom Berger")


def test_an_article_for_some_names_nothing_to_the_others_in_the_thread(
    maya, stranger, ines, olu, solved, out, closed_team
):
    pages.move(by=olu, page=out, parent=SectionFactory(team=closed_team))
    response = sign_in(stranger).get(solved.get_absolute_url())
    assert state(response, solved).startswith("Answered for good here")
    assert "box" not in state(response, solved)
    assert sign_in(stranger).get(f"/updates/{solved.pk}/documented/").status_code == 404
    assert sign_in(maya).get(f"/updates/{solved.pk}/documented/").status_code == 302


def test_who_may_not_read_the_question_is_not_told_who_asked_and_answered(
    maya, noor, olu, stranger, closed_team, billing
):
    question = QuestionFactory(author=maya, team=closed_team, text="When is the pay round?")
    accepted_answer(question, noor, "In April.")
    draft = make(sign_in(maya), question)
    publish(sign_in(maya), draft, under=billing.pk)
    article = Article.objects.get(pk=draft.pk)
    assert article.audience == closed_team
    texts_of = {person: page(sign_in(person).get(article.get_absolute_url())).text for person in (maya, stranger)}
    assert "From a question by Maya Okafor" in texts_of[maya]
    pages.texts.give_audience(by=maya, page=article, audience=None)  # somebody opens it, as they may
    for person, knows in ((maya, True), (stranger, False)):
        shown = page(sign_in(person).get(article.get_absolute_url())).text
        assert "In April." in shown
        assert ("From a question" in shown) == knows
        assert (f"/updates/{question.pk}/" in sign_in(person).get(article.get_absolute_url()).content.decode()) == knows


def test_a_question_that_was_taken_back_is_named_no_more(maya, olu, solved, out):
    reader = sign_in(PersonFactory())
    assert "From a question by Maya" in page(reader.get(out.get_absolute_url())).text
    updates.retract(by=maya, update=solved)
    assert "From a question" not in page(reader.get(out.get_absolute_url())).text


def test_a_draft_of_a_question_that_asks_nothing_any_more_goes_out_by_itself(maya, ines, solved, warehouse):
    draft = make(sign_in(maya), solved)
    solved.question.delete()
    publish(sign_in(ines), draft)
    assert Article.objects.get(pk=draft.pk).live
    assert not Documented.objects.exists()
    assert not Drafted.objects.exists()


def test_an_article_that_is_out_keeps_its_words_when_they_are_taken_back(maya, tom, solved, out):
    updates.retract(by=tom, update=solved.replies.get())
    assert "yellow" in page(sign_in(PersonFactory()).get(out.get_absolute_url())).text


def test_a_team_that_closes_after_the_draft_keeps_it_from_everybody_else(maya, tom, olu, stranger, team, billing):
    question = QuestionFactory(author=maya, team=team, text="How do we deploy?")
    accepted_answer(question, tom, "Carefully.")
    draft = make(sign_in(maya), question)
    assert sign_in(stranger).get(address(draft)).status_code == 200
    teams.edit(by=tom, team=team, name=team.name, purpose="", is_closed=True)
    assert sign_in(stranger).get(address(draft)).status_code == 404
    assert "Platform alone will read it" in page(sign_in(maya).get(address(draft))).text
    publish(sign_in(maya), draft)
    article = Article.objects.get(pk=draft.pk)
    assert (article.live, article.audience) == (True, team)
    assert sign_in(stranger).get(article.get_absolute_url()).status_code == 404


def test_a_question_that_is_merged_or_documented_is_offered_no_more(maya, olu, solved, out, tom):
    again_asked = QuestionFactory(author=maya, text="Parcels?")
    accepted_answer(again_asked, tom, "Yellow.")
    questions.merge(by=olu, question=again_asked, into=solved)
    for question in (solved, again_asked):
        assert "Make this an FAQ" not in state(sign_in(maya).get(question.get_absolute_url()), question)
    assert sign_in(maya).post(f"/wiki/faq/{solved.pk}/").url == solved.get_absolute_url()
    assert Article.objects.filter(origin__isnull=False).count() == 1
