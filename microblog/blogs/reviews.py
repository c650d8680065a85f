"""The review of a post, which is a workflow of Wagtail's with one step: :class:`ReviewTask`."""

from datetime import datetime

from django.db import transaction
from wagtail.models import TaskState, Workflow, WorkflowTask

from intranet.people.models import User

from .models import BlogPost, ReviewTask, Wish

NAME = "Reading a post before it goes out"


class AlreadyAsked(ValueError):
    """The post waits for an answer already."""


def of(post: BlogPost) -> TaskState | None:
    """The step in which the post is at the moment: somebody has been asked to read it."""
    state: TaskState | None = post.current_workflow_task_state
    return state


@transaction.atomic
def begin(*, by: User, post: BlogPost, goes_out_at: datetime | None) -> None:
    """Raises AlreadyAsked."""
    if of(post):
        raise AlreadyAsked
    Wish.objects.filter(post=post).delete()
    if goes_out_at:
        Wish.objects.create(post=post, goes_out_at=goes_out_at, by=by)
    returned = post.current_workflow_state
    if returned:  # it was sent back: the same review goes on
        returned.requested_by = by
        returned.resume(user=by)
    else:
        _workflow().start(post, by)


def wanted_time(post: BlogPost) -> datetime | None:
    wish = Wish.objects.filter(post=post).first()
    return wish.goes_out_at if wish else None


@transaction.atomic
def follow(*, post: BlogPost) -> None:
    """Whoever reads the post reads its newest words."""
    if state := of(post):
        state.revision_id = post.head
        state.save(update_fields=["revision"])


@transaction.atomic
def refuse(*, by: User, post: BlogPost, why: str) -> None:
    if state := of(post):
        state.specific.reject(user=by, comment=why)


@transaction.atomic
def call_off(*, by: User, post: BlogPost) -> None:
    """Nobody reads the post; the time that was wanted is wanted still when somebody asks again."""
    if of(post):
        post.current_workflow_state.cancel(user=by)


@transaction.atomic
def end(*, by: User, post: BlogPost) -> None:
    """It was decided: the post goes out. What that does is done by `actions.posts`, not by the workflow."""
    if state := of(post):
        state.specific.approve(user=by)
    Wish.objects.filter(post=post).delete()


def _workflow() -> Workflow:
    """The one workflow, made when it is needed first."""
    found = Workflow.objects.filter(workflow_tasks__task__in=ReviewTask.objects.all(), active=True).first()
    if found:
        return found
    workflow = Workflow.objects.create(name=NAME)
    WorkflowTask.objects.create(workflow=workflow, task=ReviewTask.objects.create(name=NAME), sort_order=0)
    return workflow
