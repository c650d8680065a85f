"""The blogs of the demo company: the chief executive's own, and that of a team."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from intranet.kit import markup
from intranet.people.models import Team, User
from intranet.writing.actions import texts
from intranet.writing.models import LongText
from microblog.models import Update
from search import documents

from .actions import blogs, posts, reach
from .demo_posts import BLOGS, POSTS, REACHED, READERS, WAITING
from .models import Announcement, Blog, BlogPost, BlogsHome


def fill(say: Callable[[str], None]) -> None:
    people = {person.username: person for person in User.objects.all()}
    made = _blogs(people)
    for blog, days, author, title, summary, tags, body in POSTS:
        post = _write(people[author], people[author], made[blog], title, summary, tags, body)
        posts.publish(by=people[author], post=post, base=post.head)
        _age(post, timezone.now() - timedelta(days=days, hours=post.pk % 7))
        if title == REACHED:
            _reach(post, days)
    blog, writer, ahead, title, summary, tags, body = WAITING
    owner: Any = made[blog].person
    post = _write(people[writer], owner, made[blog], title, summary, tags, body)
    at = (timezone.localtime() + timedelta(days=ahead)).replace(hour=8, minute=0, second=0, microsecond=0)
    posts.submit(by=people[writer], post=post, goes_out_at=at)
    say(f"{len(made)} blogs with {len(POSTS)} posts, and one that waits for {owner}")


def _blogs(people: dict[str, User]) -> dict[str, Blog]:
    teams = {team.name: team for team in Team.objects.all()}
    made: dict[str, Blog] = {}
    for title, person, team, by, hue, writers, purpose, body in BLOGS:
        owner = {"team": teams[team], "audience": teams[team]} if team else {"person": people[person]}
        blog = Blog(title=title, hue=hue, purpose=purpose, body=markup.body_from_markdown(body), **owner)
        texts.begin(by=people[by], page=blog, parent=BlogsHome.the_one())
        made[title] = blog = Blog.objects.get(title=title)
        blogs.let_write(by=people[by], blog=blog, people=[people[each] for each in writers.split()])
    return made


def _write(by: User, author: User, blog: Blog, title: str, summary: str, tags: str, body: str) -> BlogPost:
    def credited(writer: User, page: Any) -> None:
        posts.was_written(by=writer, post=page, authors=[author], tags=tags.split())

    page = BlogPost(of_blog=blog, title=title, summary=summary, body=markup.body_from_markdown(body))
    made: Any = texts.begin(by=by, page=page, parent=blog, more=credited)
    return BlogPost.objects.get(pk=made.pk)


@transaction.atomic
def _reach(post: BlogPost, days: int) -> None:
    """Colleagues who are made up opened it, day after day up to yesterday; they are counted as everybody is."""
    groups = {department: reach.group_named(department, people) for department, people, _ in READERS}
    came = [(after, groups[department], many) for department, _, each in READERS for after, many in enumerate(each)]
    for key, (after, group) in enumerate(sorted((after, group) for after, group, many in came for _ in range(many))):
        day = timezone.localdate() - timedelta(days=days - after)
        reach.count_reader(key=reach.key_of(-1 - key, post.pk), post=post, group=group, day=day)


def _age(post: BlogPost, at: datetime) -> None:
    """It went out then, and so did what told of it."""
    BlogPost.objects.filter(pk=post.pk).update(first_published_at=at, last_published_at=at)
    LongText.objects.filter(pk=post.pk).update(changed_at=at, version=F("version") + 1)
    Update.objects.filter(pk__in=Announcement.objects.filter(post=post).values("update")).update(posted_at=at)
    documents.touch(post)
