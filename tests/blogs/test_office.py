"""What the back office can do to a blog, and what is done on the blog's own pages alone."""

import pytest
from django.urls import reverse

from microblog.blogs.actions import posts
from microblog.blogs.models import BlogPost
from tests.factories import BlogFactory, PostFactory
from tests.support import page, sign_in

pytestmark = pytest.mark.django_db


def office(name: str, *args: int) -> str:
    return reverse(f"wagtailadmin_pages:{name}", args=args)


def bulk(name: str, *pages: int) -> str:
    address = reverse("wagtail_bulk_action", args=["wagtailcore", "page", name])
    return f"{address}?{'&'.join(f'id={number}' for number in pages)}"


def stands(post) -> bool:
    return BlogPost.objects.filter(pk=post.pk).exists()


def said_in_the_office(client) -> str:
    return page(client.get(reverse("wagtailadmin_home"))).text


@pytest.mark.parametrize("is_out", [True, False])
def test_a_post_that_was_out_is_not_deleted_in_the_office_which_says_what_to_do(clara, warehouse, is_out):
    client = sign_in(clara)
    if not is_out:
        posts.withdraw(by=clara, post=warehouse)
    blog = warehouse.of_blog
    for number in (warehouse.pk, blog.pk, blog.get_parent().pk):
        for address in (office("delete", number), bulk("delete", number)):
            assert client.post(address).status_code == 302
            assert stands(warehouse)
            assert "withdraw it" in said_in_the_office(client)


def test_a_post_that_was_never_out_is_deleted_in_the_office(clara, top_floor, warehouse):
    client = sign_in(clara)
    first, second = PostFactory(blog=top_floor, waits=True), PostFactory(blog=top_floor, waits=True)
    client.post(office("delete", first.pk))
    client.post(bulk("delete", second.pk))
    assert [stands(each) for each in (first, second, warehouse)] == [False, False, True]


def test_a_post_stays_in_the_blog_that_it_was_written_for(clara, top_floor, warehouse, closed_team):
    client, other = sign_in(clara), BlogFactory(title="Salaries", team=closed_team)
    waiting = PostFactory(blog=top_floor, waits=True)
    for post in (warehouse, waiting):
        for address in (office("move_confirm", post.pk, other.pk), bulk("move", post.pk)):
            assert client.post(address, {"chooser": other.pk, "move_applied": "on"}).status_code == 302
            assert BlogPost.objects.get(pk=post.pk).get_parent().pk == top_floor.pk
            assert "stays in its blog" in said_in_the_office(client)


def test_a_post_is_not_copied_into_another_blog(clara, top_floor, warehouse):
    client, other = sign_in(clara), BlogFactory(title="From the cellar")
    sent = {"new_title": "A copy", "new_slug": "a-copy", "new_parent_page": other.pk, "publish_copies": "on"}
    assert client.post(office("copy", warehouse.pk), sent).status_code == 302
    assert list(BlogPost.objects.values_list("title", flat=True)) == [warehouse.title]
    assert "is begun in its blog" in said_in_the_office(client)
