"""The feed tells of a post as a card: to those who may read it, in one place, for as long as it is out."""

from importlib import import_module

import pytest
from django.apps import apps
from django.template.loader import render_to_string
from django.urls import reverse

from intranet.live import declared
from intranet.live.models import Event
from intranet.people.actions import people
from intranet.writing.actions import files
from intranet.writing.models import Image
from microblog.blogs.actions import posts
from microblog.blogs.cards import card_of
from tests.factories import BlogFactory, PostFactory, TeamFactory, UpdateFactory
from tests.support import page, sign_in, texts
from tests.support.blogs import update_of
from tests.support.live_page import LivePage, newest
from tests.support.pictures import png, upload

pytestmark = pytest.mark.django_db


def shown(client, post):
    return page(client.get("/")).first("article", id=f"update-{update_of(post).pk}")


def test_the_card_says_where_it_is_what_it_is_called_and_how_long_it_takes(warehouse, top_floor, maya):
    UpdateFactory(text="Lunch at noon")  # noise
    card = shown(sign_in(maya), warehouse).first("div", "told")
    assert (
        card.text
        == "New in the blog From the top floor In the warehouse Two days at the packing table. 1 minute to read"
    )
    leads = {a.text: a.attrs["href"] for a in card.all("a")}
    assert leads == {
        "From the top floor": top_floor.get_absolute_url(), "In the warehouse": warehouse.get_absolute_url()
    }  # fmt: skip
    assert texts(sign_in(maya).get(update_of(warehouse).get_absolute_url())) == [card.text]


def test_its_cover_keeps_its_place_and_is_shown_to_those_who_may_see_it(company, closed_team, maya, noor, stranger):
    picture = files.take_picture(by=maya, upload=upload(png(size=(1200, 600)), "belt.png"))
    blog = BlogFactory(team=closed_team)
    post = PostFactory(blog=blog, author=maya, cover=picture)
    PostFactory(blog=blog, author=maya)  # noise: one without
    image = shown(sign_in(noor), post).first("img", loading="lazy")
    assert (image.attrs["width"], image.attrs["height"], image.attrs["alt"]) == ("1200", "600", "")
    assert picture.colour in sign_in(noor).get("/").content.decode()
    seen = [sign_in(person).get(image.attrs["src"]).status_code for person in (noor, stranger)]
    assert seen == [200, 404]


def test_a_card_is_drawn_from_what_the_update_keeps(warehouse, maya, django_assert_num_queries):
    files.take_picture(by=maya, upload=upload(png(), "belt.png"))
    warehouse.cover = Image.objects.get()
    card = card_of(warehouse)
    with django_assert_num_queries(0):
        html = render_to_string("microblog/updates/_card.html", {"card": card, "picture": card["picture"]})
    assert "In the warehouse" in html
    assert "belt" not in html


def test_the_card_names_all_who_wrote_the_post_as_they_are_called_now(
    company, maya, tom, ines, noor, django_capture_on_commit_callbacks
):
    blog = BlogFactory(team=TeamFactory(lead=maya, members=[tom, noor]))
    alone, both = PostFactory(blog=blog, author=maya), PostFactory(blog=blog, author=maya, waits=True)
    three = PostFactory(blog=blog, author=maya, waits=True)
    for post, authors in ((both, [maya, tom]), (three, [tom, ines, maya])):
        posts.was_written(by=maya, post=post, authors=authors, tags=[])
        post.refresh_from_db()
        mark = newest()
        open_feed = LivePage(sign_in(noor).get("/"), noor)
        posts.publish(by=maya, post=post, base=post.head)
        assert authors[-1].name in str(open_feed.hear_since(mark).shows())

    def names(post):
        header = shown(sign_in(noor), post).first("header")
        return header.first(id=f"by-{update_of(post).pk}").text

    assert names(alone) == "Maya Okafor"
    assert names(both) == "Maya Okafor and Tom Berger"
    assert names(three) == "Tom Berger, Ines Lindqvist and Maya Okafor"
    links = shown(sign_in(noor), three).first("span", "name").all("a")
    assert [a.attrs["href"] for a in links] == [person.get_absolute_url() for person in (tom, ines, maya)]
    with django_capture_on_commit_callbacks(execute=True):
        people.edit(by=tom, person=tom, name="Thomas Berger", skills=[])
    assert names(both) == "Maya Okafor and Thomas Berger"


def test_cards_that_were_kept_before_name_all_as_well(company, maya, tom):
    blog = BlogFactory(team=TeamFactory(lead=maya))
    alone, both = PostFactory(blog=blog, author=maya), PostFactory(blog=blog, author=maya)
    posts.was_written(by=maya, post=both, authors=[maya, tom], tags=[])
    before = update_of(alone)
    import_module("microblog.blogs.migrations.0005_all_authors_on_cards").name_all(apps, None)
    assert update_of(both).card["others"] == [tom.pk]
    assert update_of(both).card["title"] == both.title
    assert (update_of(alone).card, update_of(alone).version) == (before.card, before.version)


def test_what_announces_is_not_changed_or_taken_back_by_itself(warehouse, clara, olu, maya):
    announcement = update_of(warehouse)
    own = UpdateFactory(author=clara, text="Lunch at noon")  # noise: this she may change
    for person in (clara, olu):
        client = sign_in(person)
        for name in ("edit", "history", "retraction"):
            assert client.get(reverse(f"microblog:{name}", args=[announcement.pk])).status_code == 403
        assert client.post(reverse("microblog:retraction", args=[announcement.pk])).status_code == 403
        assert client.delete(reverse("microblog:thread", args=[announcement.pk])).status_code == 403
    client = sign_in(clara)
    assert client.get(reverse("microblog:edit", args=[own.pk])).status_code == 200
    cards = {card.attrs["id"]: card for card in page(client.get("/")).all("article", "card")}
    assert cards[f"update-{announcement.pk}"].all("a", "only-mine") == []
    assert [a.text for a in cards[f"update-{own.pk}"].all("a", "only-mine")] == ["Edit", "Retract"]
    assert announcement.excerpt == "In the warehouse"


def test_a_post_of_a_closed_team_is_announced_to_its_members_alone(
    company, closed_team, maya, noor, clara, ines, stranger
):
    people = {person.pk: person for person in (maya, noor, clara, ines, stranger)}
    blog = BlogFactory(team=closed_team, title="Secret plans")
    PostFactory()  # noise: one for everybody
    post = PostFactory(blog=blog, title="Salary bands", author=maya)
    told = Event.objects.filter(name="update.posted", ref=update_of(post).pk)
    assert sorted(event.stream for event in told) == sorted(
        [f"feed:team:{closed_team.pk}", "feed:closed", f"thread:{update_of(post).pk}"]
    )
    heard = declared.may_listen(people, {event.stream: set(people) for event in told})
    assert heard.get(f"feed:team:{closed_team.pk}") == {maya.pk, noor.pk, clara.pk}
    assert heard.get("feed:closed") == {clara.pk}
    assert heard.get(f"thread:{update_of(post).pk}") == {maya.pk, noor.pk, clara.pk}
    for person in (ines, stranger):
        for address in ("/", "/company/", f"/people/{maya.username}/", "/blogs/"):
            words = sign_in(person).get(address).content.decode()
            assert "Salary bands" not in words
            assert "Secret plans" not in words
    assert "Salary bands" in sign_in(noor).get("/").content.decode()


def test_it_goes_out_is_changed_withdrawn_and_put_out_again_in_open_feeds(warehouse, top_floor, clara, maya):
    client = sign_in(maya)
    open_feed = LivePage(client.get("/"), maya)
    mark = newest()
    post = PostFactory(blog=top_floor, title="In the canteen")
    assert "In the canteen" in str(open_feed.hear_since(mark).shows())

    mark, before = newest(), [id for id, _ in open_feed.shows()]
    typed = {"title": "In the kitchen", "body": "<p>Soup.</p>", "base": post.head, "tags": ""}
    assert sign_in(clara).post(reverse("writing:edit", args=[post.pk]), typed).status_code == 302
    assert "In the kitchen" in str(open_feed.hear_since(mark).shows())
    assert "In the canteen" not in str(open_feed.shows())
    assert [id for id, _ in open_feed.shows()] == before  # in its place
    assert open_feed.shows() == LivePage(client.get("/"), maya).shows()

    post.refresh_from_db()
    mark = newest()
    posts.withdraw(by=clara, post=post)
    assert "In the kitchen" not in str(open_feed.hear_since(mark).shows())
    assert "In the warehouse" in str(open_feed.shows())  # noise

    post.refresh_from_db()
    mark = newest()
    posts.publish(by=clara, post=post, base=post.head)
    assert open_feed.hear_since(mark).shows() == LivePage(client.get("/"), maya).shows()
    assert "In the kitchen" in str(open_feed.shows())


def test_an_open_thread_no_longer_tells_of_a_post_that_is_withdrawn(warehouse, clara, maya):
    address = update_of(warehouse).get_absolute_url()
    UpdateFactory(root=update_of(warehouse), text="Well said")
    open_thread, stays = (
        LivePage(sign_in(maya).get(update_of(post).get_absolute_url()), maya)
        for post in (warehouse, PostFactory(title="In the canteen"))
    )
    assert open_thread.granted
    assert stays.granted
    mark = newest()
    posts.withdraw(by=clara, post=warehouse)
    assert open_thread.hear_since(mark).asks_again
    assert open_thread.has_ended
    assert sign_in(maya).get(address).status_code == 404
    assert not stays.hear_since(mark).asks_again  # noise


def test_a_blog_that_is_renamed_is_called_so_wherever_its_posts_are_told_of(warehouse, top_floor, clara, maya):
    other = PostFactory(blog=BlogFactory(title="From the cellar"), title="Deep down")  # noise
    client = sign_in(maya)
    assert "From the top floor" in shown(client, warehouse).text
    before = update_of(other).version
    typed = {"title": "From the roof", "purpose": "What I learn.", "hue": "3", "body": "", "base": top_floor.head}
    assert sign_in(clara).post(reverse("writing:edit", args=[top_floor.pk]), typed).status_code == 302
    card = shown(client, warehouse).first("div", "told")
    assert card.text.startswith("New in the blog From the roof In the warehouse")
    assert "From the cellar" in shown(client, other).text
    assert update_of(other).version == before
