"""Duties that the law lays on a measure, and where each of them stands. It informs; it gives no legal advice.

The words stand in `wording.py`. Where the law stands, and which sources the words were held against in November 2026:

- Arbeidsmiljøloven (17 June 2005 no. 62) §§ 9-1, 9-2, 9-5: arbeidstilsynet.no/regelverk/lover/arbeidsmiljoloven/9,
  arbeidsmiljoloven.com (commentary on § 9-1), Ot.prp. 54 (2008–2009) chapter 11. The regulation on access to e-mail
  (2 July 2018 no. 1108) §§ 2–3, with the two exceptions from the ban on surveillance: datatilsynet.no, "Innsyn i
  e-post og annet elektronisk lagret materiale".
- Medbestämmandelagen (1976:580) 11, 19, 38 §§: faronline.se, "Rätt Arbetsrätt", on negotiation and on information.
- AFS 2023:1 and AFS 2023:2, in force since 1 January 2025: av.se; lagpunkten.se, which tells that AFS 2001:1 and
  AFS 2015:4 went into them. The numbers of their paragraphs could not be checked, so none is named.
- GDPR (EU) 2016/679 art. 5(1)(e), 6, 35.
- The AI Act (EU) 2024/1689 art. 5(1)(f), applied since 2 February 2025 (art. 113(a)): fpf.org, "Red lines under the EU
  AI Act"; only what is inferred from biometric data, by the Commission's guidelines. Annex III point 4 with art. 26(7):
  moved to 2 December 2027 by the Digital Omnibus, which the Council approved on 29 June 2026 (semitora.com; its
  number in the Official Journal was not seen). In Norway the Act needs a law of its own, whose day is not known here.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from surveys.monitoring.types import Assessment, Contents, Kind, Level, Reach, Said, Talks
from surveys.organisations.rules import Country

REMIND_DAYS = 30
"""So many days before an evaluation falls due the parties are reminded."""
MOST_LETTERS, MOST_NAME = 4000, 200
"""The longest text of a field, and the longest name of a measure or an attachment, in characters."""


class Duty(StrEnum):
    """One duty, named after where it stands."""

    AML_GROUNDS = "aml-9-1"
    AML_DISCUSSION = "aml-9-2-1"
    AML_INFORMATION = "aml-9-2-2"
    AML_EVALUATION = "aml-9-2-3"
    AML_MAILBOX = "aml-9-5"
    SE_NEGOTIATION = "mbl-11"
    SE_INFORMATION = "mbl-19"
    SE_OUTSIDE_FIRM = "mbl-38"
    SE_RISK = "afs-2023-1"
    SE_SOCIAL = "afs-2023-2"
    LEGAL_BASIS = "gdpr-6"
    ASSESSMENT = "gdpr-35"
    AI_HIGH_RISK = "ai-annex-3"
    AI_EMOTIONS = "ai-5-1-f"


class Status(StrEnum):
    FULFILLED = "fulfilled"
    MISSING = "missing"
    OVERDUE = "overdue"
    NOT_APPLICABLE = "not_applicable"


class Reason(StrEnum):
    """Why a duty stands as it does; `wording.py` says it in words, with the finding's day where it has one."""

    WRITTEN = "written"
    NOT_WRITTEN = "not_written"
    DONE = "done"
    DONE_LATE = "done_late"
    NOT_YET = "not_yet"
    BEGAN_WITHOUT = "began_without"
    DUE_ON = "due_on"
    WAS_DUE = "was_due"
    NO_DATE = "no_date"
    ENDED = "ended"
    OTHER_KIND = "other_kind"
    NO_OUTSIDE_FIRM = "no_outside_firm"
    GROUPS_ALONE = "groups_alone"
    JUDGED_UNNEEDED = "judged_unneeded"
    NO_PROGRAM = "no_program"
    NOT_SAID = "not_said"
    FORBIDDEN = "forbidden"
    NO_EMOTIONS = "no_emotions"


@dataclass(frozen=True, slots=True)
class Finding:
    """Where a duty stands, and why; `day` is the day that the reason speaks of."""

    duty: Duty
    status: Status
    reason: Reason
    day: date | None = None


Rule = Callable[[Contents, date], Finding]


def duties(contents: Contents, country: Country, today: date) -> tuple[Finding, ...]:
    """Return every duty in the country, in the order of the law. `today` is a day in the workplace's own time zone.

    A measure that has ended keeps what it owed while it ran; only the next evaluation falls away.
    """
    return tuple(rule(contents, today) for rule in RULES[country])


def _written(duty: Duty, *texts: str) -> Finding:
    if all(text.strip() for text in texts):
        return Finding(duty, Status.FULFILLED, Reason.WRITTEN)
    return Finding(duty, Status.MISSING, Reason.NOT_WRITTEN)


def _before_start(duty: Duty, done: date | None, contents: Contents, today: date) -> Finding:
    """Judge what is to be done before a measure begins."""
    start = contents.started_on
    if done is not None and done <= today:
        if start is not None and done > start:
            return Finding(duty, Status.FULFILLED, Reason.DONE_LATE, done)
        return Finding(duty, Status.FULFILLED, Reason.DONE, done)
    if start is not None and start <= today:
        return Finding(duty, Status.OVERDUE, Reason.BEGAN_WITHOUT, start)
    return Finding(duty, Status.MISSING, Reason.NOT_YET)


def _grounds(contents: Contents, today: date) -> Finding:
    return _written(Duty.AML_GROUNDS, contents.purpose, contents.need, contents.alternatives)


def _talks_on(contents: Contents, *kinds: Talks) -> date | None:
    return contents.talked_on if contents.talks in kinds else None


def _discussion(contents: Contents, today: date) -> Finding:
    return _before_start(Duty.AML_DISCUSSION, _talks_on(contents, Talks.DISCUSSED, Talks.NEGOTIATED), contents, today)


def _information(contents: Contents, today: date) -> Finding:
    return _before_start(Duty.AML_INFORMATION, contents.informed_on, contents, today)


def _evaluation(contents: Contents, today: date) -> Finding:
    duty = Duty.AML_EVALUATION
    if contents.ended_on is not None and contents.ended_on <= today:
        return Finding(duty, Status.NOT_APPLICABLE, Reason.ENDED, contents.ended_on)
    if contents.evaluate_by is None:
        return Finding(duty, Status.MISSING, Reason.NO_DATE)
    if contents.evaluate_by < today:
        return Finding(duty, Status.OVERDUE, Reason.WAS_DUE, contents.evaluate_by)
    return Finding(duty, Status.FULFILLED, Reason.DUE_ON, contents.evaluate_by)


def _mailbox(contents: Contents, today: date) -> Finding:
    if contents.kind not in {Kind.MESSAGE_READING, Kind.SCREEN_CAPTURE}:
        return Finding(Duty.AML_MAILBOX, Status.NOT_APPLICABLE, Reason.OTHER_KIND)
    return _written(Duty.AML_MAILBOX, contents.legal_basis, contents.need)


def _negotiation(contents: Contents, today: date) -> Finding:
    return _before_start(Duty.SE_NEGOTIATION, _talks_on(contents, Talks.NEGOTIATED), contents, today)


def _union_told(contents: Contents, today: date) -> Finding:
    told = [day for day in (contents.informed_on, contents.talked_on) if day is not None]
    return _before_start(Duty.SE_INFORMATION, min(told, default=None), contents, today)


def _outside_firm(contents: Contents, today: date) -> Finding:
    if contents.outsourced is None:
        return Finding(Duty.SE_OUTSIDE_FIRM, Status.MISSING, Reason.NOT_SAID)
    if contents.outsourced is Said.NO:
        return Finding(Duty.SE_OUTSIDE_FIRM, Status.NOT_APPLICABLE, Reason.NO_OUTSIDE_FIRM)
    return _before_start(Duty.SE_OUTSIDE_FIRM, _talks_on(contents, Talks.NEGOTIATED), contents, today)


def _risk(contents: Contents, today: date) -> Finding:
    return _before_start(Duty.SE_RISK, contents.risk_assessed_on, contents, today)


def _social(contents: Contents, today: date) -> Finding:
    found = _evaluation(contents, today)
    return Finding(Duty.SE_SOCIAL, found.status, found.reason, found.day)


def _legal_basis(contents: Contents, today: date) -> Finding:
    if contents.level is Level.GROUP:
        return Finding(Duty.LEGAL_BASIS, Status.NOT_APPLICABLE, Reason.GROUPS_ALONE)
    return _written(Duty.LEGAL_BASIS, contents.legal_basis, contents.retention)


def _assessment(contents: Contents, today: date) -> Finding:
    duty = Duty.ASSESSMENT
    if contents.level is Level.GROUP and contents.reach is not Reach.PERSON:
        return Finding(duty, Status.NOT_APPLICABLE, Reason.GROUPS_ALONE)
    if contents.assessment is Assessment.NOT_NEEDED:
        return Finding(duty, Status.NOT_APPLICABLE, Reason.JUDGED_UNNEEDED, contents.assessed_on)
    done = contents.assessed_on if contents.assessment is Assessment.DONE else None
    return _before_start(duty, done, contents, today)


HIGH_RISK_FROM: dict[Country, date | None] = {Country.NORWAY: None, Country.SWEDEN: date(2027, 12, 2)}
"""The day from which the duty of annex III and art. 26(7) is law; None where it is not known."""


def _high_risk_in(country: Country) -> Rule:
    def high_risk(contents: Contents, today: date) -> Finding:
        duty, law = Duty.AI_HIGH_RISK, HIGH_RISK_FROM[country]
        if contents.automated is None:
            return Finding(duty, Status.MISSING, Reason.NOT_SAID)
        if contents.automated is Said.NO:
            return Finding(duty, Status.NOT_APPLICABLE, Reason.NO_PROGRAM)
        found = _before_start(duty, contents.informed_on, contents, today)
        if found.status is Status.OVERDUE and (law is None or today < law):
            # Nobody is late with what is no law yet.
            return Finding(duty, Status.MISSING, found.reason, found.day)
        return found

    return high_risk


def _emotions(contents: Contents, today: date) -> Finding:
    duty = Duty.AI_EMOTIONS
    if contents.emotions is None:
        return Finding(duty, Status.MISSING, Reason.NOT_SAID)
    if contents.emotions is Said.NO:
        return Finding(duty, Status.NOT_APPLICABLE, Reason.NO_EMOTIONS)
    return Finding(duty, Status.MISSING, Reason.FORBIDDEN)


_OWN: dict[Country, tuple[Rule, ...]] = {
    Country.NORWAY: (_grounds, _discussion, _information, _evaluation, _mailbox),
    Country.SWEDEN: (_negotiation, _union_told, _outside_firm, _risk, _social),
}
RULES: dict[Country, tuple[Rule, ...]] = {
    country: (*own, _legal_basis, _assessment, _high_risk_in(country), _emotions) for country, own in _OWN.items()
}


def is_over(contents: Contents, today: date) -> bool:
    """Tell whether the measure has ended."""
    return contents.ended_on is not None and contents.ended_on <= today


def evaluation_waits(contents: Contents, today: date) -> bool:
    """Tell whether a joint evaluation is due within `REMIND_DAYS` days, or was due already."""
    due = contents.evaluate_by
    # The difference, never a day of the calendar before the first one: somebody may have typed the year 0001.
    return due is not None and not is_over(contents, today) and (due - today).days <= REMIND_DAYS


class Stage(StrEnum):
    """Which reminder of an evaluation is due: the one before the day, or the one after it."""

    SOON = "soon"
    LATE = "late"


def stage(contents: Contents, today: date) -> Stage | None:
    """Return which reminder is due today; None long before the day, and for a measure that has ended."""
    if contents.evaluate_by is None or not evaluation_waits(contents, today):
        return None
    return Stage.SOON if today <= contents.evaluate_by else Stage.LATE


def never_discussed(contents: Contents) -> bool:
    """Tell whether the entry names no day on which the measure was discussed or negotiated."""
    return contents.talks in {None, Talks.NONE} or contents.talked_on is None


class Fault(StrEnum):
    """What is wrong with an entry."""

    NO_NAME = "no_name"
    NO_UNIT = "no_unit"
    OTHER_UNIT = "other_unit"
    ENDS_BEFORE_START = "ends_before_start"
    NO_DAY = "no_day"
    BAD_HASH = "bad_hash"
    OTHER_CHANGE = "other_change"


def faults(contents: Contents, *, units: frozenset[str], changes: frozenset[str]) -> list[tuple[str, Fault]]:
    """Return pairs (field, fault); `units` and `changes` are the workplace's own."""
    found: list[tuple[str, Fault]] = []
    if not contents.name.strip():
        found.append(("name", Fault.NO_NAME))
    if not contents.units:
        found.append(("units", Fault.NO_UNIT))
    elif not set(contents.units) <= units:
        found.append(("units", Fault.OTHER_UNIT))
    if not set(contents.changes) <= changes:
        found.append(("changes", Fault.OTHER_CHANGE))
    start = contents.started_on
    for field, end in (("ended_on", contents.ended_on), ("expected_end", contents.expected_end)):
        if start is not None and end is not None and end < start:
            found.append((field, Fault.ENDS_BEFORE_START))
    if contents.talks in {Talks.DISCUSSED, Talks.NEGOTIATED} and contents.talked_on is None:
        found.append(("talked_on", Fault.NO_DAY))
    if contents.assessment is Assessment.DONE and contents.assessed_on is None:
        found.append(("assessed_on", Fault.NO_DAY))
    if any(len(one.sha256) != 64 or set(one.sha256) - set("0123456789abcdef") for one in contents.attachments):
        found.append(("attachments", Fault.BAD_HASH))
    return found
