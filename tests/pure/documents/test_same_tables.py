"""What groups and questions are told is the same in every form and language, read back from the files themselves."""

import json
import re
from dataclasses import replace
from datetime import UTC, datetime
from functools import cache

import pytest

from reports.documents.content import build
from reports.documents.facts import Content, Shares, rounded
from reports.documents.files import Form, render
from reports.documents.group_facts import Level
from reports.documents.wording import word
from reports.releases.types import Reason, Record, ReleasedScale
from surveys.questionnaires.types import LANGUAGES
from tests.documents_factory import CONTEXT, after, before, questionnaire, with_crossings
from tests.pure.documents.reading import TABLES, Table, cell, number, sheet_of, squeezed

MADE = datetime(2019, 10, 1, 12, tzinfo=UTC)
HIDDEN = {"nb": "ikke vist", "nn": "ikkje vist", "sv": "visas inte", "en": "not shown"}
ARROW = "\u2192"
Figures = tuple[float, float | None, float | None] | None
"""A level with its interval; None where it is not shown."""
Bounds = tuple[int, int]


def with_a_gap(one: Record) -> Record:
    """Return the first wave without one team's figure for one scale."""
    held = ReleasedScale(n=None, mean=None, counts=None, withheld=Reason.TOO_FEW)
    rows = [replace(row, scales={**row.scales, "trust": held}) if row.unit == "a" else row for row in one.rows]
    return replace(one, rows=tuple(rows))


@cache
def content() -> Content:
    return build(with_crossings(after()), with_a_gap(before()), questionnaire(), CONTEXT, seed=1)


@cache
def file(language: str, form: Form) -> bytes:
    return render(content(), word(content(), language), form, MADE)


@cache
def tables(language: str, form: Form) -> list[Table]:
    return TABLES[form](file(language, form))


def figures(level: Level) -> Figures:
    if level.mean is None:
        return None
    decimals = 0 if level.whole_points else 1
    mean, *ends = (
        None if end is None else float(rounded(end, decimals)) for end in (level.mean, level.low, level.high)
    )
    assert mean is not None
    return (mean, ends[0], ends[1])


def levels(language: str) -> dict[tuple[str, str], Figures]:
    """Return by group and scale what the content holds: teams, and answers by background."""
    facts = content()
    names = {scale.key: scale.name[language] for scale in facts.scales}
    found = {(group.name, names[key]): figures(level) for group in facts.groups for key, level in group.levels.items()}
    for crossed in facts.crossed:
        for option in crossed.shown:
            found |= {(option.name[language], names[key]): figures(level) for key, level in option.levels.items()}
    return found


def read_level(said: str, language: str) -> Figures:
    if said == HIDDEN[language]:
        return None
    mean, _space, rest = said.partition(" (")
    low, high = (None, None) if not rest else rest.removesuffix(")").split("\u2013")
    return (number(mean, language), number(low, language) if low else None, number(high, language) if high else None)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("form", TABLES)
def test_every_level_of_every_group_is_the_same_in_what_is_read(form: Form, language: str) -> None:
    wanted = levels(language)
    groups = sorted({group for group, _scale in wanted}, key=len)
    scales = {squeezed(scale): scale for _group, scale in wanted}
    found: dict[tuple[str, str], Figures] = {}
    for table in tables(language, form):
        heads = [next((group for group in groups if head.startswith(f"{group} (")), None) for head in table[0][1:]]
        if heads and all(heads):
            for name, *cells in table[1:]:
                plain = squeezed(re.sub(r" \([^)]*\)$", "", name))
                scale = scales[plain] if plain in scales else scales[squeezed(name)]
                found |= {
                    (str(group), scale): read_level(said, language) for group, said in zip(heads, cells, strict=True)
                }
    assert found == wanted
    assert None in wanted.values()
    assert len(wanted) == 4 * len(content().scales)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_hidden_level_is_marked_in_the_forms_that_hold_numbers(language: str) -> None:
    data = json.loads(file(language, Form.JSON_STAT))["link"]["item"][0]
    assert cell(data, "unit/a", "trust", "mean", "before") is None
    hidden = [row for row in sheet_of(file(language, Form.XLSX), 10, first=1) if row[6] == HIDDEN[language]]
    assert len(hidden) == 1
    assert hidden[0][5:9] == (HIDDEN[language],) * 4


def bounds(said: str) -> Bounds:
    numbers = [int(part) for part in re.findall(r"\d+", said)]
    if said[0] in "<>≤≥":
        return (0, numbers[0]) if said[0] in "<≤" else (numbers[0], 100)
    return numbers[0], numbers[-1]


def told(shares: Shares | None) -> tuple[Bounds, ...]:
    assert shares is not None
    return tuple(bounds(share) for share in shares.shares)


def answers(language: str) -> list[tuple[str, tuple[Bounds, ...], tuple[Bounds, ...]]]:
    """Return each question with its shares before and after, in the report's order."""
    facts = content()
    items = [item for scale in facts.scales for item in scale.items] + list(facts.loose_items)
    return [(squeezed(item.text[language]), told(item.before), told(item.after)) for item in items]


def in_cells(language: str, form: Form) -> list[tuple[str, tuple[Bounds, ...], tuple[Bounds, ...]]]:
    """Read the questions from tables where before and after stand in one cell."""
    rows = [row for table in tables(language, form) for row in table if all(ARROW in said for said in row[1:])]
    found = []
    for name, *cells in (row for row in rows if len(row) > 1):
        pairs = [said.split(ARROW) for said in cells]
        found.append((squeezed(name), *(tuple(bounds(pair[side].strip()) for pair in pairs) for side in (0, 1))))
    return found  # type: ignore[return-value]


def in_lines(language: str) -> list[tuple[str, tuple[Bounds, ...], tuple[Bounds, ...]]]:
    """Read the questions from the paper's tables, where the later wave stands under the earlier."""
    unit = {"nb": "Svar i prosent", "nn": "Svar i prosent", "sv": "Svar i procent", "en": "Answers in per cent"}
    found = []
    for table in tables(language, Form.PDF):
        if table[0][0] == unit[language]:
            for first, second in zip(table[1::2], table[2::2], strict=True):
                name, _before, *early = first
                _after, *late = second
                found.append((squeezed(name), tuple(map(bounds, early)), tuple(map(bounds, late))))
    return found


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("form", TABLES)
def test_every_share_of_every_answer_is_the_same_in_what_is_read(form: Form, language: str) -> None:
    wanted = answers(language)
    found = in_lines(language) if form is Form.PDF else in_cells(language, form)
    assert [row[1:] for row in found] == [row[1:] for row in wanted]
    # A reader of the PDF loses some letters after a hyphen, never the beginning.
    assert [row[0][:9] for row in found] == [row[0][:9] for row in wanted]
    assert len(found) == len(questionnaire().items)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("form", TABLES)
def test_every_measure_has_the_same_share_in_what_is_read(form: Form, language: str) -> None:
    (measure,) = content().measures
    names = [squeezed(text[language]) for _key, text in measure.options]
    wanted = list(zip(told(measure.before), told(measure.after), strict=True))
    found = [
        (squeezed(row[0]), (bounds(row[1]), bounds(row[2])))
        for table in tables(language, form)
        for row in table[1:]
        if len(row) == 3 and any(squeezed(row[0])[:9] == name[:9] for name in names)
    ]
    assert [pair for _name, pair in found] == wanted
    assert [name[:9] for name, _pair in found] == [name[:9] for name in names]
