"""No more reminders, please: by a button, or by one click in the reader's own e-mail program (RFC 8058)."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from surveys.errors import NotFound
from surveys.roster.letters import person_of
from surveys.roster.mailing import stop_reminders


# Exempt: the e-mail program that posts here has no form of ours, and the link itself says who asks. The worst that a
# forged form could do is to spare somebody a reminder.
@csrf_exempt
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def no_reminders(request: HttpRequest, language: str, token: str) -> HttpResponse:
    """Ask by GET, for scanners follow every link, and do it by POST, as often as it is asked."""
    person = person_of(token)
    if person is None:
        raise NotFound
    if request.method == "POST":
        stop_reminders(person_id=person)
    return render(request, "collect/no_reminders.html", {"done": request.method == "POST"})
