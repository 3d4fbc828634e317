"""The first entry of every workplace's register: what this platform itself collects. It follows the code, no form."""

from datetime import date

from django.utils.translation import gettext as _

from surveys.monitoring.types import (
    Aim,
    Assessment,
    Contents,
    Continuity,
    Kind,
    Level,
    Openness,
    Reach,
    Said,
    Talks,
)

NUMBER = 0
"""The number of the entry; those of the parties begin at 1."""


def own_entry(*, units: tuple[str, ...], agreed_on: date | None, retention_days: int | None) -> Contents:
    """Return the entry in the active language.

    `agreed_on` is the day on which the last party signed the agreement that was first in force, None before that;
    `retention_days` stands in the agreement that is in force.
    """
    kept = (
        _("De forseglede svararkene slettes når partene har lest rapporten, og senest etter %(days)s dager.")
        % {"days": retention_days}
        if retention_days
        else _("De forseglede svararkene slettes etter det antallet dager som avtalen sier.")
    )
    return Contents(
        name=_("Tillit, undersøkelsen selv"),
        kind=Kind.OTHER,
        units=units,
        groups=_("Alle på mottakerlisten. Det er frivillig å svare."),
        aim=Aim.DEVELOPMENT,
        reach=Reach.RESULT,
        continuity=Continuity.REGULAR,
        openness=Openness.OPEN,
        purpose=_("Å vise hvordan folk har det på jobb og opplever kontroll, likt for begge parter."),
        need=_("Uten svar fra mange vet verken fagforening eller arbeidsgiver hvordan tiltakene virker."),
        alternatives=_("Samtaler og møter, som undersøkelsen ikke erstatter."),
        legal_basis=_("Avtalen som begge parter har signert. Listen over mottakere er personopplysninger."),
        data_types=_(
            "Mottakerlisten: navn, e-postadresse, enhet og språk. Svararkene: svar uten navn og uten tidspunkt. "
            "Loggen: hva partene gjør, og når."
        ),
        level=Level.GROUP,
        seen_by=_("Svar vises bare som tall for grupper, til begge parter samtidig. Ingen kan se hvem som har svart."),
        retention=kept,
        appraisal=Said.NO,
        automated=Said.NO,
        emotions=Said.NO,
        outsourced=Said.NO,
        assessment=Assessment.NOT_NEEDED,
        talks=Talks.NEGOTIATED if agreed_on else None,
        talked_on=agreed_on,
        talked_with=_("Partene i avtalen") if agreed_on else "",
        contact=_("Tilretteleggeren for undersøkelsen"),
    )
