"""Made-up blogs: 1,000 posts with 20,000 comments, one of them much talked about, and questions under every tenth.

The blogs come to be through their action. Posts and comments are written in bulk, because their actions would take
minutes: the rows are those that the actions leave, but for trail, search, mails and messages. Needs Django.
"""

import random
import time
from collections.abc import Callable, Iterable, Sequence
from datetime import timedelta
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.db.models import Model
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Page, Revision

from intranet.kit import markup
from intranet.people.models import Team, User
from intranet.writing.actions import texts
from intranet.writing.models import Change, LongText
from microblog.blogs.actions.reach import key_of
from microblog.blogs.cards import card_of
from microblog.blogs.models import (
    Announcement,
    Blog,
    BlogPost,
    BlogsHome,
    Credit,
    Part,
    PostQuestion,
    PostTag,
    QuestionVote,
    ReachDay,
    ReachDepartment,
    ReachKey,
    Subscription,
)
from microblog.models import Reaction, Tag, Update, UpdateAudience
from microblog.signs import SIGNS
from tests.bench.handbook import body
from tests.bench.history import TAGS, sentence

POSTS, BATCH = 1_000, 200
COMMENTS, MOST_COMMENTS = 20_000, 600  # in all, and under the first post
BLOGS_OF_PEOPLE = 6
SAID = 500  # different comments
QUESTIONS = 6  # under every tenth post


def write(say: Callable[[str], None]) -> dict[str, str]:
    """Write all of it, saying how far it is; the addresses of the pages that are measured, by name."""
    began = time.perf_counter()
    press = Press(list(User.objects.here().order_by("pk")))
    for start in range(0, POSTS, BATCH):
        press.publish(range(start, start + BATCH))
        say(f"{len(press.posts):,} posts after {time.perf_counter() - began:.0f} s")
    usual = press.posts[POSTS // 2]
    blog = usual.of_blog.get_absolute_url()
    return {
        "post": usual.get_absolute_url(),
        "post-long": press.posts[0].get_absolute_url(),
        "blog": blog,
        "blogs": reverse("blogs:home"),
        "archive": f"{blog}?month={usual.first_published_at:%Y-%m}",
    }


class Press:
    """Blogs to which posts are added, and what is said and asked under these."""

    def __init__(self, people: Sequence[User]) -> None:
        self.people, self.dice = people, random.Random(2028)
        self.posts: list[Any] = []
        self.kind = ContentType.objects.get_for_model(BlogPost)
        Tag.objects.bulk_create([Tag(name=name) for name in TAGS], ignore_conflicts=True)
        self.tags = list(Tag.objects.filter(name__in=TAGS))
        words = [f"{sentence(self.dice)}. **{sentence(self.dice)}**" for _ in range(SAID)]
        self.said = list(zip(words, markup.render_updates(words), strict=True))
        self.blogs = [self._blog(number, owner) for number, owner in enumerate(self._owners())]
        readers = ((blog, person) for blog in self.blogs for person in people[::2])
        Subscription.objects.bulk_create(Subscription(blog=blog, person=person) for blog, person in readers)

    def _owners(self) -> list[dict[str, Any]]:
        """The open teams, and some people, that have no blog."""
        teams = Team.objects.open().filter(blog=None).order_by("pk")
        alone = User.objects.here().filter(blog=None).order_by("pk")[:BLOGS_OF_PEOPLE]
        return [*({"team": team, "audience": team} for team in teams), *({"person": person} for person in alone)]

    def _blog(self, number: int, owner: dict[str, Any]) -> Any:
        page = Blog(title=f"Notes {number}", purpose="What we learn, as it comes.", hue=number, **owner)
        return texts.begin(by=owner.get("person") or self.people[0], page=page, parent=BlogsHome.the_one())

    @transaction.atomic
    def publish(self, numbers: range) -> None:
        posts = [self._post(number) for number in numbers]
        self._store(posts)
        many = (COMMENTS - MOST_COMMENTS) // (POSTS - 1)
        self._talk({post: many if number else MOST_COMMENTS for number, post in zip(numbers, posts, strict=True)})
        self._ask(posts[::10])
        self._read(posts)
        self.posts += posts

    def _post(self, number: int) -> Any:
        """One that is out, not stored yet; the last came out yesterday, the first two years before."""
        blog, dice = self.blogs[number % len(self.blogs)], self.dice
        at = timezone.now() - timedelta(days=1) - timedelta(days=730) / POSTS * (POSTS - number)
        by = blog.person or dice.choice(self.people)
        post: Any = BlogPost(
            title=f"{sentence(dice).capitalize()} {number}", summary=sentence(dice), slug=f"post-{number}", minutes=2,
            body=body(self.posts, dice), of_blog=blog, audience_id=blog.audience_id, owner=by, changed_by=by,
            changed_at=at, version=2, live=True, first_published_at=at, last_published_at=at,
            latest_revision_created_at=at, content_type=self.kind, locale_id=blog.locale_id,
        )  # fmt: skip
        post.draft_title, post.url_path = post.title, f"{blog.url_path}{post.slug}/"
        blog.numchild += 1
        post.depth, post.path = blog.depth + 1, Blog._get_path(blog.path, blog.depth + 1, blog.numchild)
        return post

    def _store(self, posts: list[Any]) -> None:
        """The pages, each with its first revision, who wrote it, and its tags."""
        pages = Page.objects.bulk_create(Page(**_values(Page, post)) for post in posts)
        for post, page in zip(posts, pages, strict=True):
            post.pk = post.id = post.page_ptr_id = page.pk
        for post, revision in zip(posts, Revision.objects.bulk_create(map(self._revision, posts)), strict=True):
            post.latest_revision = post.live_revision = revision
            post.head = post.first_revision = revision.pk
            Page.objects.filter(pk=post.pk).update(latest_revision=revision, live_revision=revision)
            LongText(page_ptr_id=post.pk, **_values(LongText, post)).save_base(raw=True, force_insert=True)
            post.save_base(raw=True, force_insert=True)
        for blog in self.blogs:
            Page.objects.filter(pk=blog.pk).update(numchild=blog.numchild)
        Change.objects.bulk_create(
            Change(page_id=post.pk, revision_id=post.head, by=post.owner, at=post.changed_at) for post in posts
        )
        Credit.objects.bulk_create(Credit(post=post, person=post.owner, part=Part.WROTE) for post in posts)
        PostTag.objects.bulk_create(
            PostTag(post=post, tag=tag) for post in posts for tag in self.dice.sample(self.tags, 2)
        )

    def _revision(self, post: Any) -> Revision:
        return Revision(
            content_type=self.kind, base_content_type=ContentType.objects.get_for_model(Page), object_id=str(post.pk),
            created_at=post.changed_at, user=post.owner, object_str=post.title, content=post.serializable_data(),
        )  # fmt: skip

    def _talk(self, comments: dict[Any, int]) -> None:
        """What tells the feed of each post, with reactions, and so many comments under it."""
        told = Update.objects.bulk_create(
            Update(author=post.owner, card=card_of(post), posted_at=post.first_published_at, reply_count=many,
                   version=1 + many, reaction_counts={SIGNS[0].key: 2})
            for post, many in comments.items()
        )  # fmt: skip
        UpdateAudience.objects.bulk_create(
            UpdateAudience(update=update, team_id=post.audience_id) for update, post in zip(told, comments, strict=True)
        )
        Announcement.objects.bulk_create(
            Announcement(post=post, update=update) for update, post in zip(told, comments, strict=True)
        )
        Reaction.objects.bulk_create(
            Reaction(update=update, person=person, sign=SIGNS[0].number)
            for update in told
            for person in self.people[:2]
        )
        Update.objects.bulk_create(
            self._comment(update, minute)
            for update, many in zip(told, comments.values(), strict=True)
            for minute in range(many)
        )

    def _comment(self, root: Update, minute: int) -> Update:
        text, html = self.dice.choice(self.said)
        at, by = root.posted_at + timedelta(minutes=minute), self.dice.choice(self.people)
        return Update(author=by, root=root, parent=root, text=text, html=html, posted_at=at)

    def _ask(self, posts: list[Any]) -> None:
        """Under each, some questions with votes, the first two of them answered."""
        asked = PostQuestion.objects.bulk_create(
            self._question(post, place) for post in posts for place in range(QUESTIONS)
        )
        QuestionVote.objects.bulk_create(
            QuestionVote(question=question, person=person)
            for question in asked
            for person in self.people[: question.vote_count]
        )

    def _question(self, post: Any, place: int) -> PostQuestion:
        (text, html), (answer, answer_html) = self.dice.choice(self.said), self.dice.choice(self.said)
        at, votes = post.first_published_at + timedelta(hours=place), len(self.people) - place
        question = PostQuestion(
            post=post, by=self.people[place], text=text, html=html, asked_at=at, key=f"bench-{post.pk}-{place}",
            vote_count=votes, version=votes,
        )  # fmt: skip
        if place < 2:
            question.answer, question.answer_html, question.answer_changes = answer, answer_html, 1
            question.answered_by, question.answered_at = post.owner, at + timedelta(hours=1)
        return question

    def _read(self, posts: Iterable[Any]) -> None:
        """Half of the people have opened each post, on the day on which it came out."""
        readers = self.people[1::2]
        ReachKey.objects.bulk_create(
            ReachKey(pk=key_of(person.pk, post.pk), post=post) for post in posts for person in readers
        )
        ReachDay.objects.bulk_create(
            ReachDay(post=post, day=post.first_published_at.date(), count=len(readers)) for post in posts
        )
        ReachDepartment.objects.bulk_create(
            ReachDepartment(post=post, department="Readers", count=len(readers)) for post in posts
        )


def _values(model: type[Model], post: Any) -> dict[str, Any]:
    """What of the post stands in the table of `model`, one of those that it is made of."""
    own = [field for field in model._meta.local_concrete_fields if not field.primary_key]
    return {field.attname: getattr(post, field.attname) for field in own}
