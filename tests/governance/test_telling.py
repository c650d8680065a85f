"""Who is told of a report and of a decision, and who is not."""

import json

import pytest

from intranet.governance import notices as told
from intranet.governance.actions import reports
from intranet.governance.models import Decision, Report
from intranet.live import log
from intranet.notifications.models import Notice
from microblog.actions import updates
from tests.factories import ArticleFactory, MembershipFactory, PersonFactory, SectionFactory, UpdateFactory
from tests.support import page, sign_in
from tests.support.live_page import LivePage, newest
from tests.support.live_page import told as heard
from tests.support.reports import decide, report

pytestmark = pytest.mark.django_db


@pytest.fixture
def rude(tom, company):
    return UpdateFactory(author=tom, text="You are all fools")


def notices() -> set[tuple[str, str]]:
    """``(username, kind)`` of all that nobody has read."""
    return set(Notice.objects.unread().values_list("to__username", "kind"))


def test_moderators_are_told_once_and_not_by_whom(maya, ines, olu, clara, tom, rude):
    report(maya, rude, "Rude")
    report(maya, rude, "Very rude")
    report(ines, rude, "Rude, I think, too")
    assert notices() == {("olu", "report.sent"), ("clara", "report.sent")}
    assert Notice.objects.count() == 2
    assert set(Notice.objects.values_list("by", flat=True)) == {None}
    sent = Report.objects.get(by=maya)
    assert told.report_told(olu, [sent.pk]) == {sent.pk: ("Update by Tom Berger", f"/moderation/update/{rude.pk}/")}
    assert told.report_told(tom, [sent.pk]) == told.report_told(ines, [sent.pk]) == {}


def test_the_reporter_is_told_what_became_of_it_and_the_moderators_no_longer_that_it_waits(maya, olu, clara, tom, rude):
    report(maya, rude)
    decide(olu, rude, "kept")
    assert notices() == {("maya", "report.decided")}
    sent = Report.objects.get()
    assert told.report_told(maya, [sent.pk]) == {sent.pk: ("Update by Tom Berger", f"/reports/#report-{sent.pk}")}


def test_the_author_is_told_when_it_was_taken_down_and_only_then(maya, olu, tom, rude, ines):
    other = UpdateFactory(author=ines, text="Hm")
    for thing in (rude, other):
        report(maya, thing)
    decide(olu, other, "kept")
    decide(olu, rude, "down", "Be kind.")
    assert notices() == {("maya", "report.decided"), ("tom", "words.taken_down")}
    down = Decision.objects.get(outcome="down")
    assert told.decision_told(tom, [down.pk]) == {down.pk: ("Update by Tom Berger", f"/reports/decisions/{down.pk}/")}
    assert told.decision_told(ines, list(Decision.objects.values_list("pk", flat=True))) == {}


def test_whoever_muted_the_moderator_hears_the_outcome_all_the_same(maya, olu, tom, rude):
    for person in (maya, tom):
        sign_in(person).post("/people/olu/mute/")
    report(maya, rude)
    decide(olu, rude, "down", "Be kind.")
    assert notices() == {("maya", "report.decided"), ("tom", "words.taken_down")}


def test_of_what_was_gone_first_the_reporter_is_told_and_nobody_else(maya, olu, tom, rude):
    report(maya, rude)
    updates.retract(by=tom, update=rude)
    assert notices() == {("maya", "report.decided")}


def test_of_a_closed_team_nobody_outside_is_told(maya, olu, clara, noor, stranger, closed_team, company):
    inside = PersonFactory(username="inside", moderator=True)
    MembershipFactory(team=closed_team, person=inside)
    for thing in (
        UpdateFactory(author=noor, team=closed_team),
        ArticleFactory(parent=SectionFactory(team=closed_team)),
    ):
        report(maya, thing)
    assert {who for who, _ in notices()} == {"clara", "inside"}
    assert told.report_told(olu, list(Report.objects.values_list("pk", flat=True))) == {}


def test_who_left_the_team_is_told_nothing_more_of_it(maya, clara, noor, closed_team, company):
    secret = UpdateFactory(author=maya, team=closed_team, text="Salary bands")
    report(noor, secret, "Secret reason")
    other = UpdateFactory(author=noor, team=closed_team, text="Other bands")
    report(maya, other, "Unfair bands")
    decide(clara, secret, "down", "About the bands")
    people = {person.pk: person for person in (maya, noor)}
    down, sent = Decision.objects.get(), Report.objects.get(by=maya)
    assert told.decision_readers(people, [down.pk]) == {down.pk: {maya.pk}}
    closed_team.memberships.filter(person=maya).delete()
    assert told.decision_readers(people, [down.pk]) == {down.pk: set()}
    assert told.report_readers(people, [sent.pk]) == {sent.pk: set()}
    assert told.decision_told(maya, [down.pk]) == told.report_told(maya, [sent.pk]) == {}
    client = sign_in(maya)
    assert client.get(f"/reports/decisions/{down.pk}/").status_code == 404
    assert "bands" not in page(client.get("/reports/")).text
    assert "not there for you any more" in page(client.get("/reports/")).text  # noise


def test_the_number_in_an_open_frame_changes_for_moderators_alone(maya, olu, clara, tom, rude):
    own = PersonFactory(username="judge", moderator=True)
    mine = UpdateFactory(author=own)
    pages = {person: LivePage(sign_in(person).get("/people/"), person) for person in (olu, own, maya)}
    mark = newest()
    report(maya, rude)
    report(maya, mine)
    numbers = {}
    for person, shown in pages.items():
        shown.hear(heard(log.since(mark, most=100), person))
        at = shown.find("rail-moderation")
        numbers[person.username] = at.text.removesuffix(" waiting") if at else None
    assert numbers == {"olu": "2", "judge": "1", "maya": None}
    events = {event.stream for event in log.since(mark, most=100) if event.name == "moderation.changed"}
    assert events == {f"user:{person.pk}" for person in (olu, clara, own)}


def test_nobody_hears_of_a_report_about_their_own_words(maya, olu, clara, company):
    own = UpdateFactory(author=olu, text="My words")
    mark = newest()
    reports.send(by=maya, kind="update", number=own.pk, line="Rude")
    told_to = {event.stream for event in log.since(mark, most=100)}
    assert f"user:{olu.pk}" not in told_to
    assert f"user:{clara.pk}" in told_to  # noise


def test_what_moderators_hear_names_nobody(maya, olu, rude):
    mark = newest()
    report(maya, rude, "Rude")
    said = json.dumps(heard(log.since(mark, most=100), olu))
    assert "rail-moderation" in said  # noise
    assert not any(word in said for word in ("Maya", "Rude", "fools", "Tom"))
