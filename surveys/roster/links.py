"""Links in e-mails: 32 random bytes each, of which only the SHA-256 is stored."""

import hashlib
import re
import secrets
from base64 import urlsafe_b64decode, urlsafe_b64encode

from surveys.roster.models import FrozenPlace, Link

TOKEN_BYTES = 32
_TOKEN = re.compile(r"[A-Za-z0-9_-]{43}")


def new_link(*, place: FrozenPlace) -> str:
    """Return the token (43 characters, base64url) of a fresh link for a person in a wave; it is stored nowhere."""
    token = secrets.token_bytes(TOKEN_BYTES)
    Link.objects.create(place=place, digest=hashlib.sha256(token).digest())
    return urlsafe_b64encode(token).rstrip(b"=").decode("ascii")


def place_of(token: str) -> FrozenPlace | None:
    """Return whose place in which wave the token leads to; None for any text that is no token of ours."""
    if not _TOKEN.fullmatch(token):
        return None
    digest = hashlib.sha256(urlsafe_b64decode(token + "=")).digest()
    link = Link.objects.select_related("place__group__wave").filter(digest=digest).first()
    return link.place if link else None
