"""A publication plan as a tree that a reader sees: each unit with what is shown of it, and why not."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from surveys.agreements.publication import Fate, PlannedRelease, PlannedUnit

SHOWN, HIDDEN, MERGED, OPEN = "shown", "hidden", "merged", "open"


@dataclass(slots=True)
class Node:
    """One unit. `mark` is one of the four above, `words` says it; `people`: how many; `why`, and where to read it."""

    code: str
    name: str
    mark: str
    words: str
    people: str = ""
    why: str = ""
    children: list["Node"] = field(default_factory=list)


def tree(nodes: Iterable[tuple[int, Node]]) -> list[Node]:
    """Return the topmost nodes, each with its children, from (depth, node) in the order of a tree."""
    top: list[Node] = []
    path: list[Node] = []
    for depth, node in nodes:
        del path[depth:]
        (path[-1].children if path else top).append(node)
        path.append(node)
    return top


def planned_tree(plan: PlannedRelease) -> list[Node]:
    """Return the plan of one wave as a tree."""
    return tree((unit.depth, _node(unit, plan)) for unit in plan.units)


def _node(unit: PlannedUnit, plan: PlannedRelease) -> Node:
    mark = MARKS.get(unit.fate, HIDDEN)
    why = " ".join(part for part in (_why(unit.fate), read_in_words(plan.name_of(unit.read_in))) if part)
    return Node(unit.code, unit.name, mark, mark_words(mark), _people(unit), "" if mark == SHOWN else why)


MARKS = {Fate.SHOWN: SHOWN, Fate.NOT_KNOWN: OPEN, Fate.MERGED: MERGED, Fate.SAME_PEOPLE: MERGED}


def mark_words(mark: str) -> str:
    """Return the word for what becomes of a unit."""
    return {
        SHOWN: _("Vises"),
        HIDDEN: _("Vises ikke"),
        MERGED: _("Slått sammen"),
        OPEN: _("Ikke avgjort"),
    }[mark]


def read_in_words(name: str) -> str:
    """Return where a unit's answers can be read instead; nothing for no name."""
    return _("Svarene er med i tallene for «%(name)s».") % {"name": name} if name else ""


def _people(unit: PlannedUnit) -> str:
    if unit.people is None:
        return ""
    figures = {"people": unit.people, "expected": unit.expected}
    if unit.expected is None:
        return _("%(people)s på mottakerlisten") % figures
    return _("%(people)s på mottakerlisten, ventet svar fra %(expected)s") % figures


def _why(fate: Fate) -> str:
    return {
        Fate.TOO_FEW: _("Så få er ventet å svare at noen kunne bli kjent igjen."),
        Fate.PROTECTS_OTHERS: _("Med tallene for denne enheten kunne svarene i en annen, liten enhet vært regnet ut."),
        Fate.COULD_NOT_CHECK: _("Kontrollen av personvernet ble ikke ferdig, og da vises ingenting."),
        Fate.MERGED: _("Enheten er for liten til å telles for seg, eller er slått sammen med en som er det."),
        Fate.SAME_PEOPLE: _("Den har de samme personene som enheten over."),
        Fate.NOT_KNOWN: _("Mottakerlisten sier ikke ennå hvem som hører til her den dagen runden åpner."),
        Fate.SHOWN: "",
    }[fate]
