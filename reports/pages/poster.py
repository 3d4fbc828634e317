"""The poster of a round: for the wall, and for comparing the code of the keys with what a browser was given."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from surveys import dates
from surveys.ballots.key_list import code_of
from surveys.errors import NotFound
from surveys.file_names import file_name
from surveys.organisations.selectors import parties
from surveys.pages.addresses import for_respondents, to_type
from surveys.pages.organise.entrance import signed_in
from surveys.papers.poster import CodePart, Part, Poster, poster_pdf
from surveys.signing import grouped, signing_key
from surveys.waves.access import wave_for
from surveys.waves.rules import Channel, State
from surveys.waves.selectors import groups_of


@signed_in
def poster(request: HttpRequest, language: str, wave_id: UUID) -> HttpResponse:
    """Hand out the poster while the round is open, in the language of the address."""
    wave, _membership = wave_for(request.user, wave_id)
    if wave.state != State.OPEN:
        raise NotFound
    organisation = wave.agreement.organisation
    told = Told(
        organisation=organisation.name,
        label=wave.label,
        closes=localtime(wave.closes_at, ZoneInfo(organisation.timezone)),
        parties=dates.listed([party.name for party in parties(organisation)], language),
        threshold=wave.agreement.threshold,
        channels=frozenset(Channel(group.channel) for group in groups_of(wave)),
        code=code_of(wave.id),
        synthetic=organisation.synthetic,
        signing_key=signing_key().fingerprint(),
    )
    address = for_respondents(request, reverse("respond-explanation", args=[language]))
    name = file_name(_("Plakat"), organisation.name, wave.label)
    return HttpResponse(
        poster_pdf(words(told, language, address), leads_to=address),
        content_type="application/pdf",
        headers={"Content-Disposition": f'attachment; filename="{name}-{language}.pdf"'},
    )


@dataclass(frozen=True, slots=True)
class Told:
    """What the poster tells of its round; `closes` is in the workplace's own time zone."""

    organisation: str
    label: str
    closes: datetime
    parties: str
    threshold: int
    channels: frozenset[Channel]
    code: str | None
    synthetic: bool
    signing_key: str


def words(told: Told, language: str, address: str) -> Poster:
    """Return what the poster says. The code stands on it only where somebody answers by link."""
    closes = dates.with_time(dates.long_date(told.closes, language), told.closes)
    synthetic = _("Syntetisk: en oppdiktet arbeidsplass, laget for å vise fram Tillit")
    return Poster(
        language=language,
        region=dates.region_of(language),
        title=_("Hvordan har du det på jobb?"),
        organisation=f"{told.organisation}: {told.label}",
        until=_("Svar før %(closes)s.") % {"closes": closes},
        parts=_parts(told),
        code=_code(told.code) if Channel.LINK in told.channels and told.code is not None else None,
        signed=_("Filene med rapporten blir signert. Nøkkelen har dette fingeravtrykket:"),
        fingerprint=grouped(told.signing_key),
        more=_("Les hele forklaringen av hvordan svarene er vernet, og hvor vernet slutter:"),
        address=to_type(address),
        alternative=_("QR-kode som åpner siden med forklaringen"),
        notice=synthetic if told.synthetic else "",
    )


def _parts(told: Told) -> tuple[Part, ...]:
    asking, threshold = {"parties": told.parties}, {"threshold": told.threshold}
    return (
        Part(
            _("Hva og hvorfor"),
            (
                _(
                    "Spørsmålene handler om hva du selv kan styre, hvordan arbeidet blir kontrollert, og hvordan du "
                    "har det. Svarene viser hva som er bra, hva som ikke er det, og om det blir bedre når noe endres."
                ),
                _("Det er frivillig og tar omtrent fem minutter.") + " " + _how(told.channels),
            ),
        ),
        Part(
            _("Hvem som spør"),
            (_("%(parties)s spør sammen. De får se de samme tallene i samme øyeblikk.") % asking,),
        ),
        Part(
            _("Hva vi lover, og hvor løftet slutter"),
            (
                _(
                    "Selv den som har hele databasen, alle sikkerhetskopiene og den ene partens nøkkel, kan bare "
                    "gjette hva du svarte. Bare tall for grupper med minst %(threshold)s svar blir vist."
                )
                % threshold,
                _(
                    "Løftet gjelder ikke mot den som har full kontroll over serveren mens du svarer, eller som endrer "
                    "sidene du ser. I en gruppe på %(threshold)s er du én av %(threshold)s."
                )
                % threshold,
            ),
        ),
    )


def _how(channels: frozenset[Channel]) -> str:
    if channels == {Channel.LINK}:
        return _("Du får en lenke på e-post.")
    if channels == {Channel.SLIP}:
        return _("Du trekker en lapp med en kode på.")
    return _("Noen får en lenke på e-post, og andre trekker en lapp med en kode på.")


def _code(code: str) -> CodePart:
    return CodePart(
        title=_("Koden til nøklene i denne runden"),
        code=code,
        paragraphs=(
            _(
                "Skriv koden inn på siden når du henter svarbeviset ditt. Da sammenlikner nettleseren for deg. Du"
                " kan også sammenlikne selv: når svarbeviset er hentet, viser siden en kode, og den skal være"
                " helt lik denne."
            ),
            _(
                "Er kodene like, bruker du de samme nøklene som alle andre. En nøkkel bare til deg kunne avsløre"
                " deg. Er kodene ulike, skal du ikke svare, men si fra til den tillitsvalgte."
            ),
        ),
    )
