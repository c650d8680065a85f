"""Who answers for articles."""

from collections import defaultdict
from collections.abc import Collection

from intranet.people.models import Membership, User
from intranet.writing.models import LongText

from .models import Article


def who_answers_for(articles: Collection[int]) -> dict[int, list[int]]:
    """By article (by number): its owner; or who leads the team that owns it; or all of a team that nobody leads."""
    rows = list(Article.objects.filter(pk__in=articles).values_list("pk", "owner", "owner_team"))
    teams = {team for _, owner, team in rows if not owner and team}
    leads: dict[int | None, list[int]] = defaultdict(list)
    others: dict[int | None, list[int]] = defaultdict(list)
    here = Membership.objects.filter(team__in=teams, person__is_active=True).order_by("pk")
    for team, person, is_lead in here.values_list("team", "person", "is_lead"):
        (leads if is_lead else others)[team].append(person)
    return {pk: [owner] if owner else leads[team] or others[team] for pk, owner, team in rows}


def who_look_after(articles: Collection[int]) -> dict[int, set[int]]:
    """The same people, as far as they may read it."""
    those = who_answers_for(articles)
    people = User.objects.filter(is_active=True).in_bulk(set().union(*those.values()))
    readers = LongText.objects.read_by(people, those)
    return {pk: set(who) & readers.get(pk, set()) for pk, who in those.items()}
