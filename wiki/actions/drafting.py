"""An article is made of a question and its answer, waits, and is published or thrown away.

Whoever does something to it holds the question first, then the tree, then the page.
"""

from django.db import transaction
from django.db.models import Q
from wagtail.models import PageLogEntry

from intranet import live
from intranet.notifications import notices
from intranet.people.models import Team, Topic, User
from intranet.writing.actions import texts
from intranet.writing.models import LongText, Stale
from microblog.actions import lasting, questions
from microblog.bells import place_of
from microblog.models import Documented, Drafted, Question, Update
from wiki import proposing
from wiki.models import Article, Origin
from wiki.proposing import Proposal
from wiki.wording import best_answer, body_of, title_of

from . import care, origins


class OtherReaders(ValueError):
    """It would be read by people who may not read the question. Its text says what to do."""


@transaction.atomic
@live.at_the_end()
def draft(*, by: User, question: Update, proposal: Proposal) -> Article:
    """An article that is not out stands at the proposed place, made of the question and its best answer.

    There is one at a time: whoever comes later gets the same. Raises Gone when it asks nothing any more, and Answered
    when it was answered for good.
    """
    held = _hold(question)
    if held is None or not Question.objects.filter(pk=held.pk).exists():
        raise questions.Gone
    if Documented.objects.filter(question=held.pk).exists():
        raise questions.Answered
    if known := Drafted.objects.filter(question=held.pk).first():
        return Article.objects.get(pk=known.page_id)
    answer = best_answer(held)
    page = Article(title=title_of(held), body=body_of(answer), audience=proposal.audience)

    def more(by: User, page: LongText) -> None:
        Origin.objects.create(article_id=page.pk, question=held, answer=answer, by=by, why=proposal.why)

    texts.begin(by=by, page=page, parent=proposal.place, more=more)
    article = Article.objects.get(pk=page.pk)
    _entrust(article, proposal.owner, proposal.topic)
    care.tag(article=article, names=held.tags.values_list("name", flat=True))
    _wait(by, article, held, proposal.place)
    return Article.objects.get(pk=page.pk)


@transaction.atomic
@live.at_the_end()
def arrange(*, by: User, article: Article, place: LongText, owner: User, topic: Topic | None) -> None:
    """The draft is to stand there, in these hands, and waits for who answers for that place.

    Raises OtherReaders, and Stale when it is out by now, or gone.
    """
    origin = _held(article)
    texts.hold_tree(article.path)
    page = _locked(article)
    audience = _fitting(page, place, origin.question, by) if origin.question else page.audience
    is_elsewhere = proposing.above(page).pk != place.pk
    if is_elsewhere:
        texts.move(by=by, page=page, parent=place)
        page = _locked(article)
    if page.audience != audience:
        texts.give_audience(by=by, page=page, audience=audience)
    if (page.owner, page.topic) != (owner, topic):
        _entrust(page, owner, topic)
    if is_elsewhere and origin.question:
        Origin.objects.filter(pk=origin.pk).update(why="")
        notices.forget("faq.proposed", about=origin.question)
        _wait(by, page, origin.question, place)


@transaction.atomic
@live.at_the_end()
def publish(*, by: User, article: Article, base: int) -> None:
    """The draft is out, as revision `base` says, and answers its question for good. Once is enough.

    Raises OtherReaders, and Stale when there is a newer revision, or when somebody threw it away.
    """
    origin = _held(article)
    texts.hold_tree(article.path)
    page = _locked(article, may_be_out=True)
    if page.live:
        return
    if origin.question:
        if page.audience_id not in proposing.may_be_for(origin.question):  # its team has closed
            audience = _fitting(page, proposing.above(page), origin.question, by)
            texts.give_audience(by=by, page=page, audience=audience)
        notices.forget("faq.proposed", about=origin.question)
    origins.stands(by=by, page=page)
    texts.publish(by=by, page=page, base=base)
    if page.owner_id == by.pk:  # nobody else vouches for it in their name; it waits on their desk
        care.still_correct(by=by, article=page)


@transaction.atomic
@live.at_the_end()
def discard(*, by: User, article: Article) -> None:
    """The draft is gone, and whoever made it is told; the question stands as it stood. Raises Stale when it is out."""
    origin = _held(article)
    texts.hold_tree(article.path)
    page = _locked(article)
    origins.falls(by=by, page=page)
    if origin.question:
        notices.forget("faq.proposed", about=origin.question)
        notices.send("faq.declined", to=[origin.by_id], about=origin.question, by=by, place=place_of(origin.question))
    _throw_away(page)


@transaction.atomic
def words_gone(*, by: User, update: Update) -> None:
    """What was said is there no more: no draft says it any longer, and whoever made one is told, though not who did it.

    What is out keeps its own words.
    """
    made = Q(origin__question=update.pk) | Q(origin__answer=update.pk)
    for draft in Article.objects.filter(made, live=False, first_published_at=None).order_by("pk"):
        texts.hold_tree(draft.path)
        try:
            page = _locked(draft)
        except Stale:  # this moment
            continue
        origin = Origin.objects.select_related("question").get(article=page.pk)
        origins.falls(by=by, page=page)
        if question := origin.question:
            notices.forget("faq.proposed", about=question)
            maker = {origin.by_id} - {by.pk}
            notices.send("faq.words_gone", to=maker, about=question, place=place_of(question))
        _throw_away(page)


def _throw_away(page: Article) -> None:
    Article.objects.filter(pk=page.pk).delete()
    PageLogEntry.objects.filter(page=page.pk).delete()  # Wagtail would keep its title for the back office


def _wait(by: User, page: Article, question: Update, place: LongText) -> None:
    """It waits for whoever made it, if they may publish it, or else for who answers for the place, who are told."""
    if proposing.answers_for(by, place):
        return lasting.mark_drafted(by=by, question=question, page=page, waits_for=by)
    keepers = proposing.keepers(place, question)
    one = next((each for each in keepers if each.pk == place.owner_id or not each.moderates), None)
    lasting.mark_drafted(by=by, question=question, page=page, waits_for=one)
    notices.send("faq.proposed", to=keepers, about=question, by=by, place=place_of(question))
    return None


def _entrust(page: Article, owner: User, topic: Topic | None) -> None:
    """What is prepared is not on the trail."""
    Article.objects.filter(pk=page.pk).update(owner=owner, topic=topic)


def _fitting(page: Article, place: LongText, question: Update, by: User) -> Team | None:
    """For whom alone it is at that place. Raises OtherReaders when it cannot stand there."""
    if place.audience_id is None:
        allowed = proposing.may_be_for(question)
        return None if None in allowed else proposing.audience_now(page, question, by)
    if place.audience_id not in proposing.may_be_for(question):
        raise OtherReaders("Others may read that section than may read the question. Choose another one.")
    return place.audience


def _held(article: Article) -> Origin:
    """What the draft was made of, its question held. Raises Stale when the draft is gone."""
    origin = Origin.objects.select_related("by").filter(article=article.pk).first()
    if origin is None:
        raise Stale(article.pk)
    if origin.question_id:
        origin.question = Update.objects.select_for_update().filter(pk=origin.question_id).first()
    return origin


def _hold(question: Update) -> Update | None:
    return Update.objects.select_for_update().standing().filter(pk=question.pk).first()


def _locked(article: Article, *, may_be_out: bool = False) -> Article:
    LongText.objects.select_for_update().filter(pk=article.pk).first()
    found = Article.objects.select_related("owner", "owner_team", "topic", "audience").filter(pk=article.pk).first()
    if found is None or (found.live and not may_be_out):
        raise Stale(article.pk)
    return found
