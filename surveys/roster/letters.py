"""What an e-mail to somebody on the list says, in her language: as text, and as HTML that fetches nothing.

The first and the last paragraphs are those of every letter; what lies between tells why she gets it.
"""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from django.conf import settings
from django.core import signing
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from surveys import dates, mail
from surveys.organisations.models import Organisation
from surveys.organisations.rules import Role
from surveys.organisations.selectors import parties
from surveys.roster import reminders
from surveys.roster.models import Mailing, Person
from surveys.waves.models import Wave


@dataclass(frozen=True, slots=True)
class Letter:
    """The words of one letter. `sections` are pairs of heading and text."""

    language: str
    subject: str
    synthetic: bool
    greeting: str
    before: tuple[str, ...]
    button: str
    link: str
    after: tuple[str, ...]
    sections: tuple[tuple[str, str], ...]
    stop: str
    stop_link: str


def letter_to(mailing: Mailing, *, token: str, address: str, now: datetime) -> EmailMultiAlternatives:
    """Return the e-mail of a mailing that is loaded with its person, and with its wave's organisation."""
    person = mailing.place.person
    with translation.override(person.language):
        letter = words(mailing.place.group.wave, person, reason=mailing.reason, token=token)
        return mail.compose(
            key=mailing.id,
            to=mail.named(person.name, address),
            subject=letter.subject,
            text=render_to_string("mail/letter.txt", {"letter": letter}),
            html=render_to_string("mail/letter.html", {"letter": letter}),
            # RFC 8058: one click in the reader's own program, without opening the page.
            headers={
                "List-Unsubscribe": f"<{letter.stop_link}>",
                "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
                "Content-Language": person.language,
            },
            now=now,
        )


def words(wave: Wave, person: Person, *, reason: str, token: str) -> Letter:
    """Return what the letter says, in the language that is active."""
    organisation = wave.agreement.organisation
    closes = wave.closes_at.astimezone(ZoneInfo(organisation.timezone))
    told = {
        "organisation": organisation.name,
        "wave": wave.label,
        "parties": _listed([party.name for party in parties(organisation)]),
        "closes": dates.with_time(dates.long_date(closes, dates.active()), closes),
    }
    subject, before = _reason(reason)
    return Letter(
        language=dates.active(),
        subject=subject % told,
        synthetic=organisation.synthetic,
        greeting=_("Hei, %(name)s!") % {"name": mail.one_line(person.name)},
        before=tuple(paragraph % told for paragraph in before),
        button=_("Hent svarbeviset mitt"),
        link=f"{settings.ADDRESS}/svarbevis/{dates.active()}/#{token}",
        after=(
            _("Lenken er din egen. Ikke send den videre: den som bruker den først, får svarbeviset ditt."),
            _("Åpne den helst på din egen telefon. Programmer på arbeidsgiverens maskin kan følge med på hva du gjør."),
        ),
        sections=_sections(organisation),
        stop=_("Vil du ikke ha påminnelser? Si nei takk her:"),
        stop_link=settings.ADDRESS + reverse("no-reminders", args=[dates.active(), no_reminders_token(person)]),
    )


def _reason(reason: str) -> tuple[str, tuple[str, ...]]:
    """Return the subject and the paragraphs that tell why she gets the letter."""
    until = _("Runden «%(wave)s» er åpen til %(closes)s.")
    if reason == reminders.INVITATION:
        return _("Vil du svare? %(organisation)s, %(wave)s"), (
            _("%(parties)s spør alle ved %(organisation)s om hvordan arbeidshverdagen er."),
            _(
                "Svarene skal vise hva dere kan styre selv, hvordan arbeidet blir kontrollert, og hvordan dere har det."
                " Det tar omtrent fem minutter, det er frivillig, og du kan hoppe over spørsmål."
            ),
            until + " " + _("Med lenken henter du svarbeviset ditt. Det er retten din til å svare én gang."),
        )
    if reason == reminders.LAST_REMINDER:
        return _("Siste påminnelse: %(organisation)s, %(wave)s"), (
            _(
                "Svarbeviset ditt er ikke hentet. Denne e-posten går automatisk til dem det gjelder, og Tillit viser"
                " ikke partene hvem det er. Det er den siste påminnelsen."
            ),
            until + " " + _("Lenken under er ny. Den fører til det samme som den du fikk før."),
        )
    if reason in reminders.REMINDERS:
        return _("Takk, eller en påminnelse: %(organisation)s, %(wave)s"), (
            _("Denne e-posten går til alle som ble invitert, enten de har svart eller ikke."),
            _(
                "Har du svart, takker vi deg, og da trenger du ikke gjøre noe mer."
                " Har du ikke svart, rekker du det ennå."
            ),
            until + " " + _("Lenken under er ny. Den fører til det samme som den du fikk før."),
        )
    return _("Ny lenke: %(organisation)s, %(wave)s"), (
        _("Her er en ny lenke til svarbeviset ditt. Tilretteleggeren har bedt oss sende den."),
        _("Hentet du et svarbevis før og mistet det, kan du hente ett nytt, men bare én gang."),
        until,
    )


def _sections(organisation: Organisation) -> tuple[tuple[str, str], ...]:
    return (
        (
            _("Kan noen se hva jeg svarer?"),
            _(
                "Tillit noterer at svarbeviset ditt er hentet, men viser det ikke til partene. Svarbeviset sier"
                " ikke hvem du er. Svarene blir forseglet, og bare tall for grupper blir vist. Hva vi ikke kan"
                " love, står på siden som åpner seg."
            ),
        ),
        (
            _("Kan jeg sjekke noe selv?"),
            _(
                "Ja. På plakaten på arbeidsplassen står det en kode. Skriv den inn på siden før du henter"
                " svarbeviset. Da sjekker nettleseren at du får de samme nøklene som alle andre."
            ),
        ),
        (
            _("Hvem kan jeg spørre?"),
            _("Spør %(people)s. Har du mistet lenken eller svarbeviset, kan tilretteleggeren sende deg en ny lenke.")
            % {"people": _helpers(organisation)},
        ),
    )


def _helpers(organisation: Organisation) -> str:
    roles = (Role.ORGANISER, Role.UNION_REPRESENTATIVE, Role.SAFETY_REPRESENTATIVE)
    called = {
        Role.ORGANISER: _("tilrettelegger"),
        Role.UNION_REPRESENTATIVE: _("tillitsvalgt"),
        Role.SAFETY_REPRESENTATIVE: _("verneombud"),
    }
    members = organisation.memberships.filter(role__in=roles, user__is_active=True).select_related("user")
    ordered = sorted(members, key=lambda member: (roles.index(Role(member.role)), member.user.name))
    people = [f"{member.user.name} ({called[Role(member.role)]})" for member in ordered]
    return _listed(people, last=_("eller")) or _("tilretteleggeren")


def _listed(names: list[str], last: str | None = None) -> str:
    if len(names) < 2:
        return "".join(names)
    return f"{', '.join(names[:-1])} {last or _('og')} {names[-1]}"


def _signer() -> signing.Signer:
    return signing.Signer(salt="surveys.roster.letters.no-reminders", sep=".")


def no_reminders_token(person: Person) -> str:
    """Return what the link for no more reminders holds: it opens nothing else, and nothing of it is stored."""
    return _signer().sign(person.id.hex)


def person_of(token: str) -> UUID | None:
    """Return whom the link for no more reminders was made for; None where it was not made here."""
    try:
        return UUID(hex=_signer().unsign(token))
    except signing.BadSignature:
        return None
