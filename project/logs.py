"""What may stand in a log: where something went wrong, never what somebody typed."""

import logging
import re
import traceback

_E_MAIL = re.compile(r"[^\s<>\"'@=?&]+@[^\s<>\"'@]+\.[^\s<>\"'@,;]+")
# Three groups of four, twelve letters (a code has no U), or twelve signs or more with a digit among them: rather a word
# too many than a code. An identifier in the log, a UUID, is matched first and let through.
_UUID_OR_CODE = re.compile(
    r"(?P<uuid>\b[0-9A-Fa-f]{8}-(?:[0-9A-Fa-f]{4}-){3}[0-9A-Fa-f]{12}\b)"
    r"|\b[0-9A-Za-z]{4}([-–—· ])[0-9A-Za-z]{4}\2[0-9A-Za-z]{4}\b"
    r"|\b[A-TV-Za-tv-z]{12}\b"
    r"|\b(?=[A-Za-z]*[0-9])[0-9A-Za-z]{12,}\b"
)
_QUERY = re.compile(r"\?[^\s\"'<>]+")


def without_personal_data(text: str) -> str:
    """Return `text` with query strings, e-mail addresses and slip codes (in their usual forms) taken out."""
    text = _QUERY.sub("?[…]", text)
    text = _E_MAIL.sub("[e-mail]", text)
    return _UUID_OR_CODE.sub(lambda found: found["uuid"] or "[code]", text)


def _stack(error: BaseException | None) -> str:
    """Return where `error` and its causes were raised and of which class, without their messages.

    A message may quote what somebody typed (a database error quotes the row), so none is written.
    """
    parts: list[str] = []
    seen: set[int] = set()
    while error is not None and id(error) not in seen:
        seen.add(id(error))
        frames = "".join(traceback.format_tb(error.__traceback__))
        parts.append(f"{frames}{type(error).__module__}.{type(error).__qualname__}")
        error = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    return "\nCaused by:\n".join(parts)


class NoPersonalData(logging.Filter):
    """Takes personal data out of each record before a handler writes it."""

    def filter(self, record: logging.LogRecord) -> bool:
        record.msg = without_personal_data(record.getMessage())
        record.args = None
        if record.exc_info and record.exc_info[1] is not None:
            record.exc_text = _stack(record.exc_info[1])
        record.exc_info = None
        record.__dict__.pop("request", None)
        return True
