"""The report as JSON-stat 2.0 in one language: a collection that holds its tables, with hidden cells marked ":"."""

from collections.abc import Iterable
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import override

from reports.documents.cube import HIDDEN, LACKING, Category, Cube, Dimension, dataset
from reports.documents.facts import Content, rounded
from reports.documents.formats import Formats
from reports.documents.group_facts import Side
from reports.documents.model import Document
from reports.documents.rows import (
    WHOLE,
    LevelRow,
    ShareRow,
    crossed_rows,
    group_rows,
    item_rows,
    level_decimals,
    measure_rows,
    whole_rows,
)
from reports.documents.sentences import reason_words
from reports.documents.tables import wave_label
from reports.documents.trends.cubes import series_cubes

Cells = dict[tuple[str, ...], Decimal | int | str]
HELD = "held"


def to_json_stat(content: Content, document: Document, made: datetime) -> dict[str, Any]:
    """Return the collection: levels, changes, answers, several chosen, series, ballots. Raises BrokenCube."""
    updated = made.replace(microsecond=0).isoformat().replace("+00:00", "Z")
    with override(document.language):
        cubes = _cubes(content, Formats(document.language))
    source = f"{document.organisation}. {document.notice_text}".strip()
    return {
        "version": "2.0",
        "class": "collection",
        "label": document.title,
        "source": source,
        "updated": updated,
        "extension": {"language": document.language, "synthetic": content.synthetic},
        "link": {"item": [dataset(cube, source=source, updated=updated) for cube in cubes]},
    }


def _cubes(content: Content, formats: Formats) -> list[Cube]:
    cubes = [_levels(content, formats)]
    if any(scale.change for scale in content.scales):
        cubes.append(_changes(content, formats))
    for key, label, rows in (
        ("answers", _("Svar i prosent"), list(item_rows(content))),
        ("several", _("Kontrolltiltak, prosent som valgte hvert av dem"), list(measure_rows(content))),
    ):
        if rows:
            cubes.append(_shares(key, label, rows, content, formats))
    series = series_cubes(content.trends, formats, measures=_level_measures(), notes=(_marks(),))
    return [*cubes, *series, _ballots(content, formats)]


def _waves(content: Content, formats: Formats) -> Dimension:
    sides = [side for side in Side if side is Side.AFTER or content.before is not None]
    return Dimension("wave", _("Runde"), [Category(side.value, wave_label(content, side, formats)) for side in sides])


def _levels(content: Content, formats: Formats) -> Cube:
    """Return group × scale × measure × wave."""
    language = formats.language
    rows = [*whole_rows(content), *group_rows(content), *crossed_rows(content)]
    names = {row.group: row.name[language] for row in rows}
    scales = [Category(scale.key, scale.name[language]) for scale in content.scales]
    cells: Cells = {}
    reasons: dict[str, str] = {}
    for row in rows:
        _level_cells(cells, row)
        if row.level.mean is None:
            reasons[f"{row.group}|{row.scale.key}|{row.side}"] = reason_words(row.level.withheld)
    for key, name, sides, why in _held(content, formats):
        names[key] = name
        reasons[f"{key}|*|{sides}"] = why
        for scale in content.scales:
            for measure in _level_measures().categories:
                cells[key, scale.key, measure.key, sides] = HIDDEN
    groups = Dimension("group", _("Gruppe"), [Category(key, name) for key, name in names.items()])
    return Cube(
        "levels",
        _("Snittet på hver indeks i poeng fra 0 til 100, og hvor usikkert det er (95-prosentintervall)"),
        [groups, Dimension("scale", _("Indeks"), scales), _level_measures(), _waves(content, formats)],
        cells,
        metric="measure",
        time="wave",
        notes=(_marks(),),
        extension={"reasons": reasons},
    )


def _level_measures() -> Dimension:
    people, points = _("personer"), _("poeng")
    return Dimension(
        "measure",
        _("Tall"),
        [
            Category("invited", _("Kunne svare"), 0, people),
            Category("answered", _("Svarte"), 0, people),
            Category("n", _("Svar på indeksen"), 0, people),
            Category("mean", _("Snitt"), 1, points),
            Category("low", _("Usikkerhet, fra"), 1, points),
            Category("high", _("Usikkerhet, til"), 1, points),
        ],
    )


def _level_cells(cells: Cells, row: LevelRow) -> None:
    """Fill in one level. A level without an interval has none to be had; everybody by background is not counted."""
    level = row.level
    shown = level.mean is not None
    counts = {"answered": row.answered, "n": level.n if shown else None}
    if row.invited is not None or row.answered is None:
        counts["invited"] = row.invited
    for measure, count in counts.items():
        cells[row.group, row.scale.key, measure, row.side.value] = HIDDEN if count is None else count
    ends = {"low": None if level.known else level.low, "high": None if level.known else level.high}
    for measure, value in ({"mean": level.mean} | ends).items():
        lacking = LACKING if shown else HIDDEN
        cell = lacking if value is None else rounded(value, level_decimals(level))
        cells[row.group, row.scale.key, measure, row.side.value] = cell


def _held(content: Content, formats: Formats) -> Iterable[tuple[str, str, str, str]]:
    """Yield key, name, wave and reason of every group that is not shown."""
    numbers: dict[str, int] = {}
    for held in content.withheld_groups:
        # The whole has a row of its own, whose cells are marked already.
        if held.name != content.whole_name:
            number = numbers.setdefault(held.name, len(numbers) + 1)
            yield f"{HELD}/{number}", held.name, held.side.value, reason_words(held.reason)
    for crossed in content.crossed:
        for option in crossed.withheld:
            key = f"background/{crossed.unit}/{crossed.question}/{option.key}"
            yield key, f"{crossed.name}: {option.name[formats.language]}", Side.AFTER.value, reason_words(option.reason)


def _changes(content: Content, formats: Formats) -> Cube:
    """Return scale × measure, for the whole alone."""
    points = _("poeng")
    measures = [
        Category("difference", _("Endring"), 1, points),
        Category("low", _("Usikkerhet, fra"), 1, points),
        Category("high", _("Usikkerhet, til"), 1, points),
        Category("low_policy", _("Med vanlig svingning, fra"), 1, points),
        Category("high_policy", _("Med vanlig svingning, til"), 1, points),
        Category("p", _("p"), 3),
        Category("p_adjusted", _("Justert p"), 3),
        Category("mdc", _("Endring som kan finnes"), 1, points),
    ]
    cells: Cells = {}
    for scale in content.scales:
        for measure in measures:
            value = getattr(scale.change, measure.key) if scale.change else None
            cells[WHOLE, scale.key, measure.key] = LACKING if value is None else rounded(value, measure.decimals or 0)
    return Cube(
        "changes",
        _("Endring i poeng for hver indeks"),
        [
            Dimension("group", _("Gruppe"), [Category(WHOLE, content.whole_name)]),
            Dimension(
                "scale",
                _("Indeks"),
                [Category(scale.key, scale.name[formats.language]) for scale in content.scales],
            ),
            Dimension("measure", _("Tall"), measures),
        ],
        cells,
        metric="measure",
        notes=(_marks(),),
    )


def _shares(key: str, label: str, rows: list[ShareRow], content: Content, formats: Formats) -> Cube:
    """Return group × answer × measure × wave; `answer` is a question with one of its answers."""
    language, per_cent = formats.language, _("prosent")
    answers: dict[str, str] = {}
    cells: Cells = {}
    reasons: dict[str, str] = {}
    for row in rows:
        place, side = f"{row.question}/{row.answer}", row.side.value
        answers[place] = f"{row.text[language]} {row.name[language] or '–'}"
        exact = row.low if row.low == row.high else None
        for measure, value in (("n", row.n), ("percent", exact), ("low", row.low), ("high", row.high)):
            cells[WHOLE, place, measure, side] = HIDDEN if value is None else value
        if row.withheld is not None:
            reasons[f"{place}|{side}"] = reason_words(row.withheld)
    measures = [
        Category("n", _("Antall svar"), 0, _("personer")),
        Category("percent", _("Prosent"), 0, per_cent),
        Category("low", _("Minst, prosent"), 0, per_cent),
        Category("high", _("Høyst, prosent"), 0, per_cent),
    ]
    return Cube(
        key,
        label,
        [
            Dimension("group", _("Gruppe"), [Category(WHOLE, content.whole_name)]),
            Dimension("answer", _("Svaralternativ"), [Category(place, name) for place, name in answers.items()]),
            Dimension("measure", _("Tall"), measures),
            _waves(content, formats),
        ],
        cells,
        metric="measure",
        time="wave",
        notes=(_marks(), _("Vist som et spenn av hensyn til personvernet.")),
        extension={"reasons": reasons},
    )


def _ballots(content: Content, formats: Formats) -> Cube:
    """Return measure × wave."""
    measures = [
        Category("issued", _("Utdelte svarbevis"), 0),
        Category("spent", _("Brukte"), 0),
        Category("accepted", _("Talte svarark"), 0),
        Category("undecryptable", _("Kunne ikke leses"), 0),
    ]
    cells: Cells = {}
    for side, wave in ((Side.BEFORE, content.before), (Side.AFTER, content.after)):
        for measure in measures:
            if wave is not None:
                count = getattr(wave.ballots, measure.key)
                cells[measure.key, side.value] = HIDDEN if count is None else count
    dimensions = [Dimension("measure", _("Tall"), measures), _waves(content, formats)]
    return Cube("ballots", _("Svarark og svarbevis"), dimensions, cells, "measure", "wave", (_marks(),))


def _marks() -> str:
    return _(
        "Tegn i tabellen: «:» betyr at tallet ikke vises av hensyn til personvernet, «..» at det ikke kan regnes ut, "
        "og «.» at det ikke finnes noe slikt tall."
    )
