"""A code works once, in its time, and no group gets more answers than it has people."""

from datetime import datetime, timedelta

import pytest

from surveys.ballots import services as ballots
from surveys.ballots.encoding import BadAnswers
from surveys.ballots.models import Ballot
from surveys.ballots.services import CodeRefused
from surveys.ballots.types import Answers
from surveys.credentials.codes import MalformedCode, digest
from surveys.credentials.models import Slip
from surveys.credentials.selectors import latest_issue
from surveys.credentials.services import IssuedMeanwhile, issue_slips
from surveys.waves.rules import State
from surveys.waves.services import NotNow, move, plan_waves
from tests import factories
from tests.db import path
from tests.db.path import DURING
from tests.factories import ACTOR, CLOSES, DRAFTED, OPENS

pytestmark = pytest.mark.django_db(transaction=True)
INSTANT = timedelta(microseconds=1)


def _refused(code: str, now: datetime = DURING, error: type[Exception] = CodeRefused) -> None:
    before = (Ballot.objects.count(), Slip.objects.filter(spent=True).count())
    with pytest.raises(error):
        ballots.sheet_for(code=code, now=now)
    with pytest.raises(error):
        ballots.cast(code=code, answers=path.sheet(1), now=now)
    assert (Ballot.objects.count(), Slip.objects.filter(spent=True).count()) == before


def test_an_unknown_code() -> None:
    path.opened({"lag-1": 6})
    _refused("0000-0000-0000")


@pytest.mark.parametrize("code", ["", "ABCD", "ABCD-2345-EFGU", "ABCD-2345-EFGHJ", "æøå", "ABCD-2345-EFG\x00"])
def test_what_cannot_be_a_code(code: str) -> None:
    path.opened({"lag-1": 6})
    _refused(code, error=MalformedCode)


def test_a_used_code() -> None:
    found = path.opened({"lag-1": 6})
    path.cast(found.codes("lag-1")[:1])
    _refused(found.codes("lag-1")[0])
    assert Ballot.objects.count() == 1


def test_a_code_however_it_is_typed_is_one_code() -> None:
    found = path.opened({"lag-1": 6})
    code = found.codes("lag-1")[0]
    path.cast([f" {code.lower().replace('-', ' ')} "])
    _refused(code)


def test_a_code_of_a_wave_that_is_not_open_yet() -> None:
    found = path.prepared({"lag-1": 6})
    _refused(found.codes("lag-1")[0], now=OPENS)


def test_the_moments_around_opening_and_closing() -> None:
    found = path.opened({"lag-1": 6})
    codes = found.codes("lag-1")
    _refused(codes[0], now=OPENS - INSTANT)
    path.cast(codes[:1], now=OPENS)
    path.cast(codes[1:2], now=CLOSES - INSTANT)
    # The calendar has not come round yet: the state is still open, and the clock alone refuses.
    _refused(codes[2], now=CLOSES)


def test_a_code_of_a_closed_wave_even_by_a_clock_that_is_behind() -> None:
    found = path.opened({"lag-1": 6})
    move(wave=found.wave, to=State.CLOSED, actor=ACTOR, now=CLOSES)
    _refused(found.codes("lag-1")[0], now=DURING)


def test_slips_made_again_void_the_first_ones() -> None:
    found = path.prepared({"lag-1": 6})
    again = issue_slips(wave=found.wave, actor=ACTOR, now=DRAFTED)
    ballots.open_wave(wave=found.wave, now=OPENS)
    _refused(found.codes("lag-1")[0])
    path.cast(again[0].codes[:1])


def test_slips_need_a_frozen_roster() -> None:
    place = factories.workplace()
    agreement = factories.draft(place)
    factories.sign(place, agreement)
    wave = plan_waves(agreement=agreement, actor=ACTOR, now=DRAFTED)[0]
    with pytest.raises(NotNow):
        issue_slips(wave=wave, actor=ACTOR, now=DRAFTED)


def test_a_group_never_spends_more_slips_than_it_has_people() -> None:
    found = path.opened({"lag-1": 6, "lag-2": 6})
    codes = found.codes("lag-1")
    assert len(codes) == 8
    path.cast(codes[:6])
    for spare in codes[6:]:
        # The spare code still looks right, so that the page tells no one how many have answered.
        ballots.sheet_for(code=spare, now=DURING)
        with pytest.raises(CodeRefused):
            ballots.cast(code=spare, answers=path.sheet(1), now=DURING)
    assert Ballot.objects.count() == 6
    assert Slip.objects.filter(spent=True).count() == 6
    path.cast(found.codes("lag-2")[:1])


@pytest.mark.parametrize(
    "answers",
    [
        Answers(single={"nothing": 1}),
        Answers(single={path.ITEMS[0]: 6}),
        Answers(single={path.ITEMS[0]: 0}),
        Answers(multiple={path.ITEMS[0]: frozenset({"x"})}),
    ],
)
def test_answers_that_the_questionnaire_does_not_have_leave_the_slip_unspent(answers: Answers) -> None:
    found = path.opened({"lag-1": 6})
    code = found.codes("lag-1")[0]
    with pytest.raises(BadAnswers):
        ballots.cast(code=code, answers=answers, now=DURING)
    assert not Slip.objects.filter(spent=True).exists()
    assert not Ballot.objects.exists()
    path.cast([code])
    assert Ballot.objects.count() == 1


def test_a_failure_after_the_slip_is_spent_gives_it_back(monkeypatch: pytest.MonkeyPatch) -> None:
    found = path.opened({"lag-1": 6})

    def fail(*args: object, **kwargs: object) -> bytes:
        raise MemoryError

    with monkeypatch.context() as broken:
        broken.setattr(ballots, "seal", fail)
        with pytest.raises(MemoryError):
            path.cast(found.codes("lag-1")[:1])
    assert not Slip.objects.filter(spent=True).exists()
    path.cast(found.codes("lag-1")[:1])


def test_codes_are_not_stored_and_not_in_the_order_of_the_table() -> None:
    found = path.prepared({"lag-1": 40})
    key = b"for the test run alone, slips"
    printed = [digest(code, key=key) for code in found.codes("lag-1")]
    stored = [bytes(slip.digest) for slip in Slip.objects.all()]
    assert sorted(printed) == sorted(stored)
    assert printed != stored


def test_equal_lengths_whatever_is_answered() -> None:
    found = path.opened({"lag-1": 6})
    codes = found.codes("lag-1")
    ballots.cast(code=codes[0], answers=Answers(), now=DURING)
    path.cast(codes[1:3])
    assert len({len(bytes(ballot.sealed)) for ballot in Ballot.objects.all()}) == 1


def test_slips_asked_for_by_somebody_who_had_not_seen_the_first_ones_are_refused() -> None:
    wave = factories.frozen_wave(factories.workplace(), {"lag-1": 6})
    first = issue_slips(wave=wave, actor=ACTOR, now=DRAFTED, expected_issue=latest_issue(wave))
    with pytest.raises(IssuedMeanwhile):
        issue_slips(wave=wave, actor=ACTOR, now=DRAFTED, expected_issue="")
    ballots.open_wave(wave=wave, now=OPENS)
    path.cast(first[0].codes[:1])


def test_slips_asked_for_by_somebody_who_had_seen_the_first_ones_are_made() -> None:
    found = path.prepared({"lag-1": 6})
    again = issue_slips(wave=found.wave, actor=ACTOR, now=DRAFTED, expected_issue=latest_issue(found.wave))
    assert not set(again[0].codes) & set(found.codes("lag-1"))
