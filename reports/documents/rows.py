"""The report's figures as rows, one figure's place in each, for the forms that hold numbers and not sentences. Pure."""

from collections.abc import Iterator
from dataclasses import dataclass

from reports.documents.facts import Content, ItemFacts, MeasureFacts, ScaleFacts, Shares
from reports.documents.group_facts import Level, Side
from reports.releases.types import Reason
from surveys.questionnaires.types import LANGUAGES, Texts

WHOLE = "whole"


@dataclass(frozen=True, slots=True)
class LevelRow:
    """One scale in one group and wave. `invited` is None where the group is made by background."""

    group: str
    name: Texts
    side: Side
    invited: int | None
    answered: int | None
    scale: ScaleFacts
    level: Level


@dataclass(frozen=True, slots=True)
class ShareRow:
    """One answer to one question in one wave: per cent between `low` and `high`, both None where it is withheld."""

    question: str
    text: Texts
    answer: str
    name: Texts
    side: Side
    n: int | None
    low: int | None
    high: int | None
    withheld: Reason | None


def level_decimals(level: Level) -> int:
    """Return the decimals with which a level is written."""
    return 0 if level.whole_points else 1


def whole_rows(content: Content) -> Iterator[LevelRow]:
    """Yield the levels of the whole, each scale with its waves."""
    name = dict.fromkeys(LANGUAGES, content.whole_name)
    for scale in content.scales:
        for side, wave, level in (
            (Side.BEFORE, content.before, scale.before),
            (Side.AFTER, content.after, scale.after),
        ):
            if wave is not None and level is not None:
                yield LevelRow(WHOLE, name, side, wave.invited, wave.answered, scale, level)


def group_rows(content: Content) -> Iterator[LevelRow]:
    """Yield the levels of the groups shown, in the report's order."""
    for group in content.groups:
        name = dict.fromkeys(LANGUAGES, group.name)
        for scale in content.scales:
            level = group.levels[scale.key]
            yield LevelRow(f"unit/{group.unit}", name, group.side, group.headcount, group.answered, scale, level)


def crossed_rows(content: Content) -> Iterator[LevelRow]:
    """Yield the levels by background, which are told of this wave alone."""
    for crossed in content.crossed:
        for option in crossed.shown:
            key = f"background/{crossed.unit}/{crossed.question}/{option.key}"
            name = {language: f"{crossed.name}: {option.name[language]}" for language in LANGUAGES}
            for scale in content.scales:
                yield LevelRow(key, name, Side.AFTER, None, option.answered, scale, option.levels[scale.key])


def item_rows(content: Content) -> Iterator[ShareRow]:
    """Yield the answers to every question with one answer, those of a scale first."""
    for item in (*(item for scale in content.scales for item in scale.items), *content.loose_items):
        for side, shares in ((Side.BEFORE, item.before), (Side.AFTER, item.after)):
            if shares is not None:
                yield from _shares(item.key, item.text, _answers(item, shares), side, shares)


def measure_rows(content: Content) -> Iterator[ShareRow]:
    """Yield the options of every question where several may be chosen."""
    for measure in content.measures:
        for side, shares in ((Side.BEFORE, measure.before), (Side.AFTER, measure.after)):
            if shares is not None:
                yield from _shares(measure.key, measure.text, _options(measure), side, shares)


def bounds(released: str) -> tuple[int, int]:
    """Return the least and the most that a released share can be, in per cent: "<=10" is (0, 10), "37" (37, 37)."""
    if released.startswith("<="):
        return 0, int(released[2:])
    if released.startswith(">="):
        return int(released[2:]), 100
    low, _dash, high = released.partition("-")
    return int(low), int(high or low)


def _answers(item: ItemFacts, shares: Shares) -> list[tuple[str, Texts]]:
    """Return key and text of what each share is of: an answer, or in bands the two lowest and two highest together."""
    options = list(item.options)
    if shares.detail != "bands":
        return [(str(number), option) for number, option in enumerate(options, start=1)]
    last = len(options)
    middle = f"3-{last - 2}" if last > 5 else "3"
    return [
        ("1-2", _joined(options[:2])),
        (middle, _joined(options[2:-2])),
        (f"{last - 1}-{last}", _joined(options[-2:])),
    ]


def _joined(options: list[Texts]) -> Texts:
    return {language: " / ".join(option[language] for option in options) for language in LANGUAGES}


def _options(measure: MeasureFacts) -> list[tuple[str, Texts]]:
    return list(measure.options)


def _shares(
    question: str, text: Texts, answers: list[tuple[str, Texts]], side: Side, shares: Shares
) -> Iterator[ShareRow]:
    """Yield a row for each answer; where the shares are withheld, rows that say so."""
    if shares.withheld is not None or len(shares.shares) != len(answers):
        reason = shares.withheld or Reason.NOT_SHOWN
        for key, name in answers:
            yield ShareRow(question, text, key, name, side, None, None, None, reason)
        return
    for (key, name), released in zip(answers, shares.shares, strict=True):
        low, high = bounds(released)
        yield ShareRow(question, text, key, name, side, shares.n, low, high, None)
