"""The codebook of the workbook: what each figure is of, the rules behind it, and the words, in the active language."""

from collections.abc import Sequence

from django.utils.translation import gettext as _

from reports.documents.facts import Content
from reports.documents.formats import Formats
from reports.documents.model import Document, Listing, Paragraph, Table
from reports.documents.sheets import Cell, Kind, Sheet, count, figure, text
from surveys.questionnaires.types import Direction, Questionnaire, Texts

RULES = ("not-published", "size", "method")
"""The parts of the report whose sentences say how its figures came about."""
KEY, NAME, SENTENCE, FIGURE = 24, 34, 70, 12


def codebook_sheets(
    content: Content, document: Document, questionnaire: Questionnaire, formats: Formats
) -> tuple[Sheet, ...]:
    """Return the scales, the questions with the value of each answer, and rules and words."""
    return (_scales(content, formats), _questions(questionnaire, formats), _rules(document))


def _scales(content: Content, formats: Formats) -> Sheet:
    columns = (
        (_("Kode"), KEY),
        (_("Indeks"), NAME),
        (_("Hva den sier noe om"), SENTENCE),
        (_("Et høyt tall er"), FIGURE),
        (_("Hovedindeks"), FIGURE),
        (_("Minste endring som betyr noe"), FIGURE),
        (_("Spørsmål"), NAME),
    )
    rows = [
        (
            text(scale.key),
            text(scale.name[formats.language]),
            text(scale.meaning[formats.language]),
            text(_("dårlig") if scale.direction is Direction.MORE_IS_WORSE else _("bra")),
            text(_yes(scale.primary)),
            figure(scale.mid, Kind.POINTS),
            text(", ".join(item.key for item in scale.items)),
        )
        for scale in content.scales
    ]
    return Sheet(_("Kodebok, indekser"), content.method.title[formats.language], columns, rows)


def _yes(holds: bool) -> str:
    return _("ja") if holds else _("nei")


def _questions(questionnaire: Questionnaire, formats: Formats) -> Sheet:
    columns = (
        (_("Kode"), KEY),
        (_("Spørsmål"), SENTENCE),
        (_("Indeks"), KEY),
        (_("Snudd"), FIGURE),
        (_("Verdi"), FIGURE),
        (_("Poeng i indeksen"), FIGURE),
        (_("Svaralternativ"), NAME),
    )
    rows: list[Sequence[Cell]] = []
    for item in questionnaire.items:
        options = questionnaire.answer_lists[item.answers]
        for value, option in enumerate(options, start=1):
            place = len(options) - value if item.reversed else value - 1
            points = 100 * place / (len(options) - 1) if item.scale else None
            head = _head(item.key, item.text, item.scale or "", formats)
            tail = (count(value), figure(points, Kind.POINTS), text(option[formats.language]))
            rows.append((*head, text(_yes(item.reversed) if item.scale else ""), *tail))
    several = [(item.key, item.text, item.options) for item in questionnaire.multiple]
    several += [(item.key, item.text, item.options) for item in questionnaire.background]
    for key, words, named in several:
        for code, name in named:
            head = _head(key, words, "", formats)
            rows.append((*head, text(""), text(code), figure(None, Kind.POINTS), text(name[formats.language])))
    return Sheet(_("Kodebok, spørsmål"), questionnaire.title[formats.language], columns, rows)


def _head(key: str, words: Texts, scale: str, formats: Formats) -> tuple[Cell, ...]:
    return (text(key), text(words[formats.language]), text(scale))


def _rules(document: Document) -> Sheet:
    rows: list[Sequence[Cell]] = []
    for section in document.sections:
        for block in section.blocks:
            if (
                isinstance(block, Table)
                and section.key in {"words", "control"}
                and len(block.words) == len(block.header)
            ):
                rows += [(text(block.caption), text(word), text(meaning)) for word, meaning in block.rows]
            elif section.key in RULES and isinstance(block, Paragraph | Listing):
                points = block.points if isinstance(block, Listing) else (block.text,)
                rows += [(text(section.title), text(""), text(point)) for point in points]
    columns = ((_("Del av rapporten"), NAME), (_("Ord"), NAME), (_("Betydning"), 2 * SENTENCE))
    return Sheet(_("Regler og ord"), document.title, columns, rows)
