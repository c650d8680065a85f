"""Under a post people talk as they do everywhere: the thread of its announcement stands there."""

import pytest
from django.urls import reverse

from intranet.writing.actions import files
from microblog import threads
from microblog.models import Mention, Update
from tests.factories import BlogFactory, PostFactory, UpdateFactory
from tests.support import page, previews, said, sign_in, texts
from tests.support.blogs import update_of
from tests.support.live_page import LivePage, newest
from tests.support.notices import lines
from tests.support.pictures import png, upload
from tests.support.search import engines_know, results

pytestmark = pytest.mark.django_db


def replies_to(update) -> str:
    return reverse("microblog:replies", args=[update.pk])


def comment(client, post, text: str, to=None, **more):
    """Write it into the composer that stands under the post."""
    shown = client.get(post.get_absolute_url(), {"to": to.pk} if to else {})
    action = replies_to(to or update_of(post))
    return client.post(action, page(shown).form(action) | {"text": text, **more})


@pytest.fixture
def other(top_floor, ines):
    """Noise: another post, with another comment."""
    post = PostFactory(blog=top_floor, title="In the canteen")
    UpdateFactory(root=update_of(post), author=ines, text="Soup again")
    return post


def test_tom_comments_under_claras_post_and_maya_sees_it_there_in_the_feed_and_live(warehouse, other, tom, maya):
    hers = sign_in(maya)
    open_pages = [LivePage(hers.get(address), maya) for address in (warehouse.get_absolute_url(), "/")]
    mark = newest()
    comment(sign_in(tom), warehouse, "Come to the night shift, too")
    assert texts(hers.get(warehouse.get_absolute_url())) == ["Come to the night shift, too"]
    assert texts(hers.get(other.get_absolute_url())) == ["Soup again"]
    feed = hers.get("/")
    assert sorted(previews(feed)) == ["Come to the night shift, too", "Soup again"]
    card = page(feed).first("article", id=f"update-{update_of(warehouse).pk}")
    assert card.first("a", data_reply="").text == "1 reply"
    for each, address in zip(open_pages, (warehouse.get_absolute_url(), "/"), strict=True):
        assert each.hear_since(mark).shows() == LivePage(hers.get(address), maya).shows()


def test_whoever_comments_comes_back_to_their_comment_under_the_post(warehouse, other, tom):
    client = sign_in(tom)
    shown = client.get(warehouse.get_absolute_url())
    action = replies_to(update_of(warehouse))
    answer = client.post(action, page(shown).form(action) | {"text": "Well said"}, follow=True)
    said_there = Update.objects.get(text="Well said")
    assert answer.redirect_chain[-1][0].split("#")[0] == f"{warehouse.get_absolute_url()}?reply={said_there.pk}"
    assert page(answer).all("article", id=f"update-{said_there.pk}")
    assert page(answer).first("button", value="delete").text == "Undo"


@pytest.mark.parametrize(("text", "reason"), [("", "Write something first."), ("x" * 5001, "longer than 5,000")])
def test_a_comment_that_does_not_fit_comes_back_under_the_post_with_its_text(warehouse, tom, maya, text, reason):
    first = UpdateFactory(root=update_of(warehouse), author=maya)
    client = sign_in(tom)
    answer = comment(client, warehouse, text, to=first)
    assert answer["Location"] == f"{warehouse.get_absolute_url()}#reply"
    composer = page(client.get(warehouse.get_absolute_url())).first("trellis-composer", id="reply")
    assert reason in composer.text
    assert "To Maya Okafor" in composer.text  # still an answer to her
    assert composer.first("textarea").raw.strip() == text
    again = page(client.get(warehouse.get_absolute_url())).first("trellis-composer", id="reply")
    assert (again.first("textarea").raw.strip(), reason in again.text) == ("", False)  # once
    assert Update.objects.filter(author=tom).count() == 0


def test_what_was_attached_to_a_comment_that_does_not_fit_comes_back_with_it(warehouse, tom):
    picture, other = (files.take_picture(by=tom, upload=upload(png(name))) for name in ("belt", "soup"))  # noise: soup
    client = sign_in(tom)
    comment(client, warehouse, "x" * 5001, pictures=[picture.pk], **{f"alt-{picture.pk}": "A belt"})
    composer = page(client.get(warehouse.get_absolute_url())).first("trellis-composer", id="reply")
    assert [box.attrs["value"] for box in composer.all("input", name="pictures")] == [str(picture.pk)]
    assert composer.first("input", name=f"alt-{picture.pk}").attrs["value"] == "A belt"
    assert other.pk != picture.pk


def test_a_form_that_was_used_for_other_words_gives_them_back_with_a_new_key(warehouse, tom):
    client = sign_in(tom)
    client.post(replies_to(update_of(warehouse)), said("First"))
    client.post(replies_to(update_of(warehouse)), said("Second"))
    form = page(client.get(warehouse.get_absolute_url())).form(replies_to(update_of(warehouse)))
    assert form["text"].strip() == "Second"
    client.post(replies_to(update_of(warehouse)), form)
    assert texts(client.get(warehouse.get_absolute_url())) == ["First", "Second"]


def test_a_comment_is_answered_where_the_post_stands_and_says_whom_it_answers(warehouse, other, tom, maya):
    first = UpdateFactory(root=update_of(warehouse), author=tom, text="Well said")
    client = sign_in(maya)
    link = page(client.get(warehouse.get_absolute_url())).first("article", "reply").first("a", data_reply="")
    shown = client.get(link.attrs["href"].split("#")[0], follow=True)
    assert shown.redirect_chain[-1][0].split("?")[0] == warehouse.get_absolute_url()
    assert page(shown).form(replies_to(first))
    comment(client, warehouse, "And done, @tom", to=first)
    reply = page(client.get(warehouse.get_absolute_url())).all("article", "reply")[-1]
    assert reply.first("a", "in-reply-to").text == "Tom Berger Well said"
    assert Mention.objects.get().person == tom


@pytest.mark.parametrize("to", ["//evil.example", "https://evil.example", "0", "x", ""])
def test_a_link_into_the_thread_leads_nowhere_but_to_the_post(warehouse, tom, to):
    address = update_of(warehouse).get_absolute_url()
    for name in ("to", "reply"):
        answer = sign_in(tom).get(address, {name: to})
        assert answer["Location"].startswith(f"{warehouse.get_absolute_url()}?{name}=")
        assert sign_in(tom).get(answer["Location"]).status_code == 200


def test_a_comment_is_changed_and_taken_back_by_who_wrote_it_and_marked_by_others(warehouse, other, tom, maya):
    client = sign_in(tom)
    comment(client, warehouse, "Wel said")
    its = Update.objects.get(text="Wel said")
    open_page = LivePage(sign_in(maya).get(warehouse.get_absolute_url()), maya)
    mark = newest()
    changed = client.post(reverse("microblog:edit", args=[its.pk]), {"text": "Well said", "edits": 0}, follow=True)
    assert texts(changed) == ["Well said"]
    assert changed.redirect_chain[-1][0].startswith(warehouse.get_absolute_url())
    sign_in(maya).post(reverse("microblog:reaction", args=[its.pk, "like"]))
    fresh = LivePage(sign_in(maya).get(warehouse.get_absolute_url()), maya)
    assert open_page.hear_since(mark).shows() == fresh.shows()
    assert sign_in(maya).get(reverse("microblog:edit", args=[its.pk])).status_code == 403
    client.post(reverse("microblog:retraction", args=[its.pk]))
    assert texts(sign_in(maya).get(warehouse.get_absolute_url())) == ["This reply was retracted."]


def test_what_was_undone_comes_back_into_the_composer_under_the_post(warehouse, tom):
    client = sign_in(tom)
    comment(client, warehouse, "Too soon")
    its = Update.objects.get(text="Too soon")
    answer = client.delete(reverse("microblog:thread", args=[its.pk]), follow=True)
    assert answer.redirect_chain[-1][0] == warehouse.get_absolute_url()
    assert page(answer).first("trellis-composer", id="reply").first("textarea").raw.strip() == "Too soon"


def test_a_reader_likes_the_post_itself_and_sees_so(warehouse, other, maya):
    client = sign_in(maya)
    announcement = update_of(warehouse)
    client.post(reverse("microblog:reaction", args=[announcement.pk, "like"]))
    shown = page(client.get(warehouse.get_absolute_url()))
    bar = shown.first("div", "reactions", data_reactions=str(announcement.pk))
    assert bar.first("button", "chip", data_sign="like").text.split()[-1] == "1"
    assert f"#reactions-{announcement.pk}" in sign_in(maya).get(warehouse.get_absolute_url()).content.decode()


def test_many_comments_stand_on_several_pages_and_a_link_leads_to_the_right_one(warehouse, other, maya, monkeypatch):
    monkeypatch.setattr(threads, "IN_THREAD", 3)
    monkeypatch.setattr(threads, "BEFORE_REPLY", 1)
    those = [UpdateFactory(root=update_of(warehouse), text=f"Comment {number}") for number in range(5)]
    client = sign_in(maya)
    first = client.get(warehouse.get_absolute_url())
    assert texts(first) == ["Comment 0", "Comment 1", "Comment 2"]
    later = page(first).first("div", id="later-replies").first("a", rel="next").attrs["href"]
    assert texts(client.get(later)) == ["Comment 3", "Comment 4"]
    assert "Comment 4" in texts(client.get(those[-1].get_absolute_url().split("#")[0], follow=True))


def test_a_post_with_many_comments_asks_no_more_often(warehouse, maya, flat):
    client = sign_in(maya)
    UpdateFactory(root=update_of(warehouse))
    client.get(warehouse.get_absolute_url())  # who opens it for the first time is counted

    def grow():
        for _ in range(10):
            UpdateFactory(root=update_of(warehouse))

    flat(grow, {"post": lambda: client.get(warehouse.get_absolute_url())})


def test_a_comment_is_found_and_the_hit_leads_under_the_post(warehouse, other, tom, maya):
    comment(sign_in(tom), warehouse, "Conveyor belts squeak")
    engines_know()
    client = sign_in(maya)
    [hit] = results(client, "squeak").all("li", "hit")
    shown = client.get(Update.objects.get(author=tom).get_absolute_url().split("#")[0], follow=True)
    assert "Conveyor belts squeak" in hit.text
    assert texts(shown) == ["Conveyor belts squeak"]
    assert shown.redirect_chain[-1][0].startswith(warehouse.get_absolute_url())


def test_the_thread_leads_to_its_post(warehouse, other, tom, maya):
    comment(sign_in(tom), warehouse, "Well said")
    address = update_of(warehouse).get_absolute_url()
    client = sign_in(maya)
    crumbs = page(client.get(address)).first("nav", "crumbs").all("a")
    assert [a.text for a in crumbs] == ["Home", "From the top floor", "In the warehouse"]
    assert crumbs[-1].attrs["href"] == warehouse.get_absolute_url()


def test_under_a_post_that_is_not_out_nothing_is_said(top_floor, clara, warehouse):
    waits = PostFactory(blog=top_floor, waits=True)
    assert not page(sign_in(clara).get(waits.get_absolute_url())).all("trellis-composer", id="reply")
    assert page(sign_in(clara).get(warehouse.get_absolute_url())).all("trellis-composer", id="reply")  # noise


def test_a_stranger_reads_and_says_nothing_under_a_post_of_a_closed_team(company, closed_team, maya, stranger):
    post = PostFactory(blog=BlogFactory(team=closed_team, title="Secret plans"), title="Salary bands", author=maya)
    root = update_of(post)
    theirs = UpdateFactory(root=root, author=maya, text="Bands from May")
    number = [theirs.pk]
    client = sign_in(stranger)
    gets = [post.get_absolute_url(), root.get_absolute_url(), theirs.get_absolute_url().split("#")[0]]
    gets += [f"{root.get_absolute_url()}?to={theirs.pk}", f"{post.get_absolute_url()}?reply={theirs.pk}"]
    gets += [reverse(f"microblog:{name}", args=number) for name in ("edit", "history", "retraction", "reactions")]
    for address in gets:
        answer = client.get(address)
        assert (answer.status_code, answer.headers.get("Location")) == (404, None), address
        assert sign_in(maya).get(address).status_code in {200, 302}, address  # noise: a member does
    for to in (root, theirs):
        assert client.post(replies_to(to), said("Me, too")).status_code == 404
        assert client.post(reverse("microblog:reaction", args=[to.pk, "like"])).status_code == 404
    engines_know()
    assert results(client, "bands").all("li", "hit") == []
    assert len(results(sign_in(maya), "bands").all("li", "hit")) == 2


# --- Muted ----------------------------------------------------------------------------------------
def notices_panel(person, post):
    """Of the comments, beside the post."""
    return page(sign_in(person).get(post.get_absolute_url())).first("aside", "aside").all("section", "panel")[-1]


def press(person, panel):
    button = panel.first("button", form="act")
    says = {button.attrs["name"]: button.attrs["value"]} if "name" in button.attrs else {}
    return sign_in(person).post(button.attrs["formaction"], says)


def unread_lines(person) -> list[str]:
    return [line for line in lines(person) if line.startswith("Unread")]


def test_whoever_mutes_the_comments_of_a_post_there_hears_nothing_of_them_until_they_want_to_again(
    warehouse, other, clara, tom, maya
):
    for person, post in ((maya, warehouse), (maya, other), (tom, warehouse)):
        comment(sign_in(person), post, f"So says {person.username}")
    assert press(maya, notices_panel(maya, warehouse)).status_code == 302
    assert "You are told nothing of these comments. Hear again" in notices_panel(maya, warehouse).text
    assert "Mute these comments" in notices_panel(maya, other).text  # noise: another post
    assert "Mute these comments" in notices_panel(tom, warehouse).text  # noise: another reader
    for post in (warehouse, other):
        comment(sign_in(clara), post, "Thank you")
    assert unread_lines(maya) == ["Unread: Clara Duarte replied in In the canteen"]
    assert "Unread: Clara Duarte replied in In the warehouse" in lines(tom)
    press(maya, notices_panel(maya, warehouse))
    comment(sign_in(clara), warehouse, "Thank you again")
    assert "Unread: Clara Duarte replied in In the warehouse" in lines(maya)


def test_a_post_that_is_not_out_has_no_comments_to_mute(top_floor, clara):
    waits = PostFactory(blog=top_floor, waits=True, author=clara)
    assert "Mute" not in page(sign_in(clara).get(waits.get_absolute_url())).first("aside", "aside").text
