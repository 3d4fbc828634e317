"""From units and the groups of a wave to the plan of its rows."""

from collections.abc import Collection, Iterable, Mapping

from reports.disclosure.plan import Crossing, Plan, PlannedRow
from surveys.organisations.rules import path_to_root


def built(
    *,
    parents: Mapping[str, str | None],
    people: Mapping[str, int],
    members: Mapping[str, frozenset[str]],
    wanted: Collection[str],
    threshold: int,
    crossed: Iterable[tuple[str, Crossing]] = (),
) -> Plan:
    """Return the plan of the wanted units that hold a group. The whole workplace is always one.

    `parents` is the tree of units, `people` who may answer by group, `members` the groups in each unit, those below it
    included. A unit that holds the very same people as one above it in the plan is no row of its own: it is read
    there. Nor is a unit whose people have all been counted in another. Crossings of units that are no rows are left
    out. Raises a subclass of `BadPlan`.
    """
    tree = dict(parents)
    whole = next(code for code, parent in tree.items() if parent is None)
    kept: dict[str, PlannedRow] = {}
    peopled = {unit: groups for unit, groups in members.items() if groups}
    for unit in sorted(({whole} | set(wanted)) & set(peopled), key=lambda code: (len(path_to_root(code, tree)), code)):
        above = next((code for code in path_to_root(unit, tree)[1:] if code in kept), None)
        if above is not None and kept[above].atoms == peopled[unit]:
            continue
        headcount = sum(people[group] for group in peopled[unit])
        kept[unit] = PlannedRow(unit, peopled[unit], headcount, headcount, above)
    crossings = tuple((unit, crossing) for unit, crossing in crossed if unit in kept)
    return Plan(tuple(kept.values()), whole, threshold, people, crossings)
