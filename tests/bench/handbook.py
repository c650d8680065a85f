"""A made-up wiki: sections in sections, 2,000 articles that link to each other, one of them rewritten 500 times."""

import random
from typing import Any

from tests.bench.history import sentence

ARTICLES = 2_000
SECTIONS = 60
DEEPEST = 6  # sections above an article, at most
REVISIONS = 500  # of the one that people keep rewriting


def write() -> dict[str, str]:
    """Write all of it; the addresses of the pages that are measured, by name."""
    from intranet.people.models import User
    from wiki.models import WikiHome

    dice = random.Random(2027)
    people = list(User.objects.here().order_by("pk"))
    home = WikiHome.objects.get()
    sections = _sections(home, people, dice)
    articles = _articles(sections, people, dice)
    often = _rewrite(articles[0], people, dice)
    deep = max(articles[1:], key=lambda article: article.depth)
    return {
        "wiki": home.get_absolute_url(),
        "section": sections[0].get_absolute_url(),
        "article": articles[len(articles) // 2].get_absolute_url(),
        "deep": deep.get_absolute_url(),
        "history": f"/pages/{often.pk}/history/",
    }


def _sections(home: Any, people: list[Any], dice: random.Random) -> list[Any]:
    from intranet.writing.actions import texts
    from wiki.models import Section

    made: list[Any] = []
    for number in range(SECTIONS):
        shallow = [each for each in made if each.depth - home.depth < DEEPEST]
        parent = home if number % 6 == 0 else dice.choice(shallow)
        page = Section(title=f"Section {number} {sentence(dice)[:40]}", summary=sentence(dice))
        made.append(texts.begin(by=dice.choice(people), page=page, parent=_fresh(parent)))
    return made


def _articles(sections: list[Any], people: list[Any], dice: random.Random) -> list[Any]:
    from intranet.writing.actions import texts
    from wiki.models import Article

    made: list[Any] = []
    for number in range(ARTICLES):
        owner = dice.choice(people)
        page = Article(title=f"{sentence(dice).capitalize()} {number}?", short_answer=sentence(dice), owner=owner)
        page.body = body(made, dice)
        made.append(texts.begin(by=owner, page=page, parent=_fresh(dice.choice(sections))))
    return made


def body(others: list[Any], dice: random.Random) -> str:
    """About 5 kB, as people write: parts with paragraphs, a list, a table, code, and links to other articles."""
    parts = []
    for number in range(5):
        parts.append(f"<h2>{sentence(dice).capitalize()}</h2>")
        parts += [f"<p>{sentence(dice)} <strong>{sentence(dice)}</strong>. {sentence(dice)}.</p>" for _ in range(3)]
        if others:
            parts.append(f'<p>See <a data-page="{dice.choice(others).pk}">{sentence(dice)}</a>.</p>')
        if number == 1:
            parts.append("<ul>" + "".join(f"<li><p>{sentence(dice)}</p></li>" for _ in range(5)) + "</ul>")
        if number == 2:
            rows = "".join(f"<tr><td><p>{number}</p></td><td><p>{sentence(dice)}</p></td></tr>" for number in range(4))
            parts.append(f"<table><tbody>{rows}</tbody></table>")
        if number == 3:
            parts.append('<pre data-language="sql"><code>SELECT id FROM orders WHERE total &gt; 42;</code></pre>')
    return "".join(parts)


def _rewrite(article: Any, people: list[Any], dice: random.Random) -> Any:
    from intranet.writing.actions import texts

    for number in range(1, REVISIONS):
        article.refresh_from_db()
        changes = {"body": body([article], dice)}
        texts.save(by=dice.choice(people), page=article, base=article.head, changes=changes, why=f"Change {number}")
    return article


def _fresh(page: Any) -> Any:
    """As it is now: a page counts those below it."""
    return type(page).objects.get(pk=page.pk)
