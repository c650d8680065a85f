"""What readers say of an article: that it helped or did not, what it solved, and what is wrong with it."""

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from intranet import live
from intranet.audit import trail
from intranet.notifications import notices
from intranet.people.models import User
from intranet.writing.models import LongText
from search.models import Solved
from wiki.caring import who_answers_for, who_look_after
from wiki.models import Article, HelpfulVote, Objection


@transaction.atomic
def vote(*, by: User, article: Article, is_helpful: bool) -> None:
    """`by` says of the article as it stands whether it helped; what they said of this revision before is replaced."""
    row, is_new = HelpfulVote.objects.select_for_update().get_or_create(
        article=article, person=by, revision=article.head, defaults={"is_helpful": is_helpful}
    )
    if is_new:
        _count(article, int(is_helpful))
    elif row.is_helpful != is_helpful:
        row.is_helpful, row.at = is_helpful, timezone.now()
        row.save(update_fields=["is_helpful", "at"])
        _count(article, 1 if is_helpful else -1)


@transaction.atomic
def take_back(*, by: User, article: Article) -> None:
    """`by` says nothing of the article as it stands."""
    row = HelpfulVote.objects.select_for_update().filter(article=article, person=by, revision=article.head).first()
    if row:
        row.delete()
        _count(article, -int(row.is_helpful))


@transaction.atomic
def solved(*, by: User, number: int, is_so: bool) -> None:
    """The article solved what `by` was about to ask, or not after all. Who looks after it hears so, and not of whom."""
    article = Article.objects.filter(pk=number).first()
    if article is None:  # it was deleted this moment
        return
    people = who_look_after([number])[number]
    if is_so:
        notices.send("article.solved", to=people - {by.pk}, about=article)
    elif not Solved.objects.count_of("article", number):
        notices.forget("article.solved", about=article)
    live.send(f"page:{number}", "solved.changed", ref=number)


@transaction.atomic
def object_to(*, by: User, article: Article, line: str) -> Objection:
    """`by` says in one line what is wrong; those who care for the article read it there. Said twice, it is one."""
    LongText.objects.select_for_update(of=("self",), no_key=True).get(pk=article.pk)  # two clicks may come at once
    if said := Objection.objects.open().filter(article=article, by=by, line=line).first():
        return said
    objection = Objection.objects.create(article=article, by=by, line=line)
    _shows_more(objection.article_id)
    trail.record("article.objected", by=by, about=article)
    notices.send("article.objected", to=who_answers_for([article.pk])[article.pk], about=article, by=by)
    return objection


@transaction.atomic
def settle(*, by: User, objection: Objection) -> None:
    """Somebody has seen to it."""
    article = objection.article
    open_one = Objection.objects.open().filter(pk=objection.pk)
    if not open_one.update(settled_by=by, settled_at=timezone.now()):
        return
    _shows_more(article.pk)
    trail.record("article.objection_settled", by=by, about=article)
    if not Objection.objects.open().filter(article=article, by=objection.by_id).exists():
        notices.forget("article.objected", about=article, by=objection.by)
    notices.send("article.settled", to=[objection.by_id], about=article, by=by)


def _count(article: Article, more: int) -> None:
    if more:
        Article.objects.filter(pk=article.pk).update(helpful_count=F("helpful_count") + more)


def _shows_more(article: int) -> None:
    LongText.objects.filter(pk=article).update(version=F("version") + 1)
