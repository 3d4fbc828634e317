"""What a questionnaire is: items, scales, sections and their texts. Pure data."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

LANGUAGES = ("nb", "nn", "sv", "en")

Texts = Mapping[str, str]
"""A text in each language: nb, nn, sv, en."""


class Direction(StrEnum):
    """Whether a high score on a scale is good or bad for the person who answers."""

    MORE_IS_BETTER = "more_is_better"
    MORE_IS_WORSE = "more_is_worse"


@dataclass(frozen=True, slots=True)
class Item:
    """One question with ordered options; `answers` names its option list, whose values are 1 … n in order."""

    key: str
    section: str
    text: Texts
    answers: str
    scale: str | None
    reversed: bool = False


@dataclass(frozen=True, slots=True)
class MultipleItem:
    """One question where several options may be chosen; `exclusive` options stand alone."""

    key: str
    section: str
    text: Texts
    options: tuple[tuple[str, Texts], ...]
    exclusive: frozenset[str]


@dataclass(frozen=True, slots=True)
class Background:
    """One question about the person who answers, by which results may be divided; one option, in no scale.

    It is asked only where the agreement lists it among its crossings. Values are 1 … n in the options' order.
    """

    key: str
    text: Texts
    options: tuple[tuple[str, Texts], ...]


@dataclass(frozen=True, slots=True)
class Scale:
    """Items scored together from 0 to 100 in the direction of the scale's name.

    `mid` is the minimal important difference in points; `reference_alpha` a published reliability, if known.
    """

    key: str
    name: Texts
    meaning: Texts
    direction: Direction
    primary: bool
    mid: float
    items: tuple[str, ...]
    research: tuple[str, ...]
    reference_alpha: float | None = None


@dataclass(frozen=True, slots=True)
class Section:
    """One page of the questionnaire."""

    key: str
    title: Texts
    introduction: Texts


@dataclass(frozen=True, slots=True)
class Questionnaire:
    """A version of a questionnaire, whole and immutable. `fingerprint` is the SHA-256 of its canonical form, in hex."""

    key: str
    version: int
    title: Texts
    answer_lists: Mapping[str, tuple[Texts, ...]]
    sections: tuple[Section, ...]
    items: tuple[Item, ...]
    multiple: tuple[MultipleItem, ...]
    scales: tuple[Scale, ...]
    fingerprint: str
    background: tuple[Background, ...] = ()
