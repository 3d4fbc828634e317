"""Many at once: one code is accepted once, the last place is given once, a wave opens once, no answer is lost."""

import threading

import pytest
from django.db import connections, transaction
from django.test import Client

from surveys.agreements import services as agreements
from surveys.agreements.rules import Holder
from surveys.ballots import services as ballots
from surveys.ballots.models import Ballot, Box
from surveys.ballots.services import CodeRefused
from surveys.credentials import services as credentials
from surveys.credentials.models import Slip
from surveys.errors import StatedError
from surveys.waves.models import Wave
from surveys.waves.rules import State
from surveys.waves.services import NotNow, move
from tests import factories
from tests.db import path
from tests.db.at_once import THREADS, at_once
from tests.db.path import DURING
from tests.factories import ACTOR, CLOSES, OPENS

pytestmark = pytest.mark.each_database


def test_one_code_cast_by_twenty_at_once_is_accepted_once(shared: str) -> None:
    found = path.opened({"lag-1": 30})
    code = found.codes("lag-1")[0]
    succeeded, met = at_once(lambda mine: ballots.cast(code=code, answers=path.sheet(mine), now=DURING))
    assert (succeeded, Ballot.objects.count(), Slip.objects.filter(spent=True).count()) == (1, 1, 1)
    assert [type(error) for error in met] == [CodeRefused] * (THREADS - 1)


def test_twenty_codes_for_the_last_place_of_a_group_give_one_answer(shared: str) -> None:
    found = path.opened({"lag-1": 190})
    codes = found.codes("lag-1")
    Slip.objects.filter(pk__in=list(Slip.objects.values_list("pk", flat=True))).update(spent=False)
    kept = _slips_of(codes[:THREADS])
    spent = [slip.pk for slip in Slip.objects.all() if slip.pk not in kept][:189]
    Slip.objects.filter(pk__in=spent).update(spent=True)
    assert (len(codes), len(spent)) == (209, 189)
    succeeded, met = at_once(lambda mine: ballots.cast(code=codes[mine], answers=path.sheet(mine), now=DURING))
    assert (succeeded, Ballot.objects.count()) == (1, 1)
    assert [type(error) for error in met] == [CodeRefused] * (THREADS - 1)


def _slips_of(codes: list[str]) -> set[object]:
    return {credentials.slip_for(code=code, now=DURING).pk for code in codes}


def test_a_wave_that_two_open_at_once_has_one_box_with_its_key(shared: str) -> None:
    found = path.prepared({"lag-1": 6})
    succeeded, met = at_once(lambda _mine: ballots.open_wave(wave=found.wave, now=OPENS), 4)
    assert succeeded == 1
    assert [type(error) for error in met] == [NotNow] * 3
    assert Box.objects.count() == 1
    # The key file is the one that wraps the shares: the loser has not replaced it.
    assert found.file_of(Holder.UNION)


def test_an_agreement_that_changes_while_its_wave_opens_is_either_old_and_open_or_new_and_closed(shared: str) -> None:
    found = path.prepared({"lag-1": 12})
    agreement, by = found.wave.agreement, found.place.members["organiser"]

    def act(mine: int) -> object:
        if mine % 2:
            return ballots.open_wave(wave=found.wave, now=OPENS)
        terms = factories.terms(threshold=6 + mine)
        return agreements.change_terms(agreement=agreement, terms=terms, by=by, now=OPENS)

    _succeeded, met = at_once(act, 6)
    assert all(isinstance(error, StatedError) for error in met)
    agreement.refresh_from_db()
    signed = agreement.signatures.filter(voided_at__isnull=True).count() == 2
    assert (found.state() == State.OPEN) == signed == (agreement.threshold == 5)


def test_closing_waits_for_the_answer_that_is_being_put_in(shared: str) -> None:
    found = path.opened({"lag-1": 6})
    holding, closed = threading.Event(), threading.Event()

    def close() -> None:
        holding.wait(30)
        move(wave=found.wave, to=State.CLOSED, actor=ACTOR, now=CLOSES)
        closed.set()
        connections.close_all()

    closing = threading.Thread(target=close)
    closing.start()
    with transaction.atomic():
        ballots.cast(code=found.codes("lag-1")[0], answers=path.sheet(1), now=DURING)
        holding.set()
        # Were it not waiting, it would have closed well within this second.
        assert not closed.wait(1)
    closing.join()
    assert Wave.objects.get(pk=found.wave.pk).state == State.CLOSED
    assert Ballot.objects.count() == 1


def test_of_several_forms_posted_at_once_one_prints_slips(shared: str) -> None:
    place = factories.workplace()
    wave = factories.frozen_wave(place, {"lag-1": 6})
    browsers = [Client() for _ in range(6)]
    for browser in browsers:
        browser.force_login(place.members["organiser"].user)
    statuses: list[int] = []

    def post(mine: int) -> None:
        statuses.append(browsers[mine].post(f"/parter/nb/runde/{wave.id}/lapper/", {"seen": ""}).status_code)

    _succeeded, met = at_once(post, len(browsers))
    assert met == []
    assert sorted(statuses) == [200] + [409] * (len(browsers) - 1)
