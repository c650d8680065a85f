"""How a post stands, in a sentence to whoever has just changed that."""

from .models import BlogPost
from .standing import Standing, of, readers_of, whom


def now(number: int) -> str:
    """Of the post of this number: who reads it, or what has to happen first."""
    post = BlogPost.objects.select_related("of_blog__person", "audience", "departure__by", "wish").get(pk=number)
    standing = of(post)
    if standing.name == "out":
        return f"It is out: {_readers(post)} can read it."
    if standing.name == "planned":
        return f"It goes out {standing.when}. Until then only those who write in “{post.of_blog.title}” see it."
    if standing.name == "asked":
        return f"It waits for {whom(readers_of(post))} to read it. It goes out when it is approved{_wanted(standing)}."
    return f"It is not out: only those who write in “{post.of_blog.title}” see it."


def _readers(post: BlogPost) -> str:
    return f"{post.audience} alone" if post.audience and post.audience.is_closed else "everybody"


def _wanted(standing: Standing) -> str:
    return f", but not before {standing.when}" if standing.is_still_to_come else ""
