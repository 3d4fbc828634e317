"""What states, roles and entries of the log are called on a page."""

from collections.abc import Mapping
from datetime import date

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from surveys import dates
from surveys.agreements.rules import Holder
from surveys.audit.services import CALENDAR
from surveys.changes.rules import Kind
from surveys.organisations.rules import Role
from surveys.waves.rules import State

Words = str | Promise

STATES: Mapping[State, Words] = {
    State.PLANNED: _("Planlagt"),
    State.OPEN: _("Åpen for svar"),
    State.CLOSED: _("Lukket"),
    State.RELEASED: _("Rapporten er klar"),
    State.DESTROYED: _("Svararkene er slettet"),
}
ROLES: Mapping[Role, Words] = {
    Role.UNION_REPRESENTATIVE: _("tillitsvalgt"),
    Role.EMPLOYER_REPRESENTATIVE: _("representant for arbeidsgiveren"),
    Role.SAFETY_REPRESENTATIVE: _("verneombud"),
    Role.ORGANISER: _("tilrettelegger"),
}
HOLDERS: Mapping[Holder, Words] = {
    Holder.UNION: _("For fagforeningen"),
    Holder.EMPLOYER: _("For arbeidsgiveren"),
    Holder.SUBSTITUTE: _("Vara"),
}
STEPS: Mapping[str, tuple[Words, Words, Words]] = {
    "people": (
        _("Få alle med"),
        _("Den andre parten, et verneombud som vara for nøkkelen, og en tilrettelegger får hver sin invitasjon."),
        _("Inviter"),
    ),
    "units": (
        _("Legg inn enhetene"),
        _("Avdelinger, steder eller lag som folk hører til. Er dere én gruppe, kan dere gå videre uten."),
        _("Legg inn enheter"),
    ),
    "roster": (
        _("Les inn mottakerlisten"),
        _("Listen sier hvem som kan svare, og hvilken enhet hver av dem hører til."),
        _("Les inn listen"),
    ),
    "draft": (
        _("Skriv avtalen"),
        _("Spørreskjema, datoer, grupper og minste gruppestørrelse. Planen sier hva som kommer til å vises."),
        _("Skriv avtalen"),
    ),
    "keys": (
        _("Lag nøklene"),
        _("En fra hver part og verneombudet lager hver sin nøkkel på sin egen maskin. Svarene låses med dem."),
        _("Lag nøkkelen din"),
    ),
    "holders": (
        _("Utpek nøkkelholdere"),
        _("Avtalen sier hvem som har nøklene. Svarene kan bare åpnes av begge parter sammen."),
        _("Utpek nøkkelholdere"),
    ),
    "sign": (
        _("Signer avtalen"),
        _("Hver part leser hele avtalen og signerer med passordet sitt. Blir noe endret, må alle signere på nytt."),
        _("Les og signer"),
    ),
    "lock": (
        _("Lås mottakerlisten for runden"),
        _(
            "Runden settes opp av seg selv litt etter at alle har signert. "
            "Så låser dere listen over hvem som kan svare."
        ),
        _("Se over og lås listen"),
    ),
    "invite": (
        _("Velg lapper eller lenker"),
        _("Lapper skrives ut og trekkes fra en hatt. Lenker sendes i e-post når runden åpner."),
        _("Velg lapper eller lenker, og lag lappene"),
    ),
    "open": (
        _("Runden åpner"),
        _("Det skjer av seg selv på datoen i avtalen. Da kan folk svare."),
        _("Se runden"),
    ),
}
"""What each step of the guide is called, what it is for, and what the button says."""
CHANGE_KINDS: Mapping[str, Words] = {
    Kind.SCHEDULE.value: _("Arbeidsplan"),
    Kind.BREAKS.value: _("Pauser"),
    Kind.TARGETS.value: _("Mål og måltall"),
    Kind.REMOTE_WORK.value: _("Hjemmekontor"),
    Kind.MONITORING_INTRODUCED.value: _("Kontrolltiltak innført"),
    Kind.MONITORING_CHANGED.value: _("Kontrolltiltak endret"),
    Kind.MONITORING_REMOVED.value: _("Kontrolltiltak fjernet"),
    Kind.STAFFING.value: _("Bemanning"),
    Kind.HOURS.value: _("Arbeidstid"),
}
EVENTS: Mapping[str, Words] = {
    "organisation-created": _("Virksomheten ble opprettet."),
    "party-added": _("Parten %(name)s kom med."),
    "member-added": _("En person fikk rollen %(role)s."),
    "unit-added": _("Enheten %(unit)s kom til, gjeldende fra %(from)s."),
    "unit-renamed": _("Enheten %(unit)s heter nå %(name)s."),
    "person-invited": _("En person ble invitert som %(role)s."),
    "invitation-revoked": _("En invitasjon som %(role)s ble trukket tilbake."),
    "unit-ended": _("Enheten %(unit)s ble avsluttet %(to)s."),
    "agreement-drafted": _("Et utkast til avtale ble skrevet."),
    "plan-made": _("Planen for hva som skal vises, ble laget. Eldre signaturer falt bort."),
    "agreement-changed": _("Avtalen ble endret. Signaturene falt bort."),
    "custodian-named": _("En nøkkelholder ble utpekt. Signaturene falt bort."),
    "custodian-replaced": _("En nøkkelholder ble byttet for de rundene som ikke var åpnet. Signaturene falt bort."),
    "key-registered": _("En nøkkel med fingeravtrykket %(mark)s ble meldt inn."),
    "agreement-signed": _("Avtalen ble signert."),
    "change-registered": _("En endring på arbeidsplassen ble ført opp med dato %(date)s."),
    "change-withdrawn": _("Endringen med dato %(date)s ble trukket tilbake."),
    "measure-registered": _("Kontrolltiltak nummer %(measure)s ble ført opp."),
    "measure-revised": _("Kontrolltiltak nummer %(measure)s fikk versjon %(version)s."),
    "measure-taken-over": _("Arbeidsgiveren står nå for kontrolltiltak nummer %(measure)s."),
    "measure-comment": _("En part kommenterte kontrolltiltak nummer %(measure)s."),
    "measure-disagreement": _("En part er uenig om kontrolltiltak nummer %(measure)s."),
    "measure-settled": _("En uenighet om kontrolltiltak nummer %(measure)s er løst."),
    "measure-evaluation": _("En felles vurdering av kontrolltiltak nummer %(measure)s ble skrevet ned."),
    "measure-confirmation": _("En part bekreftet vurderingen av kontrolltiltak nummer %(measure)s."),
    "evaluation-reminded": _(
        "En som er %(role)s, ble minnet i e-post om felles vurdering av kontrolltiltak nummer %(measures)s."
    ),
    "evaluation-not-reached": _(
        "Påminnelsen om felles vurdering av kontrolltiltak nummer %(measures)s kunne ikke sendes til en som er"
        " %(role)s: e-postadressen ble avvist."
    ),
    "register-imported": _("Registeret ble endret fra en fil. Nye tiltak: %(new)s. Endrede tiltak: %(changed)s."),
    "feed-made": _("En kalenderlenke ble laget."),
    "feed-revoked": _("En kalenderlenke ble trukket tilbake."),
    "figures-imported": _("Det ble tatt inn %(figures)s driftstall."),
    "roster-imported": _("En mottakerliste med %(people)s personer ble lest inn."),
    "roster-frozen": _("Mottakerlisten ble låst for en runde, med %(people)s personer."),
    "slips-issued": _("Det ble laget %(slips)s lapper. Lapper fra før sluttet å virke."),
    "invitations-queued": _("Invitasjoner til %(mails)s personer ble lagt i kø."),
    "reminders-sent": _("Påminnelse nummer %(number)s ble sendt."),
    "new-link-granted": _("En ny lenke ble sendt til en mottaker som ba om det."),
    "mail-uncertain": _(
        "Svaret fra e-postserveren gikk tapt. Så mange e-poster ble sendt en gang til, og kan ha kommet"
        " to ganger: %(mails)s."
    ),
    "party-told": _("Rundens kode ble sendt i e-post til en som er %(role)s."),
    "party-not-reached": _("Rundens kode kunne ikke sendes til en som er %(role)s: e-postadressen ble avvist."),
    "wave-planned": _("Runden %(key)s ble satt opp."),
    "wave-removed": _("Runden %(key)s ble tatt ut av avtalen."),
    "wave-preparations-void": _(
        "Forberedelsene til runden %(key)s falt bort da avtalen ble endret. Listen må låses og lappene lages på nytt."
    ),
    "wave-open": _("Runden %(key)s åpnet for svar."),
    "keys-published": _("De offentlige nøklene til runden ble kunngjort. Koden er %(code)s."),
    "wave-closed": _("Runden %(key)s ble lukket."),
    "share-fetched": _("En nøkkelholder hentet sin del av nøkkelen."),
    "share-given": _("En nøkkelholder leverte sin del av nøkkelen."),
    "loss-declared": _("Delen til nøkkelholderen %(holder)s i runden %(key)s ble erklært tapt."),
    "loss-signed": _("En part til signerte erklæringen om tapt del i runden %(key)s."),
    "loss-withdrawn": _("Erklæringen om tapt del i runden %(key)s ble trukket tilbake."),
    "reopened-same": _("Svarene ble talt på nytt. Tallene ble de samme som i rapporten."),
    "reopened-differs": _("Svarene ble talt på nytt, men tallene ble ikke de samme som i rapporten."),
    "wave-released": _("Svarene i runden %(key)s ble åpnet og talt opp, og rapporten ble klar for begge partene."),
    "report-shared": _("Rapporten for runden %(key)s ble delt med en lenke som virker til %(to)s."),
    "report-unshared": _("En lenke til rapporten for runden %(key)s ble stoppet."),
    "release-read": _("En part bekreftet at rapporten er lest."),
    "box-destroyed": _("Svararkene i runden %(key)s ble slettet."),
    "box-destroyed-unread": _("Svararkene i runden %(key)s ble slettet uten å være åpnet."),
}
_ROLE_KEYS = {role.value: words for role, words in ROLES.items()}
_HOLDER_KEYS = {holder.value: words for holder, words in HOLDERS.items()}
_DATES = frozenset({"date", "from", "to"})


def for_whom(holder: Holder, union: str) -> Words:
    """Return whose share somebody holds. `union` is her union's name where there are several, and otherwise empty."""
    return _("For %(union)s") % {"union": union} if union else HOLDERS[holder]


def event(name: str, details: Mapping[str, object]) -> str:
    """Return what happened, in words; an event that has none shows its own name."""
    words = str(EVENTS.get(name, name))
    known = {key: _told(key, str(value)) for key, value in details.items()}
    try:
        return words % known
    except KeyError:
        return name


def _told(key: str, value: str) -> str:
    if key in _DATES and value:
        return dates.long_date(date.fromisoformat(value), dates.active())
    if key == "holder":
        return str(_HOLDER_KEYS.get(value, value)).lower()
    return str(_ROLE_KEYS.get(value, value))


def actor(name: str) -> str:
    """Return who acted: a role, the calendar, or the name that stands in the log."""
    if name == CALENDAR:
        return str(_("kalenderen"))
    return str(_ROLE_KEYS.get(name.partition(":")[0], name))
