"""Which language a reader gets: the address says so, else the browser; no cookie is read or set."""

import re

from django.conf import settings
from django.utils.translation.trans_real import parse_accept_lang_header

CODES: tuple[str, ...] = tuple(code for code, _name in settings.LANGUAGES)
_ADDRESS = re.compile(r"^(?P<before>/[^/]+/)(?P<language>" + "|".join(CODES) + r")(?P<after>/.*)?$")
_ALSO = {"no": "nb", "da": "nb"}


class LanguageConverter:
    """The path converter `language`: nb, nn, sv or en."""

    regex = "|".join(CODES)

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


def in_address(path: str) -> str | None:
    """Return the language named by the second part of `path`, or None."""
    found = _ADDRESS.match(path)
    return found["language"] if found else None


def elsewhere(path: str, language: str) -> str | None:
    """Return `path` in another language, or None where the address names none."""
    found = _ADDRESS.match(path)
    return f"{found['before']}{language}{found['after'] or ''}" if found else None


def preferred(accept_language: str) -> str:
    """Return the first language of an Accept-Language header that we have; bokmål where there is none.

    "no" and Danish are read as bokmål; a region ("sv-FI") is read as its language.
    """
    for wanted, _weight in parse_accept_lang_header(accept_language.lower()):
        language = wanted.split("-")[0]
        language = _ALSO.get(language, language)
        if language in CODES:
            return language
    return CODES[0]
