"""The duties and the choices in words. Every explanation is for somebody who reads no law; it is no legal advice.

Where each was read, and what is not known of it, stands in `rules.py`.
"""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from surveys import dates
from surveys.monitoring.rules import Duty, Finding, Reason, Status
from surveys.monitoring.types import (
    ActKind,
    Aim,
    Assessment,
    Continuity,
    Kind,
    Level,
    Openness,
    Outcome,
    Reach,
    Said,
    Talks,
)

Words = str | Promise

NO_ADVICE: Words = _(
    "Listen er laget for å gi oversikt. Den er ikke juridiske råd, og den sier ikke om tiltaket er lovlig. Spør "
    "fagforeningen, arbeidsgiverorganisasjonen eller en jurist når dere er i tvil."
)

KINDS: Mapping[Kind, Words] = {
    Kind.CALL_RECORDING: _("Opptak av samtaler"),
    Kind.LISTENING_IN: _("Medlytting på samtaler"),
    Kind.HANDLING_TIME: _("Måling av tid per samtale eller sak"),
    Kind.SCHEDULE_ADHERENCE: _("Sjekk av om arbeidsplanen følges"),
    Kind.QUEUE_SCREENS: _("Skjermer som viser køen og hvem som er logget på"),
    Kind.LOGIN_STATUS: _("Registrering av når folk logger på og av"),
    Kind.SCREEN_CAPTURE: _("Registrering av skjerm eller tastatur"),
    Kind.LOCATION: _("Registrering av hvor folk er"),
    Kind.CAMERA: _("Kamera der folk jobber"),
    Kind.MESSAGE_READING: _("Innsyn i e-post eller chat"),
    Kind.AUTOMATIC_SCORING: _("Poeng eller karakter fra et dataprogram"),
    Kind.CUSTOMER_RATINGS: _("Vurdering fra dem som tar kontakt"),
    Kind.OTHER: _("Noe annet"),
}
AIMS: Mapping[Aim, Words] = {
    Aim.PERFORMANCE: _("Måle hvor mye eller hvor godt folk arbeider"),
    Aim.DEVELOPMENT: _("Opplæring og veiledning"),
    Aim.SAFETY: _("Drift, sikkerhet eller krav i lov"),
    Aim.SURVEILLANCE: _("Holde øye med folk, uten noe bestemt formål"),
}
REACHES: Mapping[Reach, Words] = {
    Reach.RESULT: _("Resultatet av arbeidet"),
    Reach.BEHAVIOUR: _("Hvordan arbeidet gjøres"),
    Reach.PERSON: _("Personen selv: stemme, bilde, sted eller meldinger"),
}
CONTINUITIES: Mapping[Continuity, Words] = {
    Continuity.ALWAYS: _("Hele tiden"),
    Continuity.REGULAR: _("Til faste tider"),
    Continuity.SOMETIMES: _("Av og til"),
}
OPENNESS: Mapping[Openness, Words] = {
    Openness.OPEN: _("Alle vet når og hvordan det skjer"),
    Openness.PARTLY: _("Folk vet at det finnes, men ikke når det skjer"),
    Openness.HIDDEN: _("Folk vet ikke om det"),
}
LEVELS: Mapping[Level, Words] = {
    Level.PERSON: _("Den enkelte"),
    Level.GROUP: _("Bare grupper"),
    Level.BOTH: _("Både den enkelte og grupper"),
}
SAID: Mapping[Said, Words] = {Said.YES: _("Ja"), Said.NO: _("Nei")}
ASSESSMENTS: Mapping[Assessment, Words] = {
    Assessment.DONE: _("Den er gjort"),
    Assessment.NOT_NEEDED: _("Vurdert som ikke nødvendig"),
    Assessment.NOT_DONE: _("Den er ikke gjort"),
}
TALKS: Mapping[Talks, Words] = {
    Talks.NONE: _("Nei"),
    Talks.DISCUSSED: _("Drøftet"),
    Talks.NEGOTIATED: _("Forhandlet"),
}
OUTCOMES: Mapping[Outcome, Words] = {
    Outcome.KEEP: _("Tiltaket fortsetter som før"),
    Outcome.CHANGE: _("Tiltaket fortsetter med endringer"),
    Outcome.END: _("Tiltaket avsluttes"),
}
ACTS: Mapping[ActKind, Words] = {
    ActKind.COMMENT: _("Kommentar"),
    ActKind.DISAGREEMENT: _("Uenighet"),
    ActKind.SETTLED: _("Uenigheten er løst"),
    ActKind.EVALUATION: _("Felles vurdering"),
    ActKind.CONFIRMATION: _("Vurderingen er bekreftet"),
}
CHOICE_WORDS: Mapping[str, Mapping[str, Words]] = {
    "kind": {key.value: words for key, words in KINDS.items()},
    "aim": {key.value: words for key, words in AIMS.items()},
    "reach": {key.value: words for key, words in REACHES.items()},
    "continuity": {key.value: words for key, words in CONTINUITIES.items()},
    "openness": {key.value: words for key, words in OPENNESS.items()},
    "level": {key.value: words for key, words in LEVELS.items()},
    "appraisal": {key.value: words for key, words in SAID.items()},
    "automated": {key.value: words for key, words in SAID.items()},
    "emotions": {key.value: words for key, words in SAID.items()},
    "outsourced": {key.value: words for key, words in SAID.items()},
    "assessment": {key.value: words for key, words in ASSESSMENTS.items()},
    "talks": {key.value: words for key, words in TALKS.items()},
}

STATUSES: Mapping[Status, Words] = {
    Status.FULFILLED: _("Oppfylt"),
    Status.MISSING: _("Mangler"),
    Status.OVERDUE: _("Over fristen"),
    Status.NOT_APPLICABLE: _("Gjelder ikke"),
}
LAWS: Mapping[Duty, Words] = {
    Duty.AML_GROUNDS: _("Arbeidsmiljøloven § 9-1"),
    Duty.AML_DISCUSSION: _("Arbeidsmiljøloven § 9-2 første ledd"),
    Duty.AML_INFORMATION: _("Arbeidsmiljøloven § 9-2 andre ledd"),
    Duty.AML_EVALUATION: _("Arbeidsmiljøloven § 9-2 tredje ledd"),
    Duty.AML_MAILBOX: _("Arbeidsmiljøloven § 9-5 og forskriften om innsyn i e-post § 2 og § 3"),
    Duty.SE_NEGOTIATION: _("Den svenske medbestemmelsesloven (MBL) § 11"),
    Duty.SE_INFORMATION: _("Den svenske medbestemmelsesloven (MBL) § 19"),
    Duty.SE_OUTSIDE_FIRM: _("Den svenske medbestemmelsesloven (MBL) § 38"),
    Duty.SE_RISK: _("AFS 2023:1 (Sverige), om risikovurdering ved endringer"),
    Duty.SE_SOCIAL: _("AFS 2023:2 (Sverige), om organisatorisk og sosialt arbeidsmiljø"),
    Duty.LEGAL_BASIS: _("Personvernforordningen (GDPR) artikkel 5 og 6"),
    Duty.ASSESSMENT: _("Personvernforordningen (GDPR) artikkel 35"),
    Duty.AI_HIGH_RISK: _("EUs KI-forordning, vedlegg III punkt 4 og artikkel 26"),
    Duty.AI_EMOTIONS: _("EUs KI-forordning artikkel 5 nr. 1 bokstav f"),
}
DEMANDS: Mapping[Duty, Words] = {
    Duty.AML_GROUNDS: _(
        "Et kontrolltiltak må ha saklig grunn i virksomheten, og det må ikke være en for stor belastning for de "
        "ansatte. Skriv formålet, hvorfor det trengs, og hvilke mildere løsninger dere har vurdert."
    ),
    Duty.AML_DISCUSSION: _(
        "Arbeidsgiveren skal så tidlig som mulig drøfte behov, utforming og gjennomføring med de tillitsvalgte, også "
        "når tiltaket endres vesentlig."
    ),
    Duty.AML_INFORMATION: _(
        "Før tiltaket begynner, skal de ansatte som det gjelder, få vite hva formålet er, hvordan det skal "
        "gjennomføres, hva det betyr i praksis, og hvor lenge det skal vare."
    ),
    Duty.AML_EVALUATION: _("Arbeidsgiveren skal jevnlig vurdere behovet for tiltaket sammen med de tillitsvalgte."),
    Duty.AML_MAILBOX: _(
        "Arbeidsgiveren kan bare gå inn i e-post og annet lagret innhold når forskriften gir lov til det, og skal så "
        "langt som mulig varsle den ansatte først. Å overvåke hvordan ansatte bruker datautstyret, er forbudt, "
        "bortsett fra når det trengs for å drive datanettverket eller finne brudd på sikkerheten i det. Skriv hva "
        "retten bygger på, og hvorfor det trengs."
    ),
    Duty.SE_NEGOTIATION: _(
        "Arbeidsgiveren skal selv ta initiativ til å forhandle med fagforeningen den har tariffavtale med, før en "
        "viktigere endring i virksomheten eller i arbeidsforholdene til medlemmene blir bestemt."
    ),
    Duty.SE_INFORMATION: _(
        "Arbeidsgiveren skal løpende fortelle fagforeningen hvordan virksomheten utvikler seg, og hva som er "
        "retningslinjene for personalpolitikken."
    ),
    Duty.SE_OUTSIDE_FIRM: _(
        "Skal et utenforstående firma gjøre arbeid for virksomheten uten å være ansatt, skal arbeidsgiveren først selv "
        "ta initiativ til å forhandle med fagforeningen som den har tariffavtale med om slikt arbeid. Loven har noen "
        "unntak, for eksempel for arbeid som varer kort."
    ),
    Duty.SE_RISK: _(
        "Når en endring planlegges, skal arbeidsgiveren vurdere om den kan gi uhelse eller ulykker, og verneombudet "
        "skal få være med."
    ),
    Duty.SE_SOCIAL: _(
        "Arbeidsgiveren skal følge med på hvordan kravene i arbeidet og det sosiale arbeidsmiljøet virker på folk. "
        "Avtal en dag da dere ser på tiltaket igjen."
    ),
    Duty.LEGAL_BASIS: _(
        "Opplysninger om personer kan bare brukes når loven gir et grunnlag for det, og bare så lenge de trengs. "
        "Skriv hva grunnlaget er, og når opplysningene slettes."
    ),
    Duty.ASSESSMENT: _(
        "Når kontrollen kan gi høy risiko for de ansattes personvern, for eksempel når de følges jevnlig, skal "
        "arbeidsgiveren vurdere konsekvensene for personvernet før den begynner."
    ),
    Duty.AI_HIGH_RISK: _(
        "Et dataprogram med kunstig intelligens som følger med på og vurderer hvordan folk arbeider, fordeler oppgaver "
        "etter hvordan de er, eller tar del i avgjørelser om jobben deres, regnes som høyrisiko. Arbeidsgiveren skal "
        "si fra til de ansatte og de tillitsvalgte før det tas i bruk. I EU, og dermed i Sverige, skal kravet gjelde "
        "fra 2. desember 2027. I Norge gjelder det fra den dagen forordningen blir norsk lov."
    ),
    Duty.AI_EMOTIONS: _(
        "Forordningen forbyr å bruke kunstig intelligens til å lese følelsene til folk på jobb, for eksempel i stemmen "
        "eller ansiktet, bortsett fra av medisinske grunner eller for sikkerheten. I EU, og dermed i Sverige, har "
        "forbudet vært i kraft siden 2. februar 2025. I Norge gjelder det fra den dagen forordningen blir norsk lov."
    ),
}
REASONS: Mapping[Reason, Words] = {
    Reason.WRITTEN: _("Det er skrevet ned i registeret."),
    Reason.NOT_WRITTEN: _("Noe av dette er ikke skrevet ned i registeret."),
    Reason.DONE: _("Gjort %(day)s."),
    Reason.DONE_LATE: _("Gjort %(day)s, men først etter at tiltaket begynte."),
    Reason.NOT_YET: _("Ikke gjort ennå. Det skal gjøres før tiltaket begynner."),
    Reason.BEGAN_WITHOUT: _("Tiltaket begynte %(day)s, og registeret nevner ikke at dette er gjort."),
    Reason.DUE_ON: _("Neste felles vurdering er senest %(day)s."),
    Reason.WAS_DUE: _("Den felles vurderingen skulle vært gjort senest %(day)s."),
    Reason.NO_DATE: _("Det er ikke avtalt når tiltaket skal vurderes igjen."),
    Reason.ENDED: _("Tiltaket ble avsluttet %(day)s."),
    Reason.OTHER_KIND: _("Tiltaket gjelder ikke e-post, lagret innhold eller bruk av datautstyr."),
    Reason.NO_OUTSIDE_FIRM: _("Ikke noe utenforstående firma gjør kontrollen."),
    Reason.GROUPS_ALONE: _("Tallene gjelder bare grupper, ikke enkeltpersoner."),
    Reason.JUDGED_UNNEEDED: _("Det er vurdert at dette ikke trengs."),
    Reason.NO_PROGRAM: _("Ikke noe dataprogram gir poeng eller tar avgjørelser om folk."),
    Reason.NOT_SAID: _("Registeret sier ikke om dette gjelder."),
    Reason.FORBIDDEN: _("Registeret sier at tiltaket leser følelser. Forordningen forbyr det på jobb, med få unntak."),
    Reason.NO_EMOTIONS: _("Tiltaket leser ikke følelser."),
}


def reason(finding: Finding) -> str:
    """Return why a duty stands as it does, in the active language."""
    words = str(REASONS[finding.reason])
    if finding.day is None:
        return words
    return words % {"day": dates.long_date(finding.day, dates.active())}


def named(kind: Kind, name: str) -> str:
    """Return a measure's kind, with the name that the workplace gave it: Opptak av samtaler («Lydlogg»)."""
    if kind is Kind.OTHER or not name:
        return name
    return gettext("%(kind)s («%(name)s»)") % {"kind": KINDS[kind], "name": name}
