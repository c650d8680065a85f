"""The tray: in groups, from page to page, read by one press, and silent about what one may no longer know."""

from datetime import timedelta

import pytest
from django.utils import timezone

from intranet.notifications.models import Notice
from intranet.notifications.tasks import forget_old_notices
from intranet.people.actions import teams
from microblog.blogs.actions import posts, questions
from microblog.models import Update
from tests.factories import ArticleFactory, BlogFactory, PostFactory, QuestionFactory, SectionFactory, UpdateFactory
from tests.support import page, sign_in
from tests.support.notices import groups, lines, press, unread
from tests.support.saying import post, reply
from tests.support.wiki import edit
from wiki.actions import pages, watches

pytestmark = pytest.mark.django_db
TRAY = "/notices/"


def tell(person, by, *about, kind: str = "update.answered", **more) -> None:
    Notice.objects.bulk_create(Notice(to=person, by=by, kind=kind, about=each.pk, **more) for each in about)


@pytest.fixture
def lunch(tom):
    return UpdateFactory(author=tom, text="Lunch at noon")


# --- As it is read -----------------------------------------------------------------------------------
def test_whoever_was_told_nothing_reads_what_will_stand_here(maya, tom, ines, lunch):
    reply(ines, lunch, "Noise")
    assert "When somebody replies to you" in page(sign_in(maya).get(TRAY)).first("main").text
    assert page(sign_in(maya).get(TRAY)).first("main").all("button") == []


def test_a_line_leads_to_what_it_is_about_and_shows_the_last_two_people(maya, tom, ines, olu, lunch):
    for person in (maya, ines, olu):
        reply(person, lunch, f"So says {person.username}")
    post(ines, "The keys, @tom")
    found, line = groups(tom)
    assert leads_to(found) == Update.objects.get(text="The keys, @tom").get_absolute_url()
    assert [avatar.text for avatar in line.all("span", "avatar")] == ["OA", "IL"]
    assert "data-unread" in line.attrs


def test_all_of_a_long_tray_is_read_from_page_to_page_and_then_it_ends(maya, tom):
    updates = [UpdateFactory(author=tom, text=f"Number {number}") for number in range(45)]
    tell(tom, maya, *updates)
    read, address = [], TRAY
    for _ in range(3):
        shown = page(sign_in(tom).get(address))
        read += [line.first("div").first("a").text for line in shown.first("ul", "tray").all("li")]
        more = shown.first("main").all("a", rel="next")
        address = TRAY + more[0].attrs["href"] if more else ""
    assert read == [f"Number {number}" for number in reversed(range(45))]
    assert not address
    assert "That is everything" in shown.first("main").text


def test_a_place_in_the_tray_that_is_none_is_its_beginning(tom, maya, lunch):
    tell(tom, maya, lunch)
    assert len(groups(tom, TRAY + "?before=soon")) == 1
    assert groups(tom, TRAY + "?before=1") == []


def test_what_is_hidden_leaves_no_holes_in_a_page(maya, tom, noor, closed_team):
    secrets = [UpdateFactory(author=maya, team=closed_team) for _ in range(30)]
    tell(tom, maya, UpdateFactory(author=tom, text="Before"), *secrets, UpdateFactory(author=tom, text="After"))
    assert [line.first("div").first("a").text for line in groups(tom)] == ["After", "Before"]
    assert unread(tom) == 2


def test_a_tray_is_ones_own(maya, tom, ines, lunch):
    reply(maya, lunch, "I come")
    number = Notice.objects.get().pk
    assert sign_in(ines).post(f"{TRAY}{number}/reading/").status_code == 404
    assert unread(tom) == 1


def test_what_happened_in_a_thread_is_read_by_whoever_opens_it(maya, tom, ines, lunch):
    dinner = UpdateFactory(author=tom, text="Dinner")
    reply(maya, dinner, "Noise")
    for person in (maya, ines):
        reply(person, lunch, f"I come, says {person.username}")
    assert unread(tom) == 2
    sign_in(ines).get(lunch.get_absolute_url())  # noise: another opens it
    assert unread(tom) == 2
    shown = page(sign_in(tom).get(lunch.get_absolute_url()))
    assert shown.first("span", id=f"notices-{tom.pk}").attrs["data-unread"] == "1"
    assert [line.startswith("Unread: ") for line in lines(tom)] == [False, True]


# --- The first part that is unread --------------------------------------------------------------------
def leads_to(line) -> str:
    return line.first("div").first("a").attrs["href"]


def at(reply) -> str:
    return f"/updates/{reply.root_id}/?reply={reply.pk}#update-{reply.pk}"


def test_a_line_leads_to_the_reply_that_is_unread_longest(maya, tom, ines, lunch):
    reply(maya, UpdateFactory(author=tom, text="Dinner"), "Noise")
    first = reply(maya, lunch, "I come")
    for person in (ines, maya):
        reply(person, lunch, f"Me too, says {person.username}")
    assert leads_to(groups(tom)[0]) == at(first)
    press(tom, "Mark as read: Lunch at noon")
    second = reply(ines, lunch, "When?")
    reply(maya, lunch, "At noon")
    unread_now, read_before, _ = groups(tom)
    assert leads_to(unread_now) == at(second)
    assert leads_to(read_before) == at(first)
    assert page(sign_in(tom).get(at(second).split("#")[0])).all("article", id=f"update-{second.pk}")


def test_a_reply_that_is_gone_leaves_a_line_that_leads_to_the_thread(maya, tom, lunch):
    first = reply(maya, lunch, "I come")
    reply(maya, lunch, "At one")
    sign_in(maya).post(f"/updates/{first.pk}/", {"_method": "delete"})  # undone
    assert not Update.objects.filter(pk=first.pk).exists()
    [line] = groups(tom)
    assert leads_to(line) == f"/updates/{lunch.pk}/"


def test_under_a_question_and_a_post_a_line_leads_there_too(maya, tom, ines, clara, company):
    question = QuestionFactory(author=tom, text="Where?")
    answer = reply(maya, question, "There")
    reply(ines, question, "Here")
    published = PostFactory(blog=BlogFactory(person=tom), author=tom, title="We are moving")
    asked = questions.ask(by=maya, post=published, text="Why?", key="why-do-you-ask")
    questions.ask(by=ines, post=published, text="When?", key="when-do-you-ask")
    comment = reply(clara, published.announcement.update, "Well")
    reply(ines, published.announcement.update, "Good")
    found = {line.first("div").first("p").text: leads_to(line) for line in groups(tom)}
    assert found["Unread: Ines Lindqvist and Maya Okafor answered Where?"] == at(answer)
    assert found["Unread: Ines Lindqvist and Maya Okafor asked something under We are moving"].endswith(
        f"#questions-{asked.pk}"
    )
    there = f"{published.get_absolute_url()}?reply={comment.pk}"
    assert found["Unread: Ines Lindqvist and Clara Duarte replied to We are moving"] == f"{there}#update-{comment.pk}"
    shown = sign_in(tom).get(there)
    assert page(shown).all("article", id=f"update-{comment.pk}")


# --- Read --------------------------------------------------------------------------------------------
def test_one_line_is_marked_as_read_and_the_others_stay(maya, tom, ines, lunch):
    other = UpdateFactory(author=tom, text="Dinner")
    reply(maya, other, "Also")
    for person in (maya, ines):
        reply(person, lunch, "I come")
    answer = press(tom, "Mark as read: Lunch at noon", headers={"Referer": "http://testserver/notices/?before=9"})
    assert answer["Location"] == "http://testserver/notices/?before=9"
    assert lines(tom) == [
        "Ines Lindqvist and Maya Okafor replied to Lunch at noon",
        "Unread: Maya Okafor replied to Dinner",
    ]
    assert unread(tom) == 1


def test_what_came_after_the_page_was_read_is_still_unread(maya, tom, ines, lunch):
    reply(maya, lunch, "I come")
    seen = Notice.objects.get()
    reply(ines, lunch, "Me too")
    sign_in(tom).post(f"{TRAY}{seen.pk}/reading/")
    assert lines(tom) == ["Unread: Ines Lindqvist replied to Lunch at noon", "Maya Okafor replied to Lunch at noon"]
    sign_in(tom).post(f"{TRAY}reading/", {"until": seen.pk})
    assert unread(tom) == 1


def test_everything_is_marked_as_read_at_once(maya, tom, ines, lunch):
    reply(maya, lunch, "I come")
    post(ines, "The keys, @tom and @maya")
    assert press(tom, "Mark all as read")["Location"] == TRAY
    assert (unread(tom), len(lines(tom))) == (0, 2)
    assert unread(maya) == 1  # noise: hers
    assert "Mark all as read" not in page(sign_in(tom).get(TRAY)).text


def test_a_script_that_follows_a_link_says_so_and_gets_nothing_back(maya, tom, lunch):
    reply(maya, lunch, "I come")
    [line] = groups(tom)
    answer = sign_in(tom).post(line.first("div").first("a").attrs["data-read"], headers={"X-Fragment": "reading"})
    assert (answer.status_code, answer.content) == (204, b"")
    assert unread(tom) == 0


def test_old_notices_are_forgotten_read_ones_sooner(maya, tom):
    now, updates = timezone.now(), [UpdateFactory(author=tom, text=f"Number {number}") for number in range(4)]
    for update, days, is_read in zip(updates, (89, 91, 179, 181), (True, True, False, False), strict=True):
        at = now - timedelta(days=days)
        tell(tom, maya, update, at=at, read_at=at if is_read else None)
    assert forget_old_notices.func() == 2
    assert sorted(Notice.objects.values_list("about", flat=True)) == [updates[0].pk, updates[2].pk]


# --- What one may no longer know ---------------------------------------------------------------------
def gone(person) -> None:
    assert (lines(person), unread(person)) == ([], 0)


def test_who_left_a_team_is_told_nothing_of_it_any_more(maya, noor, closed_team):
    secret = post(noor, "The bands, @maya", teams=[closed_team])
    assert (len(lines(maya)), unread(maya)) == (1, 1)
    teams.leave(by=maya, team=closed_team)
    gone(maya)
    teams.add_member(by=noor, team=closed_team, person=maya)
    assert lines(maya) == [f"Unread: Noor Haddad mentioned you in {secret.text}"]


def test_a_team_that_closes_takes_its_notices_from_all_others(maya, tom, ines, team, a_moment_later):
    post(maya, "Deploys, @tom and @ines", teams=[team])
    assert unread(ines) == 1
    teams.edit(by=tom, team=team, name="Platform", purpose="", is_closed=True)
    with a_moment_later():
        gone(ines)
        assert unread(tom) == 1


def test_an_article_that_moves_where_few_may_read_it_is_told_to_them_alone(
    maya, tom, ines, noor, company, closed_team, a_moment_later
):
    article, closed = ArticleFactory(title="Bands"), SectionFactory(title="Pay", team=closed_team, owner=noor)
    for person in (maya, ines):
        watches.watch(by=person, page=article)
    edit(sign_in(tom), article, body="<p>New.</p>")
    assert lines(ines) == lines(maya) == ["Unread: Tom Berger changed Bands"]
    pages.move(by=noor, page=article, parent=closed)
    with a_moment_later():
        gone(ines)
        assert lines(maya) == ["Unread: Tom Berger changed Bands"]


def test_a_post_that_is_withdrawn_takes_its_notices_along_until_it_is_back(maya, clara, company, a_moment_later):
    published = PostFactory(blog=BlogFactory(person=clara, title="Top floor"), title="We are moving")
    tell(maya, clara, published, kind="blog.posted")
    comments = published.announcement.update
    reply(maya, comments, "Where to?")
    reply(clara, comments, "To the river")
    assert [line.removeprefix("Unread: ") for line in lines(maya)] == [
        "Clara Duarte replied in We are moving",
        "Clara Duarte published We are moving",
    ]
    posts.withdraw(by=clara, post=published)
    with a_moment_later():
        gone(maya)
    published.refresh_from_db()
    posts.publish(by=clara, post=published, base=published.head)
    assert len(lines(maya)) == 2


def test_a_kind_that_no_room_knows_any_more_is_left_out(maya, tom, lunch):
    tell(tom, maya, lunch, kind="of.yesterday")
    gone(tom)
