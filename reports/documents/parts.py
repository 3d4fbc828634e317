"""The parts of the report in their order, in the active language."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from reports.documents.crossed import crossed_sections
from reports.documents.facts import (
    WENT_BETTER,
    WENT_WORSE,
    Change,
    Content,
    NoChange,
    ScaleFacts,
)
from reports.documents.formats import Formats
from reports.documents.group_facts import Side
from reports.documents.hidden import not_published
from reports.documents.item_charts import item_charts, share_charts
from reports.documents.method import method_sections
from reports.documents.model import Block, Listing, Paragraph, Section, Style
from reports.documents.sentences import (
    certainty_sentence,
    change_sentence,
    detectable_sentence,
    level_sentence,
    no_change_sentence,
    policy_sentence,
    same_certainty,
    usual_certainty,
    usual_certainty_sentence,
    verdict_sentence,
)
from reports.documents.small import small_sections, unshown
from reports.documents.tables import (
    compared,
    group_tables,
    hidden,
    measures_table,
    profile_chart,
    told,
)
from reports.documents.trends.comparing import comparison_sections
from reports.documents.trends.wording import report_sections
from reports.statistics.verdicts import Verdict


def sections(content: Content, formats: Formats) -> tuple[Section, ...]:
    """Return the parts after the short summary."""
    if content.tells_levels:
        parts = [profile(content, formats)]
        if compared(content):
            parts += [got_worse(content, formats), cannot_tell(content, formats)]
        parts += [*report_sections(content.trends, formats), *comparison_sections(content.trends, formats)]
        parts += scale_sections(content, formats, primary=True)
        parts += scale_sections(content, formats, primary=False)
    else:
        parts = unshown(content, formats)
    parts += [*groups(content, formats), *crossed_sections(content, formats), *measures(content, formats)]
    parts += [not_published(content, formats), *small_sections(content, formats)]
    return (*parts, *method_sections(content, formats))


def profile(content: Content, formats: Formats) -> Section:
    """Return the profile of scales: the chart, how to read it, and its table."""
    chart = profile_chart(content, formats)
    if compared(content):
        notes = _(
            "Strekene viser hvor usikkert hvert nivå er. At to streker overlapper, sier ikke om endringen er "
            "sikker. Det sier funnet ved siden av."
        )
        title = _("Før og etter")
    else:
        notes = _("Strekene viser hvor usikkert hvert nivå er.")
        title = _("Nivåene i denne runden")
    width = _(
        "Strekene tar hensyn til hvor mange som svarte. Der streken mangler, svarte alle, eller usikkerheten kan "
        "ikke regnes ut."
    )
    return Section("profile", title, 1, (chart, Paragraph(f"{notes} {width}", Style.NOTE)))


def got_worse(content: Content, formats: Formats) -> Section:
    """Return what got worse, said by itself so that nobody needs to look for it."""
    scales = [scale for scale in content.scales if scale.key in content.worse]
    if not scales:
        text = _(
            "Det er ingen indeks vi med sikkerhet kan si er blitt dårligere. Det betyr ikke at ingenting kan "
            "være blitt dårligere: se «Dette kan vi ikke si»."
        )
        return Section("worse", _("Dette er blitt dårligere"), 1, (Paragraph(text),))
    points = tuple(f"{scale.name[formats.language]}. {_findings(scale, formats)}" for scale in scales)
    return Section("worse", _("Dette er blitt dårligere"), 1, (Listing(points),))


def _findings(scale: ScaleFacts, formats: Formats) -> str:
    if scale.change is None:
        return ""
    return f"{verdict_sentence(scale.change, scale.mid, formats)} {change_sentence(scale, scale.change, formats)}"


def cannot_tell(content: Content, formats: Formats) -> Section:
    """Return what the survey cannot answer, scale by scale and in general."""
    points = []
    for scale in content.scales:
        if scale.change is not None and scale.change.verdict is Verdict.CANNOT_TELL:
            points.append(f"{scale.name[formats.language]}. {detectable_sentence(scale.change, formats)}".strip())
    for reason in NoChange:
        names = [scale.name[formats.language] for scale in content.scales if scale.no_change is reason]
        if names:
            points.append(f"{formats.names(names)}. {no_change_sentence(reason)}")
    points.append(_cause(content, formats))
    blocks: list[Block] = []
    if content.cannot_tell:
        number = len(content.cannot_tell)
        intro = ngettext(
            "For denne indeksen kan vi ikke si om det er blitt bedre eller dårligere, eller om det er som før. "
            "Det er ikke det samme som at ingenting er endret.",
            "For disse indeksene kan vi ikke si om det er blitt bedre eller dårligere, eller om det er som før. "
            "Det er ikke det samme som at ingenting er endret.",
            number,
        )
        blocks.append(Paragraph(intro))
    return Section("cannot-tell", _("Dette kan vi ikke si"), 1, (*blocks, Listing(tuple(points))))


def _cause(content: Content, formats: Formats) -> str:
    if not content.changes_between:
        return _(
            "Hva det kommer av. Rapporten viser hva som er annerledes enn i forrige runde, og ikke hvorfor det "
            "er blitt slik."
        )
    if content.has_comparison:
        return _(
            "Hva det kommer av. For hele virksomheten står det «etter» og aldri «på grunn av». Lenger bak står de som "
            "endringen gjelder, ved siden av dem den ikke gjelder."
        )
    return _(
        "Hva det kommer av. Ingen gruppe uten endringen er målt på samme måte. Derfor står det «etter» og "
        "aldri «på grunn av» i denne rapporten."
    )


def scale_sections(content: Content, formats: Formats, *, primary: bool) -> list[Section]:
    """Return the primary scales, or the others, each with its findings and questions."""
    scales = [scale for scale in content.scales if scale.primary is primary]
    if not scales:
        return []
    if primary:
        title, intro = (
            _("Hovedindeksene"),
            _(
                "Partene valgte ut disse indeksene før noen svarte. Det er først og fremst dem undersøkelsen skal si "
                "noe om."
            ),
        )
    else:
        title, intro = (
            _("De andre indeksene"),
            _(
                "Disse er med for å gi et bredere bilde. Når vi prøver så mange, kan noe slå ut av ren tilfeldighet. "
                "Se på dem som spor å snakke om, ikke som bevis."
            ),
        )
    key = "primary" if primary else "exploratory"
    blocks = [Paragraph(intro)]
    usual = usual_certainty(_changes(content))
    if usual is not None and scales[0] is content.scales[0]:
        everywhere = all(same_certainty(change, usual) for change in _changes(content))
        blocks.append(Paragraph(usual_certainty_sentence(usual, everywhere=everywhere), Style.CERTAINTY))
    head = Section(key, title, 1, tuple(blocks))
    return [head, *(_scale_section(scale, content, formats, usual) for scale in scales)]


def _changes(content: Content) -> list[Change]:
    return [scale.change for scale in content.scales if scale.change is not None]


def _scale_section(scale: ScaleFacts, content: Content, formats: Formats, usual: Change | None) -> Section:
    """Return one scale; its certainty is said only where it is not the usual one, which stands above all scales."""
    blocks: list[Block] = [Paragraph(scale.meaning[formats.language])]
    change = scale.change
    if change is not None:
        sentences = [change_sentence(scale, change, formats)]
        if change.verdict is Verdict.CANNOT_TELL:
            sentences.append(detectable_sentence(change, formats))
        elif change.verdict in WENT_BETTER | WENT_WORSE:
            sentences.append(policy_sentence(change, formats))
        blocks.append(Paragraph(verdict_sentence(change, scale.mid, formats), Style.VERDICT))
        blocks.append(Paragraph(" ".join(part for part in sentences if part)))
        if not same_certainty(change, usual):
            blocks.append(Paragraph(certainty_sentence(change, usual), Style.CERTAINTY))
    else:
        blocks.append(Paragraph(level_sentence(scale, formats), Style.VERDICT))
        if compared(content) and scale.no_change is not None:
            blocks.append(Paragraph(no_change_sentence(scale.no_change)))
    blocks += item_charts(scale, content, formats)
    number = hidden(scale.items)
    if number:
        text = ngettext(
            "Svarene på %(number)s spørsmål er ikke vist. Grunnen står i «Dette er ikke vist».",
            "Svarene på %(number)s spørsmål er ikke vist. Grunnen står i «Dette er ikke vist».",
            number,
        ) % {"number": formats.whole(number)}
        blocks.append(Paragraph(text, Style.NOTE))
    return Section(f"scale-{scale.key}", scale.name[formats.language], 2, tuple(blocks))


def groups(content: Content, formats: Formats) -> list[Section]:
    """Return the groups' levels, each in the wave in which it was there; none when no group is shown."""
    if not content.groups:
        return []
    lone = sorted({group.name for group in content.groups if not group.in_both})
    blocks: list[Block] = []
    if lone and content.before is not None:
        text = ngettext(
            "%(names)s vises bare i den ene runden. Da kan vi ikke sammenlikne før og etter for gruppen. Det "
            "gjør vi for «%(whole)s».",
            "%(names)s vises bare i den ene runden. Da kan vi ikke sammenlikne før og etter for gruppene. Det "
            "gjør vi for «%(whole)s».",
            len(lone),
        ) % {"names": formats.names(lone), "whole": content.whole_name}
        blocks.append(Paragraph(text))
    text = _(
        "Forskjellene er ikke prøvd statistisk. Små grupper svinger mye: les tallene med varsomhet, og "
        "ranger ikke gruppene."
    )
    blocks.append(Paragraph(text, Style.NOTE))
    for side in (Side.BEFORE, Side.AFTER):
        blocks += group_tables(content, side, formats)
    return [Section("groups", _("Gruppene"), 1, tuple(blocks))]


def measures(content: Content, formats: Formats) -> list[Section]:
    """Return what people say they meet of monitoring, and the questions that belong to no scale."""
    found = []
    earlier = content.tells_levels
    shown = [measure for measure in content.measures if told(measure.after) or (earlier and told(measure.before))]
    if shown:
        text = _(
            "Alle kunne krysse av for flere. Prosentene viser hva folk sier at de opplever, ikke hvilke tiltak "
            "som finnes. Forskjellene er ikke prøvd statistisk."
        )
        tables = tuple(measures_table(measure, content, formats) for measure in shown)
        found.append(Section("measures", _("Kontrolltiltak folk opplever"), 1, (Paragraph(text), *tables)))
    elif content.measures and content.tells_levels:
        text = _(
            "Her skulle det stå hvor mange som har krysset av for hvert tiltak. Svarene er ikke vist. Grunnen står i "
            "«Dette er ikke vist»."
        )
        found.append(Section("measures", _("Kontrolltiltak folk opplever"), 1, (Paragraph(text),)))
    loose = share_charts(content.loose_items, "items-other", content, formats)
    if loose:
        found.append(Section("other-items", _("Andre spørsmål"), 1, loose))
    return found
