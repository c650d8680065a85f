"""My desk: one page of what waits for somebody, the most harmful first, and answered in one click."""

from datetime import timedelta

import pytest
import time_machine
from django.core.cache import caches
from django.utils import timezone

from intranet.people.actions import teams
from microblog.blogs import reviews
from microblog.blogs.models import Departure
from search.models import MissedSearch
from tests.factories import (
    ArticleFactory,
    BlogFactory,
    ObjectionFactory,
    PersonFactory,
    PostFactory,
    SectionFactory,
    TeamFactory,
)
from tests.factories.search import MissedSearchFactory
from tests.support import again, page, sign_in
from wiki.actions import pages
from wiki.models import Article, Objection

pytestmark = pytest.mark.django_db
DESK = "/desk/"
HOME_AT_MOST = 6
OF_ALL_KINDS = 9  # beside the feed, every few seconds, for somebody for whom something of each kind waits


def in_days(days: int):
    return timezone.localdate() + timedelta(days=days)


def rows(person, **asked) -> list[str]:
    """The titles on a desk, in their order."""
    tree = page(sign_in(person).get(DESK, asked)).first("div", id="desk")
    return [row.all("a")[0].text for each in tree.all("ol", "desk") for row in each.all("li")]


def counted(person) -> str:
    """The number beside the link in the frame, on whatever page."""
    caches["fragments"].clear()
    return page(sign_in(person).get("/people/")).first("span", id="desk-count").text


@pytest.fixture
def desk(company, maya, tom, team):
    """One of each for Maya, and others for Tom."""
    for owner, about in ((maya, {"owner": maya}), (tom, {"owner": tom})):
        ObjectionFactory(article=ArticleFactory(title=f"Wrong for {owner.username}", **about), line="The price is old.")
        ArticleFactory(title=f"Due for {owner.username}", verified_until=in_days(13), **about)
        ArticleFactory(title=f"Over for {owner.username}", verified_until=in_days(-30), **about)
        ArticleFactory(title=f"Good for {owner.username}", verified_until=in_days(40), **about)  # noise
        MissedSearchFactory(words=f"missed by {owner.username}", owner=owner, people=4)
        post = PostFactory(blog=BlogFactory(person=owner), waits=True, title=f"Read it, {owner.username}")
        reviews.begin(by=PersonFactory(), post=post, goes_out_at=None)


MAYAS = ["Over for maya", "Wrong for maya", "“missed by maya”", "Read it, maya", "Due for maya"]


def test_what_waits_for_somebody_stands_on_one_page_by_harm_and_age(desk, maya, tom):
    assert rows(maya) == MAYAS
    assert rows(tom) == [title.replace("maya", "tom") for title in MAYAS]
    assert counted(maya) == "5 to do"
    MissedSearch.objects.filter(owner=maya).update(people=500)
    assert rows(maya)[0] == "“missed by maya”"


def test_each_says_why_it_is_theirs_and_a_kind_can_be_chosen(desk, maya):
    text = page(sign_in(maya).get(DESK)).first("div", id="desk").text
    for why in ("says that it is wrong; you own it", "which is over; you own it", "4 people looked for it in vain",
                "asks you to read it", "The price is old."):  # fmt: skip
        assert why in text
    assert rows(maya, kind="due") == ["Over for maya", "Due for maya"]
    assert rows(maya, kind="nonsense") == MAYAS


def test_nothing_waits_for_a_newcomer(desk, stranger):
    assert "Nothing waits for you." in page(sign_in(stranger).get(DESK)).text
    assert counted(stranger) == ""


def press(client, row: str, label: str):
    """A button of a row, pressed without scripts; the page that comes."""
    tree = page(client.get(DESK, {"kind": ""}))
    [found] = [each for each in tree.first("ol", "desk").all("li") if each.all("a")[0].text == row]
    [button] = [each for each in found.all("button") if each.text.startswith(label)]
    says = {button.attrs["name"]: button.attrs["value"]} if "name" in button.attrs else {}
    return again(client, client.post(button.attrs["formaction"], says))


def test_one_click_answers_and_leads_back_to_the_desk(desk, maya):
    client = sign_in(maya)
    for row, label in (("Wrong for maya", "Settled"), ("Over for maya", "Still correct"),
                       ("Due for maya", "Still correct"), ("“missed by maya”", "Not for us")):  # fmt: skip
        shown = press(client, row, label)
        assert shown.request["PATH_INFO"] == DESK
    assert rows(maya) == ["Read it, maya"]
    assert counted(maya) == "1 to do"
    assert Objection.objects.get(article__title="Wrong for maya").settled_by == maya
    assert MissedSearch.objects.get(owner=maya).reason == "This is not for us to answer"
    assert Objection.objects.open().count() == 1  # noise: Tom's


def test_what_a_team_owns_waits_for_all_who_are_in_it_and_for_nobody_who_left(company, maya, tom, team):
    ArticleFactory(title="Ours", owner_team=team, verified_until=in_days(2))
    ArticleFactory(title="Theirs", owner_team=TeamFactory(), verified_until=in_days(2))  # noise
    assert rows(maya) == rows(tom) == ["Ours"]
    assert "Platform owns it" in page(sign_in(maya).get(DESK)).text
    teams.leave(by=maya, team=team)
    assert rows(maya) == []
    assert counted(maya) == ""
    assert rows(tom) == ["Ours"]


def test_what_somebody_may_no_longer_see_is_on_no_desk_and_in_no_number(company, noor, maya, closed_team):
    secret = ArticleFactory(title="Falcon", owner=maya, team=closed_team, verified_until=in_days(1))
    ObjectionFactory(article=secret)
    MissedSearchFactory(words="falcon", owner=maya, things=[("article", secret.pk)])
    ArticleFactory(title="Open", owner=maya, verified_until=in_days(1))  # noise
    assert sorted(set(rows(maya))) == ["Falcon", "Open", "“falcon”"]
    assert counted(maya) == "4 to do"
    teams.leave(by=maya, team=closed_team)
    assert rows(maya) == ["Open"]
    assert counted(maya) == "1 to do"


def test_only_our_own_pages_are_led_back_to(desk, maya):
    objection = Objection.objects.get(article__owner=maya)
    for back in ("//evil.example/", "https://evil.example/", "javascript:x", "/\\evil.example"):
        response = sign_in(maya).post(f"/wiki/objections/{objection.pk}/settlement/?back={back}")
        assert response["Location"] == objection.article.get_absolute_url()


def test_what_weighs_less_comes_on_the_next_page(company, maya):
    for number in range(28):
        ArticleFactory(title=f"Article {number}", owner=maya, verified_until=in_days(-number))
    assert rows(maya)[0] == "Article 27"
    assert len(rows(maya)) == 25
    assert "What weighs less" in page(sign_in(maya).get(DESK)).text
    assert rows(maya, start=25) == ["Article 2", "Article 1", "Article 0"]
    assert "That is all." in page(sign_in(maya).get(DESK, {"start": 25})).text
    assert rows(maya, start=27) == rows(maya, start=25), "Pages begin where they do"
    assert sign_in(maya).get(DESK, {"start": 99}).status_code == 302


def test_between_two_looks_within_an_hour_nothing_falls_between_two_pages(company, maya):
    ten = timezone.now().replace(hour=10, minute=0, second=0, microsecond=0)
    for number in range(30):
        ArticleFactory(title=f"Article {number}", owner=maya, verified_until=in_days(-30))
    half_past = ObjectionFactory(article=ArticleFactory(title="Older at half past", owner=maya))
    Objection.objects.filter(pk=half_past.pk).update(at=ten - timedelta(days=24, minutes=-30))
    first, second = [], []
    with time_machine.travel(ten + timedelta(minutes=10), tick=False):
        first = rows(maya)
    with time_machine.travel(ten + timedelta(minutes=50), tick=False):
        second = rows(maya, start=25)
    assert len({*first, *second}) == 31


def test_what_is_to_go_out_at_a_time_waits_for_nobody_though_it_was_submitted(company, maya, tom):
    post = PostFactory(blog=BlogFactory(person=maya), waits=True, author=tom)
    reviews.begin(by=tom, post=post, goes_out_at=None)
    PostFactory(blog=BlogFactory(person=tom), waits=True)  # noise
    assert rows(maya) == [post.title]
    post.refresh_from_db()
    Departure.objects.create(post=post, by=maya, goes_out_at=timezone.now() + timedelta(days=1), revision=post.head)
    assert rows(maya) == []
    assert counted(maya) == ""


def test_a_desk_asks_as_often_for_many_things_as_for_few(desk, maya, flat):
    def grow():
        for number in range(9):
            article = ArticleFactory(owner=maya, verified_until=in_days(number))
            ObjectionFactory(article=article)
            MissedSearchFactory(owner=maya, things=[("article", article.pk)])
            post = PostFactory(blog=BlogFactory(team=TeamFactory(lead=maya)), waits=True, author=PersonFactory())
            reviews.begin(by=PersonFactory(), post=post, goes_out_at=None)

    client = sign_in(maya)
    asked = flat(grow, {"desk": lambda: client.get(DESK)})
    assert len(rows(maya)) + len(rows(maya, start=25)) == 5 + 4 * 9  # noise: there was more to show
    assert asked["desk"] <= 16, asked


def test_the_number_costs_one_question_and_none_a_moment_later(company, maya, django_assert_num_queries):
    from intranet.notifications import desk

    ArticleFactory(owner=maya, verified_until=in_days(1))
    with django_assert_num_queries(1):
        assert desk.count(maya) == 1
    with django_assert_num_queries(0):
        assert desk.count(maya) == 1


# --- Beside the feed -----------------------------------------------------------------------------------
def beside(person, address: str = "/") -> list[tuple[str, str]]:
    """The titles under "My desk", each with what is said of it."""
    panels = page(sign_in(person).get(address)).first("aside", "aside").all("section", "panel")
    mine = [panel for panel in panels if panel.first("h2").text.startswith("My desk")]
    return [(row.first("a").text, row.first("span", "quiet").text) for panel in mine for row in panel.all("li")]


def test_the_three_that_come_first_stand_beside_the_feed_with_why_and_since_when(desk, maya, tom):
    shown = beside(maya)
    assert [title for title, _ in shown] == MAYAS[:3]
    assert [title for title, _ in beside(tom)] == [title.replace("maya", "tom") for title in MAYAS[:3]]
    since = timezone.localtime(Objection.objects.get(article__owner=maya).at)
    assert shown[1][1].endswith(f"says that it is wrong; you own it · {since:%-d %b %Y, %H:%M}")
    assert "5 things wait" in page(sign_in(maya).get("/")).first("aside", "aside").text
    assert beside(maya, "/company/") == shown


def test_nothing_stands_there_for_whom_nothing_waits(desk, stranger):
    assert "My desk" not in page(sign_in(stranger).get("/")).first("aside", "aside").text


def test_what_was_answered_or_is_hidden_now_stands_there_no_longer(company, noor, maya, closed_team, a_moment_later):
    for title, about in (("Falcon", {"team": closed_team}), ("Open", {}), ("Wing", {})):
        ArticleFactory(title=title, owner=maya, verified_until=in_days(1), **about)
    assert {title for title, _ in beside(maya)} == {"Falcon", "Open", "Wing"}
    teams.leave(by=maya, team=closed_team)
    assert {title for title, _ in beside(maya)} == {"Open", "Wing"}, "At once"
    press(sign_in(maya), "Open", "Still correct")
    assert [title for title, _ in beside(maya)] == ["Wing"]
    article = Article.objects.get(title="Wing")
    pages.move(by=noor, page=article, parent=SectionFactory(title="Pay", team=TeamFactory(closed=True), owner=noor))
    with a_moment_later():
        assert beside(maya) == []


def test_beside_the_feed_it_costs_what_its_kinds_ask_and_nothing_a_moment_later(
    desk, maya, stranger, django_assert_max_num_queries
):
    def home(person, most: int) -> None:
        with django_assert_max_num_queries(most):
            assert clients[person].get("/").status_code == 200

    clients = {person: sign_in(person) for person in (maya, stranger)}
    for person in clients:
        home(person, 60)
    home(stranger, HOME_AT_MOST)
    home(maya, HOME_AT_MOST)
    for person in clients:
        for key in (f"desk:{person.pk}:member", f"desk:{person.pk}:member:first"):
            caches["fragments"].delete(key)
    home(stranger, HOME_AT_MOST + 1)
    home(maya, HOME_AT_MOST + OF_ALL_KINDS)
