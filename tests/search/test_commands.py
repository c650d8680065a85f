"""What an administrator types: make the index anew, and see whether it is right."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.utils.timezone import now

from microblog.actions import updates
from search import checking, engines
from search.models import Document
from tests.factories import UpdateFactory
from tests.support import sign_in
from tests.support.search import found, say

pytestmark = pytest.mark.django_db


def run(command: str) -> str:
    out = StringIO()
    call_command(command, stdout=out)
    return out.getvalue()


def test_a_rebuild_finds_what_nobody_touched_and_forgets_what_is_gone(maya, drained):
    say(maya, "Known already")
    gone = say(maya, "Gone behind the back")
    drained()
    type(gone).objects.filter(pk=gone.pk).delete()
    UpdateFactory(author=maya, text="Never touched")
    assert "3 documents can be found." in run("search_rebuild")  # with Maya herself
    client = sign_in(maya)
    assert found(client, "never") == ["Never touched"]
    assert found(client, "behind") == []
    assert "0 of the samples are not found" in run("search_check")


def test_what_was_indexed_is_what_there_is(maya, drained):
    say(maya, "Known already 👍")
    say(maya, "👍")
    say(maya, "To be or not to be")
    drained()
    assert "WRONG" not in run("search_check")


def test_an_index_that_lacks_a_document_is_told_of(maya, drained):
    say(maya, "Known already")
    say(maya, "Noise")
    drained()
    row = Document.objects.get(text="Known already")
    Document.objects.filter(pk=row.pk).delete()
    row.pk = None
    row.save(force_insert=True)
    with pytest.raises(CommandError, match="search_rebuild"):
        run("search_check")


@pytest.mark.parametrize("engine", ["database"], indirect=True)
def test_a_row_too_few_and_a_row_too_many_in_the_database_do_not_make_up_for_each_other(maya, drained):
    say(maya, "Known already")
    say(maya, "Never told")
    say(maya, "Noise")
    drained()
    database = engines.backend(engines.DATABASE)
    database.delete(Document.objects.get(text="Never told"))
    database.add(Document(pk=10**6, kind="update", number=10**6, text="No longer there", at=now()))
    with pytest.raises(CommandError):
        run("search_check")
    lines = checking.check(samples=5).lines
    assert "4 documents in the table, 4 in the engine" in lines  # with Maya herself
    assert "WRONG: 1 of the table are not in the engine" in lines
    assert "WRONG: 1 of the engine are not in the table" in lines


@pytest.mark.parametrize("engine", ["database"], indirect=True)
def test_what_waits_is_not_called_missing(maya, drained):
    gone = say(maya, "Gone already")
    drained()
    say(maya, "Not told yet")
    updates.retract(by=maya, update=gone)
    assert "WRONG" not in run("search_check")


def test_a_number_of_samples_that_makes_no_sense_is_refused(maya, drained):
    drained()
    with pytest.raises(CommandError, match="0 or more"):
        call_command("search_check", samples=-1)
