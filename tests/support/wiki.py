"""Pages of the wiki, as people go to them, write and read them."""

from django.urls import reverse

from wiki.models import Article, WikiHome


def at(name: str, page, *more) -> str:
    return reverse(f"wiki:{name}", args=[page.pk, *more])


def write(client, parent, title: str, body: str = "<p>Words.</p>", kind: str = "article", **more):
    """Begin a page below `parent` as a person does; the answer of the desk."""
    address = reverse("writing:new", args=[(parent or WikiHome.the_one()).pk, kind])
    return client.post(address, {"title": title, "body": body, "base": 0, "why": "", **more})


def edit(client, page, **changed):
    """Save a page with other words; what is not said stays as it is."""
    page.refresh_from_db()
    kept = {
        name: getattr(page, name) for name in ("title", "body", "summary", "hue", "short_answer") if hasattr(page, name)
    }
    return client.post(reverse("writing:edit", args=[page.pk]), {**kept, "base": page.head, "why": "", **changed})


def titled(title: str) -> Article:
    return Article.objects.get(title=title)


def meant(audience, under=None) -> str:
    """What the form sends along when somebody has read who will see the page, and presses again."""
    return f"{under.pk if under else 'here'}-{audience.pk if audience else 'everybody'}"
