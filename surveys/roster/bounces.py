"""Reading an e-mail that came back: which of ours it was about, where that one failed for good. Pure. RFC 3464."""

import re
from email import message_from_bytes
from email.message import Message
from uuid import UUID

LARGEST = 1_000_000
"""Bytes of a returned message that are read: more is no report."""
_OURS = re.compile(r"<([0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12})@[^<>@\s]+>")
_FAILED_FOR_GOOD = re.compile(r"5\.\d{1,3}\.\d{1,3}")


def failed_mailing(raw: bytes) -> UUID | None:
    """Return the key in the Message-ID of the e-mail that a delivery report says has failed for good, else None."""
    if len(raw) > LARGEST:
        return None
    report = message_from_bytes(raw)
    if report.get_content_type() != "multipart/report":
        return None
    parts = report.get_payload()
    if not isinstance(parts, list):
        return None
    inner = [part for part in parts if isinstance(part, Message)]
    if not any(_tells_of_failure(part) for part in inner):
        return None
    return next((key for part in inner if (key := _original(part)) is not None), None)


def _tells_of_failure(part: Message) -> bool:
    blocks = part.get_payload()
    if part.get_content_type() != "message/delivery-status" or not isinstance(blocks, list):
        return False
    # The first block tells of the message, each following one of a recipient; ours have one each.
    return any(
        _field(block, "Action").lower() == "failed" and _FAILED_FOR_GOOD.match(_field(block, "Status"))
        for block in blocks
        if isinstance(block, Message)
    )


def _original(part: Message) -> UUID | None:
    kind = part.get_content_type()
    if kind == "message/rfc822":
        whole = part.get_payload()
        header = _field(whole[0], "Message-ID") if isinstance(whole, list) and isinstance(whole[0], Message) else ""
    elif kind == "text/rfc822-headers":
        found = part.get_payload(decode=True)
        header = _field(message_from_bytes(found), "Message-ID") if isinstance(found, bytes) else ""
    else:
        return None
    ours = _OURS.fullmatch(header)
    return UUID(ours[1]) if ours else None


def _field(block: Message, name: str) -> str:
    return str(block.get(name, "")).strip()
