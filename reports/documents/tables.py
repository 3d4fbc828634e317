"""The tables and the chart of a report, in the active language. A cell never holds a figure that is withheld."""

from collections.abc import Sequence
from itertools import groupby

from django.utils.translation import gettext as _

from reports.documents.facts import Content, ItemFacts, MeasureFacts, ScaleFacts, Shares
from reports.documents.formats import HARD_SPACE, Formats
from reports.documents.group_facts import GroupFacts, Level, Side
from reports.documents.model import Chart, ChartRow, Dot, Table
from reports.documents.sentences import certainty_words, finding_words, reading
from surveys.questionnaires.types import Direction

ARROW = f"{HARD_SPACE}→{HARD_SPACE}"
FEW_GROUPS = 4


def not_shown() -> str:
    """Return what stands in a cell whose figure is withheld."""
    return _("ikke vist")


def everybody() -> str:
    """Return what stands in the place of an interval where all answered and the mean is known."""
    return _("alle svarte")


def wave_label(content: Content, side: Side, formats: Formats) -> str:
    """Return the month of a wave, or its dates where both waves fell in the same month."""
    wave = content.after if side is Side.AFTER or content.before is None else content.before
    other = content.before if wave is content.after else content.after
    if other is not None and formats.month(other.closed) == formats.month(wave.closed):
        return formats.dates(wave.opened, wave.closed)
    return formats.month(wave.closed)


def wave_time(content: Content, side: Side, formats: Formats) -> str:
    """Return when a wave was, as it stands within a sentence: i september 2019, or i perioden 2.–6. sep. 2019."""
    label = wave_label(content, side, formats)
    wave = content.after if side is Side.AFTER or content.before is None else content.before
    if label == formats.month(wave.closed):
        return _("i %(month)s") % {"month": label}
    return _("i perioden %(dates)s") % {"dates": label}


def mean(level: Level | None, formats: Formats) -> str:
    """Return a mean, or that it is not shown."""
    return not_shown() if level is None or level.mean is None else formats.mean(level)


def compared(content: Content) -> bool:
    """Return whether the report holds a before and an after of the same whole."""
    return content.not_compared is None


def profile_table(content: Content, formats: Formats) -> Table:
    """Return the profile in figures: levels, change with interval, finding, certainty; or levels alone."""
    if not compared(content):
        return Table(
            key="profile",
            caption=_("Snittet på hver indeks i poeng fra 0 til 100, og hvor usikkert det er (95-prosentintervall)"),
            header=(_("Indeks"), _("Snitt"), _("Usikkerhet"), _("Svar")),
            rows=tuple(_level_row(scale, formats) for scale in content.scales),
        )
    return Table(
        key="profile",
        caption=_("Snittet på hver indeks i poeng fra 0 til 100, og hvor usikker endringen er (95-prosentintervall)"),
        header=(_("Indeks"), _("Før"), _("Etter"), _("Endring"), _("Usikkerhet"), _("Funn"), _("Sikkerhet")),
        rows=tuple(_change_row(scale, formats) for scale in content.scales),
        words=(0, 5, 6),
    )


def named(scale: ScaleFacts, formats: Formats) -> str:
    """Return a scale's name, with how to read it where a high score is bad."""
    hint = reading(scale.direction)
    name = scale.name[formats.language]
    return f"{name} ({hint})" if hint else name


def _level_row(scale: ScaleFacts, formats: Formats) -> tuple[str, ...]:
    level = scale.after
    known = level.low is not None and level.high is not None
    interval = formats.interval(level) if known else "–"
    interval = everybody() if level.known else interval
    answers = "–" if level.n is None or level.mean is None else formats.whole(level.n)
    return (named(scale, formats), mean(level, formats), interval, answers)


def _change_row(scale: ScaleFacts, formats: Formats) -> tuple[str, ...]:
    levels = (named(scale, formats), mean(scale.before, formats), mean(scale.after, formats))
    change = scale.change
    if change is None:
        return (*levels, "–", "–", finding_words(scale), "–")
    interval = formats.span(change.low, change.high, signed=True)
    return (
        *levels,
        formats.signed(change.difference),
        interval,
        finding_words(scale),
        certainty_words(change.certainty),
    )


def profile_chart(content: Content, formats: Formats) -> Chart:
    """Return the profile as a chart with its table; the alternative text says what was found."""
    rows = tuple(
        ChartRow(
            label=scale.name[formats.language],
            reading=reading(scale.direction),
            finding=_chart_finding(scale, formats),
            before=_dot(scale.before) if compared(content) else None,
            after=_dot(scale.after),
        )
        for scale in content.scales
    )
    after = wave_label(content, Side.AFTER, formats)
    before = wave_label(content, Side.BEFORE, formats)
    return Chart(
        key="profile",
        caption=_("Indeksene før og etter") if compared(content) else _("Indeksene i denne runden"),
        alternative=_alternative(content, formats),
        axis=_("Poeng fra 0 til 100"),
        before_label=_("Før: %(month)s") % {"month": before} if compared(content) else "",
        after_label=_("Etter: %(month)s") % {"month": after} if compared(content) else after,
        interval_label=_("Streken viser hvor usikkert nivået er"),
        rows=rows,
        table=profile_table(content, formats),
    )


def _chart_finding(scale: ScaleFacts, formats: Formats) -> str:
    words = finding_words(scale)
    return f"{words} ({formats.signed(scale.change.difference)})" if scale.change else words


def _dot(level: Level | None) -> Dot | None:
    if level is None or level.mean is None:
        return None
    return Dot(level.mean, None, None) if level.known else Dot(level.mean, level.low, level.high)


def _alternative(content: Content, formats: Formats) -> str:
    findings = []
    for scale in content.scales:
        if compared(content):
            figures = f"{mean(scale.before, formats)}{ARROW}{mean(scale.after, formats)}"
            findings.append(f"{scale.name[formats.language]}: {figures}, {finding_words(scale)}")
        else:
            findings.append(f"{scale.name[formats.language]}: {mean(scale.after, formats)}")
    if not compared(content):
        return _("Diagram over nivået på hver indeks, i poeng. %(findings)s.") % {"findings": "; ".join(findings)}
    return _("Diagram over indeksene før og etter, i poeng. %(findings)s.") % {"findings": "; ".join(findings)}


def share_tables(items: Sequence[ItemFacts], key: str, content: Content, formats: Formats) -> tuple[Table, ...]:
    """Return the shares of the answers to some questions, before and after in one cell; nothing for one shown in "
    "neither."""
    tables = []
    for number, (header, listed) in enumerate(by_columns(items, formats), start=1):
        whole = not compared(content) or all(told(item.before) and told(item.after) for item in listed)
        rows = tuple(
            (item.text[formats.language], *_share_cells(item, len(header), content, formats)) for item in listed
        )
        caption = _items_caption(content, whole)
        tables.append(Table(f"{key}-{number}", caption, (_("Spørsmål"), *header), rows))
    return tuple(tables)


def by_columns(items: Sequence[ItemFacts], formats: Formats) -> list[tuple[tuple[str, ...], list[ItemFacts]]]:
    """Return the questions that are shown in some wave, those that share columns together, with the columns."""
    shown = [item for item in items if told(item.before) or told(item.after)]
    return [(header, list(group)) for header, group in groupby(shown, key=lambda item: _columns(item, formats))]


def _items_caption(content: Content, whole: bool) -> str:
    if not compared(content):
        return _("Svar i prosent")
    return _("Svar i prosent, før → etter") if whole else _("Svar i prosent, før → etter (– er ikke vist)")


def hidden(items: Sequence[ItemFacts]) -> int:
    """Return how many questions are shown in neither wave."""
    return sum(not told(item.before) and not told(item.after) for item in items)


def told(shares: Shares | None) -> bool:
    """Return whether these shares are shown."""
    return shares is not None and shares.withheld is None


def _columns(item: ItemFacts, formats: Formats) -> tuple[str, ...]:
    options = [option[formats.language] for option in item.options]
    shown = [part for part in (item.after, item.before) if part is not None and part.withheld is None]
    return band_names(options) if shown and shown[0].detail == "bands" else tuple(options)


def band_names(options: Sequence[str]) -> tuple[str, str, str]:
    """Return the names of the three bands of some options: the two lowest, those between, the two highest."""
    middle = " / ".join(options[2:-2]) or "–"
    return (_either(options[:2]), middle, _either(options[-2:]))


def _either(options: Sequence[str]) -> str:
    first, second = options
    return f"{first} / {second[0].lower()}{second[1:]}"


def _share_cells(item: ItemFacts, columns: int, content: Content, formats: Formats) -> tuple[str, ...]:
    after = _share_list(item.after, columns, formats, missing="–")
    if not compared(content):
        return after
    before = _share_list(item.before, columns, formats, missing="–")
    return tuple(f"{old}{ARROW}{new}" for old, new in zip(before, after, strict=True))


def _share_list(shares: Shares | None, columns: int, formats: Formats, *, missing: str) -> tuple[str, ...]:
    if shares is None or shares.withheld is not None or len(shares.shares) != columns:
        return (missing,) * columns
    return tuple(formats.share(share) for share in shares.shares)


def measures_table(measures: MeasureFacts, content: Content, formats: Formats) -> Table:
    """Return the shares who chose each monitoring measure."""
    columns = len(measures.options)
    after = _share_list(measures.after, columns, formats, missing=not_shown())
    before = _share_list(measures.before, columns, formats, missing=not_shown())
    names = [text[formats.language] for _key, text in measures.options]
    if not compared(content):
        header: tuple[str, ...] = (_("Kontrolltiltak"), _("Prosent"))
        rows: tuple[tuple[str, ...], ...] = tuple(zip(names, after, strict=True))
    else:
        header = (_("Kontrolltiltak"), _("Før, prosent"), _("Etter, prosent"))
        rows = tuple(zip(names, before, after, strict=True))
    return Table(f"measures-{measures.key}", measures.text[formats.language], header, rows)


def group_tables(content: Content, side: Side, formats: Formats) -> tuple[Table, ...]:
    """Return the levels of the groups shown in one wave: scales down and groups across, or turned where groups are "
    "many."""
    groups = [group for group in content.groups if group.side is side]
    if not groups:
        return ()
    when = {"when": wave_time(content, side, formats)}
    if len(groups) <= FEW_GROUPS:
        header = (_("Indeks"), *(_group_name(group, formats) for group in groups))
        rows = tuple(
            (named(scale, formats), *(level_cell(group.levels.get(scale.key), formats) for group in groups))
            for scale in content.scales
        )
    else:
        primary = [scale for scale in content.scales if scale.primary]
        header = (_("Gruppe"), *(named(scale, formats) for scale in primary))
        rows = tuple(
            (_group_name(group, formats), *(level_cell(group.levels.get(scale.key), formats) for scale in primary))
            for group in groups
        )
    caption = _("Snitt i gruppene %(when)s, med 95-prosentintervall i parentes") % when
    return (Table(f"groups-{side}", caption, header, rows),)


def _group_name(group: GroupFacts, formats: Formats) -> str:
    figures = {"answered": formats.whole(group.answered), "invited": formats.whole(group.headcount)}
    return f"{group.name} " + _("(%(answered)s av %(invited)s svarte)") % figures


def level_cell(level: Level | None, formats: Formats) -> str:
    """Return a mean with its interval, to stand in a table."""
    text = mean(level, formats)
    if level is None or level.mean is None or level.low is None or level.high is None:
        return text
    return f"{text} ({everybody() if level.known else formats.interval(level)})"


def names_of(keys: Sequence[str], content: Content, formats: Formats) -> list[str]:
    """Return the names of some scales as they stand within a sentence, with the way of those whose high is bad."""
    return [_inside(scale, formats) for scale in content.scales if scale.key in keys]


def _inside(scale: ScaleFacts, formats: Formats) -> str:
    name = scale.name[formats.language]
    lowered = f"{name[:1].lower()}{name[1:]}"
    if scale.direction is not Direction.MORE_IS_WORSE or scale.change is None:
        return lowered
    way = _("mindre nå") if scale.change.difference < 0 else _("mer nå")
    return f"{lowered} ({way})"
