"""Who wrote a post, who prepared it, and which tags it carries."""

from collections.abc import Iterable, Sequence

from django.db import transaction

from intranet.people.models import User
from microblog.models import Tag

from .models import BlogPost, Credit, ImportedPost, Part, PostTag


@transaction.atomic
def credit(*, post: BlogPost, authors: Sequence[User]) -> None:
    """Who ever changed its words and is not among the authors has prepared it; this is not asked, it is so.

    What an import wrote, up to the revision that it remembers, nobody here has prepared.
    """
    wrote = [Credit(post=post, person=person, part=Part.WROTE, place=place) for place, person in enumerate(authors)]
    brought = ImportedPost.objects.filter(post=post).values_list("head", flat=True).first() or 0
    others = set(post.changes.exclude(by=None).filter(revision__gt=brought).values_list("by", flat=True))
    others -= {person.pk for person in authors}
    prepared = [Credit(post=post, person_id=pk, part=Part.PREPARED) for pk in sorted(others)]
    post.credits.all().delete()
    Credit.objects.bulk_create([*wrote, *prepared])


@transaction.atomic
def tag(*, post: BlogPost, names: Iterable[str]) -> bool:
    """The post carries these tags, and no others. Were they others before?"""
    wanted = set(names)
    Tag.objects.bulk_create([Tag(name=name) for name in sorted(wanted)], ignore_conflicts=True)
    gone, _ = PostTag.objects.filter(post=post).exclude(tag__name__in=wanted).delete()
    new = Tag.objects.filter(name__in=wanted).exclude(post_uses__post=post)
    return bool(PostTag.objects.bulk_create([PostTag(post=post, tag=tag) for tag in new]) or gone)
