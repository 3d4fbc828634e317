"""From agreement to destruction through the services, on the database under test."""

from datetime import timedelta

import pytest

from project.calendar import follow
from reports.releases import services as releases
from surveys.agreements.rules import Holder
from surveys.audit.selectors import check_chain
from surveys.ballots import services as ballots
from surveys.ballots.models import Ballot, BoxShare
from surveys.ballots.shares import sealed_share
from surveys.ballots.types import Answers
from surveys.credentials.models import Slip
from surveys.credentials.services import issue_slips
from tests import factories
from tests.factories import ACTOR, CLOSES, DRAFTED, OPENS

pytestmark = pytest.mark.each_database


@pytest.mark.django_db(transaction=True)
def test_a_wave_goes_from_signature_to_destruction() -> None:
    place = factories.workplace()
    wave = factories.frozen_wave(place, {"lag-1": 12, "lag-2": 8, "lag-3": 7})
    issued = issue_slips(wave=wave, actor=ACTOR, now=DRAFTED)
    assert [w.id for w in follow(now=OPENS).opened] == [wave.id]
    for batch in issued:
        for number, code in enumerate(batch.codes[: batch.group.headcount - 1]):
            answers = Answers(single={"switch_tasks": 1 + number % 5, "hour_by_hour": 2, "move_tasks": 3})
            ballots.cast(code=code, answers=answers, now=OPENS + timedelta(hours=number))
    assert Ballot.objects.count() == 24
    assert [w.id for w in follow(now=CLOSES).closed] == [wave.id]

    first = None
    for holder, key in ((Holder.UNION, "union"), (Holder.EMPLOYER, "employer")):
        member = place.members[key]
        text = place.opened_share(holder, sealed_share(wave=wave, by=member))
        first = releases.give_share(wave=wave, by=member, text=text, now=CLOSES + timedelta(days=1))
    assert first is not None
    record = first.record
    assert (record.ballots.accepted, record.ballots.spent, record.ballots.undecryptable) == (24, 24, 0)
    assert {row.unit: row.n for row in record.rows} == {"senteret": 24, "lag-1": 11, "lag-2": 7, "lag-3": 6}

    for key in ("union", "employer"):
        releases.acknowledge(wave=wave, by=place.members[key], now=CLOSES + timedelta(days=2))
    follow(now=CLOSES + timedelta(days=2))
    wave.refresh_from_db()
    assert wave.state == "destroyed"
    assert (Ballot.objects.count(), Slip.objects.count(), BoxShare.objects.count()) == (0, 0, 0)
    assert check_chain(place.organisation.id).broken_at is None
