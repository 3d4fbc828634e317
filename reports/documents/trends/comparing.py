"""A change that leaves somebody outside, in words of the active language: those it covers beside the others."""

from django.utils.translation import gettext as _

from reports.documents.formats import Formats
from reports.documents.model import Block, Listing, Paragraph, Section, Style, Table
from reports.documents.sentences import reading
from reports.documents.tables import ARROW
from reports.documents.trends.facts import Compared, Comparison, Trends
from reports.statistics.claims import Claim


def comparison_sections(trends: Trends | None, formats: Formats) -> list[Section]:
    """Return the part on those that a change covers beside those that it does not; nothing where all are covered."""
    if trends is None or not trends.comparisons:
        return []
    blocks = [block for one in trends.comparisons for block in _blocks(one, formats)]
    return [Section("comparison", _("De som endringen gjelder, og de andre"), 1, tuple(blocks))]


def _blocks(one: Comparison, formats: Formats) -> list[Block]:
    figures = {
        "change": one.change.name[formats.language],
        "day": formats.date(one.change.date),
        "before": formats.month(one.before),
        "after": formats.month(one.after),
        "treated": formats.names(one.treated),
        "others": formats.names(one.others),
        "few": formats.names(one.few),
        "exempt": one.change.exempt,
    }
    if one.scales:
        told = _(
            "«%(change)s» (%(day)s) gjelder %(treated)s. Den gjelder ikke %(others)s, som derfor er en gruppe å "
            "sammenlikne med. Tallene er fra rundene som åpnet i %(before)s og %(after)s."
        )
    elif one.change.exempt and not (one.treated or one.others or one.few):
        told = _("«%(change)s» (%(day)s) gjelder hele virksomheten.")
    else:
        told = _(
            "«%(change)s» (%(day)s) gjelder ikke alle. Men ingen grupper både med og uten endringen er vist med "
            "nok tall i begge rundene. Derfor kan vi ikke sammenlikne dem."
        )
    if one.few:
        told += " " + _("Av %(few)s er det vist for lite til å regne med.")
    if one.change.exempt:
        told += " " + _("Unntatt er: %(exempt)s. Svarene deres kan ikke skilles ut, og er med i enhetene de hører til.")
    blocks: list[Block] = [Paragraph(told % figures)]
    if one.scales:
        note = _(
            "Sammenlikningen bygger på at gruppene ellers ville ha utviklet seg likt. Det kan ikke tallene vise. "
            "Usikkerheten tar høyde for vanlig svingning i begge grupper, og funnene er justert for at vi prøver "
            "flere hovedindekser (Holm)."
        )
        blocks += [
            _table(one, formats),
            Listing(tuple(_sentence(scale, formats) for scale in one.scales)),
            Paragraph(note, Style.NOTE),
        ]
    return blocks


def _named(scale: Compared, formats: Formats) -> str:
    hint, name = reading(scale.direction), scale.name[formats.language]
    return f"{name} ({hint})" if hint else name


def _table(one: Comparison, formats: Formats) -> Table:
    rows = tuple(
        (
            _named(scale, formats),
            ARROW.join(formats.points(value) for value in scale.treated),
            ARROW.join(formats.points(value) for value in scale.others),
            _difference(scale, formats),
        )
        for scale in one.scales
    )
    header = (_("Hovedindeks"), _("Med endringen"), _("Uten endringen"), _("Forskjell i endring"))
    caption = _("Snittet før og etter, og forskjellen mellom de to endringene (95-prosentintervall)")
    return Table(f"comparison-{one.change.date}", caption, header, rows)


def _difference(scale: Compared, formats: Formats) -> str:
    if scale.difference is None or scale.low is None or scale.high is None:
        return "–"
    return f"{formats.signed(scale.difference)} ({formats.span(scale.low, scale.high, signed=True)})"


def _sentence(scale: Compared, formats: Formats) -> str:
    name = {"scale": _named(scale, formats)}
    if scale.difference is None:
        return _("%(scale)s: Alle svarte likt, så forskjellen kan ikke regnes ut.") % name
    if scale.claim is Claim.BECAUSE:
        text = _(
            "%(scale)s: De som endringen gjelder, har endret seg, og mer enn de andre har. Det taler for at det kom "
            "av endringen."
        )
    elif scale.claim is Claim.AFTER:
        text = _(
            "%(scale)s: De som endringen gjelder, har endret seg. Men vi kan ikke si sikkert at de har endret seg "
            "mer enn de andre."
        )
    else:
        text = _("%(scale)s: Vi kan ikke si sikkert at de som endringen gjelder, har endret seg mer enn de andre.")
    return text % name
