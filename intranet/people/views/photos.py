from django.conf import settings
from django.contrib import messages
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse

from intranet.kit import policy, uploads
from intranet.people.actions import photos as actions
from intranet.people.models import User
from intranet.people.models.profile import PHOTO_SIZES
from intranet.people.requests import Request
from intranet.people.views.profile import edit_page

MB = 1024 * 1024


def show(request: Request, key: str, size: str) -> FileResponse:
    """The picture itself, for whoever may see the person."""
    get_object_or_404(User.objects.visible_to(request.user), profile__photo=key)
    if int(size) not in PHOTO_SIZES:
        raise Http404
    return uploads.serve(actions.FOLDER, key, int(size))


def put(request: Request, username: str) -> HttpResponse:
    person = _editable(request, username)
    file = request.FILES.get("photo")
    if getattr(request, "upload_too_large", False):
        most = settings.MAX_UPLOAD // MB
        return _refused(request, person, f"This picture is too large. Choose one of at most {most} MB.", 413)
    if file is None:
        return _refused(request, person, "Choose a picture first.", 422)
    try:
        actions.put(by=request.user, person=person, file=file)
    except uploads.UploadRefused as error:
        return _refused(request, person, str(error), 422)
    messages.success(request, "Your new photo is shown everywhere.")
    if request.htmx:  # the page itself goes on, so that the message is not spent on a script
        return HttpResponse(status=204, headers={"HX-Redirect": reverse("people:edit", args=[username])})
    return redirect("people:edit", username)


def remove(request: Request, username: str) -> HttpResponse:
    actions.remove(by=request.user, person=_editable(request, username))
    return redirect("people:edit", username)


def _editable(request: Request, username: str) -> User:
    person = get_object_or_404(User.objects.visible_to(request.user).with_profile(), username=username)
    policy.require(request.user, "person.edit", person)
    return person


def _refused(request: Request, person: User, sentence: str, status: int) -> HttpResponse:
    """The form again, or for a script the sentence alone."""
    if request.htmx:
        return HttpResponse(sentence, status=status, content_type="text/plain")
    return edit_page(request, person, sentence, status)
