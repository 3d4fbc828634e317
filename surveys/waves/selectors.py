"""Reading waves and their groups."""

from datetime import datetime
from uuid import UUID

from surveys.agreements.models import Custodian
from surveys.agreements.selectors import current_custodians, in_order
from surveys.organisations.models import Organisation, Unit
from surveys.organisations.rules import descendants
from surveys.organisations.selectors import local_day, parent_codes, units_on
from surveys.waves.key_files import whole
from surveys.waves.models import Group, Trail, Wave
from surveys.waves.rules import State


def waves_of(organisation: Organisation) -> list[Wave]:
    """Return the organisation's waves, oldest first."""
    return list(Wave.objects.filter(agreement__organisation=organisation).select_related("agreement"))


def wave_by_id(wave_id: UUID) -> Wave | None:
    """Return the wave with its agreement and organisation, or None."""
    return Wave.objects.select_related("agreement__organisation").filter(pk=wave_id).first()


def due_to_open(now: datetime) -> list[Wave]:
    """Return planned waves whose opening has come and whose closing has not."""
    return list(
        Wave.objects.filter(state=State.PLANNED, opens_at__lte=now, closes_at__gt=now).select_related(
            "agreement__organisation"
        )
    )


def due_to_close(now: datetime) -> list[Wave]:
    """Return open waves whose closing has come."""
    return list(Wave.objects.filter(state=State.OPEN, closes_at__lte=now).select_related("agreement__organisation"))


def in_state(state: State) -> list[Wave]:
    """Return all waves in `state`."""
    return list(Wave.objects.filter(state=state).select_related("agreement__organisation"))


def without_key_file() -> list[Wave]:
    """Return the waves with a box whose key file is missing or damaged: their answers cannot be opened as it stands."""
    boxed = Wave.objects.filter(state__in=(State.OPEN, State.CLOSED, State.RELEASED))
    return [wave for wave in boxed if not whole(wave.id)]


def lacks_key_file(wave: Wave) -> bool:
    """Tell whether this wave is one of `without_key_file`."""
    return wave.state in {State.OPEN, State.CLOSED, State.RELEASED} and not whole(wave.id)


def custodians_of(wave: Wave) -> list[Custodian]:
    """Return who holds the wave's key: the unions' holders, the employer's, the substitute.

    Those of its box, replaced since or not; while there is no box, those whom the agreement names now.
    """
    # The box belongs to a stage above, so it is reached by name.
    held = Custodian.objects.filter(boxshare__box=wave.pk).select_related("membership__user", "membership__party")
    return in_order(held) or current_custodians(wave.agreement)


def groups_of(wave: Wave) -> list[Group]:
    """Return the wave's groups with their units, by the unit's code."""
    return list(wave.groups.select_related("unit").order_by("unit__code"))


def opened_before(wave: Wave) -> list[Wave]:
    """Return the waves of the same organisation that opened before this one, oldest first, planned ones left out."""
    earlier = Wave.objects.filter(
        agreement__organisation_id=wave.agreement.organisation_id, opens_at__lt=wave.opens_at
    ).exclude(state=State.PLANNED)
    return list(earlier.select_related("agreement__organisation"))


def headcount(wave: Wave) -> int:
    """Return how many people may answer in the wave."""
    return sum(group.headcount for group in groups_of(wave))


def units_of(wave: Wave) -> list[Unit]:
    """Return the units that exist on the wave's opening day where the workplace is, the root first, then by code.

    A group's unit and those above it are always among them: ending a unit afterwards undoes nothing that was frozen.
    """
    organisation = wave.agreement.organisation
    found = {unit.id: unit for unit in units_on(organisation, local_day(organisation, wave.opens_at))}
    every = {unit.id: unit for unit in organisation.units.select_related("parent")}
    for group in groups_of(wave):
        step: Unit | None = every[group.unit_id]
        while step is not None and step.id not in found:
            found[step.id] = step
            step = every[step.parent_id] if step.parent_id else None
    return sorted(found.values(), key=lambda unit: (unit.parent_id is not None, unit.code))


def members_of_units(wave: Wave) -> dict[str, frozenset[str]]:
    """Return, per unit that exists when the wave opens, the ids of the groups whose people belong to it."""
    parents = parent_codes(units_of(wave))
    groups = {group.unit.code: str(group.id) for group in groups_of(wave)}
    return {
        code: frozenset(groups[below] for below in descendants(code, parents) if below in groups) for code in parents
    }


def passages(wave: Wave, other: Wave) -> dict[tuple[str | None, str | None], int] | None:
    """Return people by (their group in `wave`, their group in `other`); None stands for a wave that they are not in.

    None where the two lists cannot be compared: one of those between them was gone when the next was frozen.
    """
    found = _followed_back(wave, other)
    if found is not None:
        return found
    back = _followed_back(other, wave)
    return None if back is None else {(now, then): people for (then, now), people in back.items()}


def _followed_back(later: Wave, earlier: Wave) -> dict[tuple[str | None, str | None], int] | None:
    organisation = later.agreement.organisation_id
    follows = dict(Wave.objects.filter(agreement__organisation=organisation).values_list("pk", "follows_id"))
    steps, wave = 0, later.pk
    while wave != earlier.pk:
        following = follows[wave]
        if following is None:
            return None
        steps, wave = steps + 1, following
    every = Trail.objects.filter(group__wave__agreement__organisation=organisation)
    before = dict(every.values_list("pk", "before_id"))
    group = dict(every.values_list("pk", "group_id"))
    left = {str(one.id): one.headcount for one in groups_of(earlier)}
    found: dict[tuple[str | None, str | None], int] = {}
    for trail in every.filter(group__wave=later):
        step: UUID | None = trail.pk
        for _ in range(steps):
            step = before[step] if step is not None else None
        then = None if step is None else str(group[step])
        pair = (str(trail.group_id), then)
        found[pair] = found.get(pair, 0) + trail.people
        if then is not None:
            left[then] -= trail.people
    return found | {(None, then): people for then, people in left.items() if people}
