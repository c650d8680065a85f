"""Who wrote a post answers what is asked under it: one question after the other, from one screen."""

import pytest
from django.urls import reverse

from intranet.people.models import Membership
from microblog.blogs.actions import questions as actions
from microblog.blogs.models import PostQuestion
from tests.factories import BlogFactory, PersonFactory, PostFactory
from tests.support import again, page, sign_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def priya(db):
    """Clara's assistant."""
    return PersonFactory(username="priya", name="Priya Raman")


@pytest.fixture
def post(company, clara, priya):
    return PostFactory(blog=BlogFactory(person=clara, writers=(priya,)), title="We are moving")


@pytest.fixture
def three(post, maya):
    """Three questions, by how many want to know; and noise: under another post of hers."""
    elsewhere = actions.ask(by=maya, post=PostFactory(blog=post.of_blog), text="Elsewhere?", key="key-elsewhere")
    for _ in range(2):
        actions.vote(by=PersonFactory(), question=elsewhere)
    asked = []
    for number, text in enumerate(("Where to?", "When?", "Why?")):
        question = actions.ask(by=maya, post=post, text=text, key=f"key-number-{number}")
        for _ in range(3 - number):
            actions.vote(by=PersonFactory(), question=question)
        asked.append(question)
    return asked


def answer(client, question, text, changes=0):
    return client.post(reverse("blogs:answer", args=[question.pk]), {"text": text, "changes": changes})


def test_she_answers_one_after_the_other_what_most_want_to_know_first(post, three, clara):
    elsewhere = actions.ask(by=clara, post=PostFactory(), text="Noise", key="another-key")
    client, order = sign_in(clara), []
    shown = client.get(reverse("blogs:answers", args=[post.pk]), follow=True)
    while field := page(shown).all("textarea", name="text"):
        assert "autofocus" in field[0].attrs
        question = PostQuestion.objects.get(pk=page(shown).first("article", "question").attrs["data-question"])
        place = page(shown).first("div", "page-head").first("p").text
        order.append((question.text, place))
        shown = again(client, answer(client, question, f"About “{question.text}”: soon."))
        shown = again(client, shown)
    assert order == [("Where to?", "1 of 3"), ("When?", "1 of 2"), ("Why?", "1 of 1")]
    assert "Every question under this post is answered." in shown.content.decode()
    elsewhere.refresh_from_db()
    assert not elsewhere.is_answered


def test_she_goes_back_and_forth_by_keys_that_are_links(post, three, clara):
    client = sign_in(clara)
    second = page(client.get(reverse("blogs:answer", args=[three[1].pk])))
    keys = {link.attrs["data-key"]: link.attrs["href"] for link in second.all("a") if "data-key" in link.attrs}
    assert (keys["k"], keys["j"]) == tuple(reverse("blogs:answer", args=[each.pk]) for each in (three[0], three[2]))
    assert second.first("div", "page-head").first("p").text == "2 of 3"
    assert answer(client, three[1], "In spring.")["Location"] == keys["j"]
    assert answer(client, three[2], "Because.")["Location"] == reverse("blogs:answers", args=[post.pk])


def test_an_answer_stands_under_its_question_with_who_and_when(post, three, clara, maya):
    answer(sign_in(clara), three[1], "In spring, @maya.")
    shown = page(sign_in(maya).get(post.get_absolute_url()))
    said = shown.first("article", id=f"questions-{three[1].pk}").first("div", "answer")
    assert "Clara Duarte" in said.text
    assert "In spring" in said.text
    assert {"/people/maya/"} <= {link.attrs["href"] for link in said.all("a")}
    assert said.all("time")
    assert len(shown.all("div", "answer")) == 1


def test_what_does_not_fit_comes_back_as_it_was_typed(post, three, clara):
    client = sign_in(clara)
    assert "Write your answer first." in answer(client, three[0], "  ").content.decode()
    long = "y" * 3_001
    sent = answer(client, three[0], long)
    assert sent.status_code == 422
    assert page(sent).first("textarea", name="text").text == long
    assert not PostQuestion.objects.exclude(answered_at=None).exists()
    assert answer(client, three[0], "y" * 3_000).status_code == 302


def test_who_was_slower_sees_both_answers_and_keeps_theirs(post, three, clara):
    actions.answer(by=clara, question=three[0], text="To the river.")
    sent = answer(sign_in(clara), three[0], "To the hills.")
    assert sent.status_code == 409
    assert "To the river." in sent.content.decode()
    assert page(sent).first("textarea", name="text").text == "To the hills."
    changes = page(sent).first("input", name="changes").attrs["value"]
    assert answer(sign_in(clara), three[0], "To the hills.", changes).status_code == 302
    three[0].refresh_from_db()
    assert (three[0].answer, three[0].answer_changes) == ("To the hills.", 2)


def test_an_answer_is_changed_and_readers_are_told_that_it_was(post, three, clara, maya):
    client = sign_in(clara)
    answer(client, three[0], "To the river.")
    began = PostQuestion.objects.get(pk=three[0].pk).answered_at
    shown = page(client.get(reverse("blogs:answer", args=[three[0].pk])))
    assert shown.first("textarea", name="text").text == "To the river."
    answer(client, three[0], "To the hills.", shown.first("input", name="changes").attrs["value"])
    three[0].refresh_from_db()
    assert three[0].answered_at == began
    read = page(sign_in(maya).get(post.get_absolute_url())).first("div", "answer").text
    assert "To the hills." in read
    assert read.split("To the hills.")[0].strip().endswith("changed since")  # it is she who says so


def test_readers_are_told_who_put_other_words_into_an_answer(company, team, maya, tom, priya):
    post = PostFactory(blog=BlogFactory(team=team), author=maya)
    asked = [actions.ask(by=priya, post=post, text=text, key=f"key-{text}") for text in ("Where to?", "When?")]
    for question in asked:
        answer(sign_in(maya), question, "To the river.")
        answer(sign_in(maya if question == asked[1] else tom), question, "To the hills.", 1)
    shown = page(sign_in(priya).get(post.get_absolute_url()))
    changed, noise = (shown.first("article", id=f"questions-{each.pk}").first("div", "answer").text for each in asked)
    assert changed.startswith("MO Maya Okafor answered")
    assert "changed since by Tom Berger" in changed
    assert "Tom Berger" not in noise


def test_only_who_wrote_or_answers_for_the_blog_answers(company, post, three, priya, maya, olu, team, tom):
    for person in (priya, maya, olu):
        client = sign_in(person)
        assert client.get(reverse("blogs:answers", args=[post.pk])).status_code == 403
        assert answer(client, three[0], "I think so.").status_code == 403
        assert not page(client.get(post.get_absolute_url())).all("a", href=reverse("blogs:answers", args=[post.pk]))
    of_team = PostFactory(blog=BlogFactory(team=team), author=maya)
    question = actions.ask(by=priya, post=of_team, text="How?", key="another-key")
    for person, status in ((maya, 200), (tom, 200), (olu, 200), (priya, 403)):  # wrote it, leads, moderates, asks
        assert sign_in(person).get(reverse("blogs:answer", args=[question.pk])).status_code == status
    assert not PostQuestion.objects.exclude(answered_at=None).exists()


def test_who_left_the_team_no_longer_speaks_for_its_blog_nor_learns_how_far_it_reaches(company, team, maya, tom, priya):
    blog = BlogFactory(team=team, writers=(priya,))
    questions = {
        person: actions.ask(by=tom, post=PostFactory(blog=blog, author=person), text="How?", key=f"key-of-{person.pk}")
        for person in (maya, priya)
    }
    Membership.objects.filter(team=team, person=maya).delete()
    for person, status in ((maya, 403), (priya, 200)):  # noise: she was asked to write here, and still is
        question, client = questions[person], sign_in(person)
        answers = reverse("blogs:answer", args=[question.pk])
        assert client.get(answers).status_code == status
        assert client.get(reverse("blogs:reach", args=[question.post_id])).status_code == status
        read = client.get(question.post.get_absolute_url())
        assert bool(page(read).all("a", href=reverse("blogs:answers", args=[question.post_id]))) == (status == 200)
    assert answer(sign_in(maya), questions[maya], "I think so.").status_code == 403


def test_what_was_taken_back_meanwhile_gives_the_typed_answer_back(post, three, clara, maya):
    actions.take_back(by=maya, question=three[0])
    sent = answer(sign_in(clara), three[0], "To the river.")
    assert sent.status_code == 404
    assert "To the river." in sent.content.decode()


def test_the_screen_asks_the_database_as_often_for_many_questions_as_for_few(post, three, clara, maya, flat):
    client = sign_in(clara)

    def grow() -> None:
        for _ in range(5):
            key = f"more-{PostQuestion.objects.count()}"
            actions.ask(by=PersonFactory(), post=post, text=key, key=key)
            done = actions.ask(by=PersonFactory(), post=post, text=f"{key}!", key=f"{key}!")
            actions.answer(by=clara, question=done, text="Yes.")

    grow()
    flat(grow, {"answer": lambda: client.get(reverse("blogs:answer", args=[three[1].pk]))})


def test_every_answer_can_be_changed_however_many_there_are(post, three, clara, monkeypatch):
    monkeypatch.setattr("microblog.blogs.views.answers.LISTED", 2)
    for question in three:
        actions.answer(by=clara, question=question, text="Soon.")
    client = sign_in(clara)
    address, seen = reverse("blogs:answers", args=[post.pk]), []
    first = page(client.get(address)).first("section", aria_labelledby="answered-title")
    earlier = first.first("div", "pager").first("a").attrs["href"]
    rest = page(client.get(address + earlier)).first("section", aria_labelledby="answered-title")
    seen = [[link.attrs["href"] for link in each.first("ul").all("a")] for each in (first, rest)]
    assert seen == [
        [reverse("blogs:answer", args=[question.pk]) for question in three[:0:-1]],
        [reverse("blogs:answer", args=[three[0].pk])],
    ]
    assert not rest.all("div", "pager")


def test_what_was_answered_is_listed_as_it_is_read_and_not_as_it_was_typed(post, three, clara):
    asked = actions.ask(by=PersonFactory(), post=post, text="Who has *the key* to `gate 4`?", key="key-of-marks")
    said = "**Luís** has it, and [the plan](https://northwind.example/plan) says when.\n\n- Monday & <Friday>"
    actions.answer(by=clara, question=asked, text=said)
    actions.answer(by=clara, question=three[0], text="To the river. " * 20)  # noise, and longer than a line
    shown = page(sign_in(clara).get(reverse("blogs:answer", args=[three[1].pk])))
    long, marked = shown.first("section", aria_labelledby="answered-title").all("li")
    assert marked.first("span").text == "Who has the key to gate 4?"
    assert marked.first("p").text == "Luís has it, and the plan says when. Monday & <Friday>"
    assert long.first("p").text.endswith("To the river.…")
    assert len(long.first("p").text) == 140
