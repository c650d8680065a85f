"""A page of the blogs asks the database as often for many blogs, posts and questions as for few."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from intranet.live import log
from intranet.people.models import Company
from intranet.writing.actions import texts
from microblog.actions import updates
from microblog.blogs.actions import blogs, feed_keys, posts, questions, reach, subscriptions
from microblog.blogs.models import ReachDay, ReachDepartment
from tests.factories import (
    BlogFactory,
    DocumentFactory,
    ImageFactory,
    MembershipFactory,
    PersonFactory,
    PostFactory,
    TeamFactory,
)
from tests.support import sign_in

pytestmark = pytest.mark.django_db

MOST = 32  # of a page that is drawn anew, with all that stands in it and beside it
READ_AT_MOST = 8  # of one that was read before
WORKED_ON_AT_MOST = 11  # where the reader has posts that are not out, and notices to read


class Press:
    """Blogs that grow around one of the reader's team: other blogs, posts, what waits, questions and comments."""

    def __init__(self, reader):
        self.reader, self.size = reader, 0
        self.team = TeamFactory(lead=reader)
        self.blog = BlogFactory(title="This one", team=self.team)
        self.post = PostFactory(blog=self.blog, author=reader, title="This post", tags=["shared"])
        self.waiting = PostFactory(blog=self.blog, author=reader, waits=True)
        key = feed_keys.renew(by=reader)
        feed_keys.was_used(by=reader, key=key)  # the first of a day notes the day
        self.token = key.token
        self.grow_to(3)
        self.question = self.post.questions.earliest("pk")

    def grow_to(self, size: int) -> None:
        for number in range(self.size, size):
            person = PersonFactory(department=f"Department {number}")
            MembershipFactory(team=self.team, person=person)
            self._blogs(person, number)
            of_team = PostFactory(blog=self.blog, author=person, summary="In short", tags=[f"tag{number}", "shared"])
            picture = ImageFactory(uploaded_by_user=person)
            blogs.put_cover(by=person, page=of_team, picture=picture)
            asked = PostFactory(blog=self.blog, author=person, waits=True, title=f"Waits {number}")
            posts.submit(by=person, post=asked)
            self._ask(person, number)
            self._write(person, number)
            reach.opened(by=PersonFactory(department=f"Department {number}"), post=self.post.pk)
            ReachDay.objects.create(post=self.post, day=timezone.localdate() - timedelta(days=number + 1), count=7)
            ReachDepartment.objects.create(post=self.post, department=f"Department {number}", count=7, before=7, told=7)
        self.size = size

    def _blogs(self, person, number: int) -> None:
        """One that everybody reads, one of a closed team, and one that the reader does not see."""
        for owner in (
            {"person": person},
            {"team": TeamFactory(closed=True, members=[self.reader, person])},
            {"team": TeamFactory(closed=True, members=[person])},
        ):
            blog = BlogFactory(**owner, title=f"Blog {number}")
            post = PostFactory(blog=blog, author=person, title=f"There {number}", tags=["shared"])
            if owner.get("person"):
                subscriptions.subscribe(by=self.reader, blog=blog)
            elif owner["team"].has(self.reader):
                PostFactory(blog=blog, author=person, waits=True, title=f"There waits {number}")
            blogs.put_cover(by=person, page=post, picture=ImageFactory(uploaded_by_user=person))

    def _ask(self, person, number: int) -> None:
        waiting, answered = (
            questions.ask(by=person, post=self.post, text=f"Why {number}?", key=f"key-{person.pk}-{place}")
            for place in range(2)
        )
        questions.vote(by=self.reader, question=waiting)
        questions.answer(by=self.reader, question=answered, text=f"So {number}")
        announcement = self.post.announcement.update
        comment = updates.reply(by=person, to=announcement, text=f"Well {number}", key=f"said-{person.pk}")
        updates.reply(by=self.reader, to=comment, text=f"Indeed {number}", key=f"again-{person.pk}")

    def _write(self, person, number: int) -> None:
        """Another revision, by another person, that speaks of one more post, person, picture and file."""
        there = PostFactory(blog=self.blog, author=person, title=f"Spoken of {number}")
        picture, file = ImageFactory(uploaded_by_user=person), DocumentFactory(uploaded_by_user=person)
        more = (
            f'<h2>Part {number}</h2><p><a data-page="{there.pk}">a</a> <a data-person="{person.pk}">b</a> '
            f'<a data-file="{file.pk}">c</a></p><figure data-picture="{picture.pk}"><img alt=""></figure>'
        )
        for name in ("post", "waiting", "blog"):
            now = type(getattr(self, name)).objects.get(pk=getattr(self, name).pk)
            texts.save(by=person, page=now, base=now.head, changes={"body": now.body + more})


PAGES = {
    "home": lambda press: reverse("blogs:home"),
    "blog": lambda press: press.blog.get_absolute_url(),
    "posts with a tag": lambda press: press.blog.get_absolute_url() + "?tag=shared",
    "post": lambda press: press.post.get_absolute_url(),
    "post that waits": lambda press: press.waiting.get_absolute_url(),
    "questions": lambda press: reverse("blogs:questions", args=[press.post.pk]),
    "answers": lambda press: reverse("blogs:answer", args=[press.question.pk]),
    "reach": lambda press: reverse("blogs:reach", args=[press.post.pk]),
    "history": lambda press: reverse("writing:history", args=[press.post.pk]),
    "edit": lambda press: reverse("writing:edit", args=[press.post.pk]),
    "new": lambda press: reverse("writing:new", args=[press.blog.pk, "blogpost"]),
    "feeds": lambda press: reverse("feeds:home"),
    "feed of a blog": lambda press: reverse("feeds:blog", args=[press.token, press.blog.pk]),
    "feed of a team": lambda press: reverse("feeds:team", args=[press.token, press.team.pk]),
    "feed of a tag": lambda press: reverse("feeds:tag", args=[press.token, "shared"]),
}


@pytest.fixture
def press(company, maya) -> Press:
    return Press(maya)


def test_a_page_of_the_blogs_asks_as_often_for_many_rows_as_for_few(press, flat):
    sizes: dict[str, list[int]] = {}
    client = sign_in(press.reader)

    def reading(name, address):
        def read():
            response = client.get(address)
            assert response.status_code == 200, name
            sizes.setdefault(name, []).append(len(response.content))

        return read

    asked = flat(lambda: press.grow_to(9), {name: reading(name, at(press)) for name, at in PAGES.items()})
    assert {name for name, (few, many) in sizes.items() if many <= few} == set()  # noise: there was more to show
    assert max(asked.values()) <= MOST, asked


def test_a_page_of_the_blogs_read_before_asks_no_more_than_its_budget(press, django_assert_max_num_queries):
    of_blog = press.blog.get_absolute_url()
    addresses = [
        press.post.get_absolute_url(),
        of_blog,
        f"{of_blog}?month={press.post.first_published_at:%Y-%m}",
        reverse("blogs:home"),
    ]
    for person, most in [(PersonFactory(), READ_AT_MOST), (press.reader, WORKED_ON_AT_MOST)]:
        client = sign_in(person)
        for address in addresses:
            first = client.get(address)
            Company.current(), log.mark()  # what a process reads once a second or two, whatever it shows
            with django_assert_max_num_queries(most):
                again = client.get(address)
            assert first.status_code == again.status_code == 200
            assert len(again.content) > 10_000  # noise: all of it is there
