"""The register beside the shares of people who say that they experience each kind, in the active language."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from reports.documents.formats import Formats
from reports.documents.model import Table
from reports.documents.register_facts import Experienced, Registered, RegisterFacts
from surveys.monitoring.types import Kind
from surveys.monitoring.wording import KINDS


@dataclass(frozen=True, slots=True)
class Row:
    """A row of the shares; `weight` 0 where people experience what is not registered, 1 where they do not know it."""

    weight: int
    cells: tuple[str, ...]


def shares_table(facts: RegisterFacts, rows: Sequence[Row]) -> Table:
    """Return the rows as a table, with the wave before where there is one."""
    header: tuple[str, ...] = (_("Kontrolltiltak"), _("I registeret"), _("Før, prosent"), _("Etter, prosent"))
    if facts.before is None:
        header = (_("Kontrolltiltak"), _("I registeret"), _("Prosent"))
    caption = _("Registeret ved siden av det folk sier at de opplever")
    return Table("register-shares", caption, header, tuple(row.cells for row in rows), (0, 1))


def weighed(rows: Sequence[Row]) -> list[Row]:
    """Return the rows with those first that the parties have most reason to talk about."""
    return sorted(rows, key=lambda row: row.weight)


def rows_of(facts: RegisterFacts, formats: Formats) -> list[Row]:
    """Return a row for each kind that is registered or experienced, then the entries of other kinds."""
    rows: list[Row] = []
    unknown = {one.entry.contents.kind for one in facts.unknown_to_staff}
    for kind in Kind:
        listed = facts.of_kind(kind)
        found = facts.now.get(kind)
        if kind is Kind.OTHER:
            rows += [Row(3, (one.entry.contents.name, _standing([one], formats), *_blank(facts))) for one in listed]
        elif listed or (found and found.enough):
            standing = _standing(listed, formats) if listed else _("Nei")
            weight = 0 if not listed else 1 if kind in unknown else 2
            rows.append(Row(weight, (str(KINDS[kind]), standing, *_cells(facts, kind, formats))))
    return rows


def _cells(facts: RegisterFacts, kind: Kind, formats: Formats) -> tuple[str, ...]:
    now = _cell(facts.now.get(kind), formats)
    return (now,) if facts.before is None else (_cell(facts.before.get(kind), formats), now)


def _blank(facts: RegisterFacts) -> tuple[str, ...]:
    return ("–",) if facts.before is None else ("–", "–")


def _cell(found: Experienced | None, formats: Formats) -> str:
    return formats.share(found.share) if found else "–"


def _standing(listed: Sequence[Registered], formats: Formats) -> str:
    found = []
    for one in listed:
        ended = one.entry.contents.ended_on
        if one.over and ended is not None:
            found.append(_("Avsluttet %(day)s") % {"day": formats.date(ended.isoformat())})
        elif one.entry.latest.by_union:
            found.append(_("Av %(owner)s") % {"owner": one.entry.latest.owner})
        else:
            found.append(_("Ja"))
    return "; ".join(dict.fromkeys(found))
