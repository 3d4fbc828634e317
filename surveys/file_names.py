"""Names of files that are handed out: letters that a program of any kind can take, and none of ours lost."""

import unicodedata

from django.utils.text import slugify

SPELT = str.maketrans({"æ": "ae", "ø": "oe", "å": "aa", "ä": "ae", "ö": "oe"})
"""As the letters are spelt where a keyboard lacks them."""
NAMELESS = "tillit"


def file_name(*parts: str) -> str:
    """Return the parts as one name without its ending: ("Rapport", "Høst") is rapport-hoest."""
    text = unicodedata.normalize("NFC", " ".join(parts)).lower()
    return slugify(text.translate(SPELT)) or NAMELESS
