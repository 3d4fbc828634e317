"""Making the publication plan of an agreement: what will be shown, what will not, and why, before anything is asked."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from reports.disclosure.building import built
from reports.disclosure.figures import DISTRIBUTION_FROM
from reports.disclosure.plan import Plan
from reports.disclosure.planning import Choice, choose_rows, people_in
from reports.disclosure.shares import half_up
from reports.releases.types import Effort, Reason
from reports.statistics import planning
from surveys.agreements import services as agreements
from surveys.agreements.models import Agreement
from surveys.agreements.publication import Fate, Findable, PlannedRelease, PlannedUnit
from surveys.agreements.services import Terms
from surveys.errors import StatedError
from surveys.organisations.models import Membership, Organisation, Unit
from surveys.organisations.rules import descendants, path_to_root
from surveys.organisations.selectors import local_day, parent_codes, units_on
from surveys.questionnaires.loading import load
from surveys.questionnaires.types import Questionnaire
from surveys.roster.selectors import people_per_unit
from surveys.waves.rules import form_groups

PLANNER_SECONDS = 10.0
"""How long the planner may look for the best plan of one wave."""

FATES = {
    Reason.TOO_FEW: Fate.TOO_FEW,
    Reason.PROTECTS_OTHERS: Fate.PROTECTS_OTHERS,
    Reason.COULD_NOT_CHECK: Fate.COULD_NOT_CHECK,
}


class NothingToShow(StatedError):
    """So few are expected to answer that not even the whole workplace could be shown."""

    http_status = 409
    message = _(
        "%(people)s personer står på mottakerlisten, og dere venter svar fra %(expected)s av dem. Med færre enn "
        "%(threshold)s svar kan ingenting vises, heller ikke for hele virksomheten. Da bør dere ikke be folk om å "
        "svare. Snakk heller sammen i et møte, med verneombudet til stede."
    )


class UnitWithoutPeople(StatedError):
    """A unit whose figures are to be shown has nobody on the recipient list."""

    http_status = 409
    message = _("Avtalen nevner enheten %(unit)s, men ingen på mottakerlisten hører til den.")


@transaction.atomic
def draft_with_plan(*, organisation: Organisation, terms: Terms, by: Membership, now: datetime) -> Agreement:
    """Write down a new agreement with the plan of what it would show; both, or neither.

    Raises what surveys.agreements.services.draft and `make_plan` raise.
    """
    agreement = agreements.draft(organisation=organisation, terms=terms, by=by, now=now)
    make_plan(agreement=agreement, by=by, now=now)
    return agreement


@transaction.atomic
def change_with_plan(*, agreement: Agreement, terms: Terms, by: Membership, now: datetime) -> None:
    """Change the agreement and plan it anew; both, or neither. Every signature is void from then on.

    Raises what surveys.agreements.services.change_terms and `make_plan` raise.
    """
    agreements.change_terms(agreement=agreement, terms=terms, by=by, now=now)
    agreement.refresh_from_db()
    make_plan(agreement=agreement, by=by, now=now)


def make_plan(*, agreement: Agreement, by: Membership, now: datetime) -> None:
    """Plan each wave of the agreement's calendar from the recipient list as it stands, and keep the plan with it.

    Raises NothingToShow, UnitWithoutPeople, and what surveys.agreements.services.keep_plan raises.
    """
    listed = {unit.code: people for unit, people in people_per_unit(agreement.organisation)}
    plans = [_planned(agreement, entry, listed) for entry in agreement.calendar]
    agreements.keep_plan(agreement=agreement, plans=plans, by=by, now=now)


def _planned(agreement: Agreement, entry: Mapping[str, str], listed: Mapping[str, int]) -> PlannedRelease:
    opens = datetime.fromisoformat(entry["opens"])
    tree = _Tree(agreement, units_on(agreement.organisation, local_day(agreement.organisation, opens)))
    if not listed or not set(listed) <= set(tree.parents):
        unknown = tuple(tree.planned(unit, Fate.NOT_KNOWN) for unit in tree.named)
        return PlannedRelease(entry["key"], entry["label"], None, None, False, unknown)
    people = sum(listed.values())
    met = _Met.of(tree, listed)
    expected = sum(met.answered.values())
    if expected < agreement.threshold:
        raise NothingToShow(people=people, expected=expected, threshold=agreement.threshold)
    told = tuple(met.told(unit) for unit in tree.named)
    best = met.choice.effort is Effort.OPTIMAL
    finds = findable(expected, load(agreement.questionnaire, agreement.questionnaire_version))
    return PlannedRelease(entry["key"], entry["label"], people, expected, best, told, finds)


def findable(expected: int, questionnaire: Questionnaire) -> Findable:
    """Return what so many expected answers can find, by the spread that planning reckons with.

    Below `DISTRIBUTION_FROM` only means are released, and no change between two means can be tested.
    """
    primary = sum(scale.primary for scale in questionnaire.scales)
    told = planning.plan(expected, answering=1.0, primary_scales=max(1, primary))
    points = None if told.primary is None or expected < DISTRIBUTION_FROM else round(told.primary, 1)
    return Findable(points, told.same_needs, told.same_within)


def _share(people: int, agreement: Agreement) -> int:
    return half_up(Fraction(people * agreement.expected_percent, 100))


class _Tree:
    """The units that exist when a wave opens, and those of them that the agreement names, in the order of a tree."""

    def __init__(self, agreement: Agreement, units: Sequence[Unit]) -> None:
        self.agreement = agreement
        self.parents = parent_codes(list(units))
        wanted = [unit for unit in units if unit.parent_id is None or unit.code in agreement.units]
        self.named = sorted(wanted, key=lambda unit: path_to_root(unit.code, self.parents)[::-1])
        self._codes = {unit.code for unit in wanted}

    def above(self, code: str) -> list[str]:
        """Return the codes of the units above one, nearest first."""
        return path_to_root(code, self.parents)[1:]

    def planned(
        self,
        unit: Unit,
        fate: Fate,
        people: int | None = None,
        expected: int | None = None,
        read_in: str | None = None,
    ) -> PlannedUnit:
        depth = sum(code in self._codes for code in self.above(unit.code))
        return PlannedUnit(unit.code, unit.name, depth, fate, people, expected, read_in)


@dataclass(frozen=True, slots=True)
class _Met:
    """A plan met with as many answers as are expected in each of the groups that the list would give."""

    tree: _Tree
    listed: Mapping[str, int]
    plan: Plan
    answered: Mapping[str, int]
    choice: Choice

    @staticmethod
    def of(tree: _Tree, listed: Mapping[str, int]) -> "_Met":
        agreement, parents = tree.agreement, tree.parents
        groups = form_groups(listed, parents, agreement.threshold)
        people = {group: sum(listed.get(unit, 0) for unit in inside) for group, inside in groups.items()}
        plan = built(
            parents=parents,
            people=people,
            members={unit: frozenset(descendants(unit, parents) & set(groups)) for unit in parents},
            wanted=agreement.units,
            threshold=agreement.threshold,
        )
        answered = {group: _share(n, agreement) for group, n in people.items()}
        return _Met(tree, listed, plan, answered, choose_rows(plan, answered, time_limit=PLANNER_SECONDS))

    def told(self, unit: Unit) -> PlannedUnit:
        """Return what is planned for a unit. Raises UnitWithoutPeople."""
        below = descendants(unit.code, self.tree.parents)
        people = sum(n for code, n in self.listed.items() if code in below)
        if not people:
            raise UnitWithoutPeople(unit=unit.name)
        read_in = next((code for code in self.tree.above(unit.code) if code in self.choice.published), None)
        row = next((row for row in self.plan.rows if row.unit == unit.code), None)
        if row is None:
            fate = Fate.SAME_PEOPLE if below & set(self.plan.people) else Fate.MERGED
            return self.tree.planned(unit, fate, people, None, read_in)
        expected = people_in(row, self.answered)
        if unit.code in self.choice.published:
            return self.tree.planned(unit, Fate.SHOWN, people, expected)
        return self.tree.planned(unit, FATES[self.choice.withheld[unit.code]], people, expected, read_in)
