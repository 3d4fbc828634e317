"""The register of the demo's workplace, in the language of its parties. Everything in it is synthetic.

One measure that people experience is not in it (when they log on and off), and the joint evaluation of the queue
screens is overdue at the second release: the report is to find both.
"""

from dataclasses import replace
from datetime import UTC, date, datetime

from project.demo import scenario as model
from project.demo.workplace import Workplace
from surveys.changes.models import PolicyChange
from surveys.monitoring import talks
from surveys.monitoring.importing import import_figures
from surveys.monitoring.models import Measure
from surveys.monitoring.selectors import entry_of
from surveys.monitoring.services import register, revise
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
from surveys.roster.selectors import people_per_unit

LEAST_PEOPLE = 5

COMMON = Contents(
    name="",
    kind=Kind.OTHER,
    units=(model.WHOLE,),
    groups="Alle som svarer på telefon",
    openness=Openness.OPEN,
    legal_basis="Berettiget interesse, personvernforordningen artikkel 6 nr. 1 bokstav f",
    appraisal=Said.NO,
    automated=Said.NO,
    emotions=Said.NO,
    outsourced=Said.NO,
    assessment=Assessment.DONE,
    assessed_on=date(2015, 8, 10),
    talks=Talks.DISCUSSED,
    talked_on=date(2015, 8, 20),
    talked_with="Tillitsvalgt og leder (syntetisk)",
    informed_on=date(2015, 8, 28),
    informed_in=("nb", "nn"),
    started_on=date(2015, 9, 1),
    evaluate_by=date(2020, 3, 2),
    contact="Leder (syntetisk)",
)
HANDLING_TIME = replace(
    COMMON,
    name="Samtaletid per person",
    kind=Kind.HANDLING_TIME,
    aim=Aim.PERFORMANCE,
    reach=Reach.BEHAVIOUR,
    continuity=Continuity.ALWAYS,
    purpose="Å se hvor lang tid sakene tar, så bemanningen passer til køen.",
    need="Uten tall vet vi ikke hvor mange som trengs på telefonen.",
    alternatives="Tall for laget samlet ble vurdert, men ikke valgt.",
    data_types="Start og slutt på hver samtale, med ansattnummer",
    level=Level.PERSON,
    seen_by="Nærmeste leder ser tall for den enkelte. Kollegene ser dem ikke.",
    retention="Slettes etter tolv måneder",
)
CALL_RECORDING = replace(
    COMMON,
    name="Lydlogg",
    kind=Kind.CALL_RECORDING,
    aim=Aim.DEVELOPMENT,
    reach=Reach.PERSON,
    continuity=Continuity.SOMETIMES,
    supplier="Leverandør av telefonløsningen (syntetisk)",
    purpose="Opplæring av nye, og svar på klager.",
    need="Klager må kunne avgjøres etter det som faktisk ble sagt.",
    alternatives="Notater etter samtalen ble vurdert, men gir for dårlig grunnlag.",
    data_types="Lyden i samtalen",
    level=Level.PERSON,
    seen_by="Den som leder opplæringen, og den som behandler klager",
    retention="Slettes etter tretti dager",
)
LISTENING_IN = replace(
    CALL_RECORDING,
    name="Medlytt i opplæringen",
    kind=Kind.LISTENING_IN,
    purpose="Veiledning mens samtalen pågår.",
    need="Nye trenger hjelp der og da.",
    alternatives="Å sitte ved siden av hverandre blir brukt når det er plass.",
    data_types="Ingenting blir lagret",
    seen_by="Den som veileder",
    retention="Ingenting å slette",
)
RATINGS = replace(
    COMMON,
    name="Tilbakemelding fra innringere",
    kind=Kind.CUSTOMER_RATINGS,
    aim=Aim.PERFORMANCE,
    reach=Reach.RESULT,
    continuity=Continuity.ALWAYS,
    purpose="Å vite om folk fikk hjelp.",
    need="Tjenesten skal bli bedre.",
    alternatives="En årlig undersøkelse ble vurdert.",
    data_types="Ett tall fra en til fem per samtale",
    level=Level.GROUP,
    seen_by="Alle ser snittet for hele senteret",
    retention="Slettes etter to år",
)
ADHERENCE = replace(
    COMMON,
    name="Etterlevelse av vaktplanen",
    kind=Kind.SCHEDULE_ADHERENCE,
    aim=Aim.PERFORMANCE,
    reach=Reach.BEHAVIOUR,
    continuity=Continuity.ALWAYS,
    purpose="Å se om hver enkelt sitter på telefonen når planen sier det.",
    need="Planen skulle gi kort ventetid.",
    alternatives="Ingen ble vurdert.",
    data_types="Tid på telefon, skriftlig arbeid og pause, med ansattnummer",
    level=Level.PERSON,
    seen_by="Nærmeste leder ser tall for den enkelte.",
    retention="Slettes etter tre måneder",
)
QUEUE_SCREENS = replace(
    COMMON,
    name="Køskjermer",
    kind=Kind.QUEUE_SCREENS,
    aim=Aim.SAFETY,
    reach=Reach.BEHAVIOUR,
    continuity=Continuity.ALWAYS,
    purpose="Alle skal se køen og fordele arbeidet mellom seg.",
    need="Planen er borte, og noen må ta telefonen når køen vokser.",
    alternatives="Skjermer uten navn ble vurdert og skal vurderes igjen.",
    data_types="Hvem som er logget på, og hvor mange som venter",
    level=Level.BOTH,
    seen_by="Alle i rommet ser det samme",
    retention="Ingenting blir lagret",
    assessed_on=date(2019, 4, 24),
    talks=Talks.NEGOTIATED,
    talked_on=date(2019, 4, 10),
    informed_on=date(2019, 5, 2),
    started_on=model.CHANGE_DAY,
    evaluate_by=date(2019, 10, 1),
)
SCORES = replace(
    RATINGS,
    name="Kvalitetspoeng",
    kind=Kind.AUTOMATIC_SCORING,
    automated=Said.YES,
    purpose="Å finne saker som bør gås gjennom på nytt.",
    need="Ingen rekker å lese alle svar.",
    alternatives="Stikkprøver ble vurdert.",
    data_types="Ett poeng per skriftlig svar",
    level=Level.PERSON,
    seen_by="Den som leder opplæringen",
)
SEEN_BY_THE_UNION = Contents(
    name="Innsyn i chatten",
    kind=Kind.MESSAGE_READING,
    units=(model.WHOLE,),
    data_types="Meldinger mellom kolleger",
    seen_by="Vi vet ikke hvem som leser dem.",
)
"""What the union has met and the employer has not entered: little is known of it, and it was never discussed."""
COMMENTED_AT = datetime(2019, 9, 10, 8, tzinfo=UTC)


def fill(place: Workplace) -> Measure:
    """Enter what was there from the beginning, and return the entry on adherence to the plan."""
    measures = [
        register(organisation=place.organisation, contents=said, by=place.members["employer"], now=model.FOUNDED)
        for said in (HANDLING_TIME, CALL_RECORDING, LISTENING_IN, RATINGS, SCORES, ADHERENCE)
    ]
    register(organisation=place.organisation, contents=SEEN_BY_THE_UNION, by=place.members["union"], now=model.FOUNDED)
    talks.disagree(
        measure=measures[0],
        text="Vi mener at tall for laget samlet er nok, og at tall for den enkelte skaper press.",
        by=place.members["union"],
        now=model.FOUNDED,
    )
    return measures[-1]


def after_the_change(place: Workplace, adherence: Measure, change: PolicyChange) -> None:
    """End the check of the plan and enter the queue screens, both as parts of the change."""
    by, at = place.members["employer"], datetime.combine(model.CHANGE_DAY, model.FOUNDED.time(), tzinfo=UTC)
    latest = entry_of(adherence).latest
    linked = (str(change.id),)
    ended = replace(latest.contents, ended_on=model.CHANGE_DAY, changes=linked)
    revise(measure=adherence, contents=ended, read=latest.number, by=by, now=at)
    screens = register(organisation=place.organisation, contents=replace(QUEUE_SCREENS, changes=linked), by=by, now=at)
    talks.comment(
        measure=screens,
        text="Vi vil se på skjermer uten navn når tiltaket skal vurderes.",
        by=place.members["union"],
        now=COMMENTED_AT,
    )


FIGURES = f"""enhet;fra;til;tall;verdi
{model.WHOLE};2018-10-01;2018-10-19;calls_per_day;1350
{model.WHOLE};2018-10-01;2018-10-19;phone_hours_per_day;151
{model.WHOLE};2018-10-01;2018-10-19;queue_seconds;212
{model.WHOLE};2019-05-01;2019-05-31;calls_per_day;1190
{model.WHOLE};2019-05-01;2019-05-31;phone_hours_per_day;134
{model.WHOLE};2019-05-01;2019-05-31;queue_seconds;148
{model.WHOLE};2019-09-30;2019-10-18;calls_per_day;1420
{model.WHOLE};2019-09-30;2019-10-18;phone_hours_per_day;163
{model.WHOLE};2019-09-30;2019-10-18;queue_seconds;171
"""
"""Synthetic: the autumns are busy, May is quiet, and the hours on the phone go up."""


def take_in_figures(place: Workplace, now: datetime) -> None:
    """Take in the operational figures of the two rounds and of the month of the change."""
    import_figures(
        organisation=place.organisation,
        raw=FIGURES.encode(),
        sizes={unit.code: people for unit, people in people_per_unit(place.organisation)},
        threshold=LEAST_PEOPLE,
        by=place.members["union"],
        now=now,
    )
