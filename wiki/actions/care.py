"""Who owns an article and vouches for it."""

from collections.abc import Iterable
from datetime import date, timedelta

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from intranet import live
from intranet.audit import trail
from intranet.people.models import Team, Topic, User
from microblog.actions import tagged
from microblog.models import Tag
from wiki.models import Article, ArticleTag, OutlineChange, Review

GOOD_FOR = timedelta(days=90)


@transaction.atomic
def still_correct(*, by: User, article: Article) -> None:
    """Somebody has looked, and the article is correct: verified for 90 days more, or for good if it stays true."""
    until = None if article.is_evergreen else timezone.localdate() + GOOD_FOR
    # Two clicks may come at once, and are one look.
    held = Article.objects.select_for_update(of=("self",), no_key=True).get(pk=article.pk)
    today = timezone.localtime().replace(hour=0, minute=0, second=0, microsecond=0)
    looked = Review.objects.filter(article=article, by=by, until=until, at__gte=today).exists()
    if looked and held.verified_until == until:
        return
    Review.objects.create(article=article, by=by, until=until)
    _change(article, verified_until=until)
    trail.record("article.verified", by=by, about=article)
    _tell(article)


@transaction.atomic
def entrust(
    *,
    by: User,
    article: Article,
    owner: User | None,
    owner_team: Team | None,
    topic: Topic | None,
    tags: Iterable[str],
    verified_until: date | None,
    is_evergreen: bool,
) -> None:
    """The article is in these hands, about this, and vouched for until then."""
    until = None if is_evergreen else verified_until
    before = Article.objects.values_list("verified_until", "is_evergreen").get(pk=article.pk)
    _change(article, owner=owner, owner_team=owner_team, topic=topic, verified_until=until, is_evergreen=is_evergreen)
    if (until or is_evergreen) and before != (until, is_evergreen):
        Review.objects.create(article=article, by=by, until=until)
    tag(article=article, names=tags)
    trail.record("article.entrusted", by=by, about=article, owner=str(owner or owner_team or "nobody"))
    _tell(article)


@transaction.atomic
def tag(*, article: Article, names: Iterable[str]) -> None:
    """The article carries these tags and no others. The caller rings the bells."""
    wanted = {name: Tag.objects.get_or_create(name=name)[0] for name in sorted(set(names))}
    article.tag_rows.exclude(tag__in=wanted.values()).delete()
    known = set(article.tag_rows.values_list("tag", flat=True))
    ArticleTag.objects.bulk_create(
        ArticleTag(article=article, tag=each) for each in wanted.values() if each.pk not in known
    )


def _change(article: Article, **values: object) -> None:
    Article.objects.filter(pk=article.pk).update(version=F("version") + 1, **values)


def _tell(article: Article) -> None:
    OutlineChange.objects.create()
    tagged.touch("article", [article.pk])
    live.send(f"page:{article.pk}", "page.changed", ref=article.pk)
