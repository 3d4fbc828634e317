"""The figures by background questions: one table for each unit and question, and what is not shown of it."""

from django.utils.translation import gettext as _

from reports.documents.facts import Content
from reports.documents.formats import HARD_SPACE, Formats
from reports.documents.group_facts import CrossedFacts, OptionFacts
from reports.documents.model import Block, Listing, Paragraph, Section, Style, Table
from reports.documents.sentences import covered, reason_words
from reports.documents.tables import FEW_GROUPS, level_cell, named
from reports.releases.types import Reason
from surveys.agreements.rules import shown_by_background_from


def crossed_sections(content: Content, formats: Formats) -> list[Section]:
    """Return the part by background questions; none where none were agreed on."""
    if not content.crossed:
        return []
    threshold = formats.whole(shown_by_background_from(content.threshold))
    rules = (
        _(
            "Her er svarene delt etter det folk svarte på bakgrunnsspørsmålene. Alle er også med i tallene for enheten "
            "sin, så de samme svarene står flere steder. De som ikke svarte på bakgrunnsspørsmålet, er bare med i "
            "tallene for enheten."
        ),
        _(
            "Snittene er i hele poeng, og bare grupper med minst %(threshold)s svar vises. Forskjellene er ikke prøvd "
            "statistisk: se på dem som spor å snakke om, ikke som bevis. Vi sammenlikner dem ikke med tidligere "
            "runder."
        )
        % {"threshold": threshold},
    )
    blocks = tuple(Paragraph(rule, Style.NOTE if number else Style.PLAIN) for number, rule in enumerate(rules))
    several = len({crossed.unit for crossed in content.crossed}) > 1
    parts = [
        _crossed_section(number, crossed, content, formats, several=several)
        for number, crossed in enumerate(content.crossed, start=1)
    ]
    return [Section("crossed", _("Tallene etter bakgrunn"), 1, blocks), *parts]


def _crossed_section(
    number: int, crossed: CrossedFacts, content: Content, formats: Formats, *, several: bool
) -> Section:
    question = crossed.text[formats.language]
    title = f"{crossed.name}: {question}" if several else question
    blocks: list[Block] = []
    if crossed.shown:
        blocks.append(_table(number, crossed, content, formats))
    points = [*_left_out(crossed, content, formats), *_withheld(crossed, formats)]
    if len(points) == 1:
        blocks.append(Paragraph(points[0], Style.NOTE))
    elif points:
        blocks.append(Listing(tuple(points)))
    return Section(f"crossed-{number}", title, 2, tuple(blocks))


def _table(number: int, crossed: CrossedFacts, content: Content, formats: Formats) -> Table:
    """Return the means: indexes down and options across, or turned where options are many."""
    caption = _("Snitt i «%(name)s» i poeng fra 0 til 100, med 95-prosentintervall i parentes") % {"name": crossed.name}
    key = f"crossed-{number}"
    if len(crossed.shown) <= FEW_GROUPS:
        header = (_("Indeks"), *(_heading(option, formats) for option in crossed.shown))
        rows = tuple(
            (
                named(scale, formats),
                *(level_cell(option.levels.get(scale.key), formats) for option in crossed.shown),
            )
            for scale in content.scales
        )
    else:
        primary = [scale for scale in content.scales if scale.primary]
        header = (_("Svar"), *(named(scale, formats) for scale in primary))
        rows = tuple(
            (_heading(option, formats), *(level_cell(option.levels.get(scale.key), formats) for scale in primary))
            for option in crossed.shown
        )
    return Table(key, caption, header, rows)


def _heading(option: OptionFacts, formats: Formats) -> str:
    answered = _("%(answered)s svar") % {"answered": formats.whole(option.answered)}
    return f"{option.name[formats.language]} ({answered.replace(' ', HARD_SPACE)})"


def _left_out(crossed: CrossedFacts, content: Content, formats: Formats) -> list[str]:
    """Return the figures that are left out of shown rows, one point for each option and reason."""
    found = []
    for option in crossed.shown:
        for reason in Reason:
            names = [
                scale.name[formats.language] for scale in content.scales if option.levels[scale.key].withheld is reason
            ]
            if names:
                found.append(
                    _("For «%(option)s» er disse indeksene ikke vist: %(figures)s. Grunnen: %(reason)s.")
                    % {
                        "option": option.name[formats.language],
                        "figures": formats.names(names),
                        "reason": reason_words(reason),
                    }
                )
    return found


def _withheld(crossed: CrossedFacts, formats: Formats) -> list[str]:
    """Return the options that are not shown, those with the same reason together, and where their people are read."""
    found = []
    for reason in Reason:
        names = [held.name[formats.language] for held in crossed.withheld if held.reason is reason]
        if names:
            text = _("%(options)s er ikke vist: %(reason)s.") % {
                "options": formats.quoted(names),
                "reason": reason_words(reason),
            }
            found.append(f"{text} {covered(crossed.read_in)}")
    return found
