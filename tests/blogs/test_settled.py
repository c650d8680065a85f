"""Who wrote a post that was approved reads why they cannot change it, and who can."""

import pytest

from tests.factories import BlogFactory, MembershipFactory, PersonFactory, PostFactory, TeamFactory
from tests.support import page, sign_in

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("company")]
SETTLED = "It is out as it was approved."


def foot(person, post):
    return page(sign_in(person).get(post.get_absolute_url())).first("article", "post").first("footer")


def test_the_author_of_a_post_in_a_reviewed_blog_reads_who_can_change_it(team_blog, maya, tom, olu):
    ben = MembershipFactory(team=team_blog.team, person__name="Ben Ali", is_lead=True).person
    left = MembershipFactory(team=team_blog.team, person__name="Ada Gone", is_lead=True).person
    left.is_active = False
    left.save(update_fields=["is_active"])
    MembershipFactory(is_lead=True)  # noise: leads another team
    post = PostFactory(blog=team_blog, author=tom)
    shown = foot(tom, post)
    assert f"{SETTLED} Ben Ali or Maya Okafor can change it." in shown.text
    assert {ben.get_absolute_url(), maya.get_absolute_url()} <= {link.attrs["href"] for link in shown.all("a")}
    assert not [link for link in shown.all("a") if link.text == "Edit"]
    colleague = MembershipFactory(team=team_blog.team).person
    for person in (colleague, maya, olu, PersonFactory()):
        assert SETTLED not in foot(person, post).text


def test_nothing_is_said_where_the_author_may_change_it_or_has_left(maya, tom):
    free = BlogFactory(team=TeamFactory(lead=maya, members=[tom]))
    post = PostFactory(blog=free, author=tom)
    assert SETTLED not in foot(tom, post).text
    free.team.memberships.filter(person=tom).delete()
    assert SETTLED not in foot(tom, post).text


def test_where_nobody_leads_the_team_those_are_named_who_moderate_and_may_read_it(maya, tom, olu, closed_team, noor):
    closed = BlogFactory(team=closed_team, is_reviewed=True)
    blog = BlogFactory(team=TeamFactory(members=[tom]), is_reviewed=True)
    for each in (closed, blog):
        each.team.memberships.update(is_lead=False)
    admin = PersonFactory(admin=True, name="Zoe Admin")
    assert "Olu Adeyemi" in foot(tom, PostFactory(blog=blog, author=tom)).text
    shown = foot(noor, PostFactory(blog=closed, author=noor))
    assert admin.name in shown.text
    assert "Olu Adeyemi" not in shown.text
