"""Under a post one asks with one's name, others vote, and everybody who reads it sees that at once."""

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from intranet.audit.models import Entry
from intranet.live import declared
from intranet.live.models import Event
from microblog.blogs.actions import posts
from microblog.blogs.actions import questions as actions
from microblog.blogs.documents import KINDS
from microblog.blogs.models import PostQuestion, QuestionRetraction, QuestionVote
from tests.factories import BlogFactory, PersonFactory, PostFactory
from tests.support import again, page, sign_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def post(company, clara):
    return PostFactory(blog=BlogFactory(person=clara, title="From the top floor"), title="We are moving")


@pytest.fixture
def closed_post(company, closed_team):
    return PostFactory(blog=BlogFactory(team=closed_team, title="Pay"), title="Salary bands")


def asked(post, by, text="When do we move?", votes=0) -> PostQuestion:
    """A question, and so many colleagues who voted for it."""
    question = actions.ask(by=by, post=post, text=text, key=f"key-of-{PostQuestion.objects.count()}")
    for _ in range(votes):
        actions.vote(by=PersonFactory(), question=question)
    return question


def ask(client, post, text, key="first-form-key"):
    return client.post(reverse("blogs:questions", args=[post.pk]), {"text": text, "key": key})


def shown(client, post) -> list[str]:
    """The words of the questions, in the order of the page."""
    answer = client.get(reverse("blogs:questions", args=[post.pk]))
    return [each.all("div", "text")[0].text.strip() for each in page(answer).all("article", "question")]


def hearing(people, stream: str) -> set[int]:
    known = {person.pk: person for person in people}
    return declared.may_listen(known, {stream: set(known)}).get(stream, set())


def test_a_question_stands_under_the_post_with_the_name_of_who_asked(post, maya, tom):
    other = PostFactory()  # noise
    answer = ask(sign_in(maya), post, "When do we move, @tom? #office")
    question = PostQuestion.objects.get()
    assert answer["Location"] == f"{post.get_absolute_url()}#questions-{question.pk}"
    read = page(sign_in(tom).get(post.get_absolute_url())).first("article", id=f"questions-{question.pk}")
    assert "Maya Okafor" in read.text
    assert {"/people/tom/", "/tags/office/"} <= {link.attrs["href"] for link in read.all("a")}
    assert shown(sign_in(tom), other) == []


def test_a_form_sent_twice_asks_once_and_other_words_with_its_key_come_back(post, maya, tom):
    client = sign_in(maya)
    ask(sign_in(tom), post, "Why?")  # noise: a form of his with the same key
    for _ in range(2):
        assert ask(client, post, "When?").status_code == 302
    answer = ask(client, post, "Where?")
    assert answer.status_code == 422
    assert page(answer).first("textarea", id="question_text").text == "Where?"
    key = page(answer).first("input", name="key").attrs["value"]
    assert key != "first-form-key"
    assert ask(client, post, "Where?", key).status_code == 302
    assert sorted(PostQuestion.objects.values_list("text", flat=True)) == ["When?", "Where?", "Why?"]


def test_what_is_empty_or_too_long_comes_back_with_its_reason(post, maya):
    client = sign_in(maya)
    assert "Write your question first." in ask(client, post, " ").content.decode()
    answer = ask(client, post, "x" * 501)
    assert answer.status_code == 422
    assert "x" * 501 in answer.content.decode()
    assert "longer than 500 characters" in answer.content.decode()
    assert ask(client, post, "x\r\n" * 166 + "xy").status_code == 302  # 500, as a textarea counts them


def test_what_most_want_to_know_stands_first_and_the_newest_answer_after_all_of_them(post, maya, tom, clara):
    few, many, early = asked(post, maya, "Few"), asked(post, tom, "Many", votes=2), asked(post, tom, "None")
    first, second = asked(post, maya, "First", votes=3), asked(post, maya, "Second")
    actions.vote(by=clara, question=few)
    for question in (first, second):
        actions.answer(by=clara, question=question, text="Yes.")
    assert shown(sign_in(maya), post) == ["Many", "Few", "None", "Second", "First"]
    assert early.vote_count == 0
    assert many.votes.count() == 2


def test_a_vote_counts_once_and_can_be_taken_back(post, maya, tom):
    question, client = asked(post, maya), sign_in(tom)
    other = asked(post, maya, "Noise", votes=1)
    address = reverse("blogs:question_vote", args=[question.pk])
    for method, count in (("post", 1), ("post", 1), ("delete", 0), ("delete", 0), ("toggle", 1), ("toggle", 0)):
        answer = client.post(address, {"_method": method}, headers={"referer": f"http://testserver/blogs/?x={count}"})
        assert answer["Location"].endswith(f"/blogs/?x={count}#questions-{question.pk}")
        question.refresh_from_db()
        assert (question.vote_count, question.votes.count()) == (count, count)
    other.refresh_from_db()
    assert other.vote_count == 1
    with pytest.raises(IntegrityError), transaction.atomic():
        QuestionVote.objects.create(question=other, person=other.votes.get().person)


def test_a_script_that_votes_gets_the_question_as_everybody_sees_it(post, maya, tom):
    question = asked(post, maya)
    address = reverse("blogs:question_vote", args=[question.pk])
    answer = sign_in(tom).post(address, {"_method": "post"}, headers={"x-fragment": "question"})
    drawn = page(answer).first("article", id=f"questions-{question.pk}")
    assert drawn.first("button", "vote").text.split() == ["1"]
    assert drawn.attrs["data-version"] == "1"
    event = Event.objects.filter(stream=f"questions:{post.pk}").latest("pk")
    assert declared.draw([event], [maya.pk])[event.pk].html.strip() == answer.content.decode().strip()


def test_which_votes_are_ones_own_comes_beside_the_questions_once(post, maya, tom):
    mine, others = asked(post, maya, "Mine"), asked(post, maya, "Others", votes=1)
    actions.vote(by=tom, question=mine)
    actions.vote(by=tom, question=asked(PostFactory(), maya, "Noise"))
    address = reverse("blogs:questions", args=[post.pk])
    tomas, mayas = (sign_in(person).get(address) for person in (tom, maya))
    assert f">[{mine.pk}]</script>" in tomas.content.decode()
    assert not page(mayas).all("div", "my-votes")
    assert f"#questions-{mine.pk} > .vote" in tomas.content.decode()  # for those without scripts
    assert f"#questions-{others.pk} > .vote" not in tomas.content.decode()


def test_the_asker_takes_a_question_back_until_it_is_answered(post, maya, tom, clara):
    question, answered, kept = asked(post, maya, "Gone"), asked(post, maya, "Answered"), asked(post, tom, "Kept")
    actions.answer(by=clara, question=answered, text="So it is.")
    client = sign_in(maya)
    for number, status in ((question.pk, 200), (answered.pk, 403), (kept.pk, 403)):
        assert client.get(reverse("blogs:question_retraction", args=[number])).status_code == status
    done = client.post(reverse("blogs:question_retraction", args=[question.pk]))
    assert "Taken back." in again(client, done).content.decode()
    assert shown(client, post) == ["Kept", "Answered"]
    row = QuestionRetraction.objects.get()
    assert (row.question, row.by) == (question, maya)
    assert client.post(reverse("blogs:question_vote", args=[question.pk])).status_code == 404
    with pytest.raises(actions.TooLate):
        actions.take_back(by=maya, question=answered)


def test_a_moderator_takes_away_what_should_not_stand_there_even_with_its_answer(post, maya, olu, clara):
    question = asked(post, maya, "Rude")
    asked(post, maya, "Polite")
    actions.answer(by=clara, question=question, text="Well.")
    assert sign_in(olu).post(reverse("blogs:question_retraction", args=[question.pk])).status_code == 302
    assert shown(sign_in(maya), post) == ["Polite"]
    with pytest.raises(actions.TakenBack):
        actions.vote(by=maya, question=question)


def test_ones_own_question_is_taken_back_and_that_of_somebody_else_removed(post, maya, olu):
    for person, word, said in ((maya, "Take back", "Taken back."), (olu, "Remove", "Removed.")):
        client, question = sign_in(person), asked(post, maya)
        address = reverse("blogs:question_retraction", args=[question.pk])
        link = page(client.get(post.get_absolute_url())).first("a", href=address)
        assert [each.text for each in link.all("span", "only-mine")] == ["Take back"]
        assert [each.text for each in link.all("span", "not-mine")] == ["Remove"]
        assert f'[data-author="{person.pk}"] .not-mine{{display:none}}' in client.get("/").content.decode()
        confirm = page(client.get(address))
        assert f"{word} this question?" in confirm.first("main").text
        assert [button.text for button in confirm.first("main").all("button", data_kind="danger")] == [
            {"Take back": "Take it back"}.get(word, "Remove it")
        ]
        assert said in page(client.post(address, follow=True)).text


def test_whoever_has_the_post_open_is_told_of_each_change_and_what_is_gone_goes(post, maya, tom, clara):
    question = asked(post, maya)
    actions.vote(by=tom, question=question)
    actions.answer(by=clara, question=question, text="In spring.")
    events = list(Event.objects.filter(name="questions.changed"))
    assert {(event.stream, event.ref) for event in events} == {(f"questions:{post.pk}", question.pk)}
    assert len(events) == 3
    assert "In spring." in declared.draw(events[-1:], [tom.pk])[events[-1].pk].html
    foreign = Event.objects.create(stream=f"questions:{PostFactory().pk}", name="questions.changed", ref=question.pk)
    assert not declared.draw([foreign], [tom.pk])
    actions.take_back(by=PersonFactory(moderator=True), question=question)
    last = Event.objects.filter(name="questions.changed").latest("pk")
    assert not declared.draw([last], [tom.pk])


def test_what_is_asked_is_heard_by_whoever_may_read_the_post(post, closed_post, maya, noor, stranger, clara, company):
    people = [maya, noor, stranger, clara]
    assert hearing(people, f"questions:{post.pk}") == {person.pk for person in people}
    assert hearing(people, f"questions:{closed_post.pk}") == {maya.pk, noor.pk, clara.pk}
    assert hearing(people, f"questions:{PostFactory(waits=True).pk}") == set()
    for ref in ("987654", "01", "x", str(post.of_blog_id)):
        assert hearing(people, f"questions:{ref}") == set()


def test_a_stranger_meets_nothing_of_what_is_asked_in_a_closed_team(closed_post, maya, stranger):
    question = asked(closed_post, maya, "Who gets more?")
    client = sign_in(stranger)
    addresses = [
        *(reverse(f"blogs:{name}", args=[closed_post.pk]) for name in ("questions", "answers", "reach")),
        *(reverse(f"blogs:{name}", args=[question.pk]) for name in ("answer", "question_vote", "question_retraction")),
    ]
    for address in addresses:
        for answer in (client.get(address), client.post(address, {"text": "x", "key": "some-form-key", "changes": 0})):
            if answer.status_code != 405:  # there is no such method, whoever asks
                assert (answer.status_code, answer.headers.get("Location")) == (404, None), address
            assert "Who gets more?" not in answer.content.decode()
    assert sign_in(maya).get(addresses[0]).status_code == 200  # noise: a member reads it
    assert not QuestionVote.objects.exists()
    assert PostQuestion.objects.visible_to(stranger).count() == 0
    assert PostQuestion.objects.visible_to(maya).count() == 1


def test_nothing_is_asked_under_what_is_not_out(post, maya, clara):
    question = asked(post, maya)
    posts.withdraw(by=clara, post=post)
    assert ask(sign_in(maya), post, "Anybody there?").status_code == 404
    assert ask(sign_in(maya), PostFactory(blog=post.of_blog), "Anybody here?").status_code == 302  # noise
    assert sign_in(maya).post(reverse("blogs:question_vote", args=[question.pk])).status_code == 404
    event = Event.objects.filter(name="questions.changed", ref=question.pk).latest("pk")
    assert not declared.draw([event], [maya.pk])


def test_a_post_is_found_by_what_was_asked_and_answered_under_it(post, maya, clara):
    question, gone = asked(post, maya, "Are there bicycles?"), asked(post, maya, "Forget this")
    asked(PostFactory(), maya, "And trams?")  # noise
    actions.answer(by=clara, question=question, text="Forty parking places.")
    actions.take_back(by=maya, question=gone)
    (found,) = KINDS["blogpost"].read([post.pk])
    assert "bicycles" in found.text
    assert "Forty parking" in found.text
    assert "Forget" not in found.text
    assert "trams" not in found.text


def test_the_trail_says_who_did_what_and_never_what_was_said(post, maya, clara):
    question = asked(post, maya, "Secret words")
    actions.vote(by=clara, question=question)
    actions.answer(by=clara, question=question, text="More secret words")
    actions.change_answer(by=clara, question=question, text="Other secret words", changes=1)
    actions.take_back(by=clara, question=question)
    entries = Entry.objects.filter(about_kind="blogs.postquestion").order_by("pk")
    assert [(entry.by_name, entry.action.split(".")[1]) for entry in entries] == [
        ("Maya Okafor", "asked"), ("Clara Duarte", "answered"), ("Clara Duarte", "answer_changed"),
        ("Clara Duarte", "taken_back"),
    ]  # fmt: skip
    assert not [entry for entry in Entry.objects.all() if "ecret" in f"{entry.about_name}{entry.details}"]


def test_a_post_asks_the_database_as_often_with_many_questions_as_with_few(post, maya, clara, flat):
    client = sign_in(maya)

    def grow() -> None:
        for number in range(6):
            actions.vote(by=maya, question=asked(post, PersonFactory(), f"Open {number}"))
            actions.answer(by=clara, question=asked(post, PersonFactory(), f"Done {number}"), text="Yes.")

    grow()
    client.get(post.get_absolute_url())  # a reader is counted the first time
    address = reverse("blogs:questions", args=[post.pk])
    flat(grow, {"questions": lambda: client.get(address), "post": lambda: client.get(post.get_absolute_url())})


def test_every_question_is_reached_from_page_to_page_and_back(post, maya, tom, clara, monkeypatch):
    monkeypatch.setattr("microblog.blogs.asking.MANY", 2)
    waiting = [asked(post, tom, f"Why {number}?") for number in range(5)]
    for number in range(3):
        actions.answer(by=clara, question=asked(post, tom, f"Who {number}?"), text="She did.")
    asked(PostFactory(), tom)  # noise
    client, address, seen, steps = sign_in(maya), reverse("blogs:questions", args=[post.pk]), [], []
    while address and len(seen) < 9:
        opened = page(client.get(address))
        seen.append([each.attrs["data-question"] for each in opened.all("article", "question")])
        following = opened.all("a", rel="next")
        steps.append([link.text for link in (*opened.all("a", rel="prev"), *following)])
        address = following[0].attrs["href"] if following else ""
    assert [len(each) for each in seen] == [4, 3, 1]
    assert {int(number) for each in seen for number in each} == set(post.questions.values_list("pk", flat=True))
    assert seen[0][:2] == [str(question.pk) for question in waiting[:2]]
    assert steps == [["4 more questions"], ["Back", "1 more question"], ["Back"]]
    back = opened.first("a", rel="prev").attrs["href"]
    assert [each.attrs["data-question"] for each in page(client.get(back)).all("article", "question")] == seen[1]
    beyond = page(client.get(reverse("blogs:questions", args=[post.pk]), {"start": "999"})).first("main").text
    assert "Nobody has asked yet" not in beyond
