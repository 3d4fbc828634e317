"""The questions' answers as charts, each with its table, in the active language."""

from collections.abc import Sequence

from django.utils.translation import gettext as _

from reports.documents.bands import band_of, banded, limits_of
from reports.documents.facts import Content, ItemFacts, ScaleFacts, Shares
from reports.documents.formats import Formats
from reports.documents.model import BandRow, BandsChart, Bar, Segment, Table
from reports.documents.tables import ARROW, band_names, by_columns, compared, not_shown, share_tables, told


def item_charts(scale: ScaleFacts, content: Content, formats: Formats) -> tuple[BandsChart, ...]:
    """Return a scale's questions, one chart for each set of columns that they share."""
    return share_charts(scale.items, f"items-{scale.key}", content, formats, drawn=scale.primary)


def share_charts(
    items: Sequence[ItemFacts], key: str, content: Content, formats: Formats, *, drawn: bool = False
) -> tuple[BandsChart, ...]:
    """Return the answers to some questions, before over after; nothing for one shown in neither."""
    tables = share_tables(items, key, content, formats)
    groups = by_columns(items, formats)
    return tuple(
        _chart(listed, table, content, formats, drawn=drawn)
        for (_columns, listed), table in zip(groups, tables, strict=True)
    )


def _chart(items: Sequence[ItemFacts], table: Table, content: Content, formats: Formats, *, drawn: bool) -> BandsChart:
    options = tuple(option[formats.language] for option in items[0].options)
    bands = band_names(options)
    findings = "; ".join(_finding(item, content, formats) for item in items)
    return BandsChart(
        key=f"bands-{table.key.removeprefix('items-')}",
        caption=_caption(both=compared(content)),
        alternative=_("Diagram over svarene. Andelen som svarte «%(band)s», i prosent: %(findings)s.")
        % {"band": bands[2], "findings": findings},
        unit=_("Svar i prosent"),
        spanning=_("Et tall som står midt under to svar, gjelder de to til sammen."),
        options=options,
        bands=bands,
        rows=tuple(BandRow(item.text[formats.language], _bars(item, content, formats)) for item in items),
        table=table,
        drawn=drawn,
    )


def _caption(*, both: bool) -> str:
    if both:
        return _(
            "Slik fordelte svarene seg, i prosent: øverst før, nederst etter. Der bare et spenn er vist, er stolpen "
            "tegnet etter midten av det."
        )
    return _("Slik fordelte svarene seg, i prosent. Der bare et spenn er vist, er stolpen tegnet etter midten av det.")


def _finding(item: ItemFacts, content: Content, formats: Formats) -> str:
    """Return the upper band's share, before and after, as it can be read from what is released."""
    after = _upper(item.after, formats)
    text = item.text[formats.language].rstrip(".")
    return f"{text}: {_upper(item.before, formats)}{ARROW}{after}" if compared(content) else f"{text}: {after}"


def _upper(shares: Shares | None, formats: Formats) -> str:
    three = banded(shares)
    return not_shown() if three is None or three.withheld is not None else formats.share(three.shares[-1])


def _bars(item: ItemFacts, content: Content, formats: Formats) -> tuple[Bar, ...]:
    if not compared(content):
        return (Bar("", _segments(item.after, formats), not_shown()),)
    return (
        Bar(_("Før"), _segments(item.before, formats), not_shown()),
        Bar(_("Etter"), _segments(item.after, formats), not_shown()),
    )


def _segments(shares: Shares | None, formats: Formats) -> tuple[Segment, ...]:
    if shares is None or not told(shares):
        return ()
    found = []
    for option, released in enumerate(shares.shares):
        low, high = limits_of(released)
        found.append(Segment(band_of(option, len(shares.shares)), (low + high) / 2, formats.share(released)))
    return tuple(found)
