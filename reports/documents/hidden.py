"""What is not shown, why, what it can be read in instead, and how the rows to show were chosen."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from reports.documents.facts import Content
from reports.documents.formats import Formats
from reports.documents.group_facts import Side, WithheldFigures
from reports.documents.model import Block, Listing, Paragraph, Section
from reports.documents.sentences import covered, reason_words
from reports.documents.tables import wave_time
from reports.releases.types import Effort, Reason


def anything_shown(content: Content, side: Side) -> bool:
    """Return whether any row of a wave is shown."""
    wave = content.after if side is Side.AFTER else content.before
    answered = wave is not None and wave.answered is not None
    return answered or any(group.side is side for group in content.groups)


def not_published(content: Content, formats: Formats) -> Section:
    """Return what is not shown, why, and where it can be read instead."""
    points = _withheld_groups(content, formats)
    points += [_withheld_figures(held, content, formats) for held in content.withheld_figures]
    if any(crossed.withheld for crossed in content.crossed):
        points.append(
            _("Noen svar på bakgrunnsspørsmålene. Hvilke det er, og hvorfor, står i «Tallene etter bakgrunn».")
        )
    rule = _(
        "Ingen gruppe med færre enn %(threshold)s svar vises. Noen ganger må også en større gruppe holdes "
        "tilbake, fordi en ellers kunne regne ut det som ikke skal vises."
    ) % {"threshold": formats.whole(content.threshold)}
    if anything_shown(content, Side.AFTER):
        rule += " " + _(
            "Prosenter fra 10 og ned vises som ≤ 10, og fra 90 og opp som ≥ 90. Der prosentene til sammen blir 100, "
            "vises noen andre da som et spenn (20–30) eller som ≥ 80. Ellers kunne en regne ut hvor få det var."
        )
    blocks: list[Block] = [Paragraph(rule), *_effort(content)]
    blocks.append(Listing(tuple(points)) if points else Paragraph(_("Alt som skulle vises, er vist.")))
    return Section("not-published", _("Dette er ikke vist"), 1, tuple(blocks))


def _effort(content: Content) -> list[Block]:
    """Return how the groups to show were chosen; nothing where there was nothing to choose among."""
    if content.effort is Effort.OUT_OF_TIME:
        return [Paragraph(_out_of_time())]
    if not anything_shown(content, Side.AFTER):
        return []
    return [Paragraph(_optimal() if content.effort is Effort.OPTIMAL else _greedy())]


def _optimal() -> str:
    return _(
        "Gruppene som vises i denne runden, er valgt slik at mest mulig kommer fram. Tillit har kontrollert at ikke "
        "noe annet utvalg av grupper viser mer og er like trygt."
    )


def _greedy() -> str:
    return _(
        "Gruppene som vises i denne runden, er valgt én for én, vanligvis den største først. En gruppe er tatt med når "
        "kontrollen viste at ingen liten gruppe kan regnes ut av tallene. Kanskje kunne et annet utvalg ha vist litt "
        "mer."
    )


def _out_of_time() -> str:
    return _(
        "Kontrollen av hva som kan vises, ble ikke ferdig i tide i denne runden. Det som ikke var kontrollert, er "
        "holdt tilbake. Rapporten viser derfor kanskje mindre enn den kunne ha gjort, men aldri mer."
    )


def _withheld_groups(content: Content, formats: Formats) -> list[str]:
    """Return the groups that are not shown, those of one wave with the same reason and place to be read together."""
    alike: dict[tuple[Side, Reason, str | None], list[str]] = {}
    for held in content.withheld_groups:
        alike.setdefault((held.side, held.reason, held.read_in), []).append(held.name)
    return [
        _("%(name)s %(when)s: %(reason)s.")
        % {
            "name": formats.names(names),
            "when": wave_time(content, side, formats),
            "reason": reason_words(reason),
        }
        + " "
        + covered(read_in, anything=anything_shown(content, side))
        for (side, reason, read_in), names in alike.items()
    ]


def _withheld_figures(held: WithheldFigures, content: Content, formats: Formats) -> str:
    parts = [name[formats.language] for name in held.scales]
    if held.items:
        parts.append(
            ngettext("%(number)s spørsmål", "%(number)s spørsmål", held.items) % {"number": formats.whole(held.items)}
        )
    return _("%(name)s %(when)s (%(figures)s): %(reason)s.") % {
        "name": held.name,
        "when": wave_time(content, held.side, formats),
        "figures": formats.names(parts),
        "reason": reason_words(held.reason),
    }
