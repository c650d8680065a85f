"""What people say of themselves, and the picture beside their name."""

import re

import pytest
from django.test import Client
from django.urls import reverse

from tests.factories import FollowFactory, PersonFactory, TeamFactory, UpdateFactory
from tests.support import page, sign_in, texts
from tests.support.pictures import png, upload

pytestmark = pytest.mark.django_db

EDIT = "/people/maya/edit/"
PHOTO = "/people/maya/photo/"


def form(client, **changed):
    return page(client.get(EDIT)).form("") | changed


def test_maya_says_who_she_is_and_colleagues_read_it(maya, tom, ines, django_capture_on_commit_callbacks):
    UpdateFactory(author=maya, text="Hello")
    client, reader = sign_in(maya), sign_in(tom)
    assert "Product manager" in page(reader.get("/")).first("article").text
    with django_capture_on_commit_callbacks(execute=True):
        response = client.post(
            EDIT,
            form(client, title="Head of returns", department="Logistics", manager="@ines", skills="Spanish,  Excel ",
                 bio="Ask me about **returns**", name="Maya O."),
        )  # fmt: skip
    assert response["Location"] == "/people/maya/"
    shown = page(reader.get("/people/maya/"))
    assert shown.first("h1").text == "Maya O."
    assert shown.first("main").first("strong").text == "returns"
    facts = shown.first("aside").text
    for fact in ("Logistics", "Ines Lindqvist", "Spanish", "Excel"):
        assert fact in facts
    assert "Head of returns" in page(reader.get("/")).first("article").text  # cards are drawn anew


@pytest.mark.parametrize(
    ("field", "value", "reason"),
    [
        ("manager", "nobody", "Nobody here has the username “nobody”."),
        ("manager", "gone", "Nobody here has the username “gone”."),
        ("manager", "maya", "nobody is their own manager"),
        ("skills", ", ".join(f"skill {n}" for n in range(21)), "at most 20 skills"),
        ("skills", "x" * 41, "at most 40 letters"),
        ("name", "", "required"),
        ("bio", "x" * 1001, "1000 characters"),
    ],
)
def test_a_profile_that_does_not_fit_comes_back_with_all_that_was_typed(maya, field, value, reason):
    PersonFactory(username="gone", former=True)
    client = sign_in(maya)
    typed = form(client, title="Something new", **{field: value})
    response = client.post(EDIT, typed)
    assert response.status_code == 422
    assert reason in page(response).first("main").text
    sent_back = page(response).form("")
    assert sent_back["title"] == "Something new"
    assert sent_back[field].strip() == value
    assert page(client.get("/people/maya/")).first("h1").text == "Maya Okafor"  # nothing was half stored
    maya.profile.refresh_from_db()
    assert maya.profile.title == "Product manager"


def test_nobody_edits_the_profile_of_others_but_an_administrator(maya, tom, olu, clara):
    for person in (tom, olu):
        assert sign_in(person).post(EDIT, {"name": "Silly"}).status_code == 403
        assert sign_in(person).post(PHOTO, {"photo": upload()}).status_code == 403
        assert sign_in(person).post(PHOTO, {"_method": "delete"}).status_code == 403
    assert sign_in(clara).post(EDIT, {"name": "Maya Okafor-Lund"}).status_code == 302
    maya.refresh_from_db()
    assert maya.name == "Maya Okafor-Lund"


def test_a_bio_is_text_and_not_a_program(maya):
    client = sign_in(maya)
    client.post(EDIT, form(client, bio="<script>alert(1)</script> [x](javascript:alert(1))"))
    shown = client.get("/people/maya/")
    assert b"<script>alert" not in shown.content
    assert not page(shown).first("div", "text").all("a")


# --- The photo -----------------------------------------------------------------------------------
def photo_address(client) -> str:
    return page(client.get("/people/maya/")).first("img", "avatar").attrs["src"]


def test_mayas_photo_is_drawn_anew_and_shown_to_colleagues_alone(maya, tom):
    client = sign_in(maya)
    assert client.post(PHOTO, {"photo": upload(png("taken at home"))}).status_code == 302
    address = photo_address(sign_in(tom))
    response = sign_in(tom).get(address)
    content = response.getvalue()
    assert response["Content-Type"] == "image/webp"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Content-Security-Policy"] == "default-src 'none'"
    assert response["Content-Disposition"].startswith("inline; filename=")
    assert "private" in response["Cache-Control"]
    assert content[8:12] == b"WEBP"
    assert b"taken at home" not in content
    assert Client().get(address)["Location"].startswith("/sign-in/")


@pytest.mark.parametrize(
    ("file", "reason"),
    [
        (upload(b"<svg xmlns='http://www.w3.org/2000/svg'/>", "me.svg", "image/svg+xml"), "not a picture we can read"),
        (upload(b"<html>hello</html>", "me.png"), "not a picture we can read"),
        (upload(png()[:-30], "me.png"), "damaged"),
        (upload(b"", "me.png"), ""),
    ],
    ids=["svg", "html called png", "cut off", "empty"],
)
def test_what_is_no_picture_is_refused_with_a_sentence_and_the_old_photo_stays(maya, file, reason):
    client = sign_in(maya)
    client.post(PHOTO, {"photo": upload()})
    before = photo_address(client)
    file.seek(0)
    response = client.post(PHOTO, {"photo": file})
    assert response.status_code == 422
    assert reason in page(response).first("p", id="photo-error").text
    assert page(response).first("p", id="photo-error").text
    assert photo_address(client) == before


def test_no_file_at_all_is_asked_for(maya):
    response = sign_in(maya).post(PHOTO)
    assert response.status_code == 422
    assert page(response).first("p", id="photo-error").text == "Choose a picture first."


def test_a_picture_past_the_limit_is_refused_with_the_limit(maya, settings):
    settings.MAX_UPLOAD = 1024 * 1024
    big = upload(png() + b"\0" * (1024 * 1024 + 1000))
    response = sign_in(maya).post(PHOTO, {"photo": big})
    assert response.status_code == 413
    assert "at most 1 MB" in page(response).first("p", id="photo-error").text


def test_a_new_photo_has_a_new_address_and_the_old_one_is_gone(maya, django_capture_on_commit_callbacks):
    client = sign_in(maya)
    client.post(PHOTO, {"photo": upload()})
    old = photo_address(client)
    with django_capture_on_commit_callbacks(execute=True):
        client.post(PHOTO, {"photo": upload()})
    assert photo_address(client) != old
    assert client.get(old).status_code == 404
    with django_capture_on_commit_callbacks(execute=True):
        client.post(PHOTO, {"_method": "delete"})
    assert page(client.get("/people/maya/")).all("img", "avatar") == []


@pytest.mark.parametrize("key", ["../../secret/of/house", "k" * 24, "%2e%2e%2f" * 3])
def test_an_address_of_a_photo_leads_to_photos_alone(maya, key):
    client = sign_in(maya)
    client.post(PHOTO, {"photo": upload()})
    assert client.get(f"/photos/{key}-96.webp").status_code == 404
    good = photo_address(client)
    assert client.get(good).status_code == 200  # noise
    assert client.get(re.sub(r"-\d+\.webp", "-97.webp", good)).status_code == 404


# --- Pages of people, and following --------------------------------------------------------------
def test_a_persons_page_names_the_closed_teams_that_the_reader_is_in_and_no_others(maya, noor, stranger, closed_team):
    TeamFactory(name="Platform", members=[noor])
    insider, outsider = (page(sign_in(p).get("/people/noor/")).first("aside").text for p in (maya, stranger))
    assert "Platform" in insider
    assert "Pay review" in insider
    assert "Platform" in outsider
    assert "Pay review" not in outsider


def test_who_has_left_still_has_a_page_that_says_so(maya):
    gone = PersonFactory(username="gone", former=True)
    UpdateFactory(author=gone, text="Goodbye")
    response = sign_in(maya).get("/people/gone/")
    assert "No longer here." in page(response).first("main").text
    assert texts(response) == ["Goodbye"]


def test_nobody_of_that_name_is_not_found(maya):
    assert sign_in(maya).get("/people/nobody/").status_code == 404


def test_following_and_no_longer_following_a_person_is_ones_own_business(maya, tom, ines):
    FollowFactory(follower=ines, person=tom)  # noise
    client, follow = sign_in(maya), reverse("people:follow_person", args=["tom"])
    UpdateFactory(author=tom, text="From Tom")
    assert texts(client.get("/following/")) == []
    client.post(follow)
    client.post(follow)  # twice is once
    assert texts(client.get("/following/")) == ["From Tom"]
    client.post(follow, {"_method": "delete"})
    assert texts(client.get("/following/")) == []
    assert tom.followed_by.get().follower == ines


def test_nobody_follows_themselves(maya):
    client = sign_in(maya)
    assert client.post(reverse("people:follow_person", args=["maya"])).status_code == 403
    assert b">Follow<" not in client.get("/people/maya/").content


def test_the_theme_belongs_to_the_screen(maya):
    client, other = sign_in(maya), sign_in(maya)
    response = client.post("/theme/", {"theme": "dark"}, headers={"Referer": "http://testserver/teams/"})
    assert response["Location"] == "http://testserver/teams/"
    assert page(client.get("/")).first("html").attrs["data-theme"] == "dark"
    assert "data-theme" not in page(other.get("/")).first("html").attrs
    client.post("/theme/", {"theme": ""})
    assert "data-theme" not in page(client.get("/")).first("html").attrs


def test_an_unknown_theme_is_not_found_and_a_made_up_cookie_is_not_shown(maya):
    client = sign_in(maya)
    assert client.post("/theme/", {"theme": "pink"}).status_code == 404
    assert client.post("/theme/", {"theme": "dark"}, headers={"Referer": "https://evil.example/"})["Location"] == "/"
    client.cookies["theme"] = '"><script>'
    assert "data-theme" not in page(client.get("/")).first("html").attrs
