"""What was said below a post is seen by those who see the post, and by nobody while it is not out."""

import pytest
from django.urls import reverse

from intranet.live import declared
from intranet.writing.actions import files
from microblog.actions import updates
from microblog.attaching import Attaching
from microblog.blogs.actions import posts
from microblog.models import Update
from search.drain import drain_all
from tests.factories import PostFactory
from tests.support import page, said, sign_in, texts
from tests.support.blogs import update_of
from tests.support.live_page import LivePage, newest
from tests.support.pictures import upload
from tests.support.search import answer, engines_know, found

pytestmark = pytest.mark.django_db

WORDS = "Canary belts squeak #canary"
NOISE = "Soup again #soup"


@pytest.fixture
def comment(warehouse, top_floor, tom, tmp_path, settings):
    """Tom's, with a picture; and noise: one under a post that stays."""
    settings.MEDIA_ROOT = tmp_path
    answer(tom, update_of(PostFactory(blog=top_floor, title="In the canteen")), NOISE)
    picture = files.take_picture(by=tom, upload=upload())
    shown = Attaching(pictures={picture.pk: ""})
    comment = updates.reply(by=tom, to=update_of(warehouse), text=WORDS, key="canary-00000001", attached=shown)
    comment.picture = picture
    engines_know()
    return comment


def withdraw(post, by) -> None:
    posts.withdraw(by=by, post=post)
    post.refresh_from_db()
    engines_know()


def offered(client, typed: str) -> str:
    return page(client.get(reverse("microblog:complete"), {"q": typed})).text


def addresses(comment) -> list[str]:
    numbers = {"thread": comment.root_id, "reactions": comment.pk, "history": comment.pk}
    return [reverse(f"microblog:{name}", args=[pk]) for name, pk in numbers.items()]


def seen_by(person, comment) -> list[bool]:
    """Wherever somebody could meet it; each place shows the noise, too."""
    client = sign_in(person)
    replies = texts(client.get(f"/people/{comment.author.username}/?show=replies"))
    tags = found(client, "kind:tag")
    assert NOISE in replies
    assert NOISE in found(client, "soup")
    assert "#soup" in tags
    assert "soup" in offered(client, "sou")
    assert NOISE in texts(client.get("/tags/soup/"))
    assert NOISE in found(client, "by:tom")
    return [
        WORDS in replies,
        WORDS in found(client, "squeak"),
        WORDS in found(client, "by:tom"),
        "#canary" in tags,
        "canary" in offered(client, "can"),
        WORDS in texts(client.get("/tags/canary/")),
        "squeak" in client.get("/").content.decode(),
        *(client.get(address).status_code in {200, 302} for address in addresses(comment)),
    ]


def test_nobody_meets_it_anywhere_until_the_post_is_out_again(warehouse, comment, clara, maya):
    for person in (clara, maya):
        assert all(seen_by(person, comment))
    withdraw(warehouse, clara)
    for person in (clara, maya):
        assert not any(seen_by(person, comment))
    assert sign_in(maya).get(comment.picture.src).status_code == 404
    posts.publish(by=clara, post=warehouse, base=warehouse.head)
    engines_know()
    for person in (clara, maya):
        assert all(seen_by(person, comment))
    assert texts(sign_in(maya).get(warehouse.get_absolute_url())) == [WORDS]
    assert sign_in(maya).get(comment.picture.src).status_code == 200


def test_a_post_that_is_asked_about_and_sent_back_shows_nothing_of_it(team_blog, maya, tom, ines, stranger):
    post = PostFactory(blog=team_blog, author=maya)
    under = answer(ines, update_of(post), WORDS)
    withdraw(post, maya)
    posts.submit(by=tom, post=post)
    posts.send_back(by=maya, post=post, why="The figures are old.")
    engines_know()
    for person in (maya, tom, ines, stranger):
        assert found(sign_in(person), "squeak") == []
        assert sign_in(person).get(reverse("microblog:thread", args=[under.root_id])).status_code == 404


def test_the_index_follows_by_itself_and_need_not_be_made_anew(warehouse, comment, clara, maya):
    posts.withdraw(by=clara, post=warehouse)
    client = sign_in(maya)
    assert (found(client, "squeak"), found(client, "canary kind:tag")) == ([], [])  # whatever the engine still knows
    warehouse.refresh_from_db()
    posts.publish(by=clara, post=warehouse, base=warehouse.head)
    drain_all()
    assert (found(client, "squeak"), found(client, "canary kind:tag")) == ([WORDS], ["#canary"])


def test_open_pages_lose_it_and_nobody_hears_the_thread(warehouse, comment, clara, maya):
    client, people = sign_in(maya), {person.pk: person for person in (clara, maya)}
    stream = f"thread:{comment.root_id}"
    replies = f"/people/{comment.author.username}/?show=replies"
    open_pages = [LivePage(client.get(address), maya) for address in (replies, warehouse.get_absolute_url())]
    assert declared.may_listen(people, {stream: set(people)})[stream] == set(people)
    assert all(each.granted for each in open_pages)
    mark = newest()
    withdraw(warehouse, clara)
    assert declared.may_listen(people, {stream: set(people)}).get(stream, set()) == set()
    of_person, of_post = (each.hear_since(mark) for each in open_pages)
    assert of_person.shows() == LivePage(client.get(replies), maya).shows()
    assert "squeak" not in str(of_person.shows())
    assert "Soup" in str(of_person.shows())
    assert of_post.asks_again


def test_a_reply_that_comes_as_the_post_is_withdrawn_is_not_taken(warehouse, comment, clara, maya, monkeypatch):
    client, before = sign_in(maya), Update.objects.count()
    address = reverse("microblog:replies", args=[comment.pk])

    def withdrawn_first(**values):
        withdraw(warehouse, clara)
        return reply(**values)

    reply = updates.reply
    monkeypatch.setattr(updates, "reply", withdrawn_first)
    assert client.post(address, said("Oil them")).status_code == 404
    monkeypatch.undo()
    assert client.post(address, said("Oil them")).status_code == 404
    assert Update.objects.count() == before
    posts.publish(by=clara, post=warehouse, base=warehouse.head)
    assert client.post(address, said("Oil them")).status_code == 302  # noise: now it is
