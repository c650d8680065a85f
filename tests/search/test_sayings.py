"""Words by which several people found something are offered to others, who may see all that they led to."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from microblog.actions import updates
from search import learned, schedule
from search.models import Saying
from tests.factories import TeamFactory
from tests.support.learning import document, look, several
from tests.support.search import engines_know, say

pytestmark = pytest.mark.django_db


def learn() -> int:
    """As it is done every hour."""
    return schedule.learn_what_is_said.func()


def test_words_by_which_three_people_found_something_are_offered_to_others(maya, lunch, clock):
    several("Lunch time", 3, opened=lunch)
    several("lunches time", 1, opened=lunch)
    several("lunatic", 2, opened=lunch)  # two people
    several("lunar", 3, top=lunch)  # nobody opened anything
    several("lungs", 4)  # nothing was found
    several("lunge", 3, opened=lunch, days_ago=95)
    assert learned.said_before("lun", maya) == []  # not learned yet
    assert learn() == 1
    assert learned.said_before("  LUN", maya) == ["Lunch time"]
    assert learned.said_before("lunch t", maya) == ["Lunch time"]
    assert learned.said_before("", maya) == learned.said_before("time", maya) == []
    assert learned.words_like("lunhc", maya) == [("lunch", 4)]
    assert learned.words_like("", maya) == learned.words_like("lu", maya) == []


def test_words_from_a_closed_team_are_offered_to_its_members_alone(maya, stranger, noor, closed_team, lunch):
    secret = document(say(noor, "Severance is three months", closed_team))
    several("severance", 4, opened=secret)
    several("several lunches", 3, opened=lunch)
    learn()
    assert learned.said_before("sever", maya) == ["severance", "several lunches"]
    assert learned.said_before("sever", stranger) == ["several lunches"]
    assert [word for word, _ in learned.words_like("severamce", stranger)] == ["several"]
    assert [word for word, _ in learned.words_like("severamce", maya)] == ["severance", "several"]


def test_words_that_also_led_to_something_closed_are_offered_to_those_who_may_see_all_of_it(
    maya, stranger, noor, closed_team, lunch
):
    secret = document(say(noor, "Project Falcon ends in May", closed_team))
    several("project falcon", 3, opened=secret)
    several("project falcon", 4, opened=lunch)  # somebody opened another thing, too
    several("project lunch", 3, opened=lunch)
    learn()
    assert learned.said_before("project", maya) == ["project falcon", "project lunch"]
    assert learned.said_before("project", stranger) == ["project lunch"]
    assert learned.words_like("falkon", stranger) == []
    assert [word for word, _ in learned.words_like("falkon", maya)] == ["falcon"]


def test_words_are_offered_no_more_when_something_they_led_to_is_gone(maya, noor, lunch):
    taken_back = say(noor, "Breakfast is at eight")
    several("breakfast", 3, opened=document(taken_back))
    several("breakfast", 3, opened=lunch)
    several("breakfast room", 3, opened=lunch)
    learn()
    assert learned.said_before("break", maya) == ["breakfast", "breakfast room"]
    updates.retract(by=noor, update=taken_back)
    assert learned.said_before("break", maya) == ["breakfast room"]
    learn()
    assert learned.said_before("break", maya) == ["breakfast room"]


def test_words_of_something_closed_do_not_get_out_when_it_is_taken_back(stranger, noor, closed_team, lunch):
    secret = say(noor, "Project Falcon ends in May", closed_team)
    several("project falcon", 3, opened=document(secret))
    several("project falcon", 1, opened=lunch)
    several("project lunch", 3, opened=lunch)
    updates.retract(by=noor, update=secret)
    learn()
    assert learned.said_before("project", stranger) == ["project lunch"]
    assert learned.words_like("falkon", stranger) == []


def test_words_of_which_one_stands_only_in_something_closed_are_not_offered(maya, stranger, noor, tom, lunch):
    council = TeamFactory(closed=True, lead=noor, members=[maya, tom])
    say(noor, "We think about falcon", council)
    engines_know()
    for person in (noor, maya, tom):
        look(person, "lunch falcon", lunch)
        look(person, "lunch porto", lunch)
    learn()
    assert learned.said_before("lunch", maya) == ["lunch falcon", "lunch porto"]
    assert learned.said_before("lunch", stranger) == ["lunch porto"]


def test_nobody_takes_a_saying_away_by_opening_what_the_search_does_not_show(maya, stranger, noor, closed_team, lunch):
    secret = document(say(noor, "Pay round", closed_team))
    engines_know()
    several("lunch", 3, opened=lunch)
    look(maya, "lunch", secret)
    learn()
    assert learned.said_before("lun", stranger) == ["lunch"]


def test_what_one_person_typed_is_not_offered_though_others_found_the_same_in_other_words(maya, lunch):
    several("tom's lunch, tom's cancelled lunch", 1, opened=lunch)
    several("lunch cancelled tom", 2, opened=lunch)
    several("lunch time", 3, opened=lunch)
    several("Lunch Time", 1, opened=lunch)  # capitals make no difference
    learn()
    assert list(Saying.objects.values_list("words", "people")) == [("lunch time", 4)]


def test_long_questions_are_not_offered(maya, tom, ines, lunch):
    begin = "lunch " + " ".join(f"a{number:03}aaaaaa" for number in range(40))
    for person in (maya, tom, ines):
        look(person, begin, lunch)
        look(person, "lunch", lunch)  # noise
    learn()
    assert list(Saying.objects.values_list("words", flat=True)) == ["lunch"]


def test_others_may_write_while_is_counted_what_is_said(maya, lunch):
    several("lunch time", opened=lunch)
    learn()
    inside = connection.in_atomic_block
    with CaptureQueriesContext(connection) as asked:
        learn()
    assert inside
    begins = next(number for number, query in enumerate(asked.captured_queries) if "SAVEPOINT" in query["sql"])
    counted = [number for number, query in enumerate(asked.captured_queries) if "search_enquiry" in query["sql"]]
    assert counted
    assert max(counted) < begins, "All is read before the writing begins"


def test_what_is_no_longer_said_is_no_longer_offered(maya, lunch, clock, django_assert_num_queries):
    several("lunch time", opened=lunch)
    learn()
    assert Saying.objects.count() == 1
    learned.said_before("lun", maya)  # her teams are read once a request
    with django_assert_num_queries(2):
        learned.said_before("lun", maya)
    clock.shift(timedelta(days=91))
    learn()
    assert not Saying.objects.exists()
