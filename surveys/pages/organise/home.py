"""The overview: what waits, the rounds and the reports, per workplace."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from surveys.errors import NotFound
from surveys.organisations.selectors import memberships_of
from surveys.pages.organise.entrance import signed_in
from surveys.pages.organise.overview import overview


@signed_in
def home(request: HttpRequest, language: str) -> HttpResponse:
    """Show every workplace of the person signed in."""
    if not request.user.is_authenticated:
        raise NotFound
    workplaces = [overview(request, membership.organisation_id) for membership in memberships_of(request.user)]
    synthetic = any(workplace.synthetic for workplace in workplaces)
    return render(request, "organise/home.html", {"workplaces": workplaces, "synthetic": synthetic})
