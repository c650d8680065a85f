"""Until somebody who may has said so, nothing of what is prepared is read outside; and nothing of it is lost."""

from datetime import timedelta
from functools import partial

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone

from intranet.writing.actions import files, texts
from intranet.writing.models import Stale
from intranet.writing.tasks import forget_unused_files
from microblog.blogs.actions import blogs, posts
from microblog.blogs.models import BlogPost
from tests.factories import PostFactory
from tests.support import sign_in
from tests.support.pictures import png, upload

pytestmark = pytest.mark.django_db


@pytest.fixture
def draft(blog):
    return PostFactory(blog=blog, waits=True, title="We are moving", body="<p>As Clara read it.</p>")


def rewritten(draft, words: str) -> dict[str, object]:
    return {"title": draft.title, "body": f"<p>{words}</p>", "base": draft.head, "tags": "", "summary": ""}


def test_words_saved_at_the_moment_of_publishing_wait_for_approval_and_are_kept(
    company, draft, clara, priya, maya, monkeypatch
):
    checked = BlogPost.full_clean

    def publishing_meanwhile(post, *args, **kwargs):
        checked(post, *args, **kwargs)
        monkeypatch.setattr(BlogPost, "full_clean", checked)
        posts.publish(by=clara, post=draft, base=draft.head)

    monkeypatch.setattr(BlogPost, "full_clean", publishing_meanwhile)
    address = reverse("writing:edit", args=[draft.pk])
    answer = sign_in(priya).post(address, rewritten(draft, "As nobody read it."))
    assert answer.status_code == 409
    assert "As nobody read it." in answer.content.decode()
    read = sign_in(maya).get(draft.get_absolute_url()).content.decode()
    assert "As Clara read it." in read
    assert "As nobody read it." not in read


def test_who_was_let_in_while_it_waited_does_not_save_once_it_is_out(company, draft, clara, priya):
    opened = BlogPost.objects.get(pk=draft.pk)
    posts.publish(by=clara, post=draft, base=draft.head)
    with pytest.raises(Stale):
        texts.save(by=priya, page=opened, base=opened.head, changes={"body": "<p>Late.</p>"})
    draft.refresh_from_db()
    assert draft.body == "<p>As Clara read it.</p>"


def test_another_cover_at_the_moment_of_publishing_is_not_sent_out_unseen(company, draft, clara, priya, media):
    read = BlogPost.objects.get(pk=draft.pk)
    blogs.put_cover(by=priya, page=draft, picture=files.take_picture(by=priya, upload=upload()))
    for say_yes in (posts.publish, partial(posts.schedule, goes_out_at=timezone.now() + timedelta(days=1))):
        with pytest.raises(Stale):
            say_yes(by=clara, post=read, base=read.head)
    read.refresh_from_db()
    assert not read.live
    posts.publish(by=clara, post=read, base=read.head)  # noise: whoever saw the cover may
    read.refresh_from_db()
    assert read.live


def test_the_pictures_of_a_draft_go_with_it(company, draft, priya, media):
    shown, kept = (files.take_picture(by=priya, upload=upload(png(note))) for note in ("a", "b"))
    other = PostFactory(blog=draft.of_blog, waits=True)  # noise
    for post, picture in ((draft, shown), (other, kept)):
        body = f'<figure data-picture="{picture.pk}"><img alt="A map"></figure>'
        texts.save(by=priya, page=post, base=post.head, changes={"body": body})
    BlogPost.objects.get(pk=draft.pk).delete()
    with time_machine.travel(timezone.now() + timedelta(hours=25)):
        assert forget_unused_files.func() == 1
    assert list(type(kept).objects.values_list("pk", flat=True)) == [kept.pk]


def test_a_picture_taken_out_of_a_draft_is_there_when_an_older_draft_is_brought_back(
    company, blog, draft, priya, clara, maya, media
):
    picture, noise = files.take_picture(by=priya, upload=upload()), files.take_picture(by=priya, upload=upload(png()))
    shown = f'<figure data-picture="{picture.pk}"><img alt="A map"></figure>'
    texts.save(by=priya, page=draft, base=draft.head, changes={"body": shown})
    draft.refresh_from_db()
    texts.save(by=priya, page=draft, base=draft.head, changes={"body": "<p>No map.</p>"})
    draft.refresh_from_db()
    posts.publish(by=clara, post=draft, base=draft.head)
    with time_machine.travel(timezone.now() + timedelta(hours=25)):
        assert forget_unused_files.func() == 1
    assert not type(noise).objects.filter(pk=noise.pk).exists()
    assert sign_in(clara).get(picture.src).status_code == 200
    assert sign_in(maya).get(picture.src).status_code == 404  # who reads the post has never seen it
