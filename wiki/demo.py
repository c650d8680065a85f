"""The wiki of the demo company: what Northwind's people look up again and again."""

import re
from collections.abc import Callable
from datetime import timedelta

from django.db.models import F
from django.utils import timezone

from intranet.kit import markup
from intranet.people.models import Team, Topic, User
from intranet.writing.actions import texts
from intranet.writing.models import LongText
from microblog.actions import questions
from microblog.models import Update

from .actions import care, drafting, sections, voices
from .demo_pages import ANSWERED, DRAFTED, PAGES, SECTIONS
from .models import Article, Section, WikiHome
from .proposing import proposed

_LINK = re.compile(r"\(page:“([^”]+)”\)")


def fill(say: Callable[[str], None]) -> None:
    people = {person.username: person for person in User.objects.all()}
    teams = {team.name: team for team in Team.objects.all()}
    topics = {topic.name: topic for topic in Topic.objects.all()}
    places = _sections(people, teams)
    made: dict[str, Article] = {}
    for where, title, short, owner, team, topic, tags, checked, helpful, body in PAGES:
        article = Article(title=title, short_answer=short, body=_body(body, made))
        texts.begin(by=people[owner], page=article, parent=places[where])
        made[title] = article = Article.objects.get(title=title)
        until = timezone.localdate() + timedelta(days=checked) if checked is not None else None
        care.entrust(
            by=people[owner], article=article, owner=people[owner], owner_team=teams.get(team), topic=topics.get(topic),
            tags=tags.split(), verified_until=None, is_evergreen=checked is None,
        )  # fmt: skip
        if until:
            Article.objects.filter(pk=article.pk).update(verified_until=until)
        for username in helpful.split():
            voices.vote(by=people[username], article=article, is_helpful=True)
        _age(article, 90 - (checked or 0))
    for words, title in ANSWERED.items():
        question = Update.objects.get(text=words)
        questions.mark_documented(by=people["ines"], question=question, page=made[title])
    words, username = DRAFTED
    drafted = Update.objects.get(text=words)
    drafting.draft(by=people[username], question=drafted, proposal=proposed(drafted, people[username]))
    voices.object_to(by=people["tom"], article=made["How long do customers have to send something back?"], line="The label in the parcel still says 14 days.")  # fmt: skip
    say(f"{Section.objects.count()} sections and {len(made)} articles, some of them for a closed team alone")


def _sections(people: dict[str, User], teams: dict[str, Team]) -> dict[str, Section]:
    made: dict[str, Section] = {}
    for title, above, by, hue, team, publishers, summary, body in SECTIONS:
        section = Section(title=title, summary=summary, hue=hue, body=markup.body_from_markdown(body))
        texts.begin(by=people[by], page=section, parent=made.get(above) or WikiHome.the_one())
        made[title] = section = Section.objects.get(title=title)
        if team:
            sections.give_to(by=people[by], section=section, audience=teams[team])
        if publishers:
            sections.let_write(by=people[by], section=section, teams=[teams[publishers]], people=[])
    return {title: Section.objects.get(pk=section.pk) for title, section in made.items()}


def _body(text: str, made: dict[str, Article]) -> str:
    """Links name articles by their titles."""
    return markup.body_from_markdown(_LINK.sub(lambda found: f"(page:{made[found[1]].pk})", text))


def _age(article: Article, days: int) -> None:
    """It was not written just now; what is drawn of it says so."""
    at = timezone.now() - timedelta(days=max(1, days), hours=article.pk % 9)
    LongText.objects.filter(pk=article.pk).update(changed_at=at, version=F("version") + 1)
