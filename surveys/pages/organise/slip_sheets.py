"""The slips of a round as a PDF, in the active language."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from surveys import dates
from surveys.credentials.services import IssuedSlips
from surveys.pages.addresses import to_type
from surveys.papers.slips import Batch, SlipWords, slips_pdf


@dataclass(frozen=True, slots=True)
class Round:
    """What a slip tells of its round; `closes` is in the workplace's own time zone."""

    organisation: str
    label: str
    closes: datetime
    synthetic: bool


def sheets(told: Round, issued: Sequence[IssuedSlips], *, address: str) -> bytes:
    """Return the PDF. The codes pass through memory alone, on their way to whoever prints them."""
    return slips_pdf(words(told, address), [_batch(batch) for batch in issued], address=address)


def _batch(batch: IssuedSlips) -> Batch:
    number = len(batch.codes)
    told = {"group": batch.group.unit.name, "number": number, "spare": number - batch.group.headcount}
    cover = ngettext(
        "%(group)s: %(number)s lapp, %(spare)s av dem til overs",
        "%(group)s: %(number)s lapper, %(spare)s av dem til overs",
        number,
    )
    return Batch(cover=cover % told, codes=batch.codes)


def words(told: Round, address: str) -> SlipWords:
    """Return what every slip of the round says."""
    language = dates.active()
    closes = dates.with_time(dates.long_date(told.closes, language), told.closes)
    synthetic = _("Syntetisk: en oppdiktet arbeidsplass, laget for å vise fram Tillit")
    return SlipWords(
        language=language,
        region=dates.region_of(language),
        title=_("Lapper: %(organisation)s, %(wave)s") % {"organisation": told.organisation, "wave": told.label},
        heading=f"{told.organisation}: {told.label}",
        scan=_("Skann QR-koden med mobilen, eller gå til"),
        address=to_type(address),
        write=_("og skriv koden:"),
        until=_("Svar før %(closes)s.") % {"closes": closes},
        voluntary=_("Det er frivillig, og Tillit vet ikke hvem som har denne lappen."),
        afterwards=_("Koden virker én gang. Riv lappen i stykker når du har svart."),
        alternative=_("QR-kode som åpner siden med koden fylt inn"),
        notice=synthetic if told.synthetic else "",
    )
