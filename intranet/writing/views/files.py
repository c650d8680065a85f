"""Pictures and files: taken from whoever works here, given only to those who may see them."""

from collections.abc import Callable
from hashlib import sha256
from pathlib import Path
from typing import Any

from django.core.files import File
from django.db.models.fields.files import FieldFile
from django.http import FileResponse, Http404, HttpRequest, JsonResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.utils.cache import get_conditional_response
from django.utils.http import quote_etag

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


def picture(request: HttpRequest, pk: int) -> HttpResponseBase:
    rendition = get_object_or_404(Rendition, pk=pk, image__in=Image.objects.visible_to(request.user))
    return _given(request, rendition.file, filename=f"picture-{pk}{Path(rendition.file.name).suffix}")


def document(request: HttpRequest, pk: int) -> HttpResponseBase:
    found: Document = get_object_or_404(Document.objects.visible_to(request.user), pk=pk)
    name = uploads.safe_name(found.title)
    return _given(request, found.file, as_attachment=True, filename=name, content_type=found.type)


def _given(request: HttpRequest, file: FieldFile, **how: Any) -> HttpResponseBase:
    """The browser keeps it and asks each time whether it still may show it."""
    tag = quote_etag(sha256(str(file.name).encode()).hexdigest()[:32])  # other bytes have another name
    response = get_conditional_response(request, etag=tag) or FileResponse(_opened(file), **how)
    response["ETag"] = tag
    return _sealed(response)


def _opened(file: FieldFile) -> File:
    try:
        return file.open("rb")
    except FileNotFoundError as gone:
        raise Http404 from gone


def _sealed(response: HttpResponseBase) -> HttpResponseBase:
    """Whatever is inside, the browser runs none of it."""
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response["Cache-Control"] = "private, no-cache"
    return response
