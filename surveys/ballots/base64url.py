"""Bytes as text for files and pages: base64url (RFC 4648, section 5) without padding, in its one canonical form."""

import base64
import binascii


def to_text(data: bytes) -> str:
    """Return `data` as base64url without padding."""
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode("ascii")


def from_text(text: str) -> bytes:
    """Return the bytes of a canonical base64url text; raise ValueError for any other text."""
    padded = text + "=" * (-len(text) % 4)
    try:
        data = base64.b64decode(padded.encode("ascii"), altchars=b"-_", validate=True)
    except (UnicodeEncodeError, binascii.Error):
        raise ValueError("not base64url") from None
    # Two texts may decode to the same bytes (loose last bits, "+" for "-"): only the one that we write is taken.
    if to_text(data) != text:
        raise ValueError("not canonical base64url")
    return data
