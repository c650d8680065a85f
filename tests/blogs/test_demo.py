"""The blogs of the demo company show what a newcomer would like to see before anybody wrote anything."""

import pytest
from django.urls import reverse

from intranet.people import demo as people
from intranet.people.models import User
from microblog.blogs import demo
from microblog.blogs.demo_posts import REACHED
from microblog.blogs.models import BlogPost
from tests.support import page, sign_in

pytestmark = pytest.mark.django_db


def test_the_chief_sees_how_far_her_post_has_reached_and_of_small_departments_only_a_sum():
    people.fill(lambda sentence: None)
    demo.fill(lambda sentence: None)
    clara, tom = User.objects.get(username="clara"), User.objects.get(username="tom")
    post = BlogPost.objects.get(title=REACHED)
    quiet = BlogPost.objects.exclude(pk=post.pk).filter(of_blog=post.of_blog, live=True)[0]  # noise: nobody came
    address, client = reverse("blogs:reach", args=[post.pk]), sign_in(clara)
    before = page(client.get(address))
    assert "55 people opened this post" in before.text
    by_day, by_department = before.all("table")
    told = {row.first("th").text: int(row.first("td").text) for row in by_department.all("tr")[1:]}
    assert told == {
        "Logistics": 19,
        "Customer care": 15,
        "Platform": 5,
        "Small departments, or none": 5,
        "Everybody else": 11,
    }
    assert sum(told.values()) == 55
    counts = [int(row.first("td").text) for row in by_day.all("tr")[1:]]
    assert (counts[0], sum(counts), len(counts)) == (19, 55, 11)
    assert before.first("figure").all("rect")
    assert sign_in(tom).get(post.get_absolute_url()).status_code == 200
    assert page(client.get(address)).text == before.text, "who comes today is told tomorrow"
    assert "fewer than five people" in page(client.get(reverse("blogs:reach", args=[quiet.pk]))).text
    assert sign_in(tom).get(address).status_code == 403
