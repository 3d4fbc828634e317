"""Scoring, and whether a questionnaire may be used in a language. Pure: exact whole numbers, no Django."""

from collections.abc import Iterator, Mapping

from surveys.questionnaires.types import LANGUAGES, Questionnaire, Scale, Texts

TWELFTHS = 12
"""Units of a scale score in one point: a mean of one to four whole numbers is a whole number of twelfths."""


class NotAnOption(ValueError):
    """A value is not one of the options, or the options do not divide 0–100 into whole points."""


def oriented(value: int, options: int, reversed: bool) -> int:
    """Return the points, 0 to 100, of option `value` (1 … `options`) in the direction of the scale's name.

    Five options give 0, 25, 50, 75, 100, and a reversed item the mirror of that. Raises `NotAnOption`.
    """
    steps = options - 1
    if steps < 1 or 100 % steps or not 1 <= value <= options:
        raise NotAnOption(f"{value} of {options}")
    points = 100 // steps * (value - 1)
    return 100 - points if reversed else points


def scale_score_twelfths(questionnaire: Questionnaire, scale: Scale, single: Mapping[str, int]) -> int | None:
    """Return one person's score on `scale` in twelfths of a point, 0 to 1200.

    `single` maps items' keys to values 1 … n; a skipped item is absent, and items of other scales are let be.
    The score is the mean of the answered items' oriented points, and None when fewer than half are answered.
    Raises `NotAnOption`.
    """
    points = [
        oriented(single[item.key], len(questionnaire.answer_lists[item.answers]), item.reversed)
        for item in questionnaire.items
        if item.key in scale.items and item.key in single
    ]
    if 2 * len(points) < len(scale.items):
        return None
    score, rest = divmod(sum(points) * TWELFTHS, len(points))
    if rest:
        raise ValueError(f"{scale.key}: a mean of {len(points)} items is no whole number of twelfths")
    return score


def complete_languages(questionnaire: Questionnaire) -> frozenset[str]:
    """Return the languages in which every text of the questionnaire is there.

    A state organisation in Norway needs both nb and nn before a wave may open (språklova).
    """
    every = tuple(_texts(questionnaire))
    return frozenset(language for language in LANGUAGES if all(texts.get(language) for texts in every))


def _texts(questionnaire: Questionnaire) -> Iterator[Texts]:
    yield questionnaire.title
    for options in questionnaire.answer_lists.values():
        yield from options
    for section in questionnaire.sections:
        yield from (section.title, section.introduction)
    for item in questionnaire.items:
        yield item.text
    for several in questionnaire.multiple:
        yield several.text
        yield from (text for _, text in several.options)
    for one in questionnaire.background:
        yield one.text
        yield from (text for _, text in one.options)
    for scale in questionnaire.scales:
        yield from (scale.name, scale.meaning)
