"""The series as parts of a document: introduction, charts with their tables, and what the waves say together."""

from collections.abc import Sequence
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from reports.documents.formats import Formats
from reports.documents.group_facts import Level
from reports.documents.model import Block, Dot, Listing, Moment, Panel, Paragraph, Section, Style, Table, TrendChart
from reports.documents.sentences import reading, went
from reports.documents.tables import everybody, not_shown
from reports.documents.trends.comparing import comparison_sections
from reports.documents.trends.facts import Trends, TrendScale
from reports.documents.trends.rows import worth_showing
from reports.documents.trends.sentences import scale_sentences


def report_sections(trends: Trends | None, formats: Formats) -> list[Section]:
    """Return the part of a wave's report on all waves so far; nothing where before and after say it all."""
    shown = worth_showing(trends)
    if shown is None:
        return []
    blocks = [_introduction(shown, formats), trend_chart(shown, formats, primary=True), *_findings(shown, formats)]
    return [Section("trend", _("Utviklingen over alle rundene"), 1, tuple(blocks))]


def page_sections(trends: Trends, formats: Formats) -> tuple[Section, ...]:
    """Return the parts of the page on all waves: the main scales with what they say together, then the others."""
    first = (_introduction(trends, formats), trend_chart(trends, formats, primary=True), *_findings(trends, formats))
    others = trend_chart(trends, formats, primary=False)
    found = [Section("trend", _("Hovedindeksene"), 1, first)]
    if others.panels:
        note = Paragraph(_("Disse er med for å gi et bredere bilde."))
        found.append(Section("trend-others", _("De andre indeksene"), 1, (note, others)))
    found += comparison_sections(trends, formats)
    return (*found, Section("trend-waves", _("Rundene"), 1, (_waves(trends, formats),)))


def _introduction(trends: Trends, formats: Formats) -> Paragraph:
    text = _(
        "Diagrammene viser snittet i «%(name)s» i hver runde, fra 0 til 100. Den tykke streken ved hvert punkt viser "
        "hvor usikkert snittet er. Der streken mangler, svarte alle, eller usikkerheten kan ikke regnes ut."
    ) % {"name": trends.whole_name}
    if trends.changes:
        text += " " + _("En stiplet strek viser når noe ble endret på arbeidsplassen.")
    if trends.left_out:
        left_out = ngettext(
            "%(number)s tidligere runde er ikke med, fordi spørsmålene eller virksomheten var en annen.",
            "%(number)s tidligere runder er ikke med, fordi spørsmålene eller virksomheten var en annen.",
            trends.left_out,
        )
        text += " " + left_out % {"number": formats.whole(trends.left_out)}
    return Paragraph(text)


def _findings(trends: Trends, formats: Formats) -> list[Block]:
    told = [text for scale in trends.scales if (text := scale_sentences(scale, trends, formats))]
    if not told:
        return []
    note = _(
        "For å ta høyde for vanlig svingning regner vi med et standardavvik på %(tau)s poeng fra runde til runde, og p "
        "er justert for at vi prøver flere hovedindekser (Holm)."
    ) % {"tau": formats.round_points(trends.tau)}
    return [Listing(tuple(told)), Paragraph(note, Style.NOTE)]


def trend_chart(trends: Trends, formats: Formats, *, primary: bool) -> TrendChart:
    """Return the chart of the main scales, or of the others, with its table."""
    scales = [scale for scale in trends.scales if scale.primary is primary]
    times = _times(trends)
    changes = [change for change in trends.changes if 0 <= _at(change.date, trends) <= 1]
    labels = wave_labels(trends, formats)
    table = _table(scales, labels, formats, key="trend-main" if primary else "trend-rest")
    return TrendChart(
        key="trend" if primary else "trend-others",
        caption=_("Hovedindeksene over alle rundene") if primary else _("De andre indeksene over alle rundene"),
        alternative=_alternative(scales, labels, formats),
        waves=tuple(zip(times, labels, strict=True)),
        changes=tuple((_at(change.date, trends), str(number)) for number, change in enumerate(changes, start=1)),
        notes=tuple(
            f"{number}: {formats.date(change.date)}. {change.name[formats.language]}"
            for number, change in enumerate(changes, start=1)
        ),
        panels=tuple(_panel(scale, times, formats) for scale in scales),
        table=table,
    )


def wave_labels(trends: Trends, formats: Formats) -> list[str]:
    """Return each wave's month, or its dates where two fell in one month."""
    months = [formats.month(wave.closed) for wave in trends.waves]
    return [
        formats.dates(wave.opened, wave.closed) if months.count(month) > 1 else month
        for wave, month in zip(trends.waves, months, strict=True)
    ]


def _at(iso: str, trends: Trends) -> float:
    first, last = (date.fromisoformat(wave.opened).toordinal() for wave in (trends.waves[0], trends.waves[-1]))
    return (date.fromisoformat(iso).toordinal() - first) / (last - first)


def _times(trends: Trends) -> list[float]:
    return [_at(wave.opened, trends) for wave in trends.waves]


def _panel(scale: TrendScale, times: Sequence[float], formats: Formats) -> Panel:
    moments = tuple(
        Moment(at, Dot(level.mean, level.low, level.high), formats.mean(level))
        for at, level in zip(times, scale.levels, strict=True)
        if level.mean is not None
    )
    return Panel(scale.name[formats.language], reading(scale.direction), moments)


def _alternative(scales: Sequence[TrendScale], labels: Sequence[str], formats: Formats) -> str:
    """Return from where to where each scale went."""
    told = []
    for scale in scales:
        shown = [(label, level) for label, level in zip(labels, scale.levels, strict=True) if level.mean is not None]
        if len(shown) > 1:
            told.append(went(scale.name[formats.language], shown, formats))
    return " ".join(told) or _("Ingen av indeksene er vist i mer enn én runde.")


def _table(scales: Sequence[TrendScale], labels: Sequence[str], formats: Formats, *, key: str) -> Table:
    rows = tuple((scale.name[formats.language], *(_cell(level, formats) for level in scale.levels)) for scale in scales)
    caption = _("Snittet i hver runde, med usikkerhet (95-prosentintervall)")
    return Table(key, caption, (_("Indeks"), *labels), rows)


def _cell(level: Level, formats: Formats) -> str:
    if level.mean is None:
        return not_shown()
    if level.known:
        return f"{formats.mean(level)} ({everybody()})"
    if level.low is None or level.high is None:
        return formats.mean(level)
    return f"{formats.mean(level)} ({formats.interval(level)})"


def _waves(trends: Trends, formats: Formats) -> Table:
    rows = tuple(
        (
            wave.label,
            formats.dates(wave.opened, wave.closed),
            not_shown() if wave.invited is None else formats.whole(wave.invited),
            not_shown() if wave.answered is None else formats.whole(wave.answered),
            "; ".join(change.name[formats.language] for change in trends.changes if change.date <= wave.opened) or "–",
        )
        for wave in trends.waves
    )
    header = (_("Runde"), _("Når"), _("Kunne svare"), _("Svarte"), _("Åpnet etter disse endringene"))
    return Table("trend-rounds", _("Rundene som er med"), header, rows, words=(0, 1, 4))
