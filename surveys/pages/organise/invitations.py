"""How people are invited: slips or links before the round opens; afterwards counts, reminders and new links."""

from http import HTTPStatus
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from surveys import clock, mail
from surveys.credentials.services import choose_channels
from surveys.errors import StatedError
from surveys.organisations.access import actor, require_role
from surveys.organisations.rules import Role
from surveys.pages.organise.entrance import see_other, signed_in
from surveys.pages.organise.mail_forms import ChannelsForm, NewLinkForm
from surveys.roster.mailing import HINDRANCES, grant_new_link, hindrance_now, remind
from surveys.roster.reminders import MOST, MOST_NEW_LINKS, to_everybody
from surveys.roster.selectors import mail_count, refused_addresses, rounds_of_mails
from surveys.waves.access import wave_for
from surveys.waves.rules import Channel, State
from surveys.waves.selectors import groups_of


@signed_in
def invitations(request: HttpRequest, language: str, wave_id: UUID) -> HttpResponse:
    """Show how the round's people are invited, and how far that has come."""
    return _page(request, wave_id)


@signed_in
def choose(request: HttpRequest, language: str, wave_id: UUID) -> HttpResponse:
    """Take the choice of slips or links for each group, by POST."""
    wave, membership = wave_for(request.user, wave_id)
    require_role(membership, Role.ORGANISER)
    if request.method != "POST":
        return see_other(_here(language, wave_id))
    form = _channels_form(request, wave_id, request.POST)
    if not form.is_valid():
        return _page(request, wave_id, channels=form, status=HTTPStatus.BAD_REQUEST)
    chosen = form.link_groups()
    try:
        if chosen and not mail.is_configured():
            raise mail.NoMail
        choose_channels(wave=wave, link_groups=chosen, actor=actor(membership), now=clock.now())
    except StatedError as refusal:
        return _page(request, wave_id, channels=form, status=form.refuse(refusal))
    messages.success(request, _("Valget er lagret."))
    return see_other(_here(language, wave_id))


@signed_in
def send_reminder(request: HttpRequest, language: str, wave_id: UUID) -> HttpResponse:
    """Send a reminder to those who may have one, by POST. Nobody is told how many they are."""
    wave, membership = wave_for(request.user, wave_id)
    require_role(membership, Role.ORGANISER)
    if request.method != "POST":
        return see_other(_here(language, wave_id))
    try:
        remind(wave=wave, actor=actor(membership), now=clock.now())
    except StatedError as refusal:
        return _page(request, wave_id, refused=refusal, status=refusal.http_status)
    messages.success(request, _("Påminnelsen er lagt i kø og sendes nå."))
    return see_other(_here(language, wave_id))


@signed_in
def send_new_link(request: HttpRequest, language: str, wave_id: UUID) -> HttpResponse:
    """Send somebody a new link, by POST. The answer is the same whether or not she has collected."""
    wave, membership = wave_for(request.user, wave_id)
    require_role(membership, Role.ORGANISER)
    if request.method != "POST":
        return see_other(_here(language, wave_id))
    form = NewLinkForm(request.POST)
    if not form.is_valid():
        return _page(request, wave_id, new_link=form, status=HTTPStatus.BAD_REQUEST)
    try:
        grant_new_link(wave=wave, email=form.cleaned_data["email"], actor=actor(membership), now=clock.now())
    except StatedError as refusal:
        return _page(request, wave_id, new_link=form, status=form.refuse(refusal, "email"))
    messages.success(request, _("En ny lenke er lagt i kø og sendes nå."))
    return see_other(_here(language, wave_id))


def _here(language: str, wave_id: UUID) -> str:
    return reverse("invitations", args=[language, wave_id])


def _channels_form(request: HttpRequest, wave_id: UUID, data: object = None) -> ChannelsForm:
    wave, _membership = wave_for(request.user, wave_id)
    groups = [(group.id, group.unit.name, group.channel) for group in groups_of(wave)]
    return ChannelsForm(data, groups=groups)


def _page(
    request: HttpRequest,
    wave_id: UUID,
    *,
    channels: ChannelsForm | None = None,
    new_link: NewLinkForm | None = None,
    refused: StatedError | None = None,
    status: int = HTTPStatus.OK,
) -> HttpResponse:
    wave, membership = wave_for(request.user, wave_id)
    organisation = wave.agreement.organisation
    organiser = membership.role == Role.ORGANISER
    groups = groups_of(wave)
    hindrance = hindrance_now(wave, clock.now())
    number, count = len(rounds_of_mails(wave)), mail_count(wave)
    context = {
        "wave": wave,
        "organisation": organisation,
        "synthetic": organisation.synthetic,
        "organiser": organiser,
        "planned": wave.state == State.PLANNED,
        "open": wave.state == State.OPEN,
        "groups": [(group.unit.name, group.headcount, group.channel == Channel.LINK) for group in groups],
        "by_link": any(group.channel == Channel.LINK for group in groups),
        "mail_configured": mail.is_configured(),
        "count": count,
        "to_send": count.sent + count.waiting + count.refused,
        "refused_addresses": refused_addresses(wave) if organiser else [],
        "channels": channels or _channels_form(request, wave_id),
        "new_link": new_link or NewLinkForm(),
        "most_new_links": MOST_NEW_LINKS,
        "hindrance": HINDRANCES[hindrance] if hindrance else "",
        "reminded": max(0, number - 1),
        "most_reminders": MOST,
        "to_everybody": to_everybody(number),
        "form": channels or new_link,
        "refusal": refused.sentence() if refused else "",
        "errors": bool(refused),
    }
    return render(request, "organise/invitations.html", context, status=status)
