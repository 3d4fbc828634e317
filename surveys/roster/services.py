"""Importing the roster, and freezing it for a wave."""

from collections import Counter
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import Q
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from surveys.audit import services as audit
from surveys.errors import StatedError
from surveys.organisations.models import Organisation, Unit
from surveys.organisations.selectors import local_day, parent_codes, units_on
from surveys.roster.models import FrozenPlace, Person
from surveys.roster.rules import BadLine, Problem, Row, read_roster
from surveys.waves.models import Group, Trail, Wave
from surveys.waves.rules import Channel, State, form_groups
from surveys.waves.selectors import units_of
from surveys.waves.services import NotNow

KEPT_DAYS = 730
"""A roster is kept for 24 months at the most: participation.md, "What else must not leak"."""

PROBLEMS: dict[Problem, str | Promise] = {
    Problem.EMPTY_FILE: _("Filen er tom."),
    Problem.UNREADABLE: _("Filen er ikke en tekstfil som kan leses (CSV)."),
    Problem.TOO_MANY: _("Filen har flere enn 20 000 personer."),
    Problem.COLUMNS: _("Den første linjen må ha kolonnene navn, e-post, enhet og språk."),
    Problem.FIELD_COUNT: _("Linjen har for få eller for mange felter."),
    Problem.NO_NAME: _("Navnet mangler."),
    Problem.TOO_LONG: _("Et felt er for langt."),
    Problem.BAD_EMAIL: _("E-postadressen er ikke gyldig."),
    Problem.TWICE: _("E-postadressen står flere ganger i filen."),
    Problem.UNKNOWN_UNIT: _("Enheten finnes ikke på denne datoen."),
    Problem.UNKNOWN_LANGUAGE: _("Språket må være ett av disse: nb, nn, sv, en."),
}


class BadRoster(StatedError):
    """A file with bad lines; nothing of it was imported. `bad` names lines and their problems; `more`: not all."""

    message = _("Ingenting er importert. Rett opp disse linjene og prøv igjen.")

    def __init__(self, bad: tuple[BadLine, ...], *, more: bool = False) -> None:
        self.bad = bad
        self.more = more
        super().__init__()

    def lines(self) -> list[tuple[int, str, str]]:
        """Return (line, what is wrong in the active language, the text that is wrong)."""
        return [(line.line, str(PROBLEMS[line.problem]), line.text) for line in self.bad]


class TooFewPeople(StatedError):
    """A wave of fewer people than the threshold is never opened."""

    http_status = 409
    message = _("Runden kan ikke åpnes: den har færre enn %(threshold)s mottakere, og da kan ingenting vises.")


class AnotherWaveUnderWay(StatedError):
    """The list of a wave by link goes when the next is frozen, and with it every link that has not been used."""

    http_status = 409
    message = _(
        "Mottakerlisten kan ikke låses før runden «%(wave)s» er lukket. Ellers slutter lenkene til den runden å virke."
    )


@transaction.atomic
def import_roster(*, organisation: Organisation, raw: bytes, actor: str, now: datetime) -> int:
    """Make the file the organisation's roster and return how many people it lists. All lines are imported, or none.

    Raises BadRoster.
    """
    # One import at a time: two at once would leave a mixture of two files.
    Organisation.objects.select_for_update(no_key=True).get(pk=organisation.pk)
    day = local_day(organisation, now)
    units = {unit.code: unit for unit in units_on(organisation, day)}
    roster = read_roster(raw, units)
    if roster.bad:
        raise BadRoster(roster.bad, more=roster.more)
    organisation.people.filter(listed=True).update(listed=False)
    _list(organisation, units, roster.rows, day)
    audit.record(
        organisation_id=organisation.id,
        event="roster-imported",
        actor=actor,
        details={"people": len(roster.rows)},
        now=now,
    )
    return len(roster.rows)


def _list(organisation: Organisation, units: dict[str, Unit], rows: Sequence[Row], day: date) -> None:
    people = [
        Person(
            organisation=organisation,
            email=row.email,
            name=row.name,
            unit=units[row.unit],
            language=row.language,
            listed=True,
            imported_on=day,
        )
        for row in rows
    ]
    # Somebody who was listed before keeps her key, and with it her places in the lists that are frozen.
    Person.objects.bulk_create(
        people,
        batch_size=1000,
        update_conflicts=True,
        unique_fields=("organisation", "email"),
        update_fields=("name", "unit", "language", "listed", "imported_on"),
    )


@transaction.atomic
def freeze(*, wave: Wave, actor: str, now: datetime) -> list[Group]:
    """Freeze the roster for a planned wave: who may answer, in which group. Small units are merged into their parent.

    The list that was frozen before is deleted once people have been followed from it, and so are people who have left.
    Raises NotNow for a wave that is not planned or is frozen already, TooFewPeople below the threshold,
    AnotherWaveUnderWay while another wave's people have their links, or are to get them.
    """
    wave = Wave.objects.select_for_update(of=("self",)).select_related("agreement__organisation").get(pk=wave.pk)
    if wave.state != State.PLANNED or wave.groups.exists():
        raise NotNow
    organisation = Organisation.objects.select_for_update(no_key=True).get(pk=wave.agreement.organisation_id)
    _require_no_links_elsewhere(wave, now)
    people = list(organisation.people.filter(listed=True).select_related("unit"))
    if len(people) < wave.agreement.threshold:
        raise TooFewPeople(threshold=wave.agreement.threshold)
    groups = _make_groups(wave, people)
    trails = _follow(wave, people, groups)
    FrozenPlace.objects.bulk_create(
        FrozenPlace(group=groups[person.unit.code], person=person, unit=person.unit, trail=trails[person.pk])
        for person in people
    )
    FrozenPlace.objects.filter(group__wave__agreement__organisation=organisation).exclude(group__wave=wave).delete()
    organisation.people.filter(listed=False).delete()
    audit.record(
        organisation_id=organisation.id,
        event="roster-frozen",
        actor=actor,
        details={"wave": str(wave.id), "people": len(people)},
        now=now,
    )
    return sorted(set(groups.values()), key=lambda group: group.unit.code)


def _require_no_links_elsewhere(wave: Wave, now: datetime) -> None:
    under_way = Q(state=State.OPEN) | Q(state=State.PLANNED, closes_at__gt=now)
    others = Wave.objects.filter(under_way, agreement__organisation=wave.agreement.organisation_id).exclude(pk=wave.pk)
    other = others.filter(groups__channel=Channel.LINK).first()
    if other is not None:
        raise AnotherWaveUnderWay(wave=other.label)


@transaction.atomic
def forget_old(*, now: datetime) -> None:
    """Delete people last imported more than `KEPT_DAYS` ago, and the frozen lists of waves that closed before then."""
    limit = now - timedelta(days=KEPT_DAYS)
    FrozenPlace.objects.filter(group__wave__closes_at__lt=limit).delete()
    Person.objects.filter(imported_on__lt=limit.date()).delete()


def _make_groups(wave: Wave, people: list[Person]) -> dict[str, Group]:
    """Make the wave's groups and return, for each unit with people, the group that they are counted in."""
    units = units_of(wave)
    by_code = {unit.code: unit for unit in units}
    gone = sorted({person.unit.code for person in people} - set(by_code))
    if gone:
        raise BadRoster(tuple(BadLine(0, Problem.UNKNOWN_UNIT, code) for code in gone))
    headcounts = Counter(person.unit.code for person in people)
    merged = form_groups(headcounts, parent_codes(units), wave.agreement.threshold)
    found: dict[str, Group] = {}
    for code, inside in merged.items():
        peopled = inside & set(headcounts)
        headcount = sum(headcounts[unit] for unit in peopled)
        group = Group.objects.create(wave=wave, unit=by_code[code], headcount=headcount)
        group.merged.set(by_code[unit] for unit in peopled - {code})
        found.update(dict.fromkeys(peopled, group))
    return found


def _follow(wave: Wave, people: list[Person], groups: dict[str, Group]) -> dict[UUID, Trail]:
    """Make the wave's trails, counted by group and by trail in the list that is still there; return each person's.

    That list is the last one frozen, whether or not its wave ever opened.
    """
    before = FrozenPlace.objects.filter(group__wave__agreement__organisation=wave.agreement.organisation_id)
    latest = before.select_related("group__wave").order_by("-group__wave__opens_at").first()
    if latest is not None:
        wave.follows = latest.group.wave
        wave.save(update_fields=["follows"])
    known = dict(before.filter(group__wave=wave.follows).values_list("person_id", "trail_id"))
    joined = {person.pk: (groups[person.unit.code].pk, known.get(person.pk)) for person in people}
    counts = Counter(joined.values())
    made = {pair: Trail(group_id=pair[0], before_id=pair[1], people=n) for pair, n in counts.items()}
    Trail.objects.bulk_create(made.values())
    return {person: made[pair] for person, pair in joined.items()}
