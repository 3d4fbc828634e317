"""The sheets of the workbook and their figures, in the active language."""

from collections.abc import Iterable, Sequence

from django.utils.translation import gettext as _
from django.utils.translation import override

from reports.documents.codebook import codebook_sheets
from reports.documents.facts import Content, WaveFacts
from reports.documents.formats import Formats
from reports.documents.group_facts import Side
from reports.documents.level_cells import FIGURE, NAME, SENTENCE, WORDS, level_cells, level_columns
from reports.documents.model import Document
from reports.documents.register_sheets import register_sheets
from reports.documents.rows import (
    LevelRow,
    ShareRow,
    crossed_rows,
    group_rows,
    item_rows,
    measure_rows,
    whole_rows,
)
from reports.documents.sentences import certainty_words, finding_words, reading, reason_words
from reports.documents.sheets import Cell, Kind, Sheet, count, day, figure, text
from reports.documents.tables import not_shown, wave_label
from reports.documents.trends.sheets import series_sheets
from surveys.questionnaires.types import Questionnaire


def sheets(content: Content, document: Document, questionnaire: Questionnaire, formats: Formats) -> tuple[Sheet, ...]:
    """Return the sheets in their order; those without a row are left out."""
    with override(formats.language):
        found = (
            _about(document),
            _levels(_("Indekser"), _whole_caption(), whole_rows(content), content, formats),
            _changes(content, formats),
            *series_sheets(content.trends, formats),
            _levels(_("Grupper"), _("Snitt i gruppene, i poeng fra 0 til 100"), group_rows(content), content, formats),
            _levels(_("Etter bakgrunn"), _("Tallene etter bakgrunn"), crossed_rows(content), content, formats),
            _shares(_("Svar"), _("Svar i prosent"), item_rows(content), content, formats),
            _shares(_("Kontrolltiltak"), _("Kontrolltiltak"), measure_rows(content), content, formats),
            *register_sheets(content.register, formats),
            _held(content, formats),
            _ballots(content, formats),
            _reliability(content, formats),
            *codebook_sheets(content, document, questionnaire, formats),
        )
    return tuple(sheet for sheet in found if sheet.rows)


def _whole_caption() -> str:
    return _("Snittet på hver indeks i poeng fra 0 til 100, og hvor usikkert det er (95-prosentintervall)")


def _about(document: Document) -> Sheet:
    rows = [(text(document.title), text(document.subtitle))]
    if document.notice_text:
        rows.append((text(document.notice), text(document.notice_text)))
    rows += [(text(document.summary_title), text(sentence)) for sentence in document.summary]
    rows += [(text(label), text(value)) for label, value in document.facts]
    columns = ((_("Hva"), NAME), (_("Verdi"), 2 * SENTENCE))
    return Sheet(_("Om rapporten"), document.title, columns, rows)


def _levels(title: str, caption: str, rows: Iterable[LevelRow], content: Content, formats: Formats) -> Sheet:
    columns = (
        (_("Gruppe"), NAME),
        (_("Runde"), WORDS),
        (_("Indeks"), NAME),
        (_("Kunne svare"), FIGURE),
        (_("Svarte"), FIGURE),
        *level_columns(),
    )
    return Sheet(title, caption, columns, [_level(row, content, formats) for row in rows])


def _level(row: LevelRow, content: Content, formats: Formats) -> Sequence[Cell]:
    language = formats.language
    return (
        text(row.name[language]),
        text(wave_label(content, row.side, formats)),
        text(row.scale.name[language]),
        count(row.invited, not_shown() if row.answered is None else ""),
        count(row.answered, not_shown()),
        *level_cells(row.level),
    )


def _changes(content: Content, formats: Formats) -> Sheet:
    columns = (
        (_("Indeks"), NAME),
        (_("Før"), FIGURE),
        (_("Etter"), FIGURE),
        (_("Endring"), FIGURE),
        (_("Usikkerhet, fra"), FIGURE),
        (_("Usikkerhet, til"), FIGURE),
        (_("Med vanlig svingning, fra"), FIGURE),
        (_("Med vanlig svingning, til"), FIGURE),
        (_("p"), FIGURE),
        (_("Justert p"), FIGURE),
        (_("Endring som kan finnes"), FIGURE),
        (_("Funn"), WORDS),
        (_("Sikkerhet"), WORDS),
        (_("Slik leses indeksen"), WORDS),
    )
    rows = []
    for scale in content.scales:
        change = scale.change
        if change is None or scale.before is None:
            continue
        rows.append(
            (
                text(scale.name[formats.language]),
                figure(scale.before.mean, Kind.POINTS),
                figure(scale.after.mean, Kind.POINTS),
                *(figure(value, Kind.SIGNED) for value in (change.difference, change.low, change.high)),
                *(figure(value, Kind.SIGNED) for value in (change.low_policy, change.high_policy)),
                *(figure(value, Kind.PROBABILITY) for value in (change.p, change.p_adjusted)),
                figure(change.mdc, Kind.POINTS),
                text(finding_words(scale)),
                text(certainty_words(change.certainty)),
                text(reading(scale.direction)),
            )
        )
    return Sheet(_("Endringer"), _("Endring i poeng for hver indeks"), columns, rows)


def _shares(title: str, caption: str, rows: Iterable[ShareRow], content: Content, formats: Formats) -> Sheet:
    columns = (
        (_("Spørsmål"), SENTENCE),
        (_("Runde"), WORDS),
        (_("Svaralternativ"), NAME),
        (_("Antall svar"), FIGURE),
        (_("Prosent"), FIGURE),
        (_("Minst, prosent"), FIGURE),
        (_("Høyst, prosent"), FIGURE),
        (_("Merknad"), SENTENCE),
    )
    return Sheet(title, caption, columns, [_share(row, content, formats) for row in rows])


def _share(row: ShareRow, content: Content, formats: Formats) -> Sequence[Cell]:
    hidden, exact = (not_shown() if row.withheld else ""), row.low == row.high
    note = reason_words(row.withheld) if row.withheld else ""
    if not exact:
        note = _("Vist som et spenn av hensyn til personvernet.")
    return (
        text(row.text[formats.language]),
        text(wave_label(content, row.side, formats)),
        text(row.name[formats.language]),
        count(row.n, hidden),
        count(row.low if exact else None, hidden or not_shown()),
        count(row.low, hidden),
        count(row.high, hidden),
        text(note),
    )


def _held(content: Content, formats: Formats) -> Sheet:
    """Return all that is withheld, a row for each group, figure or answer by background."""
    language = formats.language
    found: list[tuple[Side, str, str, str, str | None]] = [
        (held.side, held.name, _("Hele gruppen"), reason_words(held.reason), held.read_in)
        for held in content.withheld_groups
    ]
    for figures in content.withheld_figures:
        what = [name[language] for name in figures.scales]
        what += [_("Spørsmål: %(number)s") % {"number": formats.whole(figures.items)}] if figures.items else []
        found.append((figures.side, figures.name, "; ".join(what), reason_words(figures.reason), None))
    for crossed in content.crossed:
        for option in crossed.withheld:
            what_option = f"{crossed.text[language]}: {option.name[language]}"
            found.append((Side.AFTER, crossed.name, what_option, reason_words(option.reason), crossed.read_in))
    columns = (
        (_("Gruppe"), NAME),
        (_("Runde"), WORDS),
        (_("Hva som ikke er vist"), SENTENCE),
        (_("Grunn"), SENTENCE),
        (_("Svarene er med i tallene for"), NAME),
    )
    rows = [
        (text(name), text(wave_label(content, side, formats)), text(what), text(why), text(read_in or "–"))
        for side, name, what, why, read_in in found
    ]
    return Sheet(_("Ikke vist"), _("Dette er ikke vist"), columns, rows)


def _ballots(content: Content, formats: Formats) -> Sheet:
    columns = (
        (_("Runde"), WORDS),
        (_("Åpnet"), WORDS),
        (_("Lukket"), WORDS),
        (_("Utdelte svarbevis"), FIGURE),
        (_("Brukte"), FIGURE),
        (_("Talte svarark"), FIGURE),
        (_("Kunne ikke leses"), FIGURE),
    )
    waves = ((Side.BEFORE, content.before), (Side.AFTER, content.after))
    rows = [_ballot_row(side, wave, content, formats) for side, wave in waves if wave is not None]
    return Sheet(_("Telling"), _("Svarark og svarbevis"), columns, rows)


def _ballot_row(side: Side, wave: WaveFacts, content: Content, formats: Formats) -> Sequence[Cell]:
    kept = wave.ballots
    figures = (kept.issued, kept.spent, kept.accepted, kept.undecryptable)
    counts = (count(value, not_shown()) for value in figures)
    return (text(wave_label(content, side, formats)), day(wave.opened), day(wave.closed), *counts)


def _reliability(content: Content, formats: Formats) -> Sheet:
    columns = (
        (_("Indeks"), NAME),
        (_("Alfa"), FIGURE),
        (_("Usikkerhet, fra"), FIGURE),
        (_("Usikkerhet, til"), FIGURE),
        (_("Omega"), FIGURE),
    )
    rows = [
        (
            text(scale.name[formats.language]),
            *(figure(value, Kind.COEFFICIENT) for value in (told.alpha, told.low, told.high, told.omega)),
        )
        for scale in content.scales
        if (told := scale.reliability) is not None
    ]
    return Sheet(_("Samsvar"), _("Hvor tett spørsmålene henger sammen"), columns, rows)
