"""Destruction takes everything that could open the box or tell who had a slip, and finishes what was cut short."""

from datetime import timedelta
from typing import Any

import pytest
from django.conf import settings
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from project.calendar import follow
from reports.releases.models import Release
from reports.releases.services import CannotAcknowledge, acknowledge, destroy_due
from surveys.agreements.rules import Holder
from surveys.audit.models import Entry
from surveys.audit.selectors import check_chain
from surveys.ballots import destruction
from surveys.ballots.key_list import published
from surveys.ballots.models import Ballot, Box, BoxShare, GivenShare, LossDeclaration, LossSignature, RefusedBallots
from surveys.ballots.shares import sealed_share
from surveys.credentials import services as credentials
from surveys.credentials.models import SigningKey, Slip, SpentCredential
from surveys.errors import NotFound
from surveys.roster.models import Issuance, Link, Mailing, ReissueGrant
from surveys.waves.key_files import WaveKeyMissing, wave_keys
from surveys.waves.models import SignedDocument
from surveys.waves.rules import State
from surveys.waves.services import NotNow, move
from tests import factories
from tests.db import link_path, path
from tests.db.path import OPENED, Path
from tests.factories import ACTOR, CLOSES

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.each_database]
ANSWERS = {"lag-1": 12}
LATER = OPENED + timedelta(days=1)


def _gone(found: Path, *, event: str = "box-destroyed") -> None:
    assert found.state() == State.DESTROYED
    for model in (Ballot, Box, BoxShare, GivenShare, Slip):
        assert not model.objects.exists()
    assert not wave_keys().exists(found.wave.id)
    assert Entry.objects.filter(event=event).count() == 1
    assert check_chain(found.place.organisation.id).broken_at is None


def _there(found: Path, state: State) -> None:
    assert found.state() == state
    assert Ballot.objects.count() == 12
    assert wave_keys().exists(found.wave.id)


def test_after_both_parties_have_read() -> None:
    found = path.closed(ANSWERS)
    found.open_jointly()
    acknowledge(wave=found.wave, by=found.place.members["union"], now=LATER)
    assert follow(now=LATER).destroyed == []
    _there(found, State.RELEASED)
    acknowledge(wave=found.wave, by=found.place.members["employer"], now=LATER)
    assert [wave.id for wave in follow(now=LATER).destroyed] == [found.wave.id]
    _gone(found)
    assert Release.objects.count() == 1
    assert follow(now=LATER + timedelta(days=400)).destroyed == []
    _gone(found)


def test_reading_twice_is_reading_once_and_one_party_does_not_read_for_the_other() -> None:
    found = path.closed(ANSWERS)
    found.open_jointly()
    for _ in range(2):
        acknowledge(wave=found.wave, by=found.place.members["union"], now=LATER)
    assert Entry.objects.filter(event="release-read").count() == 1
    assert destroy_due(now=LATER) == []
    for key in ("organiser", "safety"):
        with pytest.raises(CannotAcknowledge):
            acknowledge(wave=found.wave, by=found.place.members[key], now=LATER)


def test_nobody_has_read_what_is_not_released() -> None:
    found = path.closed(ANSWERS)
    with pytest.raises(NotNow):
        acknowledge(wave=found.wave, by=found.place.members["union"], now=LATER)


def test_after_the_days_of_retention_and_not_a_moment_before() -> None:
    found = path.closed(ANSWERS)
    found.open_jointly(now=OPENED)
    end = OPENED + timedelta(days=14)
    assert destroy_due(now=end - timedelta(microseconds=1)) == []
    _there(found, State.RELEASED)
    destroy_due(now=end)
    _gone(found)


def test_a_box_that_a_party_leaves_unopened_goes_unread() -> None:
    found = path.closed(ANSWERS)
    found.give(Holder.UNION)
    end = CLOSES + timedelta(days=60)
    assert destroy_due(now=end - timedelta(microseconds=1)) == []
    _there(found, State.CLOSED)
    destroy_due(now=end)
    _gone(found, event="box-destroyed-unread")
    assert not Release.objects.exists()
    with pytest.raises(NotFound):
        sealed_share(wave=found.wave, by=found.place.members["union"])


def test_a_wave_that_is_open_or_planned_is_never_destroyed() -> None:
    found = path.opened(ANSWERS)
    assert destroy_due(now=CLOSES + timedelta(days=1000)) == []
    assert found.state() == State.OPEN


class Crash(BaseException):
    """A power cut."""


def _crash(*args: object, **kwargs: object) -> None:
    raise Crash


def test_cut_short_between_the_commit_and_the_erasing_it_is_finished_next_time(monkeypatch: pytest.MonkeyPatch) -> None:
    found = path.closed(ANSWERS)
    found.open_jointly()
    end = OPENED + timedelta(days=14)
    with monkeypatch.context() as broken:
        broken.setattr(destruction, "destroy_traces", _crash)
        with pytest.raises(Crash):
            destroy_due(now=end)
    assert found.state() == State.DESTROYED
    assert destruction.is_cut_short(wave=found.wave)
    assert destroy_due(now=end) == []
    _gone(found)


@pytest.mark.parametrize("point", ["destroy_rows", "forget"])
def test_cut_short_before_the_commit_nothing_is_lost(point: str, monkeypatch: pytest.MonkeyPatch) -> None:
    found = path.closed(ANSWERS)
    found.open_jointly()
    end = OPENED + timedelta(days=14)
    with monkeypatch.context() as broken:
        broken.setattr(destruction if point == "destroy_rows" else credentials, point, _crash)
        with pytest.raises(Crash):
            destroy_due(now=end)
    _there(found, State.RELEASED)
    destroy_due(now=end)
    _gone(found)


def test_one_workplaces_destruction_leaves_anothers_box_alone() -> None:
    found = path.closed(ANSWERS)
    other = path.closed(ANSWERS, place=factories.workplace(name="Dalbygd kundesenter", prefix="dal."))
    found.open_jointly()
    destroy_due(now=OPENED + timedelta(days=14))
    assert found.state() == State.DESTROYED
    _there(other, State.CLOSED)
    assert other.open_jointly().record.ballots.accepted == 12


def test_nothing_is_left_of_a_wave_by_link_but_its_published_keys() -> None:
    found = link_path.opened_by_link({"lag-1": 12, "lag-2": 8}, links=["lag-2"])
    path.cast(found.codes("lag-1")[:11])
    link_path.answer_all(found.wave, "lag-2")
    place = link_path.places(found.wave, "lag-2")[0]
    Mailing.objects.create(place=place, reason="invitation")
    ReissueGrant.objects.create(place=place)
    assert Link.objects.exists()
    assert Issuance.objects.exists()
    found.wave = move(wave=found.wave, to=State.CLOSED, actor=ACTOR, now=CLOSES)
    listed = published(found.wave.id)
    found.open_jointly()
    destroy_due(now=OPENED + timedelta(days=14))
    _gone(found)
    for model in (SpentCredential, SigningKey, RefusedBallots, LossDeclaration, Link, Issuance, ReissueGrant, Mailing):
        assert not model.objects.exists()
    assert published(found.wave.id) == listed
    assert SignedDocument.objects.count() == 1


def test_a_declaration_of_loss_is_no_obstacle() -> None:
    found = path.closed(ANSWERS)
    declaration = LossDeclaration.objects.create(box=found.wave.box, holder="union")
    LossSignature.objects.create(
        declaration=declaration, party=found.place.employer, membership=found.place.members["employer"],
        signed_at=OPENED,
    )  # fmt: skip
    destroy_due(now=CLOSES + timedelta(days=60))
    _gone(found, event="box-destroyed-unread")
    assert not LossSignature.objects.exists()


def test_every_table_that_held_a_right_or_a_share_is_rewritten_and_the_key_is_void_before() -> None:
    found = path.closed(ANSWERS)
    found.open_jointly()
    voided: list[int] = []

    def watch(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        if sql.startswith(("VACUUM FULL", "PRAGMA wal_checkpoint")):
            voided.append((settings.WAVE_KEYS / f"{found.wave.id}.key").stat().st_size)
        return execute(sql, params, many, context)

    with connection.execute_wrapper(watch):
        destroy_due(now=OPENED + timedelta(days=14))
    tables = destruction.traced_tables()
    assert set(tables) <= set(connection.introspection.table_names())
    assert {"roster_link", "roster_issuance", "roster_mailing", "credentials_spentcredential"} <= set(tables)
    assert voided == [0] * (len(tables) if connection.vendor == "postgresql" else 1)
    _gone(found)


def test_a_missing_key_file_is_an_error_after_the_pages_have_been_rewritten() -> None:
    found = path.closed(ANSWERS)
    found.open_jointly()
    wave_keys().erase(found.wave.id)
    with CaptureQueriesContext(connection) as carried_out, pytest.raises(WaveKeyMissing):
        destroy_due(now=OPENED + timedelta(days=14))
    assert any(query["sql"].startswith(("VACUUM", "PRAGMA wal")) for query in carried_out.captured_queries)
    assert not Ballot.objects.exists()


def test_a_reader_in_the_way_of_the_rewriting_is_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    found = path.closed(ANSWERS)
    found.open_jointly()
    with monkeypatch.context() as busy:
        busy.setattr(destruction, "_rewrite_pages", lambda: False)
        destroy_due(now=OPENED + timedelta(days=14))
    assert destruction.is_cut_short(wave=found.wave)
    destroy_due(now=OPENED + timedelta(days=14))
    _gone(found)


def test_pages_are_not_rewritten_inside_a_transaction() -> None:
    found = path.closed(ANSWERS)
    with transaction.atomic(), pytest.raises(RuntimeError):
        destruction.destroy_traces(wave=found.wave)
