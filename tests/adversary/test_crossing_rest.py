"""What is left of a unit without the rows that cross it: people who were told that ten would be needed."""

import pytest

from reports.disclosure.attacks import SAFE, Gate
from reports.disclosure.plan import Crossing, Plan, PlannedRow
from reports.tallies.types import WaveTally
from tests.adversary.attackers.exhaustive import computable
from tests.adversary.attackers.small_waves import Case, K, counted, shown


@pytest.mark.parametrize(("others", "rows"), [(6, {"whole"}), (10, {"whole", "whole|place=1", "whole|place=2"})])
def test_what_a_crossing_leaves_is_held_to_ten_as_its_rows_are(
    others: int, rows: set[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Of 40 people some chose the other option. Their row is withheld under ten; 40 less the rest would give it."""
    people = {"a": 40}
    answers = [(person % 5, (person + 1) % 5, (2 * person) % 5) for person in range(40)]
    tallies = (counted("a|place=1", answers[others:]), counted("a|place=2", answers[:others]))
    crossings = tuple(("whole", Crossing("place", option)) for option in (1, 2))
    plan = Plan((PlannedRow("whole", frozenset("a"), 40, 40),), "whole", K, people, crossings)
    case = Case(plan, WaveTally(tallies, 40, 0))

    def fewest() -> tuple[set[str], int]:
        found = {row.key: row for row in shown(case, case.release())}
        groups = computable([row.atoms for row in found.values()], case.sheets)
        return set(found), min(sum(case.sheets[atom] for atom in group) for group in groups)

    shown_rows, least = fewest()
    assert shown_rows == rows
    assert least >= 10
    monkeypatch.setattr(Gate, "small_rest", lambda *_: SAFE)
    assert fewest()[1] == others
