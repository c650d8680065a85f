"""What blogs and the wiki tell people."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from intranet.jobs.models import Run
from intranet.notifications.models import Notice
from microblog.blogs import tasks
from microblog.blogs.actions import posts, questions, subscriptions
from microblog.blogs.models import Subscription
from microblog.models import Update
from tests.factories import (
    ArticleFactory,
    BlogFactory,
    MuteFactory,
    PersonFactory,
    PostFactory,
    SectionFactory,
    TeamFactory,
)
from tests.support import page, sign_in
from tests.support.blogs import update_of
from tests.support.notices import groups, lines, unread
from tests.support.saying import reply
from tests.support.similar import solved_by
from tests.support.wiki import at, edit
from wiki import documents
from wiki.actions import watches
from wiki.models import Objection

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("company")]


@pytest.fixture
def priya(db):
    """Clara's assistant."""
    return PersonFactory(username="priya", name="Priya Raman")


@pytest.fixture
def blog(clara, priya):
    return BlogFactory(title="From the top floor", person=clara, writers=(priya,))


@pytest.fixture
def moving(blog):
    PostFactory(blog=blog, title="Noise")
    return PostFactory(blog=blog, title="We are moving")


def of(name: str, post) -> str:
    return reverse(f"blogs:{name}", args=[post.pk])


def run_tasks() -> int:
    """What a worker would do now, and what follows from that; how many told somebody."""
    told, done = 0, set()
    while waiting := [run for run in Run.objects.filter(status="READY") if run.pk not in done]:
        for run in waiting:
            done.add(run.pk)
            if run.task_path == tasks.tell_subscribers.module_path:
                told += bool(tasks.tell_subscribers.func(*run.args_kwargs["args"]))
    return told


# --- Posts -----------------------------------------------------------------------------------------
def test_who_subscribed_is_told_of_a_new_post_and_of_no_change_of_it(blog, clara, maya, tom, ines):
    for person in (maya, tom):
        subscriptions.subscribe(by=person, blog=blog)
    subscriptions.subscribe(by=ines, blog=BlogFactory())  # noise
    post = PostFactory(blog=blog, title="We are moving")
    assert lines(maya) == []  # it is a worker's work
    run_tasks()
    assert lines(maya) == lines(tom) == ["Unread: Clara Duarte published We are moving"]
    assert lines(ines) == lines(clara) == []
    sign_in(maya).post("/notices/reading/", {"until": Notice.objects.latest("pk").pk})
    post.refresh_from_db()
    posts.withdraw(by=clara, post=post)
    posts.publish(by=clara, post=post, base=post.head)
    tasks.tell_subscribers.func(post.pk)  # and if a worker does it twice
    assert (lines(maya), unread(maya)) == (["Clara Duarte published We are moving"], 0)


def test_thousands_who_subscribed_are_told_in_parts(blog, monkeypatch):
    monkeypatch.setattr(tasks, "AT_ONCE", 4)
    people = [PersonFactory() for _ in range(10)]
    Subscription.objects.bulk_create(Subscription(blog=blog, person=person) for person in people)
    PostFactory(blog=blog)
    assert run_tasks() == 3
    assert set(Notice.objects.values_list("to", flat=True)) == {person.pk for person in people}
    assert Notice.objects.count() == 10


def test_what_is_withdrawn_before_the_worker_comes_is_told_to_nobody(blog, clara, maya):
    subscriptions.subscribe(by=maya, blog=blog)
    post = PostFactory(blog=blog)
    posts.withdraw(by=clara, post=post)
    run_tasks()
    assert not Notice.objects.exists()


def test_who_answers_for_a_blog_is_told_that_a_post_waits_until_it_is_decided(blog, clara, priya, maya):
    post = PostFactory(blog=blog, waits=True, author=priya, title="We are moving")
    assert sign_in(priya).post(of("review", post)).status_code == 302
    [line] = groups(clara)
    assert line.first("div").first("p").text == "Unread: Priya Raman asked you to read We are moving"
    assert sign_in(clara).get(line.first("div").first("a").attrs["href"]).status_code == 200
    assert sign_in(priya).post(of("review", post), {"_method": "delete"}).status_code == 302
    assert lines(clara) == []
    sign_in(priya).post(of("review", post))
    post.refresh_from_db()
    sign_in(clara).post(of("refusal", post), {"why": "Too long", "base": post.as_read})
    assert lines(clara) == lines(maya) == []
    assert lines(priya) == ["Unread: Clara Duarte sent back We are moving"]
    sign_in(priya).post(of("review", post))
    post.refresh_from_db()
    sign_in(clara).post(of("approval", post), {"base": post.as_read})
    post.refresh_from_db()
    assert post.live
    assert lines(clara) == []
    assert lines(priya)[0] == "Unread: Clara Duarte approved We are moving"


def test_where_a_team_reads_first_its_leads_are_told_but_not_who_wrote(maya, tom, ines, olu):
    team = TeamFactory(lead=maya, members=[tom, ines])
    blog = BlogFactory(team=team, is_reviewed=True)
    MuteFactory(by=maya, whom=tom)  # she has to answer all the same
    post = PostFactory(blog=blog, waits=True, author=tom, title="Back on the shelf")
    sign_in(tom).post(of("review", post))
    assert lines(maya) == ["Unread: Tom Berger asked you to read Back on the shelf"]
    assert lines(ines) == lines(olu) == lines(tom) == []


def test_where_nobody_else_leads_moderators_are_told(maya, ines, olu):
    blog = BlogFactory(team=TeamFactory(lead=maya), is_reviewed=True)
    post = PostFactory(blog=blog, waits=True, author=maya, title="Back on the shelf")
    sign_in(maya).post(of("review", post))
    assert lines(olu) == ["Unread: Maya Okafor asked you to read Back on the shelf"]
    assert lines(ines) == lines(maya) == []


def test_who_may_no_longer_read_what_waits_is_told_nothing_of_it(maya, tom, ines, closed_team, noor, a_moment_later):
    blog = BlogFactory(team=closed_team, is_reviewed=True)
    post = PostFactory(blog=blog, waits=True, author=maya, title="The bands")
    sign_in(maya).post(of("review", post))
    assert lines(noor) == ["Unread: Maya Okafor asked you to read The bands"]
    Notice.objects.create(to=ines, by=maya, kind="blogpost.submitted", about=post.pk)
    assert (lines(ines), unread(ines), unread(noor)) == ([], 0, 1)


def test_the_author_hears_of_comments_and_questions_and_the_asker_of_the_answer(moving, clara, maya, tom):
    reply(maya, update_of(moving), "Where to?")
    question = questions.ask(by=maya, post=moving, text="When do we move?", key="first-key-of-hers")
    questions.ask(by=tom, post=moving, text="Why at all?", key="first-key-of-his")
    assert lines(clara) == [
        "Unread: Tom Berger and Maya Okafor asked something under We are moving",
        "Unread: Maya Okafor replied to We are moving",
    ]
    where_to = Update.objects.get(text="Where to?").pk
    leads_to = groups(clara)[1].first("div").first("a").attrs["href"]
    assert leads_to == f"{moving.get_absolute_url()}?reply={where_to}#update-{where_to}"
    questions.answer(by=clara, question=question, text="In spring.")
    question.refresh_from_db()
    questions.change_answer(by=clara, question=question, text="In summer.", changes=1)
    assert lines(maya) == ["Unread: Clara Duarte answered When do we move?"]
    assert groups(maya)[0].first("div").first("a").attrs["href"].endswith(f"#questions-{question.pk}")
    assert lines(tom) == []


def test_a_question_that_is_taken_back_is_told_no_more(moving, clara, maya, olu):
    question = questions.ask(by=maya, post=moving, text="When?", key="first-key-of-hers")
    other = questions.ask(by=maya, post=moving, text="Why?", key="other-key-of-hers")
    questions.take_back(by=maya, question=question)
    assert lines(clara) == ["Unread: Maya Okafor asked something under We are moving"]
    questions.answer(by=clara, question=other, text="Because.")
    questions.take_back(by=olu, question=other)
    assert lines(clara) == lines(maya) == []


# --- Pages -----------------------------------------------------------------------------------------
def test_who_watches_a_page_is_told_who_changed_it(maya, tom, ines):
    article = ArticleFactory(title="Refunds", owner=tom)
    assert sign_in(maya).post(at("watch", article)).status_code == 302
    watches.watch(by=tom, page=article)
    watches.watch(by=ines, page=ArticleFactory())  # noise
    edit(sign_in(tom), article, body="<p>New.</p>")
    edit(sign_in(tom), article, body="<p>Newer.</p>")
    assert lines(maya) == ["Unread: Tom Berger changed Refunds"]
    assert groups(maya)[0].first("div").first("a").attrs["href"] == article.get_absolute_url()
    assert lines(ines) == lines(tom) == []
    sign_in(maya).post(at("watch", article), {"_method": "delete"})
    edit(sign_in(ines), article, body="<p>Newest.</p>")
    assert lines(maya) == ["Unread: Tom Berger changed Refunds"]


def test_a_section_is_watched_like_an_article(maya, tom):
    section = SectionFactory(title="Billing", owner=tom)
    watches.watch(by=maya, page=section)
    edit(sign_in(tom), section, summary="All about money.")
    assert lines(maya) == ["Unread: Tom Berger changed Billing"]


def test_the_owner_hears_that_something_is_wrong_and_who_said_so_that_it_was_seen_to(maya, tom, ines, olu):
    article = ArticleFactory(title="Refunds", owner=tom)
    for person in (maya, ines):
        sign_in(person).post(at("objections", article), {"line": f"{person.username} says: 14 days, not 30."})
    assert lines(tom) == ["Unread: Ines Lindqvist and Maya Okafor said that something is wrong in Refunds"]
    hers = Objection.objects.get(by=maya)
    for _ in range(2):
        sign_in(tom).post(reverse("wiki:settlement", args=[hers.pk]))
    assert lines(maya) == ["Unread: Tom Berger saw to what you said of Refunds"]
    assert lines(tom) == ["Unread: Ines Lindqvist said that something is wrong in Refunds"]
    assert lines(ines) == lines(olu) == []


def test_of_what_a_team_owns_its_leads_are_told(maya, tom, ines, team):
    article = ArticleFactory(title="Deploys", owner_team=team)
    sign_in(ines).post(at("objections", article), {"line": "The command is another one now."})
    assert lines(tom) == ["Unread: Ines Lindqvist said that something is wrong in Deploys"]
    assert lines(maya) == []
    assert "something is wrong" in page(sign_in(tom).get("/notices/wishes/")).text.lower()


def test_of_what_a_team_without_leads_owns_all_who_are_in_it_hear_whatever_it_is(maya, tom, ines, stranger):
    nobody_leads = TeamFactory(members=[maya, tom, PersonFactory(former=True)], lead=None)
    noise, article = ArticleFactory(title="Noise"), ArticleFactory(title="Deploys", owner_team=nobody_leads)
    sign_in(ines).post(at("objections", article), {"line": "The command is another one now."})
    sign_in(ines).post(solved_by(article))
    for person in (maya, tom):
        assert len(lines(person)) == 2
    assert documents.owners([article.pk, noise.pk]) == {article.pk: [maya.pk, tom.pk], noise.pk: []}
    assert lines(stranger) == []


def test_who_was_moved_out_of_the_team_that_owns_it_is_told_nothing(maya, noor, closed_team):
    article = ArticleFactory(title="Bands", owner_team=closed_team, team=closed_team)
    sign_in(maya).post(at("objections", article), {"line": "Band 4 is wrong."})
    assert lines(noor) == ["Unread: Maya Okafor said that something is wrong in Bands"]
    Notice.objects.update(at=timezone.now() - timedelta(days=1))
    sign_in(noor).post(f"/teams/{closed_team.pk}/members/maya/", {"lead": "yes"})
    sign_in(maya).post(f"/teams/{closed_team.pk}/members/noor/", {"_method": "delete"})
    assert (lines(noor), unread(noor)) == ([], 0)
