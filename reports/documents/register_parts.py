"""The register in words: what was found, and the tables that it rests on, in the active language."""

from collections import Counter
from collections.abc import Sequence

from django.utils.translation import gettext as _

from reports.documents.formats import Formats
from reports.documents.model import Block, Listing, Paragraph, Style, Table
from reports.documents.register_facts import Experienced, Registered, RegisterFacts
from surveys.monitoring.rules import Status
from surveys.monitoring.types import Kind
from surveys.monitoring.wording import KINDS, LAWS, NO_ADVICE, STATUSES, named, reason


def findings(facts: RegisterFacts, formats: Formats) -> list[str]:
    """Return what stands out, a sentence each; one sentence where nothing does."""
    found: list[str] = []
    figures = {"threshold": formats.whole(facts.threshold)}
    if not facts.told:
        found.append(_("Svarene om hva folk opplever, kan ikke vises. Derfor står bare registeret her."))
    for kind in facts.unregistered:
        share = formats.share(facts.now[kind].share)
        figures = {"measure": str(KINDS[kind]), "share": share}
        found.append(_("%(measure)s: opplevd av %(share)s prosent, men ikke ført opp i registeret.") % figures)
    for one in facts.seen_by_union_alone:
        figures = {"measure": _name(one), "owner": one.entry.latest.owner}
        found.append(_("%(measure)s: ført opp av %(owner)s. Arbeidsgiveren har ikke ført det opp.") % figures)
    for one in facts.ended_but_experienced:
        share = formats.share(facts.now[one.entry.contents.kind].share)
        figures = {"measure": _name(one), "share": share}
        found.append(_("%(measure)s: avsluttet, men fortsatt opplevd av %(share)s prosent.") % figures)
    for one in facts.unknown_to_staff:
        text = _("%(measure)s: står i registeret, men høyst 10 prosent sier at de opplever det.")
        found.append(text % {"measure": _name(one)})
    for one in facts.entries:
        if one.never_discussed and not one.over:
            found.append(_("%(measure)s: registeret sier ikke at det er drøftet.") % {"measure": _name(one)})
        if one.entry.open_disagreements:
            parties = formats.names(sorted({act.party for act in one.entry.open_disagreements}))
            text = _("%(measure)s: uenighet står åpen (%(parties)s).")
            found.append(text % {"measure": _name(one), "parties": parties})
    found += [text for one in facts.entries if not one.over for text in _overdue(one)]
    return found or [_("Registeret og svarene stemmer overens, og ingen frister er brutt.")]


def _overdue(one: Registered) -> list[str]:
    return [
        _("%(measure)s: over fristen etter %(law)s. %(reason)s")
        % {"measure": _name(one), "law": _inside(str(LAWS[found.duty])), "reason": reason(found)}
        for found in one.overdue
    ]


def _inside(law: str) -> str:
    # A law's name begins with a capital in a heading alone, but for abbreviations and in English.
    known = ("The ", "Arbeidsmiljø", "Personvern", "Medbestem", "Dataskydds", "Medbestämmande")
    return f"{law[:1].lower()}{law[1:]}" if law.startswith(known) else law


def _name(one: Registered) -> str:
    return named(one.entry.contents.kind, one.entry.contents.name)


def parts(facts: RegisterFacts, formats: Formats, *, with_findings: bool = True) -> tuple[Block, ...]:
    """Return the blocks: how to read it, what was found, the shares, the time line, and the small print."""
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
        blocks.append(Listing(tuple(findings(facts, formats))))
    if not facts.entries:
        blocks.append(Paragraph(_("Ingen av partene har ført opp noe tiltak.")))
    rows = _rows(facts, formats)
    if rows:
        blocks.append(_shares(facts, rows))
    blocks.append(_time_line(facts, formats))
    blocks.append(Paragraph(str(NO_ADVICE), Style.NOTE))
    return tuple(blocks)


def duties_parts(facts: RegisterFacts, formats: Formats) -> tuple[Block, ...]:
    """Return where the duties stand: how many of each kind for each measure that runs, and what each one lacks."""
    running = [one for one in facts.entries if not one.over]
    if not running:
        return (Paragraph(_("Registeret har ingen tiltak som gjelder nå.")),)
    statuses = (Status.FULFILLED, Status.MISSING, Status.OVERDUE, Status.NOT_APPLICABLE)
    rows = []
    for one in running:
        count = Counter(found.status for found in one.findings)
        rows.append((_name(one), *(formats.whole(count[status]) for status in statuses)))
    header = (_("Kontrolltiltak"), *(str(STATUSES[status]) for status in statuses))
    caption = _("Hvor mange av pliktene på listen som er oppfylt, og hvor mange som ikke er det")
    blocks: list[Block] = [Table("register-duties", caption, header, tuple(rows))]
    lacking = tuple(
        _("%(measure)s, %(law)s: %(reason)s")
        % {"measure": _name(one), "law": _inside(str(LAWS[found.duty])), "reason": reason(found)}
        for one in running
        for found in one.findings
        if found.status is Status.MISSING
    )
    if lacking:
        blocks += [Paragraph(_("Dette mangler:")), Listing(lacking)]
    return tuple(blocks)


def _shares(facts: RegisterFacts, rows: Sequence[tuple[str, ...]]) -> Table:
    header: tuple[str, ...] = (_("Kontrolltiltak"), _("I registeret"), _("Før, prosent"), _("Etter, prosent"))
    if facts.before is None:
        header = (_("Kontrolltiltak"), _("I registeret"), _("Prosent"))
    return Table(
        "register-shares", _("Registeret ved siden av det folk sier at de opplever"), header, tuple(rows), (0, 1)
    )


def _rows(facts: RegisterFacts, formats: Formats) -> list[tuple[str, ...]]:
    """Return a row for each kind that is registered or experienced, then the entries of other kinds."""
    rows: list[tuple[str, ...]] = []
    for kind in Kind:
        listed = facts.of_kind(kind)
        found = facts.now.get(kind)
        if kind is Kind.OTHER:
            rows += [(one.entry.contents.name, _standing([one], formats), *_blank(facts)) for one in listed]
        elif listed or (found and found.enough):
            standing = _standing(listed, formats) if listed else _("Nei")
            rows.append((str(KINDS[kind]), standing, *_cells(facts, kind, formats)))
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


def _time_line(facts: RegisterFacts, formats: Formats) -> Table:
    """Return perceived monitoring by wave, with the days on which measures began and ended in between."""
    steps: list[tuple[str, str]] = []
    for opened, label, level in facts.waves:
        shown = formats.points(level) if level is not None else _("ikke vist")
        told = _("Runden %(wave)s: opplevd kontroll fra arbeidsgiveren %(level)s") % {"wave": label, "level": shown}
        steps.append((opened, told))
    for one in facts.entries:
        said = one.entry.contents
        if said.started_on is not None:
            steps.append((said.started_on.isoformat(), _("Begynte: %(measure)s") % {"measure": _name(one)}))
        if said.ended_on is not None:
            steps.append((said.ended_on.isoformat(), _("Avsluttet: %(measure)s") % {"measure": _name(one)}))
    steps = [step for step in steps if step[0] <= facts.day.isoformat()]
    rows = tuple((formats.date(day), text) for day, text in sorted(steps))
    caption = _("Opplevd kontroll (0–100) i hver runde, og når tiltak begynte og ble avsluttet")
    return Table("register-time", caption, (_("Dag"), _("Hva")), rows, (0, 1))
