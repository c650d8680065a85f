"""However many blogs there are, each is found, and so is the address of its feed."""

import pytest
from django.urls import reverse

from intranet.people.models import Follow
from microblog.blogs.actions import feed_keys
from tests.factories import BlogFactory, PostFactory, TeamFactory
from tests.support import page, sign_in
from tests.support.feeds import address, get

pytestmark = pytest.mark.django_db

FEEDS = reverse("feeds:home")


def listed(client, section: str, **asked) -> list[str]:
    """The names of what has an address in this section of the page of feeds."""
    found = page(client.get(FEEDS, asked)).all("section", aria_labelledby=f"feeds-{section}")
    return [field.first("label").text for each in found for field in each.all("div", "field") if "id" in field.attrs]


def test_the_page_of_feeds_has_the_teams_that_maya_is_in_or_follows(company, maya, closed_team, stranger):
    mine, followed, other = TeamFactory(name="A", members=[maya]), TeamFactory(name="B"), TeamFactory(name="C")
    for team in (mine, followed, other, closed_team):
        BlogFactory(team=team)
    TeamFactory(name="Without a blog", members=[maya])
    for team in (followed, closed_team):
        Follow.objects.create(follower=stranger, team=team)
    Follow.objects.create(follower=maya, team=followed)
    Follow.objects.create(follower=maya, person=stranger)  # noise
    for person in (maya, stranger):
        feed_keys.renew(by=person)
    assert listed(sign_in(maya), "teams") == ["A", "B", closed_team.name]
    assert listed(sign_in(stranger), "teams", team=closed_team.pk) == ["B"]
    shown = page(sign_in(maya).get(FEEDS)).first("input", id=f"feed-team-{followed.pk}").attrs["value"]
    assert shown.endswith(address(maya, "team", followed.pk))


def test_the_page_of_a_team_leads_to_its_blog_and_to_the_address_of_its_feed(company, maya, team):
    client, at = sign_in(maya), team.get_absolute_url()
    other = BlogFactory(team=TeamFactory())  # noise
    assert not any(FEEDS in link.attrs["href"] for link in page(client.get(at)).first("main").all("a"))
    blog = BlogFactory(team=team)
    links = {link.text: link.attrs["href"] for link in page(client.get(at)).first("main").all("a", "button")}
    assert links["Blog"] == blog.get_absolute_url()
    feed_keys.renew(by=maya)
    opened = page(client.get(links["Feed"].split("#")[0]))
    assert opened.all("div", id=links["Feed"].split("#")[1])
    assert not opened.all("div", id=f"team-{other.team_id}")


def test_the_page_of_feeds_finds_the_blogs_that_it_does_not_list(company, maya, tom, team, monkeypatch):
    monkeypatch.setattr("microblog.blogs.views.feeds.LISTED", 2)
    feed_keys.renew(by=maya)
    client = sign_in(maya)
    BlogFactory(title="Atlas")
    BlogFactory(title="Beacon", team=team)
    assert listed(client, "blogs") == ["Atlas", "Beacon"]
    assert not page(client.get(FEEDS)).all("input", id="find-blog")
    third = BlogFactory(title="Cellar", person=tom)
    assert page(client.get(FEEDS)).all("input", id="find-blog")
    assert listed(client, "blogs", find="cell") == listed(client, "blogs", find="berger") == ["Cellar"]
    assert listed(client, "blogs", find=team.name) == ["Beacon"]
    assert "No blog is called that." in page(client.get(FEEDS, {"find": "nothing"})).text
    [link] = [
        each.attrs["href"]
        for each in page(client.get(third.get_absolute_url())).all("a")
        if "/feeds/" in each.attrs["href"]
    ]
    opened = page(client.get(link.split("#")[0]))
    assert opened.all("div", id=link.split("#")[1])
    assert listed(client, "blogs", blog=third.pk) == ["Cellar", "Atlas"]


def test_all_blogs_are_paged_and_those_that_one_writes_come_first(company, maya, monkeypatch):
    monkeypatch.setattr("microblog.blogs.shelves.ON_A_PAGE", 2)
    for title in ("A", "B", "C", "D"):
        BlogFactory(title=title)
    BlogFactory(title="Mine", person=maya)
    client, at, seen = sign_in(maya), reverse("blogs:home"), []
    while at and len(seen) < 9:
        opened = page(client.get(at))
        seen.append([card.first("h2").text for card in opened.first("main").all("section", "blog-card")])
        following = opened.first("main").all("a", rel="next")
        at = reverse("blogs:home") + following[0].attrs["href"] if following else ""
    assert seen == [["Mine", "A"], ["B", "C"], ["D"]]
    assert opened.first("main").first("a", rel="prev").attrs["href"] == reverse("blogs:home")


def test_the_feed_of_a_tag_leads_to_a_page_that_shows_its_posts(company, maya, clara):
    post = PostFactory(title="Moving", tags=["boxes"])
    PostFactory(title="Noise", tags=["else"])
    feed = get(maya, "tag", "boxes").content.decode()
    assert reverse("microblog:tag", args=["boxes"]) in feed
    shown = page(sign_in(maya).get(reverse("microblog:tag", args=["boxes"]))).first("main")
    assert [link.text for link in shown.all("a") if link.attrs["href"] == post.get_absolute_url()] == ["Moving"]
    assert "Noise" not in shown.text
