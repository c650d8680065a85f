"""Blogs' posts can be found; see `intranet.kit.declarations`."""

from collections import defaultdict
from collections.abc import Collection, Iterator
from datetime import timedelta

from intranet.kit import markup
from intranet.kit.declarations import Findable, Kind
from intranet.people.audiences import EVERYBODY

from .models import BlogPost, Credit, Part, PostQuestion, PostTag


def posts(numbers: Collection[int]) -> Iterator[Findable]:
    tags: dict[int, set[int]] = defaultdict(set)
    for post, tag in PostTag.objects.filter(post__in=numbers).values_list("post", "tag"):
        tags[post].add(tag)
    authors: dict[int, list[int]] = defaultdict(list)
    for post, person in Credit.objects.filter(post__in=numbers, part=Part.WROTE).values_list("post", "person"):
        authors[post].append(person)
    asked: dict[int, list[str]] = defaultdict(list)
    rows = PostQuestion.objects.standing().filter(post__in=numbers).order_by("pk")
    for number, question, answer in rows.values_list("post", "text", "answer"):
        asked[number] += [part for part in (question, answer) if part]
    for post in BlogPost.objects.filter(pk__in=numbers, live=True):
        yield Findable(
            number=post.pk,
            title=post.title,
            text="\n".join(part for part in (post.summary, markup.body_text(post.body), *asked[post.pk]) if part),
            address=post.get_absolute_url(),
            at=post.first_published_at or post.changed_at,
            audiences=frozenset({post.audience_id or EVERYBODY}),
            author=next(iter(authors[post.pk]), None),
            with_others=frozenset(authors[post.pk][1:]),
            tags=frozenset(tags[post.pk]),
            lead=len(post.summary),
        )


KINDS = {
    "blogpost": Kind(
        BlogPost, "Posts", "newspaper", posts, halves_after=timedelta(days=365), one="post", is_offered=True
    )
}
