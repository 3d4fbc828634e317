"""A table of counts as sets of inner cells: margins, hierarchies and linked tables are all of one kind.

Every cell (an inner cell, a row's total, a county) is a set of atoms. Cells of the same atoms show the same number and
are hidden or published together. Numbers here are floats for the solvers; what is finally published is audited in
exact numbers (see `intervals`).
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.sparse import csr_array

from reports.disclosure.knowledge import Number, within

Floats = npt.NDArray[np.float64]
Flags = npt.NDArray[np.bool_]
Places = npt.NDArray[np.int64]


class BadTable(ValueError):
    """A cell without atoms, a cost of 0 or less, a name used twice, or a value outside its limits or not given."""


@dataclass(frozen=True, slots=True)
class Cell:
    """A number that may be published: its name, its atoms, and what hiding it costs (above 0)."""

    name: str
    atoms: frozenset[str]
    cost: float


@dataclass(frozen=True, slots=True)
class Sensitive:
    """A set of atoms whose total must stay at least `width` (above 0) wide. A cell of just these atoms is hidden."""

    atoms: frozenset[str]
    width: Number


class Table:
    """The cells merged by atoms, with matrices. Cells and atoms are put in an order that hangs on no name.

    `matrix` is margins × atoms (0/1), a margin being a cell of several atoms; `margins` are their places among the
    cells; `own` gives each atom's own cell, or −1. `values`, `spare_up` and `spare_down` are each atom's value and how
    far it can lie above (inf: no limit) and below; `costs` are the merged cells'. Raises `BadTable`.
    """

    def __init__(
        self,
        cells: Sequence[Cell],
        values: Mapping[str, Number],
        sensitive: Sequence[Sensitive],
        upper: Mapping[str, int] | None,
    ) -> None:
        _check(cells, values, sensitive, upper)
        names: dict[frozenset[str], list[str]] = defaultdict(list)
        costs: dict[frozenset[str], float] = defaultdict(float)
        for cell in cells:
            names[cell.atoms].append(cell.name)
            costs[cell.atoms] += cell.cost
        exact = {atoms: sum(values[atom] for atom in atoms) for atoms in names}
        self.cells = sorted(names, key=lambda atoms: (len(atoms), exact[atoms], costs[atoms], sorted(names[atoms])))
        self.names = [tuple(names[atoms]) for atoms in self.cells]
        self.totals = [exact[atoms] for atoms in self.cells]
        self.costs = np.array([costs[atoms] for atoms in self.cells])
        known = {atom for cell in self.cells for atom in cell}.union(*(each.atoms for each in sensitive))
        self.atoms = sorted(known, key=lambda atom: (values[atom], atom))
        place = {atom: index for index, atom in enumerate(self.atoms)}
        self.values = np.array([float(values[atom]) for atom in self.atoms])
        most = [np.inf if upper is None else float(upper.get(atom, np.inf)) for atom in self.atoms]
        self.spare_up: Floats = np.array(most) - self.values
        self.spare_down = self.values
        self.own = np.full(len(self.atoms), -1, dtype=np.int64)
        for index, cell_atoms in enumerate(self.cells):
            if len(cell_atoms) == 1:
                self.own[place[next(iter(cell_atoms))]] = index
        self.margins = np.array([index for index, each in enumerate(self.cells) if len(each) > 1], dtype=np.int64)
        self.matrix = _matrix([self.cells[index] for index in self.margins], place)
        self.targets = _matrix([each.atoms for each in sensitive], place).toarray()
        self.widths = np.array([float(each.width) for each in sensitive])
        by_atoms = {atoms: index for index, atoms in enumerate(self.cells)}
        self.primary = np.zeros(len(self.cells), dtype=bool)
        for each in sensitive:
            if each.atoms in by_atoms:
                self.primary[by_atoms[each.atoms]] = True


def _check(
    cells: Sequence[Cell],
    values: Mapping[str, Number],
    sensitive: Sequence[Sensitive],
    upper: Mapping[str, int] | None,
) -> None:
    if len({cell.name for cell in cells}) != len(cells):
        raise BadTable("two cells have the same name")
    if any(not cell.atoms or cell.cost <= 0 for cell in cells) or not cells:
        raise BadTable("a cell needs atoms and a cost above 0, and a table needs a cell")
    if any(not each.atoms or each.width <= 0 for each in sensitive):
        raise BadTable("a sensitive set needs atoms and a width above 0")
    asked = {atom for sets in (cells, sensitive) for each in sets for atom in each.atoms}
    if any(atom not in values or not within(values[atom], 0, (upper or {}).get(atom)) for atom in asked):
        raise BadTable("every atom needs a value from 0 to its upper limit")


def _matrix(sets: Sequence[frozenset[str]], place: Mapping[str, int]) -> csr_array:
    lines = [line for line, atoms in enumerate(sets) for _ in atoms]
    columns = [place[atom] for atoms in sets for atom in atoms]
    return csr_array((np.ones(len(lines)), (lines, columns)), shape=(len(sets), len(place)))
