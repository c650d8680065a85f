"""Wagtail would write mails about reviews by itself; whoever hears of a post is asked first what they may know."""

import pytest
from wagtail.models import WorkflowState
from wagtail.signals import workflow_approved, workflow_rejected, workflow_submitted

from microblog.blogs.actions import posts
from tests.factories import BlogFactory, PersonFactory, PostFactory

pytestmark = pytest.mark.django_db


def test_a_review_in_a_closed_team_writes_to_nobody(company, closed_team, noor, maya, mailoutbox):
    PersonFactory(admin=True, email="admin@northwind.example")
    heard = []

    def hear(signal, **kwargs):
        heard.append(signal)

    signals = [workflow_submitted, workflow_rejected, workflow_approved]
    for signal in signals:
        signal.connect(hear, sender=WorkflowState)
    try:
        blog = BlogFactory(team=closed_team, is_reviewed=True)
        post = PostFactory(blog=blog, author=maya, waits=True, title="Salary bands")
        posts.submit(by=maya, post=post)
        posts.send_back(by=noor, post=post, why="Not yet")
        posts.submit(by=maya, post=post)
        posts.approve(by=noor, post=post, base=post.head)
    finally:
        for signal in signals:
            signal.disconnect(hear, sender=WorkflowState)
    assert {workflow_submitted, workflow_rejected} <= set(heard)  # noise
    assert mailoutbox == []
