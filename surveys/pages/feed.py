"""The calendar feed: what falls due, for whoever holds a party's link. Unknown and revoked links find nothing."""

from datetime import date, datetime

from django.http import HttpRequest, HttpResponse
from django.utils import translation
from django.utils.translation import gettext as _

from surveys import clock
from surveys.monitoring.access import Organisation, feed_by_token
from surveys.monitoring.ical import Event, calendar
from surveys.monitoring.rules import is_over
from surveys.monitoring.selectors import entries
from surveys.monitoring.wording import named
from surveys.organisations.selectors import local_day


def feed(request: HttpRequest, token: str) -> HttpResponse:
    """Return the calendar in the language in which the link was made."""
    found = feed_by_token(token)
    organisation = found.party.organisation
    with translation.override(found.language):
        name = _("Kontrolltiltak: %(place)s") % {"place": organisation.name}
        body = calendar(name, _events(organisation, local_day(organisation, clock.now())))
    return HttpResponse(
        body,
        content_type="text/calendar; charset=utf-8",
        headers={"Cache-Control": "no-store", "Referrer-Policy": "no-referrer"},
    )


def _events(organisation: Organisation, today: date) -> list[Event]:
    found = []
    for entry in entries(organisation):
        said = entry.contents
        name = named(said.kind, said.name)
        if is_over(said, today):
            continue
        if said.evaluate_by is not None:
            title = _("Felles vurdering: %(measure)s") % {"measure": name}
            text = _("Partene skal vurdere om tiltaket fortsatt trengs. Sist mulige dag er denne.")
            found.append(_event("evaluate", entry.number, organisation, said.evaluate_by, title, text, entry.latest.at))
        if said.expected_end is not None:
            title = _("Skal avsluttes: %(measure)s") % {"measure": name}
            text = _("Tiltaket skulle vare til denne dagen.")
            found.append(_event("end", entry.number, organisation, said.expected_end, title, text, entry.latest.at))
    return found


def _event(
    what: str, number: int, organisation: Organisation, day: date, title: str, text: str, changed: datetime
) -> Event:
    return Event(f"{what}-{number}-{organisation.id}", day, title, text, changed)
