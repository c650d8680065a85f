"""A draft that was never out is deleted with all that belongs to it; nothing else is."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from wagtail.models import PageLogEntry, Revision, WorkflowState

from intranet.audit.models import Entry
from intranet.writing.actions import drafts, files
from intranet.writing.models import Draft, FileUse
from microblog.blogs import standing
from microblog.blogs.actions import deleting, posts
from microblog.blogs.models import BlogPost, Credit, PostTag
from microblog.blogs.views import pages
from search.models import Document as Found
from tests.factories import BlogFactory, DocumentFactory, PersonFactory, PostFactory, TeamFactory
from tests.support import page, sign_in

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("company")]


@pytest.fixture
def draft(blog):
    PostFactory(blog=blog, waits=True, title="Another draft", tags=("river",))  # noise
    return PostFactory(blog=blog, waits=True, title="We are moving", tags=("river",))


def at(post, name="deletion") -> str:
    return reverse(f"blogs:{name}", args=[post.pk])


def is_there(post) -> bool:
    return BlogPost.objects.filter(pk=post.pk).exists()


def test_whoever_writes_in_the_blog_deletes_a_draft_after_a_question(draft, blog, clara, priya):
    for person, post in ((priya, draft), (clara, PostFactory(blog=blog, waits=True, title="We are not moving"))):
        client = sign_in(person)
        (link,) = page(client.get(post.get_absolute_url())).all("a", href=at(post))
        assert link.text == "Delete this draft"
        confirm = page(client.get(link.attrs["href"])).first("main")
        asked, sent = confirm.text, confirm.form("")
        assert f"“{post.title}” is deleted for everybody who writes in “From the top floor”" in asked
        assert "It cannot be brought back." in asked
        assert is_there(post)
        for _ in range(2):  # pressed twice
            assert client.post(at(post), sent).headers["Location"] == blog.get_absolute_url()
            assert not is_there(post)
        assert f"“{post.title}” is deleted." in page(client.get(blog.get_absolute_url())).text
        assert [client.post(at(post)).status_code, client.get(post.get_absolute_url()).status_code] == [404, 404]
    assert list(BlogPost.objects.values_list("title", flat=True)) == ["Another draft"]


def test_all_that_belongs_to_a_draft_goes_along(draft, blog, clara, priya):
    sheet = DocumentFactory(uploaded_by_user=priya)
    for kind in ("blogpost", "blogpost drafts"):
        files.use(by=priya, kind=kind, number=draft.pk, pictures=[], documents=[sheet.pk])
    drafts.keep(by=priya, words={"title": ["Half a word"], "base": [str(draft.head)]}, page=draft)
    posts.submit(by=priya, post=draft)
    posts.call_off(by=priya, post=draft)
    deleting.delete(by=clara, post=draft)
    deleting.delete(by=clara, post=draft)  # once is enough
    number = str(draft.pk)
    left = (
        *(model.objects.filter(post=draft.pk) for model in (Credit, PostTag)),
        FileUse.objects.filter(document=sheet),
        Draft.objects.filter(page=draft.pk),
        Revision.objects.filter(object_id=number),
        WorkflowState.objects.filter(object_id=number),
        Found.objects.filter(kind="blogpost", number=draft.pk),
    )
    assert [rows.count() for rows in left] == [0] * len(left)
    assert PostTag.objects.count() == 1
    assert BlogPost.objects.get().get_parent().numchild == 1
    assert PostFactory(blog=blog).live  # the blog goes on


def test_nothing_but_a_draft_is_deleted(draft, blog, clara):
    out, withdrawn = PostFactory(blog=blog), PostFactory(blog=blog)
    posts.withdraw(by=clara, post=withdrawn)
    client = sign_in(clara)
    for post in (out, withdrawn):
        assert not page(client.get(post.get_absolute_url())).all("a", href=at(post))
        assert [client.get(at(post)).status_code, client.post(at(post)).status_code] == [403, 403]
        with pytest.raises(deleting.Underway):
            deleting.delete(by=clara, post=post)
        assert is_there(post)


def test_what_waits_or_is_planned_is_taken_back_first_and_the_page_says_so(blog, clara, priya):
    asked, planned, changed = (PostFactory(blog=blog, waits=True) for _ in range(3))
    posts.submit(by=priya, post=asked)
    goes_out_at = timezone.now() + timedelta(days=1)
    when = standing.in_words(goes_out_at)
    for post in (planned, changed):
        posts.schedule(by=clara, post=post, base=post.head, goes_out_at=goes_out_at)
    posts.was_covered(by=priya, post=changed)
    client = sign_in(priya)
    for post, why in (
        (asked, "waits for approval. Take that request back first"),
        (planned, f"goes out {when}. Stop it from going out first"),
        (changed, f"was to go out {when}. Forget that time first"),
    ):
        for answer, status in ((client.get(at(post)), 200), (client.post(at(post)), 409)):
            assert answer.status_code == status
            assert f"“{post.title}” {why}" in page(answer).first("main").text
            assert not page(answer).first("main").all("button", data_kind="danger")
        assert is_there(post)
    client.post(at(asked, "review"), {"_method": "delete"})
    for post in (planned, changed):
        client.post(at(post, "departure"), {"_method": "delete"})
    assert [client.post(at(post)).status_code for post in (asked, planned, changed)] == [302] * 3
    assert not BlogPost.objects.exists()


def test_who_does_not_write_there_deletes_nothing_and_learns_nothing(draft, team_blog, maya, tom, olu):
    asked = PostFactory(blog=team_blog, author=tom, waits=True)
    posts.submit(by=tom, post=asked)
    assert [sign_in(olu).get(at(asked)).status_code, sign_in(olu).post(at(asked)).status_code] == [403, 403]
    for person in (maya, PersonFactory(admin=True)):
        for answer in (sign_in(person).get(at(draft)), sign_in(person).post(at(draft))):
            assert answer.status_code == 404
            assert draft.title not in answer.content.decode()
    hidden = BlogFactory(team=TeamFactory(is_closed=True))
    assert sign_in(maya).post(at(draft), {"blog": hidden.pk}).status_code == 404
    assert is_there(draft)
    assert is_there(asked)


def test_the_trail_names_a_deleted_draft_only_if_it_did_before(draft, blog, clara, priya):
    asked = PostFactory(blog=blog, waits=True, title="To the river")
    posts.submit(by=priya, post=asked)
    posts.send_back(by=clara, post=asked, why="No")
    for post in (draft, asked):
        assert sign_in(priya).post(at(post)).status_code == 302
    assert [entry.about_name for entry in Entry.objects.filter(action="blogpost.deleted")] == ["To the river"]
    assert not Entry.objects.filter(about_name="We are moving").exists()
    assert not PageLogEntry.objects.filter(label="We are moving").exists()
    assert PageLogEntry.objects.filter(label="Another draft").exists()  # noise
    trail = page(sign_in(PersonFactory(admin=True)).get(reverse("trail"))).text
    assert "Priya Raman deleted To the river, which was never out" in trail


@pytest.mark.parametrize(("name", "form"), [("publication", {}), ("departure", {"_method": "delete"})])
def test_who_presses_when_somebody_has_just_deleted_it_is_told_that_it_is_not_there(
    blog, clara, monkeypatch, name, form
):
    kept, gone = (PostFactory(blog=blog, waits=True) for _ in range(2))
    find = pages.find

    def found_and_deleted(request, pk):
        found = find(request, pk)
        BlogPost.objects.filter(pk=pk).delete()
        return found

    monkeypatch.setattr(pages, "find", found_and_deleted)
    answer = sign_in(clara).post(at(gone, name), {"base": gone.as_read, **form})
    assert answer.status_code == 404
    assert list(BlogPost.objects.all()) == [kept]
