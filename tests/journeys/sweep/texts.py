"""Texts that a page in another language shows in bokmål though the catalogue has words for them."""

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import NamedTuple

import polib

from surveys.questionnaires.loading import load

LOCALE = Path(__file__).resolve().parents[3] / "locale"
PLACE = re.compile(r"%\((\w+)\)[sd]|%[sd]|\{\w*\}")
LEAST_LETTERS = 12
"""A sentence with less than this around what is put into it could be anything."""
DATA = frozenset({"Hele senteret", "Fagforeningen", "Ledelsen", "Den andre fagforeningen"})
"""What the workplaces of the tests are made of: the same in every language."""


class Catalogue(NamedTuple):
    """`bokmal`: source texts that this language says otherwise. `own`: what it says itself. `patterns`: with places."""

    bokmal: frozenset[str]
    own: frozenset[str]
    patterns: tuple[re.Pattern[str], ...]


def _even(text: str) -> str:
    return re.sub(r"\s+", " ", text).strip()


def _pairs(language: str) -> Iterator[tuple[str, str]]:
    for entry in polib.pofile(str(LOCALE / language / "LC_MESSAGES" / "django.po")):
        yield entry.msgid, entry.msgstr or entry.msgstr_plural.get(0, "")
        if entry.msgid_plural:
            yield entry.msgid_plural, entry.msgstr_plural[max(entry.msgstr_plural)]
    questionnaire = load("arbeidshverdag", 1)
    for item in questionnaire.items:
        yield item.text["nb"], item.text[language]


@cache
def catalogue(language: str) -> Catalogue:
    pairs = [(_even(source), _even(said)) for source, said in _pairs(language)]
    other = [source for source, said in pairs if said and source != said]
    patterns = [
        re.compile("(.+)".join(re.escape(part) for part in PLACE.split(source)[:: PLACE.groups + 1]) + "$")
        for source in other
        if PLACE.search(source) and len(PLACE.sub("", source)) >= LEAST_LETTERS
    ]
    own = frozenset(said for _source, said in pairs)
    return Catalogue(frozenset(other) - own - DATA, own, tuple(patterns))


@cache
def _is_bokmal(language: str, text: str) -> bool:
    known = catalogue(language)
    if text in known.bokmal:
        return True
    return text not in known.own and any(pattern.match(text) for pattern in known.patterns)


def left_in_bokmal(texts: list[tuple[str, str]]) -> list[str]:
    """Return those of the texts, each with the language that the page says it is in, which are in bokmål instead."""
    return [
        f"in bokmål on a page in {language}: {text[:100]}"
        for language, text in texts
        if language in {"nn", "sv", "en"} and _is_bokmal(language, text)
    ]
