"""Answers of one length: how many bytes went out is seen on the network and stands in a web server's log."""

import gzip

from django.http import HttpRequest, HttpResponse
from django.utils.cache import patch_vary_headers

_STEP = 64
_NAME = 0x08
"""The flag of a gzip member that carries a file name (RFC 1952, section 2.3.1); a reader skips the name."""


def compressed(page: bytes) -> bytes:
    """Return `page` as one gzip member whose length depends on the length of the page alone, not on what is in it.

    Which options are chosen moves the compressed length by some ten bytes. The space for that, a fifth of the page
    and half a kilobyte, is filled with a file name; a page that needs more gets the next 256 bytes.
    """
    member = gzip.compress(page, compresslevel=6, mtime=0)
    size = -(-(len(page) // 5 + 512) // _STEP) * _STEP
    while size < len(member) + 1:
        size += 4 * _STEP
    name = b"-" * (size - len(member) - 1) + b"\0"
    return member[:3] + bytes([_NAME]) + member[4:10] + name + member[10:]


def of_one_length(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """Compress the response where the browser takes gzip, to a length that tells nothing of the answers in it."""
    patch_vary_headers(response, ("Accept-Encoding",))
    if "gzip" in request.headers.get("Accept-Encoding", ""):
        response.content = compressed(response.content)
        response.headers["Content-Encoding"] = "gzip"
        response.headers["Content-Length"] = str(len(response.content))
    return response
