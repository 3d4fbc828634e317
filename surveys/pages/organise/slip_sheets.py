"""The slips of a round as a PDF, in the active language."""

from collections.abc import Sequence
from zoneinfo import ZoneInfo

from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from surveys import dates
from surveys.credentials.services import IssuedSlips
from surveys.pages.addresses import to_type
from surveys.papers.slips import Batch, SlipWords, slips_pdf
from surveys.waves.models import Wave


def sheets(wave: Wave, issued: Sequence[IssuedSlips], *, address: str) -> bytes:
    """Return the PDF. The codes pass through memory alone, on their way to whoever prints them."""
    return slips_pdf(words(wave, address), [_batch(batch) for batch in issued], address=address)


def _batch(batch: IssuedSlips) -> Batch:
    number = len(batch.codes)
    told = {"group": batch.group.unit.name, "number": number, "spare": number - batch.group.headcount}
    cover = ngettext(
        "%(group)s: %(number)s lapp, %(spare)s av dem til overs",
        "%(group)s: %(number)s lapper, %(spare)s av dem til overs",
        number,
    )
    return Batch(cover=cover % told, codes=batch.codes)


def words(wave: Wave, address: str) -> SlipWords:
    """Return what every slip of the round says."""
    organisation = wave.agreement.organisation
    language = dates.active()
    closes = localtime(wave.closes_at, ZoneInfo(organisation.timezone))
    synthetic = _("Syntetisk: en oppdiktet arbeidsplass, laget for å vise fram Tillit")
    return SlipWords(
        language=language,
        region=dates.region_of(language),
        title=_("Lapper: %(organisation)s, %(wave)s") % {"organisation": organisation.name, "wave": wave.label},
        heading=f"{organisation.name}: {wave.label}",
        scan=_("Skann ruten med mobilen, eller gå til"),
        address=to_type(address),
        write=_("og skriv koden:"),
        until=_("Svar før %(closes)s.") % {"closes": dates.with_time(dates.long_date(closes, language), closes)},
        voluntary=_("Det er frivillig, og Tillit vet ikke hvem som har denne lappen."),
        afterwards=_("Koden virker én gang. Riv lappen i stykker når du har svart."),
        alternative=_("QR-kode som åpner siden med koden fylt inn"),
        notice=synthetic if organisation.synthetic else "",
    )
