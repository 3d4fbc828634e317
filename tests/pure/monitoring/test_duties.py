"""The duties: each rule by hand, and what holds of them whatever an entry says."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from surveys.monitoring.rules import (
    REMIND_DAYS,
    Duty,
    Fault,
    Finding,
    Reason,
    Status,
    duties,
    evaluation_waits,
    faults,
    is_over,
    never_discussed,
)
from surveys.monitoring.types import (
    Aim,
    Assessment,
    Attachment,
    Contents,
    Kind,
    Level,
    Reach,
    Said,
    Talks,
    from_plain,
    to_plain,
)
from surveys.organisations.rules import Country

TODAY = date(2019, 10, 1)
BARE = Contents("Lydlogg", Kind.CALL_RECORDING, ("senteret",))
START = date(2018, 1, 2)
WHOLE = replace(
    BARE, purpose="a", need="b", alternatives="c", legal_basis="d", retention="e", level=Level.PERSON,
    talks=Talks.NEGOTIATED, talked_on=START - timedelta(days=1), informed_on=START, started_on=START,
    assessment=Assessment.DONE, assessed_on=START, risk_assessed_on=START, automated=Said.NO, emotions=Said.NO,
    outsourced=Said.NO, evaluate_by=TODAY,
)  # fmt: skip

days = st.dates(date(2016, 12, 20), date(2021, 1, 10))
maybe_day = st.none() | days
words = st.text(max_size=12)
contents = st.builds(
    Contents,
    name=words, kind=st.sampled_from(Kind), units=st.lists(words, max_size=3).map(tuple), groups=words,
    aim=st.none() | st.sampled_from(Aim), reach=st.none() | st.sampled_from(Reach), purpose=words, need=words,
    alternatives=words, legal_basis=words, retention=words, level=st.none() | st.sampled_from(Level),
    appraisal=st.none() | st.sampled_from(Said), automated=st.none() | st.sampled_from(Said),
    emotions=st.none() | st.sampled_from(Said), outsourced=st.none() | st.sampled_from(Said),
    assessment=st.none() | st.sampled_from(Assessment), assessed_on=maybe_day, risk_assessed_on=maybe_day,
    talks=st.none() | st.sampled_from(Talks), talked_on=maybe_day, informed_on=maybe_day, started_on=maybe_day,
    ended_on=maybe_day, evaluated_on=maybe_day, evaluate_by=maybe_day,
    attachments=st.lists(st.builds(Attachment, words, words), max_size=2).map(tuple),
)  # fmt: skip


def find(duty: Duty, said: Contents, country: Country = Country.NORWAY, today: date = TODAY) -> Finding:
    return next(found for found in duties(said, country, today) if found.duty is duty)


@pytest.mark.parametrize("country", Country)
def test_an_entry_that_tells_all_owes_nothing(country: Country) -> None:
    open_duties = [found for found in duties(WHOLE, country, TODAY)
                   if found.status in {Status.MISSING, Status.OVERDUE}]  # fmt: skip
    assert open_duties == []


@pytest.mark.parametrize("country", Country)
def test_an_entry_that_tells_nothing_fulfils_nothing(country: Country) -> None:
    assert Status.FULFILLED not in {found.status for found in duties(BARE, country, TODAY)}


@pytest.mark.parametrize(
    ("field", "duty", "country"),
    [
        ("purpose", Duty.AML_GROUNDS, Country.NORWAY), ("need", Duty.AML_GROUNDS, Country.NORWAY),
        ("alternatives", Duty.AML_GROUNDS, Country.NORWAY), ("legal_basis", Duty.LEGAL_BASIS, Country.SWEDEN),
        ("retention", Duty.LEGAL_BASIS, Country.NORWAY),
    ],
)  # fmt: skip
def test_a_text_that_is_missing_is_missed(field: str, duty: Duty, country: Country) -> None:
    without = from_plain(to_plain(WHOLE) | {field: "  "})
    assert find(duty, without, country).status is Status.MISSING
    assert find(duty, WHOLE, country).status is Status.FULFILLED


@pytest.mark.parametrize(
    ("field", "duty", "country"),
    [
        ("talked_on", Duty.AML_DISCUSSION, Country.NORWAY), ("informed_on", Duty.AML_INFORMATION, Country.NORWAY),
        ("assessed_on", Duty.ASSESSMENT, Country.NORWAY), ("talked_on", Duty.SE_NEGOTIATION, Country.SWEDEN),
        ("risk_assessed_on", Duty.SE_RISK, Country.SWEDEN),
    ],
)  # fmt: skip
def test_what_is_due_before_the_start(field: str, duty: Duty, country: Country) -> None:
    def judged(**said: object) -> tuple[Status, Reason, date | None]:
        found = find(duty, from_plain(to_plain(WHOLE) | said), country)
        return found.status, found.reason, found.day

    assert judged(**{field: None}) == (Status.OVERDUE, Reason.BEGAN_WITHOUT, START)
    assert judged(**{field: None, "started_on": None}) == (Status.MISSING, Reason.NOT_YET, None)
    later = (TODAY + timedelta(days=1)).isoformat()
    assert judged(**{field: None, "started_on": later})[0] is Status.MISSING
    assert judged(**{field: later}) == (Status.OVERDUE, Reason.BEGAN_WITHOUT, START)
    after = START + timedelta(days=1)
    assert judged(**{field: after.isoformat()}) == (Status.FULFILLED, Reason.DONE_LATE, after)
    assert judged(**{field: START.isoformat()}) == (Status.FULFILLED, Reason.DONE, START)


def test_a_discussion_is_no_negotiation() -> None:
    said = replace(WHOLE, talks=Talks.DISCUSSED)
    assert find(Duty.AML_DISCUSSION, said).status is Status.FULFILLED
    assert find(Duty.SE_NEGOTIATION, said, Country.SWEDEN).status is Status.OVERDUE


@pytest.mark.parametrize(
    ("due", "status"),
    [(TODAY - timedelta(days=1), Status.OVERDUE), (TODAY, Status.FULFILLED), (TODAY + timedelta(days=1),
     Status.FULFILLED), (None, Status.MISSING)],
)  # fmt: skip
def test_the_day_itself_is_not_late(due: date | None, status: Status) -> None:
    assert find(Duty.AML_EVALUATION, replace(WHOLE, evaluate_by=due)).status is status
    ended = replace(WHOLE, evaluate_by=due, ended_on=TODAY)
    assert find(Duty.AML_EVALUATION, ended).reason is Reason.ENDED


@pytest.mark.parametrize(
    ("moment", "status"),
    [
        (datetime(2019, 12, 31, 22, 59, tzinfo=UTC), Status.FULFILLED),
        (datetime(2019, 12, 31, 23, 0, tzinfo=UTC), Status.OVERDUE),
    ],
)
def test_a_year_ends_when_it_ends_in_the_workplaces_own_zone(moment: datetime, status: Status) -> None:
    today = moment.astimezone(ZoneInfo("Europe/Oslo")).date()
    assert find(Duty.AML_EVALUATION, replace(WHOLE, evaluate_by=date(2019, 12, 31)), today=today).status is status


@pytest.mark.parametrize(
    ("moment", "status"),
    [
        (datetime(2019, 10, 27, 22, 59, tzinfo=UTC), Status.FULFILLED),
        (datetime(2019, 10, 27, 23, 0, tzinfo=UTC), Status.OVERDUE),
        (datetime(2019, 3, 31, 21, 59, tzinfo=UTC), Status.FULFILLED),
    ],
)
def test_the_day_on_which_the_clock_is_moved(moment: datetime, status: Status) -> None:
    """It has 25 hours in October and 23 in March."""
    today = moment.astimezone(ZoneInfo("Europe/Oslo")).date()
    due = date(2019, 10, 27) if moment.month == 10 else date(2019, 3, 31)
    assert find(Duty.AML_EVALUATION, replace(WHOLE, evaluate_by=due), today=today).status is status


def test_what_does_not_concern_a_measure() -> None:
    assert find(Duty.AML_MAILBOX, WHOLE).status is Status.NOT_APPLICABLE
    assert find(Duty.AML_MAILBOX, replace(BARE, kind=Kind.MESSAGE_READING)).status is Status.MISSING
    groups = replace(BARE, level=Level.GROUP)
    assert find(Duty.ASSESSMENT, groups).status is Status.NOT_APPLICABLE
    assert find(Duty.ASSESSMENT, replace(groups, reach=Reach.PERSON)).status is Status.MISSING
    assert find(Duty.AI_HIGH_RISK, replace(WHOLE, automated=Said.YES)).status is Status.FULFILLED
    assert find(Duty.AI_EMOTIONS, replace(WHOLE, emotions=Said.YES)).reason is Reason.FORBIDDEN
    outside = replace(WHOLE, outsourced=Said.YES, talks=Talks.DISCUSSED)
    assert find(Duty.SE_OUTSIDE_FIRM, outside, Country.SWEDEN).status is Status.OVERDUE


@pytest.mark.parametrize(
    ("country", "today", "status"),
    [
        (Country.SWEDEN, date(2027, 12, 1), Status.MISSING),
        (Country.SWEDEN, date(2027, 12, 2), Status.OVERDUE),
        (Country.NORWAY, date(2027, 12, 2), Status.MISSING),
    ],
)
def test_nobody_is_late_with_what_is_no_law_yet(country: Country, today: date, status: Status) -> None:
    found = find(Duty.AI_HIGH_RISK, replace(WHOLE, automated=Said.YES, informed_on=None), country, today)
    assert (found.status, found.reason, found.day) == (status, Reason.BEGAN_WITHOUT, START)


@given(contents, st.sampled_from(Country), days)
def test_every_duty_is_judged_once_whatever_an_entry_says(said: Contents, country: Country, today: date) -> None:
    found = duties(said, country, today)
    assert len({one.duty for one in found}) == len(found) == 9
    dated = {Reason.DONE, Reason.DONE_LATE, Reason.BEGAN_WITHOUT, Reason.DUE_ON, Reason.WAS_DUE, Reason.ENDED}
    assert all(one.day is not None for one in found if one.reason in dated)
    assert all(one.day <= today for one in found if one.status is Status.OVERDUE and one.day)


@given(contents, st.sampled_from(Country), days, st.integers(0, 800))
def test_time_alone_fulfils_nothing_that_was_overdue(said: Contents, country: Country, today: date, later: int) -> None:
    """What was not done in time stays so until somebody writes, but for what is dated ahead and for an end."""
    said = replace(said, ended_on=None, talked_on=None, informed_on=None, assessed_on=None, risk_assessed_on=None)
    before = {one.duty: one.status for one in duties(said, country, today)}
    after = {one.duty: one.status for one in duties(said, country, today + timedelta(days=later))}
    assert all(after[duty] is Status.OVERDUE for duty, status in before.items() if status is Status.OVERDUE)
    assert all(after[duty] is not Status.FULFILLED for duty, status in before.items() if status is Status.MISSING)


@given(contents)
def test_an_entry_comes_back_from_its_plain_form(said: Contents) -> None:
    assert from_plain(to_plain(said)) == said


@pytest.mark.parametrize(("before", "waits"), [(REMIND_DAYS + 1, False), (REMIND_DAYS, True), (0, True), (-400, True)])
def test_the_reminder_comes_a_month_before_and_stays(before: int, waits: bool) -> None:
    said = replace(WHOLE, evaluate_by=TODAY + timedelta(days=before))
    assert evaluation_waits(said, TODAY) is waits
    assert evaluation_waits(replace(said, ended_on=TODAY), TODAY) is False
    assert is_over(replace(said, ended_on=TODAY), TODAY) is True
    assert is_over(replace(said, ended_on=TODAY + timedelta(days=1)), TODAY) is False


def test_never_discussed() -> None:
    assert never_discussed(BARE)
    assert never_discussed(replace(WHOLE, talks=Talks.NONE))
    assert never_discussed(replace(WHOLE, talked_on=None))
    assert not never_discussed(WHOLE)


def test_what_is_wrong_with_an_entry_is_said_by_its_field() -> None:
    own = {"units": frozenset({"senteret"}), "changes": frozenset({"x"})}
    assert faults(WHOLE, **own) == []
    wrong = replace(
        WHOLE, name=" ", units=("elsewhere",), changes=("y",), ended_on=START - timedelta(days=1),
        expected_end=START - timedelta(days=1), talked_on=None, assessed_on=None,
        attachments=(Attachment("referat.pdf", "AB" * 32),),
    )  # fmt: skip
    assert faults(wrong, **own) == [
        ("name", Fault.NO_NAME), ("units", Fault.OTHER_UNIT), ("changes", Fault.OTHER_CHANGE),
        ("ended_on", Fault.ENDS_BEFORE_START), ("expected_end", Fault.ENDS_BEFORE_START),
        ("talked_on", Fault.NO_DAY), ("assessed_on", Fault.NO_DAY), ("attachments", Fault.BAD_HASH),
    ]  # fmt: skip
    assert faults(replace(WHOLE, units=()), **own) == [("units", Fault.NO_UNIT)]
