"""The register in words: what was found, and the tables that it rests on, in the active language."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from reports.documents.formats import Formats
from reports.documents.model import Block, Listing, Paragraph, Style, Table
from reports.documents.register_facts import Registered, RegisterFacts
from reports.documents.register_figures import figure_parts
from reports.documents.register_rows import rows_of, shares_table, weighed
from reports.documents.register_time import name_of, time_line
from surveys.monitoring.rules import Finding, Status
from surveys.monitoring.types import Kind
from surveys.monitoring.wording import KINDS, LAWS, NO_ADVICE, STATUSES, reason


@dataclass(frozen=True, slots=True)
class Room:
    """The most that is written of each: findings, rows of the shares, days and bars over time, periods, duties."""

    findings: int
    rows: int
    days: int
    bars: int
    periods: int
    duties: int


WHOLE = Room(findings=60, rows=60, days=40, bars=6, periods=16, duties=60)
SMALL = Room(findings=5, rows=9, days=5, bars=2, periods=2, duties=5)
LARGE = Room(findings=5, rows=5, days=4, bars=2, periods=2, duties=3)
SMALL_REGISTER, FEW_LACKING = 8, 14
"""Measures, and duties that they lack, up to which two pages have room as in SMALL; with more, as in LARGE."""


def meeting_room(facts: RegisterFacts) -> Room:
    """Return what two pages hold of this register."""
    lacking = sum(
        found.status in {Status.MISSING, Status.OVERDUE}
        for one in facts.entries
        if not one.over
        for found in one.findings
    )
    return SMALL if len(facts.entries) <= SMALL_REGISTER and lacking <= FEW_LACKING else LARGE


def findings(facts: RegisterFacts, formats: Formats, *, most: int) -> list[str]:
    """Return what stands out, a sentence each; one sentence where nothing does.

    Of more than `most` each kind of finding is told in turn, the gravest kind first, and then how many were left out.
    """
    told = [] if facts.told else [_("Svarene om hva folk opplever, kan ikke vises. Derfor står bare registeret her.")]
    kinds = _findings(facts, formats)
    number = sum(len(kind) for kind in kinds)
    if not told and not number:
        return [_("Registeret og svarene stemmer overens, og ingen frister er brutt.")]
    chosen = in_turn([len(kind) for kind in kinds], most)
    told += [text for kind, count in zip(kinds, chosen, strict=True) for text in kind[:count]]
    if number > sum(chosen):
        rest = ngettext(
            "Rapporten har %(number)s funn til, og registeret har i alt %(measures)s tiltak.",
            "Rapporten har %(number)s funn til, og registeret har i alt %(measures)s tiltak.",
            number - sum(chosen),
        )
        number -= sum(chosen)
        told.append(rest % {"number": formats.whole(number), "measures": formats.whole(len(facts.entries))})
    return told


def in_turn(sizes: Sequence[int], most: int) -> list[int]:
    """Return how many of each are taken, one of each in turn, until `most` are."""
    taken = [0] * len(sizes)
    while sum(taken) < min(most, sum(sizes)):
        for place, size in enumerate(sizes):
            if taken[place] < size and sum(taken) < most:
                taken[place] += 1
    return taken


def _findings(facts: RegisterFacts, formats: Formats) -> list[list[str]]:
    """Return the findings by kind, the gravest kind first."""

    def share(kind: Kind) -> str:
        return formats.share(facts.now[kind].share)

    unregistered = [
        _("%(measure)s: opplevd av %(share)s prosent, men ikke ført opp i registeret.")
        % {"measure": str(KINDS[kind]), "share": share(kind)}
        for kind in facts.unregistered
    ]
    by_union = [
        _("%(measure)s: ført opp av %(owner)s. Arbeidsgiveren har ikke ført det opp.")
        % {"measure": name_of(one), "owner": one.entry.latest.owner}
        for one in facts.seen_by_union_alone
    ]
    overdue = [text for one in facts.entries if not one.over for text in _overdue(one)]
    undiscussed = [
        _("%(measure)s: registeret sier ikke at det er drøftet.") % {"measure": name_of(one)}
        for one in facts.undiscussed
    ]
    ended = [
        _("%(measure)s: avsluttet, men fortsatt opplevd av %(share)s prosent.")
        % {"measure": name_of(one), "share": share(one.entry.contents.kind)}
        for one in facts.ended_but_experienced
    ]
    unknown = [
        _("%(measure)s: står i registeret, men høyst 10 prosent sier at de opplever det.") % {"measure": name_of(one)}
        for one in facts.unknown_to_staff
    ]
    disagreed = [_disagreed(one, formats) for one in facts.entries if one.entry.open_disagreements]
    return [unregistered, by_union, overdue, undiscussed, ended, unknown, disagreed]


def _disagreed(one: Registered, formats: Formats) -> str:
    parties = formats.names(sorted({act.party for act in one.entry.open_disagreements}))
    return _("%(measure)s: uenighet står åpen (%(parties)s).") % {"measure": name_of(one), "parties": parties}


def _overdue(one: Registered) -> list[str]:
    text = _("%(measure)s: over fristen etter %(law)s. %(reason)s")
    return [text % {"measure": name_of(one), "law": law, "reason": why} for law, why in _by_reason(one.overdue)]


def _by_reason(found: Sequence[Finding]) -> list[tuple[str, str]]:
    """Return pairs (laws, reason): duties that stand as they do for the same reason are told together."""
    laws: dict[str, list[str]] = {}
    for one in found:
        laws.setdefault(reason(one), []).append(_inside(str(LAWS[one.duty])))
    return [("; ".join(names), why) for why, names in laws.items()]


def _inside(law: str) -> str:
    # A law's name begins with a capital in a heading alone, but for abbreviations and in English.
    known = ("The ", "Arbeidsmiljø", "Personvern", "Medbestem", "Dataskydds", "Medbestämmande")
    return f"{law[:1].lower()}{law[1:]}" if law.startswith(known) else law


def parts(facts: RegisterFacts, formats: Formats, room: Room, *, with_findings: bool = True) -> tuple[Block, ...]:
    """Return the blocks: how to read it, what was found, the shares, the figures, the time line, the small print."""
    figures = {"day": formats.date(facts.day.isoformat()), "threshold": formats.whole(facts.threshold)}
    blocks: list[Block] = [
        Paragraph(
            _(
                "Registeret er slik det sto %(day)s, da rapporten ble klar. Et tiltak regnes som opplevd når minst "
                "%(threshold)s personer og over 10 prosent har krysset av for det."
            )
            % figures
        )
    ]
    if with_findings:
        blocks.append(Listing(tuple(findings(facts, formats, most=room.findings))))
    if not facts.entries:
        blocks.append(Paragraph(_("Ingen av partene har ført opp noe tiltak.")))
    rows = rows_of(facts, formats)
    if rows:
        blocks.append(shares_table(facts, rows if len(rows) <= room.rows else weighed(rows)[: room.rows]))
        blocks += others(len(rows) - room.rows, formats)
    blocks += figure_parts(facts, formats, most=room.periods)
    blocks.append(time_line(facts, formats, days=room.days, bars=room.bars))
    blocks.append(Paragraph(str(NO_ADVICE), Style.NOTE))
    return tuple(blocks)


def others(number: int, formats: Formats) -> list[Block]:
    """Return how many measures are left out of a table; nothing where none are."""
    if number <= 0:
        return []
    text = ngettext("%(number)s tiltak til står i registeret.", "%(number)s tiltak til står i registeret.", number)
    return [Paragraph(text % {"number": formats.whole(number)}, Style.NOTE)]


def duties_parts(facts: RegisterFacts, formats: Formats, room: Room) -> tuple[Block, ...]:
    """Return where the duties stand: how many of each kind for each measure that runs, and what each one lacks.

    Those that lack most come first.
    """
    counts = [(one, Counter(found.status for found in one.findings)) for one in facts.entries if not one.over]
    if not counts:
        return (Paragraph(_("Registeret har ingen tiltak som gjelder nå.")),)
    if len(counts) > room.duties:
        counts.sort(key=lambda pair: (-pair[1][Status.OVERDUE], -pair[1][Status.MISSING], pair[0].entry.number))
    statuses = (Status.FULFILLED, Status.MISSING, Status.OVERDUE, Status.NOT_APPLICABLE)
    rows = [
        (name_of(one), *(formats.whole(count[status]) for status in statuses)) for one, count in counts[: room.duties]
    ]
    header = (_("Kontrolltiltak"), *(str(STATUSES[status]) for status in statuses))
    caption = _("Hvor mange av pliktene på listen som er oppfylt, og hvor mange som ikke er det")
    blocks: list[Block] = [Table("register-duties", caption, header, tuple(rows))]
    blocks += others(len(counts) - room.duties, formats)
    missing = _("%(measure)s, %(law)s: %(reason)s")
    lacking = [
        missing % {"measure": name_of(one), "law": law, "reason": why}
        for one, _count in counts
        for law, why in _by_reason([found for found in one.findings if found.status is Status.MISSING])
    ]
    if lacking:
        blocks += [Paragraph(_("Dette mangler:")), Listing(_cut(lacking, room.duties, formats))]
    return tuple(blocks)


def _cut(points: Sequence[str], most: int, formats: Formats) -> tuple[str, ...]:
    if len(points) <= most:
        return tuple(points)
    left = len(points) - most
    text = ngettext("%(number)s mangel til står i registeret.", "%(number)s mangler til står i registeret.", left)
    return (*points[:most], text % {"number": formats.whole(left)})
