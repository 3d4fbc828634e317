"""What every page knows: its language, the same page in the others, and where the source is."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils import translation

from project import languages


def site(request: HttpRequest) -> dict[str, Any]:
    """Return `language`, `source_address`, `parties_path` and `languages`: code, name, current, this page's address."""
    current = translation.get_language() or settings.LANGUAGE_CODE
    return {
        "language": current,
        "languages": [
            {"code": code, "name": name, "address": languages.elsewhere(request.path, code), "current": code == current}
            for code, name in settings.LANGUAGES
        ],
        "source_address": settings.SOURCE_ADDRESS,
        "parties_path": settings.PARTIES_PATH,
    }
