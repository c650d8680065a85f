"""Pages of blogs are drawn once and kept. Nobody can tell: what changes shows at once, and only to whom it may."""

import re

import pytest
from django.urls import reverse

from intranet.people.actions import teams
from intranet.writing.actions import texts
from microblog.actions import reactions, updates
from microblog.blogs.actions import blogs, posts, questions
from microblog.models import Update
from microblog.signs import SIGNS
from tests.factories import BlogFactory, ImageFactory, PersonFactory, PostFactory, TeamFactory, UpdateFactory
from tests.support import page, sign_in
from tests.support import texts as comments
from tests.support.blogs import update_of

pytestmark = pytest.mark.django_db

MINE = re.compile(r'"\d+": \["[a-z]+"\]')


def read(person, of) -> str:
    return sign_in(person).get(of.get_absolute_url()).content.decode()


def save(by, of, **changes) -> None:
    now = type(of).objects.get(pk=of.pk)
    texts.save(by=by, page=now, base=now.head, changes=changes)


def leading_to(there) -> str:
    return f'<p>As <a data-page="{there.pk}">I wrote</a> before.</p>'


@pytest.fixture
def reader(company, tom):
    return tom


def test_a_post_leads_to_what_its_reader_may_read_and_no_longer_when_that_is_withdrawn(top_floor, clara, reader):
    there, stays = PostFactory(blog=top_floor, title="Moving house"), PostFactory(blog=top_floor, title="Noise")
    post = PostFactory(blog=top_floor, body=leading_to(there) + leading_to(stays))
    address = there.get_absolute_url()
    later = PostFactory()  # noise: not beside it
    assert read(reader, post).count(address) == 1
    save(clara, there, title="Moving away")
    assert "moving-away" in read(reader, post)
    posts.withdraw(by=clara, post=there)
    shown = read(reader, post)
    assert "moving" not in shown
    assert stays.get_absolute_url() in shown
    assert later.get_absolute_url() not in shown


def test_a_link_into_a_closed_team_is_drawn_for_its_members_and_for_nobody_else(top_floor, reader, maya):
    secret = PostFactory(blog=BlogFactory(team=TeamFactory(closed=True, members=[maya])), title="Salary bands")
    post = PostFactory(blog=top_floor, body=leading_to(secret))
    for person, is_led in [(maya, True), (reader, False), (maya, True)]:
        assert ("salary-bands" in read(person, post)) is is_led
    teams.remove_member(by=maya, team=secret.audience, person=maya)
    assert "salary-bands" not in read(maya, post)


def test_the_posts_before_and_after_are_called_as_they_are_now(top_floor, clara, reader):
    before, post, after = (PostFactory(blog=top_floor, title=title) for title in ("Monday", "Tuesday", "Wednesday"))
    assert all(title in read(reader, post) for title in ("Monday", "Wednesday"))
    save(clara, before, title="Sunday")
    posts.withdraw(by=clara, post=after)
    shown = page(sign_in(reader).get(post.get_absolute_url())).first("nav", aria_label="Other posts of this blog").text
    assert "Sunday" in shown
    assert "Monday" not in shown
    assert "Wednesday" not in shown


def test_other_tags_show_though_no_word_is_another_one(top_floor, clara, reader):
    post = PostFactory(blog=top_floor, tags=["harbour"])
    PostFactory(blog=top_floor, tags=["noise"])
    assert "#harbour" in read(reader, post)
    same = {"title": post.title, "body": post.body, "summary": post.summary, "base": post.head}
    for typed, shows in (("#lantern", True), ("", False)):
        answer = sign_in(clara).post(reverse("writing:edit", args=[post.pk]), same | {"tags": typed})
        assert answer.status_code == 302
        shown = read(reader, post)
        assert ("#lantern" in shown, "#harbour" in shown) == (shows, False)


def test_what_is_said_below_shows_as_it_stands_now_and_reactions_are_each_readers_own(warehouse, reader, maya):
    root = update_of(warehouse)
    first = UpdateFactory(root=root, author=maya, text="First")
    assert comments(sign_in(reader).get(warehouse.get_absolute_url())) == ["First"]
    updates.edit(by=maya, update=first, text="Changed", edits=0)
    UpdateFactory(root=root, author=reader, text="Second")
    assert comments(sign_in(reader).get(warehouse.get_absolute_url())) == ["Changed", "Second"]
    reactions.react(by=maya, update=first, sign=SIGNS[0])
    reactions.react(by=maya, update=root, sign=SIGNS[1])
    hers, his = read(maya, warehouse), read(reader, warehouse)
    assert {f'"{first.pk}": ["like"]', f'"{root.pk}": ["love"]'} <= set(MINE.findall(hers))
    assert 'class="mine"' not in his
    assert his.count('data-sign="like" aria-label="Thumbs up, 1"') == 1  # noise: everybody sees that somebody did
    updates.retract(by=maya, update=Update.objects.get(pk=first.pk))
    assert "Changed" not in read(reader, warehouse)


def test_what_is_asked_below_shows_as_it_stands_now_and_votes_are_each_readers_own(warehouse, reader, maya, clara):
    assert "Nobody has asked yet" in read(reader, warehouse)
    when, where = (
        questions.ask(by=maya, post=warehouse, text=text, key=f"key-{text}") for text in ("When is it?", "Where is it?")
    )
    assert "Nobody has asked yet" not in read(reader, warehouse)
    questions.vote(by=maya, question=where)
    hers, his = read(maya, warehouse), read(reader, warehouse)
    assert his.index("Where is it?") < his.index("When is it?")
    assert 'class="my-votes"' in hers
    assert 'class="my-votes"' not in his
    questions.answer(by=clara, question=when, text="On Monday")
    questions.take_back(by=maya, question=where)
    shown = read(reader, warehouse)
    assert "On Monday" in shown
    assert "Where is it?" not in shown


def test_a_blog_and_its_card_show_what_is_in_it_now(top_floor, warehouse, clara, reader):
    everywhere = (top_floor.get_absolute_url(), reverse("blogs:home"))

    def shown() -> list[str]:
        return [sign_in(reader).get(address, follow=True).content.decode() for address in everywhere]

    assert all("In the warehouse" in each for each in shown())
    save(clara, warehouse, title="In the cellar")
    assert all("In the cellar" in each and "In the warehouse" not in each for each in shown())
    blogs.put_cover(by=clara, page=top_floor, picture=ImageFactory(uploaded_by_user=clara))
    assert all("<img" in each for each in shown())
    save(clara, top_floor, title="From the roof", purpose="High up.")
    assert all("From the roof" in each and "High up." in each for each in shown())
    UpdateFactory(root=update_of(warehouse), author=reader)
    updates.reply(by=reader, to=update_of(warehouse), text="And?", key="once-and-never-again")
    assert "2 comments" in shown()[0]
    posts.withdraw(by=clara, post=warehouse)
    assert not any("In the cellar" in each for each in shown())


def test_the_archive_counts_what_is_there_now(top_floor, reader, clara):
    address = f"{top_floor.get_absolute_url()}?tag=moving"
    post = PostFactory(blog=top_floor, title="Boxes", tags=["moving"])
    PostFactory(blog=top_floor, title="Noise", tags=["standing"])
    shown = page(sign_in(reader).get(address))
    assert "#moving 1" in shown.first("nav", aria_label="By tag").text
    PostFactory(blog=top_floor, title="Crates", tags=["moving"])
    shown = page(sign_in(reader).get(address))
    assert "#moving 2" in shown.first("nav", aria_label="By tag").text
    posts.withdraw(by=clara, post=post)
    shown = page(sign_in(reader).get(address))
    assert "#moving 1" in shown.first("nav", aria_label="By tag").text
    assert [line.first("h2").text for line in shown.all("article", "post-line")] == ["Crates"]


def test_whoever_comes_to_lead_may_edit_at_once_and_whoever_leaves_reads_nothing_any_more(company, maya):
    newcomer = PersonFactory()
    team = TeamFactory(lead=maya, closed=True, members=[newcomer])
    post = PostFactory(blog=BlogFactory(team=team, is_reviewed=True), author=maya)
    edit = reverse("writing:edit", args=[post.pk])
    assert edit in read(maya, post)
    assert edit not in read(newcomer, post)
    teams.set_lead(by=maya, team=team, person=newcomer, is_lead=True)
    assert edit in read(newcomer, post)
    teams.remove_member(by=maya, team=team, person=newcomer)
    for address in (post.get_absolute_url(), post.of_blog.get_absolute_url()):
        assert sign_in(newcomer).get(address).status_code == 404
        assert sign_in(maya).get(address).status_code == 200  # noise
