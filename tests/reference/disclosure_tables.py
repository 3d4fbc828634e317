"""Reads the tables of `disclosure/` into cells over inner cells, as the suppression and its audit take them."""

import csv
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

from reports.disclosure.knowledge import Number
from reports.disclosure.tables import Cell, Sensitive

FOLDER = Path(__file__).parent / "disclosure"
LEVELS = {"team": ("team", "dept", "div"), "geo": ("geo", "eu"), "region": ("region", "county", "k_group")}
"""The columns of the inner cells whose codes stand in a column of the published cells."""
FIGURES = ("f", "freq", "value")
DIMENSIONS = ("team", "ans", "mun", "inj", "age", "geo", "year", "region", "main_income", "sector4")


@dataclass(frozen=True, slots=True)
class Published:
    """A table: published cells at the cost of their count and one more, inner values, and what the tool did."""

    cells: tuple[Cell, ...]
    values: dict[str, Number]
    totals: dict[str, Number]
    primary: frozenset[str]
    suppressed: frozenset[str]

    def sensitive(self, width: Number) -> list[Sensitive]:
        return [Sensitive(cell.atoms, width) for cell in self.cells if cell.name in self.primary]

    def secondary(self, hidden: frozenset[str]) -> tuple[int, Number]:
        """Return how many cells are hidden besides the tool's primary ones, and the sum of their counts."""
        besides = hidden - self.primary
        return len(besides), sum(self.totals[name] for name in besides)


def read(name: str) -> list[dict[str, str]]:
    """Return the lines of a file of the folder."""
    with (FOLDER / f"{name}.csv").open(encoding="utf-8") as file:
        return list(csv.DictReader(file))


def published(name: str, inner: str) -> Published:
    """Return a table, after a check that the inner cells add up to what the tool printed."""
    lines, printed = read(f"{inner}_in"), read(name)
    figure = next(column for column in FIGURES if column in lines[0])
    values: dict[str, Number] = {}
    where: dict[str, dict[str, str]] = {}
    for line in lines:
        atom = "|".join(line[column] for column in line if column in DIMENSIONS)
        values[atom] = values.get(atom, 0) + _number(line[figure])
        where[atom] = line
    dimensions = [column for column in printed[0] if column in DIMENSIONS]
    cells, totals = [], {}
    for line in printed:
        atoms = frozenset(
            atom for atom, codes in where.items() if all(_holds(codes, line, each) for each in dimensions)
        )
        cell = "|".join(line[column] for column in dimensions)
        totals[cell] = sum(values[atom] for atom in atoms)
        assert totals[cell] == _number(next(line[column] for column in FIGURES if column in line))
        if atoms:
            cells.append(Cell(cell, atoms, float(totals[cell]) + 1))
    marked = [
        frozenset(cell for cell, line in zip(totals, printed, strict=True) if line[column] == "TRUE")
        for column in ("primary", "suppressed")
    ]
    return Published(tuple(cells), values, totals, *marked)


def _holds(codes: dict[str, str], line: dict[str, str], dimension: str) -> bool:
    wanted = line[dimension]
    return wanted == "Total" or wanted in [codes.get(level) for level in LEVELS.get(dimension, (dimension,))]


def _number(text: str) -> Number:
    return Fraction(text) if "." in text else int(text)
