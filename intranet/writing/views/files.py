"""Pictures and files: taken from whoever works here, given only to those who may see them."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from django.core.files import File
from django.db.models.fields.files import FieldFile
from django.http import FileResponse, Http404, HttpRequest, JsonResponse
from django.shortcuts import get_object_or_404

from intranet.kit import policy, uploads
from intranet.kit.http import refusal
from intranet.people.requests import Request
from intranet.writing.actions import files as actions
from intranet.writing.models import Document, Image, Rendition


def put_picture(request: Request) -> JsonResponse:
    return _take(request, actions.take_picture, about_picture)


def put_file(request: Request) -> JsonResponse:
    return _take(request, actions.take_file, about_file)


def about_picture(picture: Image) -> dict[str, Any]:
    """What a script needs to show a picture."""
    measures = {"width": picture.width, "height": picture.height, "colour": picture.colour}
    return {"id": picture.pk, "src": picture.src, "name": picture.title, **measures}


def about_file(file: Document) -> dict[str, Any]:
    return {"id": file.pk, "name": file.title, "address": file.url, "size": file.file_size}


def _take(request: Request, take: Callable[..., Any], about: Callable[[Any], dict[str, Any]]) -> JsonResponse:
    policy.require(request.user, "file.upload")
    upload = request.FILES.get("file")
    if getattr(request, "upload_too_large", False):
        return refusal(uploads.too_big(), 413)
    if upload is None:
        return refusal("No file came with this. Choose one and retry.", 422)
    try:
        return JsonResponse(about(take(by=request.user, upload=upload)), status=201)
    except uploads.UploadRefused as error:
        return refusal(str(error), 422)
    except actions.TooMany as error:
        return refusal(str(error), 429)


def picture(request: HttpRequest, pk: int) -> FileResponse:
    rendition = get_object_or_404(Rendition, pk=pk, image__in=Image.objects.visible_to(request.user))
    return _sealed(FileResponse(_opened(rendition.file), filename=f"picture-{pk}{Path(rendition.file.name).suffix}"))


def document(request: HttpRequest, pk: int) -> FileResponse:
    found: Document = get_object_or_404(Document.objects.visible_to(request.user), pk=pk)
    name = uploads.safe_name(found.title)
    return _sealed(FileResponse(_opened(found.file), as_attachment=True, filename=name, content_type=found.type))


def _opened(file: FieldFile) -> File:
    try:
        return file.open("rb")
    except FileNotFoundError as gone:
        raise Http404 from gone


def _sealed(response: FileResponse) -> FileResponse:
    """Whatever is inside, the browser runs none of it."""
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response["Cache-Control"] = "private, max-age=3600"
    return response
