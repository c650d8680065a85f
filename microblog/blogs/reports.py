"""Posts, and the questions under them, can be reported; see `intranet.kit.declarations`."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from typing import Any

from django.db.models import Exists, OuterRef, Prefetch, QuerySet
from django.template.loader import render_to_string

from intranet.kit import policy
from intranet.kit.declarations import Reportable, Reported, StaysThere
from intranet.writing import reported
from intranet.writing.models import LongText

from .actions import posts as actions
from .actions import questions as question_actions
from .models import BlogPost, Credit, PostQuestion


def other_posts(viewer: Any) -> QuerySet:
    """Whoever is named as having written or prepared a post does not judge it."""
    named = Credit.objects.filter(post=OuterRef("pk"), person=viewer).order_by()
    return reported.known(BlogPost.objects.all(), viewer).exclude(Exists(named))


def authors_of_posts(numbers: Collection[int]) -> dict[int, set[int]]:
    found: dict[int, set[int]] = defaultdict(set)
    for post, person in Credit.objects.filter(post__in=numbers).values_list("post", "person"):
        found[post].add(person)
    return found


def told_posts(viewer: Any, numbers: Collection[int]) -> dict[int, Reported]:
    """A post that is no longer out is called after its blog: it may be called otherwise by now."""
    rows = reported.known(BlogPost.objects.filter(pk__in=numbers), viewer)
    people = Prefetch("credits", Credit.objects.select_related("person__profile"))
    found = rows.select_related("of_blog", "audience").prefetch_related(people)
    return {
        post.pk: reported.reported(
            post,
            [credit.person for credit in post.credits.all()],
            first=post.summary,
            title=f"A post in “{post.of_blog.title}”",
        )
        for post in found
    }


def hold_post(number: int) -> None:
    list(LongText.objects.select_for_update().filter(pk=number).values_list("pk"))


def take_down_post(by: Any, number: int) -> None:
    post = BlogPost.objects.select_related("of_blog__team", "of_blog__person").filter(pk=number).first()
    if post is None or not policy.allows(by, "blogpost.withdraw", post):
        raise StaysThere("It was withdrawn in the meantime.")
    actions.withdraw(by=by, post=post)


def other_questions(viewer: Any) -> QuerySet:
    under = BlogPost.objects.visible_to(viewer).order_by().values("pk")
    return PostQuestion.objects.filter(post__in=under).exclude(by=viewer)


def readers_of_questions(people: Mapping[int, Any], numbers: Collection[int]) -> dict[int, set[int]]:
    posts = dict(PostQuestion.objects.filter(pk__in=numbers).values_list("pk", "post"))
    reading = BlogPost.objects.read_by(people, set(posts.values()))
    return {pk: reading.get(post, set()) for pk, post in posts.items()}


def authors_of_questions(numbers: Collection[int]) -> dict[int, set[int]]:
    return {pk: {person} for pk, person in PostQuestion.objects.filter(pk__in=numbers).values_list("pk", "by")}


def told_questions(viewer: Any, numbers: Collection[int]) -> dict[int, Reported]:
    under = BlogPost.objects.visible_to(viewer).order_by().values("pk")
    found = PostQuestion.objects.filter(pk__in=numbers, post__in=under)
    return {question.pk: _told(question) for question in found.select_related("by__profile", "post", "retraction")}


def _told(question: PostQuestion) -> Reported:
    is_there = not hasattr(question, "retraction")
    words = render_to_string("blogs/_asked.html", {"question": question}) if is_there else ""
    return Reported(
        title=f"Question by {question.by.name}",
        address=question.get_absolute_url(),
        html=words,
        where=f"under “{question.post.title}”",
        authors=[question.by],
        at=question.asked_at,
        is_there=is_there,
    )


def hold_question(number: int) -> None:
    list(PostQuestion.objects.select_for_update().filter(pk=number).values_list("pk"))


def take_down_question(by: Any, number: int) -> None:
    question = PostQuestion.objects.standing().filter(pk=number).first()
    if question is None or not policy.allows(by, "question.take_back", question):
        raise StaysThere("It was taken back in the meantime.")
    question_actions.take_back(by=by, question=question)


REPORTABLE = {
    "blogpost": Reportable(other_posts, reported.readers, authors_of_posts, told_posts, take_down_post, hold_post),
    "question": Reportable(
        other_questions, readers_of_questions, authors_of_questions, told_questions, take_down_question, hold_question
    ),
}
