"""Who looks after articles."""

from collections import defaultdict
from collections.abc import Collection

from intranet.people.models import Membership, User
from intranet.writing.models import LongText

from .models import Article


def who_look_after(articles: Collection[int]) -> dict[int, set[int]]:
    """By article (by number): its owner, or the members of the team that owns it, as far as they may read it."""
    rows = Article.objects.filter(pk__in=articles).values_list("pk", "owner", "owner_team")
    members: dict[int, set[int]] = defaultdict(set)
    teams = {team for _, owner, team in rows if not owner and team}
    for team, person in Membership.objects.filter(team__in=teams).values_list("team", "person"):
        members[team].add(person)
    those = {pk: {owner} if owner else members[team] if team else set() for pk, owner, team in rows}
    people = User.objects.filter(is_active=True).in_bulk(set().union(*those.values()))
    readers = LongText.objects.read_by(people, those)
    return {pk: who & readers.get(pk, set()) for pk, who in those.items()}
