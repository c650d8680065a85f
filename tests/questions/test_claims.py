"""Being on a question: one person at a time, seen by all, over by itself."""

from datetime import timedelta

import pytest
from django.utils import timezone

from intranet.live.models import Event
from intranet.notifications.models import Notice
from microblog import steady
from microblog.models import Claim, Update
from tests.factories import AnswerFactory, QuestionFactory, UpdateFactory
from tests.support import sign_in
from tests.support.asking import DELETE, card, claim_of, state

pytestmark = pytest.mark.django_db


@pytest.fixture
def parcel(maya, company):
    QuestionFactory(author=maya, text="Noise, also waiting")
    return QuestionFactory(author=maya, text="Where is the parcel?")


def put_back(minutes: int) -> None:
    """So long ago all claims were made, or prolonged."""
    for claim in Claim.objects.all():
        Claim.objects.filter(pk=claim.pk).update(until=claim.until - timedelta(minutes=minutes))


def test_tom_says_that_he_is_on_it_and_everybody_reads_it(tom, ines, parcel):
    assert state(sign_in(ines).get("/"), parcel).startswith("Waits for an answer")
    sign_in(tom).post(claim_of(parcel))
    for address in ("/", parcel.get_absolute_url(), "/questions/"):
        line = state(sign_in(ines).get(address), parcel)
        assert line.startswith("Being answered by Tom Berger"), address
    others = list(Update.objects.exclude(pk=parcel.pk))
    assert all(state(sign_in(ines).get("/"), each).startswith("Waits") for each in others)


def test_whoever_has_it_open_is_told(tom, parcel):
    sign_in(tom).post(claim_of(parcel))
    told = set(Event.objects.values_list("stream", "name", "ref"))
    assert {(f"thread:{parcel.pk}", "update.changed", parcel.pk), ("feed:company", "update.changed", parcel.pk)} <= told


def test_a_second_person_is_told_who_was_faster(tom, ines, parcel):
    sign_in(tom).post(claim_of(parcel))
    response = sign_in(ines).post(claim_of(parcel), follow=True)
    assert "Tom Berger was faster" in response.content.decode()
    assert Claim.objects.get().by == tom


@pytest.mark.parametrize(("script", "says"), [("desk", True), ("feed", False), ("thread", False)])
def test_my_desk_says_who_was_faster_and_a_card_says_it_itself(tom, ines, parcel, script, says):
    sign_in(tom).post(claim_of(parcel))
    client = sign_in(ines)
    client.post(claim_of(parcel), headers={"X-Fragment": script})
    assert ("Tom Berger was faster" in client.get("/desk/").content.decode()) == says


def test_nobody_is_on_their_own_question(maya, parcel):
    assert sign_in(maya).post(claim_of(parcel)).status_code == 403
    assert not Claim.objects.exists()


def test_claiming_again_gives_ten_more_minutes(tom, parcel):
    client = sign_in(tom)
    client.post(claim_of(parcel))
    put_back(8)
    client.post(claim_of(parcel))
    assert Claim.objects.get().until > timezone.now() + timedelta(minutes=9)


def test_after_ten_idle_minutes_the_worker_sets_it_free_and_tells_everybody(tom, ines, parcel):
    sign_in(tom).post(claim_of(parcel))
    steady.let_lapse()
    assert Claim.objects.running().exists()  # noise: it is not over yet
    put_back(11)
    before = Event.objects.order_by("pk").last().pk
    steady.let_lapse()
    claim = Claim.objects.get()
    assert (claim.ended, claim.ended_by) == ("lapsed", None)
    told = set(Event.objects.filter(pk__gt=before, name="update.changed").values_list("stream", "ref"))
    assert told == {(f"thread:{parcel.pk}", parcel.pk), ("feed:company", parcel.pk)}
    assert state(sign_in(ines).get("/"), parcel).startswith("Waits for an answer")
    steady.let_lapse()
    assert Claim.objects.get().ended_at == claim.ended_at


def test_a_claim_that_ran_out_is_free_before_the_worker_comes(tom, ines, parcel):
    sign_in(tom).post(claim_of(parcel))
    put_back(11)
    sign_in(ines).post(claim_of(parcel))
    assert list(Claim.objects.order_by("pk").values_list("by__username", "ended")) == [("tom", "lapsed"), ("ines", "")]


def test_tom_releases_it_and_a_moderator_may_but_nobody_else(tom, ines, olu, parcel):
    for person in (tom, olu):
        sign_in(tom).post(claim_of(parcel))
        assert sign_in(ines).post(claim_of(parcel), DELETE).status_code == 403
        sign_in(person).post(claim_of(parcel), DELETE)
        ended = Claim.objects.order_by("pk").last()
        assert (ended.ended, ended.ended_by) == ("released", person)
        assert state(sign_in(ines).get("/"), parcel).startswith("Waits for an answer")


def test_a_reply_of_whoever_is_on_it_ends_it_as_answered(tom, ines, parcel):
    sign_in(tom).post(claim_of(parcel))
    sign_in(tom).post(f"/updates/{parcel.pk}/replies/", {"text": "In Porto", "key": "key-of-tom"})
    claim = Claim.objects.get()
    assert (claim.ended, claim.ended_by) == ("answered", tom)
    assert state(sign_in(ines).get("/"), parcel).startswith("Answered")


def test_what_was_answered_need_not_be_claimed(tom, ines, parcel):
    AnswerFactory(root=parcel, author=ines)
    response = sign_in(tom).post(claim_of(parcel), follow=True)
    assert "answered in the meantime" in response.content.decode()
    assert not Claim.objects.exists()


def test_the_asker_hears_once_who_is_on_it_and_no_more_when_it_is_free_again(tom, maya, parcel):
    client = sign_in(tom)
    client.post(claim_of(parcel))
    client.post(claim_of(parcel))
    assert Notice.objects.get(kind="question.claimed").to == maya
    client.post(claim_of(parcel), DELETE)
    assert not Notice.objects.filter(kind="question.claimed").exists()


def test_a_script_is_sent_the_card(tom, parcel):
    response = sign_in(tom).post(claim_of(parcel), headers={"X-Fragment": "feed"})
    assert card(response, parcel).attrs["data-state"] == "claimed"
    assert card(response, parcel).first("div", "asked").attrs["data-claimer"] == str(tom.pk)


def test_what_asks_nothing_cannot_be_claimed_and_what_is_closed_is_not_there(tom, stranger, noor, closed_team):
    plain = UpdateFactory(text="Lunch at noon")
    secret = QuestionFactory(team=closed_team, author=noor)
    assert sign_in(tom).post(claim_of(plain)).status_code == 404
    assert sign_in(stranger).post(claim_of(secret)).status_code == 404
