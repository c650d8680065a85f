"""Who may do what in blogs. Whether somebody may read a post at all is `BlogPost.objects.visible_to`."""

from intranet.people.models import User

from .models import Blog, BlogPost, Part, PostQuestion


def _answers(user: User, blog: Blog) -> bool:
    """The person whose blog it is; for a team, its leads and moderators."""
    if blog.person_id:
        return blog.person_id == user.pk
    return user.moderates or bool(blog.team and blog.team.led_by(user))


def _writes(user: User, blog: Blog) -> bool:
    return Blog.objects.written_by(user).filter(pk=blog.pk).exists()


def _publishes(user: User, post: BlogPost) -> bool:
    """Where somebody answers for what goes out, only they; else all who write there."""
    blog = post.of_blog
    return _answers(user, blog) if blog.is_reviewed or blog.is_approved_by_one else _writes(user, blog)


def _edits(user: User, post: BlogPost) -> bool:
    """What is out is changed only by those who may put it out."""
    return _publishes(user, post) if post.live else _writes(user, post.of_blog)


def _withdraws(user: User, post: BlogPost) -> bool:
    return post.live and (_publishes(user, post) or user.moderates)


def _wrote(user: User, post: BlogPost) -> bool:
    """Those whom the post names as having written it, and whoever answers for the blog."""
    return _answers(user, post.of_blog) or post.credits.filter(part=Part.WROTE, person=user).exists()


def _takes_back(user: User, question: PostQuestion) -> bool:
    return user.moderates or (question.by_id == user.pk and not question.is_answered)


RULES = {
    "blog.create": lambda user, _: user.communicates or user.moderates,
    "blog.edit": lambda user, blog: _answers(user, blog) or user.communicates,
    "blogpost.create": _writes,  # asked of the blog
    "blogpost.edit": _edits,
    "blogpost.submit": lambda user, post: not post.live and _writes(user, post.of_blog) and not _publishes(user, post),
    "blogpost.approve": lambda user, post: not post.live and _answers(user, post.of_blog),
    "blogpost.publish": lambda user, post: not post.live and _publishes(user, post),
    "blogpost.withdraw": _withdraws,
    "blog.subscribe": lambda user, _: True,
    "blogpost.reach": lambda user, post: user.communicates or _wrote(user, post),
    "question.ask": lambda user, post: post.live,
    "question.vote": lambda user, question: True,
    "question.answer": lambda user, post: post.live and _wrote(user, post),  # asked of the post
    "question.take_back": _takes_back,
}
