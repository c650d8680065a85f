"""What people are told about posts and the questions under them; see `intranet.kit.declarations`."""

from collections.abc import Collection, Mapping
from typing import Any

from intranet.kit.declarations import NoticeKind, NoticeThing

from .models import BlogPost, PostQuestion

BLOGS = "Blogs"
Told = dict[int, tuple[str, str]]


def told_posts(viewer: Any, numbers: Collection[int]) -> Told:
    return _told(BlogPost.objects.visible_to(viewer), numbers)


def readers_of_prepared(people: Mapping[int, Any], numbers: Collection[int]) -> dict[int, set[int]]:
    """Also of what is not out: one query for each person, because only few are ever asked about such a post."""
    readers: dict[int, set[int]] = {number: set() for number in numbers}
    for pk, person in people.items():
        for number in BlogPost.objects.seen_by(person).filter(pk__in=numbers).values_list("pk", flat=True):
            readers[number].add(pk)
    return readers


def told_prepared(viewer: Any, numbers: Collection[int]) -> Told:
    return _told(BlogPost.objects.seen_by(viewer), numbers)


def readers_of_questions(people: Mapping[int, Any], numbers: Collection[int]) -> dict[int, set[int]]:
    """Whoever may read the post."""
    posts = dict(PostQuestion.objects.standing().filter(pk__in=numbers).values_list("pk", "post"))
    read_by = BlogPost.objects.read_by(people, set(posts.values()))
    return {pk: read_by.get(post, set()) for pk, post in posts.items()}


def told_questions(viewer: Any, numbers: Collection[int]) -> Told:
    found = PostQuestion.objects.visible_to(viewer).filter(pk__in=numbers).select_related("post")
    return {question.pk: (question.excerpt, question.get_absolute_url()) for question in found}


def _told(posts: Any, numbers: Collection[int]) -> Told:
    rows = posts.filter(pk__in=numbers).order_by().values_list("pk", "title")
    return {pk: (title, BlogPost.address_of(pk, title)) for pk, title in rows}


KINDS = {
    "blog.posted": NoticeKind(
        "blogpost", "A new post in a blog that I subscribe to", "{who} published", "newspaper", group=BLOGS
    ),
    "postquestion.asked": NoticeKind(
        *("blogpost", "A question under my post", "{who} asked something under", "question-mark-circle"),
        group=BLOGS,
        part="postquestion",
    ),
    "postquestion.answered": NoticeKind(
        "postquestion", "An answer to what I asked under a post", "{who} answered", "check-circle", group=BLOGS
    ),
    "blogpost.submitted": NoticeKind(
        *("prepared", "A post waits for me to read it", "{who} asked you to read", "clock"), group=BLOGS, is_work=True
    ),
    "blogpost.sent_back": NoticeKind(
        *("prepared", "A post of mine is sent back", "{who} sent back", "arrow-uturn-left"), group=BLOGS, is_work=True
    ),
    "blogpost.approved": NoticeKind(
        *("prepared", "A post of mine is approved", "{who} approved", "check-badge"), group=BLOGS, is_work=True
    ),
}
THINGS = {
    "blogpost": NoticeThing(BlogPost.objects.read_by, told_posts, "", BlogPost.objects.visible_to, ("version",)),
    "prepared": NoticeThing(readers_of_prepared, told_prepared, "", BlogPost.objects.seen_by, ("version",)),
    "postquestion": NoticeThing(
        *(readers_of_questions, told_questions, ""),
        *(PostQuestion.objects.visible_to, ("version", "post__version")),
    ),
}
