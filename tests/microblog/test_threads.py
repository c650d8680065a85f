"""Replies stand flat under the first update, oldest first."""

import pytest
from django.urls import reverse

from microblog.models import Update
from tests.factories import PersonFactory, UpdateFactory
from tests.support import again, page, previews, said, sign_in, texts

pytestmark = pytest.mark.django_db


def replies_to(update) -> str:
    return reverse("microblog:replies", args=[update.pk])


def in_reply_to(response) -> list[str]:
    return [" ".join(a.text for a in card.all("a", "in-reply-to")) for card in page(response).all("article", "reply")]


@pytest.fixture
def question(ines):
    return UpdateFactory(author=ines, text="Refund to the card?")


def test_a_thread_is_read_from_the_first_update_down_to_the_last_reply(maya, tom, question):
    UpdateFactory(root=UpdateFactory(text="Another thread"), text="Noise")
    client = sign_in(maya)
    client.post(replies_to(question), said("As credit"))
    sign_in(tom).post(replies_to(question), said("To the card"))
    response = client.get(question.get_absolute_url())
    assert texts(response) == ["Refund to the card?", "As credit", "To the card"]


def test_a_reply_to_a_reply_stands_at_the_end_and_says_whom_it_answers(maya, tom, question):
    first = UpdateFactory(author=tom, root=question, text="As **credit**")
    UpdateFactory(root=question, text="Something else")
    client = sign_in(maya)
    client.post(replies_to(first), said("Also for companies?"))
    response = client.get(question.get_absolute_url())
    assert texts(response) == ["Refund to the card?", "As credit", "Something else", "Also for companies?"]
    assert in_reply_to(response) == ["", "", "Tom Berger As credit"]
    reply = Update.objects.get(text="Also for companies?")
    assert (reply.root, reply.parent) == (question, first)


def test_whoever_replies_comes_back_to_their_reply(maya, question):
    client = sign_in(maya)
    response = client.post(replies_to(question), said("As credit"))
    reply = Update.objects.get(root=question)
    assert response["Location"].endswith(f"#update-{reply.pk}")
    assert page(again(client, response)).all("article", id=f"update-{reply.pk}")


def test_the_feed_counts_replies_and_shows_the_new_one_at_once(maya, question):
    client = sign_in(maya)
    assert previews(client.get("/")) == []
    client.post(replies_to(question), said("As credit"))
    response = client.get("/")
    assert previews(response) == ["As credit"]
    assert page(response).first("a", data_reply="").text == "1 reply"


def test_a_reply_sent_twice_stands_once(maya, question):
    client = sign_in(maya)
    answers = [client.post(replies_to(question), said("As credit")) for _ in range(2)]
    assert answers[0]["Location"] == answers[1]["Location"]
    assert texts(client.get(question.get_absolute_url())) == ["Refund to the card?", "As credit"]
    question.refresh_from_db()
    assert question.reply_count == 1


def test_a_reply_with_a_used_key_is_refused_with_its_text_kept(maya, question):
    client = sign_in(maya)
    client.post(replies_to(question), said("As credit"))
    response = client.post(replies_to(question), said("To the card"))
    assert response.status_code == 422
    form = page(response).form(replies_to(question))
    assert form["text"].strip() == "To the card"
    client.post(replies_to(question), form)
    assert texts(client.get(question.get_absolute_url()))[1:] == ["As credit", "To the card"]


@pytest.mark.parametrize(("text", "reason"), [("", "Write something first."), ("x" * 5001, "longer than 5,000")])
def test_a_reply_that_does_not_fit_comes_back_with_its_thread_and_its_text(maya, tom, question, text, reason):
    first = UpdateFactory(author=tom, root=question, text="As credit")
    response = sign_in(maya).post(replies_to(first), said(text))
    assert response.status_code == 422
    assert texts(response) == ["Refund to the card?", "As credit"]
    composer = page(response).first("trellis-composer")
    assert reason in composer.text
    assert "To Tom Berger" in composer.text  # still an answer to him
    assert composer.first("textarea").raw.strip() == text


def test_the_link_under_a_reply_opens_the_composer_for_it(maya, tom, question):
    first = UpdateFactory(author=tom, root=question)
    UpdateFactory(root=question)
    response = sign_in(maya).get(question.get_absolute_url(), {"to": first.pk})
    assert "To Tom Berger" in page(response).first("trellis-composer").text
    assert page(response).form(replies_to(first))


@pytest.mark.parametrize("to", ["0", "x", "9" * 30, "-1", ""])
def test_a_link_to_answer_nothing_opens_the_composer_for_the_thread(maya, question, to):
    response = sign_in(maya).get(question.get_absolute_url(), {"to": to, "reply": to})
    assert response.status_code == 200
    assert page(response).form(replies_to(question))


def test_a_link_cannot_make_the_composer_answer_into_another_thread(maya, question):
    elsewhere = UpdateFactory(root=UpdateFactory(), author=PersonFactory(name="Somebody Else"))
    response = sign_in(maya).get(question.get_absolute_url(), {"to": elsewhere.pk})
    assert page(response).form(replies_to(question))
    assert "Somebody Else" not in page(response).first("main").text


def test_the_address_of_a_reply_leads_into_its_thread(maya, question):
    reply = UpdateFactory(root=question, text="As credit")
    client = sign_in(maya)
    response = client.get(reverse("microblog:thread", args=[reply.pk]))
    assert response["Location"] == reply.get_absolute_url()
    assert texts(again(client, response)) == ["Refund to the card?", "As credit"]


def test_a_long_thread_is_read_in_pages_and_a_link_leads_to_the_right_one(maya, question):
    made = [UpdateFactory(root=question, author=maya, text=f"Reply {number}") for number in range(130)]
    client, address = sign_in(maya), question.get_absolute_url()
    first = client.get(address)
    later = client.get(page(first).first("a", rel="next").attrs["href"])
    assert texts(first)[1:] + texts(later)[1:] == [f"Reply {number}" for number in range(130)]
    linked = client.get(made[120].get_absolute_url().split("#")[0])
    assert "Reply 120" in texts(linked)
    assert "Reply 0" not in texts(linked)
    assert "Show from the beginning" in page(linked).first("main").text
    assert "Reply 3" in texts(client.get(made[3].get_absolute_url().split("#")[0]))


def test_a_reply_is_read_by_those_who_read_the_thread(maya, stranger, closed_team):
    root = UpdateFactory(team=closed_team)
    assert sign_in(stranger).post(replies_to(root), said("Me too")).status_code == 404
    assert sign_in(maya).post(replies_to(root), said("Noted")).status_code == 302
    assert [update.text for update in Update.objects.filter(root=root)] == ["Noted"]
    assert texts(sign_in(stranger).get(reverse("person", args=["maya"]), {"show": "replies"})) == []


def test_a_retracted_thread_takes_replies_as_long_as_somebody_had_replied(maya, ines):
    empty = UpdateFactory(author=ines, retracted=True)
    lively = UpdateFactory(author=ines, retracted=True)
    UpdateFactory(root=lively, text="As credit")
    client = sign_in(maya)
    assert client.post(replies_to(empty), said("Hello?")).status_code == 403
    assert client.post(replies_to(lively), said("Hello?")).status_code == 302
    assert page(client.get(empty.get_absolute_url())).all("trellis-composer") == []
    assert page(client.get(lively.get_absolute_url())).all("trellis-composer")
