"""The log of a workplace, with the check that nothing in it was changed."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from surveys.audit.selectors import check_chain, entries
from surveys.organisations.access import membership_in
from surveys.pages.organise import wording
from surveys.pages.organise.entrance import signed_in


@signed_in
def log(request: HttpRequest, language: str, organisation_id: UUID) -> HttpResponse:
    """Show every entry, newest first, and whether the chain holds."""
    organisation = membership_in(request.user, organisation_id).organisation
    lines = [
        {
            "number": entry.sequence,
            "at": entry.at,
            "what": wording.event(entry.event, entry.details),
            "who": wording.actor(entry.actor),
            "hash": entry.hash,
        }
        for entry in reversed(entries(organisation_id))
    ]
    context = {
        "organisation": organisation,
        "synthetic": organisation.synthetic,
        "lines": lines,
        "chain": check_chain(organisation_id),
    }
    return render(request, "organise/log.html", context)
