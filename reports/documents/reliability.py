"""How well the questions of each scale hang together, for the part on method."""

from django.utils.translation import gettext as _

from reports.documents.facts import Content
from reports.documents.formats import Formats
from reports.documents.model import Block, Paragraph, Table


def reliability_blocks(content: Content, formats: Formats) -> tuple[Block, ...]:
    """Return the table and what it means; nothing where too few answered for any scale."""
    told = [(scale, scale.reliability) for scale in content.scales if scale.reliability is not None]
    if not told:
        return ()
    rows = tuple(
        (
            scale.name[formats.language],
            formats.coefficient(found.alpha),
            formats.coefficients(found.low, found.high),
            "–" if found.omega is None else formats.coefficient(found.omega),
        )
        for scale, found in told
    )
    header = (_("Indeks"), _("Alfa"), _("Usikkerhet (95-prosentintervall)"), _("Omega"))
    text = _(
        "Alfa og omega sier hvor tett spørsmålene i en indeks henger sammen. 1 er det høyeste, og fra 0,70 er det "
        "vanlig å slå dem sammen. Tallene er regnet ut da svarene ble talt, av dem som svarte på alle spørsmålene i "
        "indeksen."
    )
    return (Table("reliability", _("Hvor tett spørsmålene henger sammen"), header, rows), Paragraph(text))
