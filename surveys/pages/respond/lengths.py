"""Answers of one length: how many bytes went out is seen on the network and stands in a web server's log."""

import gzip
import re
from functools import lru_cache

from django.http import HttpRequest, HttpResponse
from django.utils.cache import patch_vary_headers

_STEP = 64
_NAME = 0x08
"""The flag of a gzip member that carries a file name (RFC 1952, section 2.3.1); a reader skips the name."""

_CARRIED = re.compile(rb'(?:<input type="hidden"[^>]*> *)+')
_TEXT = re.compile(rb">[^<]*")
_DIGIT = re.compile(rb"\d")


def skeleton(page: bytes) -> bytes:
    """Return what is the same on a page whatever has been answered, the code too.

    Left out are the hidden fields with the blanks after them, the marks of chosen options, which are as long as their
    blanks, and the digits of the text: the last page counts what is answered.
    """
    bare = _CARRIED.sub(b"", page).replace(b" checked", b" " * len(b" checked"))
    return _TEXT.sub(lambda text: _DIGIT.sub(b"0", text[0]), bare)


@lru_cache(maxsize=512)
def _weight(bare: bytes) -> int:
    """Return the compressed length of a skeleton, in bytes."""
    return len(_squeezed(bare))


def _squeezed(page: bytes) -> bytes:
    return gzip.compress(page, compresslevel=9, mtime=0)


def compressed(page: bytes) -> bytes:
    """Return `page` as one gzip member whose length depends on the page alone, not on what is answered in it.

    Its length follows from the skeleton and from how long the rest is, which is as long for everybody. Which options
    are chosen moves the compressed length by some ten bytes, many check boxes by a hundred. The space for that, a
    fifth of the rest and 112 bytes, is filled with a file name; a page that needs more gets the next 256 bytes.
    """
    member = _squeezed(page)
    bare = skeleton(page)
    size = -(-(_weight(bare) + (len(page) - len(bare)) // 5 + 112) // _STEP) * _STEP
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
