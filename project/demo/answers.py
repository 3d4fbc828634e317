"""Answer sheets of a demo: one per person, wave and unit, with the CSV file they are read from and written to. Pure."""

import csv
import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from surveys.ballots.types import Answers
from surveys.questionnaires.types import Questionnaire

WAVES = ("1", "2")
BETWEEN_OPTIONS = "|"
LONGEST_UNIT = 50


@dataclass(frozen=True, slots=True)
class SheetLine:
    """One person's answers in one wave, given in one unit."""

    wave: str
    unit: str
    answers: Answers


class BadAnswersFile(ValueError):
    """A file with bad lines; `problems` names each. Nothing of it may be sent."""

    def __init__(self, problems: Sequence[str]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(problems))


def columns(questionnaire: Questionnaire) -> list[str]:
    """Return the file's columns: wave, unit, and one per item."""
    items = [item.key for item in questionnaire.items] + [item.key for item in questionnaire.multiple]
    return ["wave", "unit", *items]


def write(questionnaire: Questionnaire, lines: Sequence[SheetLine]) -> str:
    """Return the lines as CSV; a skipped item is empty, the options of a multiple item stand with a bar between."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(columns(questionnaire))
    for line in lines:
        single = [line.answers.single.get(item.key, "") for item in questionnaire.items]
        multiple = [
            BETWEEN_OPTIONS.join(key for key, _ in item.options if key in line.answers.multiple.get(item.key, ()))
            for item in questionnaire.multiple
        ]
        writer.writerow([line.wave, line.unit, *single, *multiple])
    return out.getvalue()


def read(questionnaire: Questionnaire, raw: bytes) -> list[SheetLine]:
    """Read a file in UTF-8, with comma or semicolon between.

    Raises BadAnswersFile that names every bad line.
    """
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise BadAnswersFile([f"the file is not UTF-8 text (byte {error.start})"]) from None
    heading = text.splitlines()[0] if text.strip() else ""
    reader = csv.reader(io.StringIO(text), delimiter=";" if heading.count(";") > heading.count(",") else ",")
    rows = [(reader.line_num, row) for row in reader if any(field.strip() for field in row)]
    if len(rows) < 2:
        raise BadAnswersFile(["the file has no answers"])
    expected, found = columns(questionnaire), [field.strip() for field in rows[0][1]]
    if sorted(found) != sorted(expected):
        missing, strange = sorted(set(expected) - set(found)), sorted(set(found) - set(expected))
        faults = [f"missing: {missing}"] * bool(missing) + [f"unknown: {strange}"] * bool(strange)
        raise BadAnswersFile([f"line 1: the columns do not fit; {'; '.join(faults) or 'one of them stands twice'}"])
    return _read_rows(questionnaire, found, rows[1:])


def _read_rows(
    questionnaire: Questionnaire, names: Sequence[str], rows: Sequence[tuple[int, Sequence[str]]]
) -> list[SheetLine]:
    lines: list[SheetLine] = []
    problems: list[str] = []
    for number, row in rows:
        if len(row) != len(names):
            problems.append(f"line {number}: {len(row)} fields, {len(names)} expected")
            continue
        values = dict(zip(names, (field.strip() for field in row), strict=True))
        faults = _faults(questionnaire, values)
        problems += [f"line {number}: {fault}" for fault in faults]
        if not faults:
            lines.append(SheetLine(values["wave"], values["unit"], _answers(questionnaire, values)))
    if problems:
        raise BadAnswersFile(problems)
    if "1" not in {line.wave for line in lines}:
        raise BadAnswersFile(["no line belongs to wave 1"])
    return lines


def _faults(questionnaire: Questionnaire, values: Mapping[str, str]) -> list[str]:
    faults = []
    if values["wave"] not in WAVES:
        faults.append(f"wave must be 1 or 2, not {values['wave']!r}")
    if not values["unit"] or len(values["unit"]) > LONGEST_UNIT:
        faults.append(f"unit must be 1 to {LONGEST_UNIT} characters, not {values['unit'][:60]!r}")
    for item in questionnaire.items:
        options = [str(value) for value in range(1, len(questionnaire.answer_lists[item.answers]) + 1)]
        if values[item.key] not in ["", *options]:
            faults.append(f"{item.key} must be empty or {options[0]} to {options[-1]}, not {values[item.key]!r}")
    for multiple in questionnaire.multiple:
        chosen = values[multiple.key].split(BETWEEN_OPTIONS) if values[multiple.key] else []
        unknown = sorted(set(chosen) - {key for key, _ in multiple.options})
        if unknown:
            faults.append(f"{multiple.key} has no option {unknown}")
        if len(chosen) > 1 and set(chosen) & multiple.exclusive:
            faults.append(f"{multiple.key}: {sorted(set(chosen) & multiple.exclusive)} stands alone or not at all")
    return faults


def _answers(questionnaire: Questionnaire, values: Mapping[str, str]) -> Answers:
    return Answers(
        single={item.key: int(values[item.key]) for item in questionnaire.items if values[item.key]},
        multiple={
            item.key: frozenset(values[item.key].split(BETWEEN_OPTIONS))
            for item in questionnaire.multiple
            if values[item.key]
        },
    )
