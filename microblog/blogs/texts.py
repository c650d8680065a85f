"""What people write in blogs; see `intranet.writing.kinds`."""

from typing import Any

from intranet.people.models import User
from intranet.people.requests import Request
from intranet.writing.kinds import TextKind
from intranet.writing.models import LongText

from . import drawing
from .actions import posts
from .forms import BlogForm, PostForm
from .models import Blog, BlogPost


def of_post(request: Request, page: LongText) -> dict[str, Any]:
    """Without anything that is done with a post, for a preview."""
    return {"shown": drawing.post(page, request.user)}


def of_blog(request: Request, page: LongText) -> dict[str, Any]:
    return {"shown": drawing.blog(page, request.user)}


def restored_post(by: User, page: LongText) -> None:
    post: Any = page
    posts.was_restored(by=by, post=post)


TEXTS = {
    "blog": TextKind(
        model=Blog,
        form=BlogForm,
        page="blogs/blog.html",
        context=of_blog,
        edits="blog.edit",
        creates="blog.create",
        name="blog",
    ),
    "blogpost": TextKind(
        model=BlogPost,
        form=PostForm,
        page="blogs/post.html",
        context=of_post,
        edits="blogpost.edit",
        creates="blogpost.create",
        name="post",
        waiting=BlogPost.objects.worked_on_by,
        restored=restored_post,
    ),
}
