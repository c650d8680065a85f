"""Who writes in a blog, who reads it first, and the covers of blogs and posts."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods

from intranet.kit import policy, uploads
from intranet.people.requests import Request
from intranet.writing.actions import files
from microblog.blogs.actions import blogs as actions
from microblog.blogs.forms import CoverForm, WritersForm
from microblog.blogs.models import Blog, BlogPost

from . import pages


@require_http_methods(["GET", "POST"])
def settings(request: Request, pk: int) -> HttpResponse:
    found = _blog(request, pk)
    policy.require(request.user, "blog.writers", found)
    form = WritersForm(request.POST or None, blog=found)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        actions.let_write(by=request.user, blog=found, people=said["people"])
        if "is_reviewed" in said:
            actions.have_read(by=request.user, blog=found, is_reviewed=said["is_reviewed"])
        return redirect(found)
    context = {"blog": found, "form": form, "cover": CoverForm()}
    return render(request, "blogs/settings.html", context, status=422 if request.method == "POST" else 200)


def blog_cover(request: Request, pk: int) -> HttpResponse:
    return _cover(request, _blog(request, pk))


def put_blog_cover(request: Request, pk: int) -> HttpResponse:
    return _put(request, _blog(request, pk))


def remove_blog_cover(request: Request, pk: int) -> HttpResponse:
    return _remove(request, _blog(request, pk))


def post_cover(request: Request, pk: int) -> HttpResponse:
    return _cover(request, _post(request, pk))


def put_post_cover(request: Request, pk: int) -> HttpResponse:
    return _put(request, _post(request, pk))


def remove_post_cover(request: Request, pk: int) -> HttpResponse:
    return _remove(request, _post(request, pk))


def _blog(request: Request, pk: int) -> Blog:
    rows = Blog.objects.visible_to(request.user).select_related("team", "person", "cover")
    found: Blog = get_object_or_404(rows, pk=pk)
    policy.require(request.user, "blog.edit", found)
    return found


def _post(request: Request, pk: int) -> BlogPost:
    found = pages.find(request, pk)
    policy.require(request.user, "blogpost.edit", found)
    return found


def _put(request: Request, page: Blog | BlogPost) -> HttpResponse:
    """A picture that does not fit is refused beside the field."""
    form = CoverForm(request.POST, request.FILES)
    if getattr(request, "upload_too_large", False):
        form.errors["cover"] = form.error_class([uploads.too_big()])
        return _cover(request, page, form, 413)
    if form.is_valid():
        try:
            picture = files.take_picture(by=request.user, upload=form.cleaned_data["cover"])
        except uploads.UploadRefused as error:
            form.add_error("cover", str(error))
        except files.TooMany as error:
            form.add_error("cover", str(error))
            return _cover(request, page, form, 429)
        else:
            actions.put_cover(by=request.user, page=page, picture=picture)
            return redirect(page)
    return _cover(request, page, form, 422)


def _remove(request: Request, page: Blog | BlogPost) -> HttpResponse:
    actions.put_cover(by=request.user, page=page, picture=None)
    return redirect(page)


def _cover(request: Request, page: Blog | BlogPost, form: CoverForm | None = None, status: int = 200) -> HttpResponse:
    blog = page if isinstance(page, Blog) else page.of_blog
    context = {"page": page, "blog": blog, "is_post": page is not blog, "cover": form or CoverForm()}
    return render(request, "blogs/cover.html", context, status=status)
