"""Pages travel compressed, a fourth of their size; pictures and files are so already."""

import gzip
import secrets
from io import BytesIO

from django.http import HttpRequest, HttpResponseBase
from django.utils.cache import patch_vary_headers
from django.utils.deprecation import MiddlewareMixin

#: Level 6, which Django's own middleware has and does not let one choose, takes three times as long as level 4
#: (1.8 and 0.7 ms for a page of 79 kB) and saves 3 % of the bytes.
LEVEL = 4
SHORT = 200  # bytes, which are not worth it
PADDING = 100  # bytes at most


class CompressedPages(MiddlewareMixin):
    """Each answer is padded by a random length, and its form tokens are masked anew each time, against BREACH."""

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        content = getattr(response, "content", b"")  # what is streamed has none
        is_page = response.get("Content-Type", "").startswith("text/html")
        if not is_page or len(content) < SHORT or "Content-Encoding" in response:
            return response
        patch_vary_headers(response, ["Accept-Encoding"])
        if "gzip" not in request.headers.get("Accept-Encoding", ""):
            return response
        response.content = _compressed(content)  # type: ignore[attr-defined]
        response["Content-Length"] = str(len(response.content))  # type: ignore[attr-defined]
        response["Content-Encoding"] = "gzip"
        if response.get("ETag", "").startswith('"'):
            response["ETag"] = f"W/{response['ETag']}"  # RFC 9110, 8.8.1: the same page in other bytes
        return response


def _compressed(content: bytes) -> bytes:
    """The file's name, which nobody reads, is the padding."""
    packed = BytesIO()
    with gzip.GzipFile("a" * secrets.randbelow(PADDING), "wb", LEVEL, packed, mtime=0) as file:
        file.write(content)
    return packed.getvalue()
