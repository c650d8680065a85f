"""Something of everything that blogs can show: `python -m tests.support.blog_shelf`, in `TRELLIS_DATA`.

Fills a house that has the demo company and prints, as JSON, where it stands; under `nothing` the middle of the page of
all blogs as it looks when there is none.
"""

import json
from datetime import timedelta

import django

TEXT = """\
We went through **every parcel** that came back, one by one. See [how](https://example.com/{long}).

## What we found

| | Before | Now | And in the old house |
| --- | --- | --- | --- |
| Walks to the printer, a day | 40 | 3 | ThisIsOneVeryLongWordWithoutAnySpaceInIt |

> You have sent it back. Your money arrives by Friday.

## What we do next

1. Look at the label
   - and never at the note before it

```python
def refund(order: Order, amount: Decimal) -> Credit:  # a line that is longer than a phone can show at once
```
""".replace("{long}", "and-on-and-on-" * 9)
SUMMARY = "What came back in October, what we learned from it, and what we leave as it is."
LONG = "A title that somebody wrote without thinking of phones and Donaudampfschifffahrtsgesellschaften"


def main() -> None:
    django.setup()
    from intranet.people.models import Team, User
    from microblog.blogs.actions import blogs
    from microblog.blogs.models import Blog
    from tests.factories import BlogFactory

    people = {person.username: person for person in User.objects.all()}
    where: dict[str, object] = {"nothing": _nothing(people["olu"])}
    returns = Blog.objects.get(team__name="Returns")
    care = BlogFactory(team=Team.objects.get(name="Customer care"), title="Overheard on the phone", hue=8)
    blogs.have_read(by=people["ines"], blog=care, is_reviewed=True)
    made = {
        "returns": returns,
        "closed": BlogFactory(team=Team.objects.get(name="Pay review"), title="Pay, step by step", hue=10),
        "empty": BlogFactory(person=people["sam"], title="Figures that I like", hue=1),
        "care": care,
        **_out(returns, people),
        **_not_out(care, people["tom"], people["ines"]),
    }
    blogs.put_cover(by=people["luis"], page=returns, picture=_picture(people["luis"]))
    where |= {name: page.get_absolute_url() for name, page in made.items()}
    where |= {f"{name} number": page.pk for name, page in made.items()}
    print(json.dumps(where | _said(made["post"], people)))


def _nothing(viewer) -> str:
    """The middle of the page of all blogs, while nobody sees one."""
    from django.db import transaction
    from django.test import Client

    from microblog.blogs.models import Blog, BlogPost

    client = Client()
    client.force_login(viewer)
    with transaction.atomic():
        BlogPost.objects.update(live=False)
        Blog.objects.update(live=False)
        html = client.get("/blogs/", headers={"host": "127.0.0.1"}).text
        transaction.set_rollback(True)
    return html[html.index("<main ") : html.index("</main>")]


def _out(blog, people) -> dict:
    """A post with a cover, two authors, somebody who prepared it and readers; one without any of it, and older ones."""
    from django.utils import timezone

    from intranet.kit import markup
    from microblog.blogs.actions import blogs, posts, reach
    from microblog.blogs.models import ReachDay
    from tests.factories import PostFactory

    luis, hanna, theo = (people[name] for name in ("luis", "hanna", "theo"))
    unread = [PostFactory(blog=blog, author=luis, title=f"Week {number}", tags=["weekly"]) for number in range(9)]
    quiet = PostFactory(blog=blog, author=hanna, title="A quiet one")
    body = markup.body_from_markdown(TEXT)
    post = PostFactory(blog=blog, author=luis, title=LONG, summary=SUMMARY, body=body, waits=True)
    tags = ["returns", "porto", "newcomers"]
    _changed(post, theo, lambda by, page: posts.was_written(by=by, post=page, authors=[luis, hanna], tags=tags))
    post.refresh_from_db()
    blogs.put_cover(by=luis, page=post, picture=_picture(luis))
    posts.publish(by=luis, post=post, base=post.head)
    post.refresh_from_db()
    for person in people.values():
        reach.opened(by=person, post=post)
    ReachDay.objects.filter(post=post).update(day=timezone.localdate() - timedelta(days=3))
    return {"post": post, "quiet": quiet, "unread": unread[0]}


def _not_out(blog, writer, lead) -> dict:
    """One of each state in which a post waits."""
    from django.utils import timezone

    from microblog.blogs.actions import posts
    from tests.factories import PostFactory

    names = ("draft", "asked", "returned", "planned", "changed", "withdrawn")
    made = {
        name: PostFactory(blog=blog, author=writer, title=f"This one is {name}", summary=SUMMARY, waits=True)
        for name in names
    }
    tomorrow = timezone.now() + timedelta(days=1)
    for name in ("asked", "returned"):
        posts.submit(by=writer, post=made[name], goes_out_at=tomorrow)
    posts.send_back(by=lead, post=made["returned"], why="Say which gate, and leave out the name of the customer.")
    for name in ("planned", "changed"):
        posts.schedule(by=lead, post=made[name], base=made[name].head, goes_out_at=tomorrow)
    _changed(made["changed"], writer)
    posts.publish(by=lead, post=made["withdrawn"], base=made["withdrawn"].head)
    made["withdrawn"].refresh_from_db()
    posts.withdraw(by=lead, post=made["withdrawn"])
    return made


def _changed(post, by, more=None) -> None:
    from intranet.writing.actions import texts

    texts.save(by=by, page=post, base=post.head, changes={"title": f"{post.title}, again"}, more=more)


def _said(post, people) -> dict[str, int]:
    """Comments and questions under the post: a comment with a reply, a question with an answer and one without."""
    from microblog.actions import updates
    from microblog.blogs.actions import questions

    update = post.announcement.update
    first = updates.reply(by=people["tom"], to=update, text="We *heard* that, too. @maya", key="one")
    updates.reply(by=people["maya"], to=first, text="Which gate was it?", key="two")
    asked, other, answered = (
        questions.ask(by=people[name], post=post, text=text, key=f"asked-{name}")
        for name, text in (
            ("maya", "Why not **today**?"),
            ("tom", "And in the old house?"),
            ("ines", "What did it cost?"),
        )
    )
    for name in ("tom", "ines", "theo"):
        questions.vote(by=people[name], question=asked)
    questions.answer(by=people["luis"], question=answered, text="31 €, and one cable.")
    return {"comment": first.pk, "question": asked.pk, "other question": other.pk, "answered question": answered.pk}


def _picture(by):
    from intranet.writing.actions import files
    from tests.support.pictures import png, upload

    return files.take_picture(by=by, upload=upload(png(size=(1000, 500))), limited=False)


if __name__ == "__main__":
    main()
