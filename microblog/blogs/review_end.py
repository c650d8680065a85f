"""What Wagtail calls when a workflow has come to its end. It asks for this before there are any models."""

from typing import Any


def send_nothing(workflow_state: Any, user: Any = None) -> None:
    """`WAGTAIL_FINISH_WORKFLOW_ACTION`: `actions.posts` sends a post out, at its time, and not the workflow."""
