"""Whom it concerns that something became of a post, or was asked under it."""

from intranet.notifications import notices
from intranet.people.models import User

from . import policy, standing
from .models import BlogPost, Credit, PostQuestion
from .tasks import tell_subscribers


def came_out(*, post: BlogPost) -> None:
    """Whoever subscribed to the blog is told, by a task: they may be thousands."""
    tell_subscribers.enqueue(post.pk)


def asked_to_read(*, by: User, post: BlogPost) -> None:
    """Those who answer for the blog are told that it waits for them."""
    readers = {person.pk for person in standing.readers_of(post)} or policy.others_who_read(post)
    notices.send("blogpost.submitted", to=readers, about=post, by=by)


def decided(*, post: BlogPost) -> None:
    """It waits for nobody any more."""
    notices.forget("blogpost.submitted", about=post)


def judged(kind: str, *, by: User, post: BlogPost) -> None:
    """Who asked, and who wrote it, hear that it was approved, or sent back; it waits for nobody any more."""
    decided(post=post)
    state = post.current_workflow_state
    asked = {state.requested_by_id} if state and state.requested_by_id else set()
    notices.send(kind, to=asked | _credited(post), about=post, by=by)


def asked(*, by: User, question: PostQuestion) -> None:
    """Those who wrote the post are told."""
    notices.send("postquestion.asked", to=_credited(question.post), about=question.post, part=question, by=by)


def answered(*, by: User, question: PostQuestion) -> None:
    notices.send("postquestion.answered", to=[question.by_id], about=question, by=by, only_once=True)


def taken_back(*, question: PostQuestion) -> None:
    """Nobody is told of the question any more, unless its asker has asked another one there."""
    notices.forget_all("postquestion", about=question)
    others = PostQuestion.objects.standing().filter(post=question.post_id, by=question.by_id).exclude(pk=question.pk)
    if not others.exists():
        notices.forget("postquestion.asked", about=question.post, by=question.by)


def _credited(post: BlogPost) -> set[int]:
    """Who wrote or prepared it, by number."""
    return set(Credit.objects.filter(post=post).values_list("person", flat=True))
