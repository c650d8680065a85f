"""Pictures and files, given only to those who may see them."""

from pathlib import Path

from django.core.files import File
from django.db.models.fields.files import FieldFile
from django.http import FileResponse, Http404, HttpRequest
from django.shortcuts import get_object_or_404

from intranet.writing.models import Document, Image, Rendition


def picture(request: HttpRequest, pk: int) -> FileResponse:
    rendition = get_object_or_404(Rendition, pk=pk, image__in=Image.objects.visible_to(request.user))
    return _sealed(FileResponse(_opened(rendition.file), filename=f"picture-{pk}{Path(rendition.file.name).suffix}"))


def document(request: HttpRequest, pk: int) -> FileResponse:
    found: Document = get_object_or_404(Document.objects.visible_to(request.user), pk=pk)
    return _sealed(FileResponse(_opened(found.file), as_attachment=True, filename=found.filename))


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
