from typing import Any

import factory
from faker import Faker

from intranet.people.models import Team, User
from intranet.writing.actions import texts
from microblog.blogs.actions import posts
from microblog.blogs.models import Blog, BlogPost, BlogsHome, BlogWriter

from .people import MembershipFactory, PersonFactory

fake = Faker()


class BlogFactory(factory.Factory):
    """A blog of `person`, or of `team`; its `writers` were asked to write there."""

    class Meta:
        model = Blog

    title = factory.Sequence(lambda number: f"Blog {number}")
    purpose = "What we do, once a week."

    @classmethod
    def _create(cls, model_class: Any, *args: Any, writers: tuple[User, ...] = (), **values: Any) -> Blog:
        team: Team | None = values.get("team")
        if not team and "person" not in values:
            values["person"] = PersonFactory()
        values |= {"audience": team}
        by = values.get("person") or PersonFactory()
        blog: Any = texts.begin(by=by, page=Blog(**values), parent=BlogsHome.the_one())
        for person in writers:
            BlogWriter.objects.create(blog=blog, person=person, asked_by=by)
        return blog


class PostFactory(factory.Factory):
    """A post that is out, unless it `waits`, written by `author`."""

    class Meta:
        model = BlogPost

    title = factory.Sequence(lambda number: f"Post {number}")
    body = factory.LazyFunction(lambda: f"<p>{fake.sentence()}</p>")

    @classmethod
    def _create(cls, model_class: Any, *args: Any, **values: Any) -> BlogPost:
        blog: Blog = values.pop("blog", None) or BlogFactory()
        waits, tags = values.pop("waits", False), values.pop("tags", ())
        author: User = values.pop("author", None) or blog.person or _member(blog)

        def credited(by: User, page: Any) -> None:
            posts.was_written(by=by, post=page, authors=[author], tags=tags)

        post: Any = texts.begin(by=author, page=BlogPost(of_blog=blog, **values), parent=blog, more=credited)
        if not waits:
            posts.publish(by=author, post=post, base=post.head)
            post.refresh_from_db()
        return post


def _member(blog: Blog) -> User:
    member = MembershipFactory(team=blog.team)
    return member.person
