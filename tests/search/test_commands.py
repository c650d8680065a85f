"""What an administrator types: make the index anew, and see whether it is right."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command

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


@pytest.mark.parametrize("engine", ["whoosh"], indirect=True)
def test_an_index_that_lacks_a_document_is_told_of(maya, drained):
    say(maya, "Known already 👍")
    say(maya, "👍")
    drained()
    assert "WRONG" not in run("search_check")
    row = Document.objects.get(text="Known already 👍")
    Document.objects.filter(pk=row.pk).delete()
    row.pk = None
    row.save(force_insert=True)
    with pytest.raises(CommandError, match="search_rebuild"):
        run("search_check")
