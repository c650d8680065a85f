"""Where an article that is made of a question should stand, in whose hands, and who says whether it may."""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Q

from intranet.kit.templatetags.kit import plural
from intranet.people.models import Membership, Team, Topic, User
from intranet.people.models.topic import experts_of
from intranet.writing.models import LongText
from microblog.models import QuestionTopic, Update, UpdateAudience
from search.answered import query_of
from search.asking import ask

from .models import Article, Section, WikiHome
from .publishing import Publishers, may_write, publishers_for
from .wording import best_answer, title_of

NEAR = 5  # similar articles that are looked at


@dataclass(frozen=True)
class Proposal:
    """A place and why there, who should own the article, what it is about, and for which closed team alone it is."""

    place: LongText
    why: str
    owner: User
    topic: Topic | None
    audience: Team | None


def proposed(question: Update, by: User) -> Proposal:
    """As `by` knows the wiki."""
    audience = audience_of(question, by)
    topics = list(Topic.objects.filter(pk__in=QuestionTopic.objects.filter(question=question.pk).values("topic")))
    place, why, topic = _place(question, by, topics, audience)
    return Proposal(place, why, _owner(question, by, topics, audience, place), topic, audience)


def audience_of(question: Update, viewer: Any) -> Team | None:
    """For whom an article is proposed that says what was asked and answered there; None: everybody."""
    allowed = may_be_for(question)
    if None in allowed:
        return None
    known = Team.objects.visible_to(viewer).filter(pk__in=[team for team in allowed if team])
    return known.order_by("name", "pk").first()


def audience_now(draft: Article, question: Update | None, viewer: Any) -> Team | None:
    """For whom a draft would be if it went out now: its team may have closed since."""
    if question is None or draft.audience_id in may_be_for(question):
        return draft.audience
    return audience_of(question, viewer)


def may_be_for(question: Update) -> Collection[int | None]:
    """The teams for which an article may be that tells of the question; None among them: everybody, and any team."""
    teams = [row.team for row in UpdateAudience.objects.filter(update=question.pk).select_related("team")]
    if any(team is None or not team.is_closed for team in teams):
        return {None, *Team.objects.values_list("pk", flat=True)}
    return {team.pk for team in teams if team}


def places_for(viewer: Any, audience: Team | None) -> list[LongText]:
    """The home of the wiki and its sections, by title, as far as an article for `audience` may stand there."""
    fits = Q(audience=None) | Q(audience=audience)
    return [WikiHome.the_one(), *Section.objects.visible_to(viewer).filter(fits).order_by("title", "pk")]


def keepers(place: LongText, question: Update) -> list[User]:
    """Who answers for a place, of those who may read the question: who made it, who is named to write there, who leads
    a team that is named; or else those who moderate.
    """
    named = publishers_for(place.path) or Publishers()
    leads = Membership.objects.filter(team__in=named.teams, is_lead=True).values_list("person", flat=True)
    members = Membership.objects.filter(team__in=named.teams).values_list("person", flat=True)
    numbers = [place.owner_id, *sorted(named.people), *(list(leads) or list(members))]
    here = User.objects.here().in_bulk([pk for pk in numbers if pk])
    people = {pk: here[pk] for pk in numbers if pk in here}
    if not (found := _reading(people, question, place)):
        found = _reading({each.pk: each for each in User.objects.moderating()}, question, place)
    return found


def answers_for(person: Any, place: LongText, known: Mapping[str, Publishers] | None = None) -> bool:
    """May the person let an article out at the place? Who made it, who writes there, and those who moderate."""
    return answers_at(person, place.path, place.owner_id, known)


def answers_at(person: Any, path: str, owner: int | None, known: Mapping[str, Publishers] | None = None) -> bool:
    """The same of a place by its path and owner."""
    return owner == person.pk or may_write(person, path, known)


def above(page: LongText) -> LongText:
    """The place where a page stands."""
    found: LongText = LongText.objects.get(path=page.path[: -LongText.steplen])
    return found


def _place(
    question: Update, by: User, topics: list[Topic], audience: Team | None
) -> tuple[LongText, str, Topic | None]:
    """Where most articles of a topic of the question stand, or most similar ones, or the first where `by` may write."""
    places = {place.path: place for place in places_for(by, audience)}
    seen = Article.objects.visible_to(by).filter(Q(audience=None) | Q(audience=audience))
    for topic in topics:
        if found := _most(seen.filter(topic=topic), places):
            path, many = found
            stand = "stands" if many == 1 else "stand"
            return places[path], f"because {plural(many, 'article,articles')} on {topic} {stand} there", topic
    about = topics[0] if topics else None
    hits = ask(query_of(title_of(question).rstrip("?")), by).hits
    near = [hit.document.number for hit in hits if hit.document.kind == "article"][:NEAR]
    if near and (found := _most(seen.filter(pk__in=near), places)):
        return places[found[0]], "because what is most like it stands there", about
    first = next((each for each in places.values() if isinstance(each, Section) and may_write(by, each.path)), None)
    if first:
        return first, "because you may write there, and nothing like it stands elsewhere", about
    return WikiHome.the_one(), "because nothing like it stands anywhere yet", about


def _most(articles: Any, places: Mapping[str, LongText]) -> tuple[str, int] | None:
    """The path of the place under which most of these stand, and how many these are."""
    paths = (path[: -LongText.steplen] for path in articles.order_by().values_list("path", flat=True))
    counted = Counter(path for path in paths if path in places)
    return max(counted.items(), key=lambda item: (item[1], item[0])) if counted else None


def _owner(question: Update, by: User, topics: list[Topic], audience: Team | None, place: LongText) -> User:
    """Who answered; or the first who is asked about it; or who made the section: of those who may read it."""
    answer = best_answer(question)
    experts = experts_of(topic.pk for topic in topics)
    wanted: Iterable[Any] = (
        answer.author if answer else None,
        *(person for topic in topics for person in experts[topic.pk]),
        place.owner,
    )
    people = {person.pk: person for person in wanted if person and person.is_active}
    read = Team.objects.seen_by(people, [audience.pk])[audience.pk] if audience else set(people)
    return next((person for pk, person in people.items() if pk in read), by)


def _reading(people: dict[int, User], question: Update, place: LongText) -> list[User]:
    """Those who may read both."""
    readers = Update.objects.read_by(people, [question.pk]).get(question.pk, set())
    readers &= LongText.objects.read_by(people, [place.pk]).get(place.pk, set())
    return [person for pk, person in people.items() if pk in readers]
