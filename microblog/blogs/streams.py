"""What can be listened to under a post, and how what happened there is drawn."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from django.template.loader import render_to_string

from intranet.kit.declarations import Drawn
from intranet.kit.paging import number

from .models import BlogPost, PostQuestion

QUESTION = "blogs/_question.html"
WITHDRAWN = "blogs/_withdrawn.html"


def may_hear(people: Mapping[int, Any], asked: Mapping[str, set[int]]) -> dict[str, set[int]]:
    """What is asked under a post is heard by whoever may read it."""
    posts = {pk: ref for ref in asked if (pk := number(ref)) and str(pk) == ref}
    readers = BlogPost.objects.read_by(people, posts)
    return {posts[pk]: asked[posts[pk]] & numbers for pk, numbers in readers.items()}


def draw_questions(events: Sequence[Any], people: Collection[int]) -> dict[int, Drawn]:
    """A question with its votes and its answer: the same for all who read it."""
    rows = PostQuestion.objects.standing().with_people().filter(post__live=True)
    found = rows.in_bulk({event.ref for event in events})
    html = {pk: render_to_string(QUESTION, {"question": question}) for pk, question in found.items()}
    return {
        event.id: Drawn(html[event.ref])
        for event in events
        if event.ref in html and event.stream == f"questions:{found[event.ref].post_id}"
    }


def draw_withdrawn(events: Sequence[Any], people: Collection[int]) -> dict[int, Drawn]:
    """Told to the readers of a blog: that a post of it was withdrawn, and nothing else of the post.

    That stays true when it is out again: whoever had it open then finds it in the blog.
    """
    posts = BlogPost.objects.select_related("of_blog").in_bulk({event.ref for event in events})
    html = {pk: render_to_string(WITHDRAWN, {"number": pk, "blog": post.of_blog}) for pk, post in posts.items()}
    return {
        event.id: Drawn(html[event.ref])
        for event in events
        if event.ref in html and event.stream == f"page:{posts[event.ref].of_blog_id}"
    }


STREAMS = {"questions": may_hear}
EVENTS = {"questions.changed": draw_questions, "blogpost.withdrawn": draw_withdrawn}
