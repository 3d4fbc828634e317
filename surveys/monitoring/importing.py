"""Taking in operational figures, whole files or nothing, and reading them."""

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction
from django.db.models import Max
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from surveys.audit import services as audit
from surveys.errors import StatedError
from surveys.monitoring.figures import Key, Line, Problem, Refused, few, read
from surveys.monitoring.models import Figure
from surveys.monitoring.services import party_of
from surveys.organisations.access import actor
from surveys.organisations.models import Membership, Organisation
from surveys.organisations.selectors import every_unit, parent_codes

PROBLEMS: Mapping[Problem, str | Promise] = {
    Problem.NOT_TEXT: _("Filen må være tekst i UTF-8."),
    Problem.TOO_LARGE: _("Filen er for stor."),
    Problem.EMPTY: _("Filen har ingen tall."),
    Problem.PERSON_COLUMN: _(
        "Denne kolonnen ser ut til å gjelde personer. Tillit tar bare imot tall for hele enheter."
    ),
    Problem.OTHER_COLUMN: _("Denne kolonnen er ukjent. Ta den bort, så ingen opplysninger følger med ved en feil."),
    Problem.NO_COLUMN: _("Denne kolonnen mangler."),
    Problem.MORE_CELLS: _("Linjen har flere felt enn overskriften. Ta bort det som står sist."),
    Problem.BAD_UNIT: _("Det finnes ingen enhet med denne koden."),
    Problem.BAD_DAY: _("Periodens dager må skrives som 2019-05-06, den første først."),
    Problem.BAD_KEY: _("Dette er ikke et av tallene som kan tas inn."),
    Problem.BAD_VALUE: _("Dette er ikke et tall som enheten kan ha."),
    Problem.TWICE: _("Det samme tallet står to ganger."),
    Problem.TOO_FEW: _("Enheten har for få personer på mottakerlisten. Da kunne tallet vise hva enkeltpersoner gjør."),
    Problem.REST_TOO_FEW: _(
        "Sammen med tallene for enhetene under viser dette hva noen få personer gjør. Ta bort ett av dem."
    ),
}
KEYS: Mapping[Key, str | Promise] = {
    Key.CALLS: _("Samtaler per dag"),
    Key.PHONE_HOURS: _("Timer på telefonen per dag"),
    Key.QUEUE: _("Ventetid i køen, sekunder"),
    Key.ABSENCE: _("Fravær, prosent"),
}


class BadFigures(StatedError):
    """A file with something wrong; nothing of it was taken in."""

    message = _("Filen kunne ikke tas inn. Ingenting er lagret.")

    def __init__(self, refused: list[Refused]) -> None:
        super().__init__()
        self.refused = refused

    def lines(self) -> list[tuple[int, str, str]]:
        """Return (line, sentence, what stands there); line 0 is the whole file."""
        return [(one.line, str(PROBLEMS[one.problem]), one.text) for one in self.refused]


@transaction.atomic
def import_figures(
    *,
    organisation: Organisation,
    raw: bytes,
    sizes: Mapping[str, int],
    threshold: int,
    by: Membership,
    now: datetime,
) -> int:
    """Take in a file and return how many figures it held. `sizes`: people on the roster directly in each unit.

    What stands already is weighed together with the new. Raises NotFound for somebody of no party; BadFigures.
    """
    party_of(by, organisation)
    Organisation.objects.select_for_update().get(pk=organisation.pk)
    units = every_unit(organisation)
    lines, wrong = read(raw, units=frozenset(unit.code for unit in units))
    standing = {_place(line): line for line in [*figures_of(organisation), *lines]}
    wrong = wrong or few(standing.values(), sizes=sizes, parents=parent_codes(units), threshold=threshold)
    if wrong:
        raise BadFigures(wrong)
    batch = (organisation.figures.aggregate(last=Max("batch"))["last"] or 0) + 1
    ids = {unit.code: unit for unit in units}
    Figure.objects.bulk_create(
        Figure(
            organisation=organisation, unit=ids[line.unit], first=line.first, last=line.last, key=line.key,
            value=line.value, batch=batch, by=by, at=now,
        )
        for line in lines
    )  # fmt: skip
    audit.record(
        organisation_id=organisation.id,
        event="figures-imported",
        actor=actor(by),
        details={"figures": len(lines)},
        now=now,
    )
    return len(lines)


def _place(line: Line) -> tuple[object, ...]:
    return line.unit, line.first, line.last, line.key


def figures_of(organisation: Organisation, *, at: datetime | None = None) -> list[Line]:
    """Return the figures that stand, a later batch in place of an earlier, by period, unit and key.

    `at`: those that stood at a moment.
    """
    rows = organisation.figures.select_related("unit").order_by("batch", "id")
    if at is not None:
        rows = rows.filter(at__lte=at)
    lines = (Line(row.unit.code, row.first, row.last, Key(row.key), row.value) for row in rows)
    standing = {_place(line): line for line in lines}
    return sorted(standing.values(), key=lambda line: (line.first, line.last, line.unit, line.key))
