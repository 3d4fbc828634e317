"""The log tells of every act, of no answer, and cannot be changed without its being found out."""

from collections import Counter
from datetime import timedelta
from importlib import import_module
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction

from project.calendar import follow
from reports.releases.services import acknowledge
from surveys.audit.models import Chain, Entry
from surveys.audit.selectors import check_chain, entries
from surveys.audit.services import record
from surveys.credentials.services import issue_slips
from tests import factories
from tests.db import path
from tests.db.path import DURING, OPENED
from tests.factories import ACTOR, CLOSES, DRAFTED, OPENS

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.each_database]


def _chain_of_three() -> Any:
    place = factories.workplace()
    assert check_chain(place.organisation.id).broken_at is None
    return place.organisation.id


def _without_guards(statement: str, parameters: list[str | int]) -> None:
    """Do what only somebody who may drop the triggers can."""
    migration = import_module("surveys.audit.migrations.0002_append_only")
    postgresql = connection.vendor == "postgresql"
    names = ["audit_entry_append_only"] if postgresql else ["audit_entry_no_update", "audit_entry_no_delete"]
    with connection.cursor() as cursor:
        for name in names:
            cursor.execute(f"DROP TRIGGER {name}" + (" ON audit_entry" if postgresql else ""))
        cursor.execute(statement, parameters)
        for guard in [migration.POSTGRESQL[1]] if postgresql else migration.SQLITE:
            cursor.execute(guard)


def test_the_database_refuses_to_change_or_remove_an_entry() -> None:
    organisation = _chain_of_three()
    entry = entries(organisation)[1]
    attempts = [
        lambda: Entry.objects.filter(pk=entry.pk).update(event="nothing"),
        lambda: Entry.objects.filter(pk=entry.pk).update(event=entry.event),
        lambda: Entry.objects.filter(pk=entry.pk).delete(),
        lambda: entry.delete(),
        lambda: entry.save(),
        lambda: Entry.objects.all()._raw_delete("default"),
    ]
    for attempt in attempts:
        with pytest.raises(DatabaseError), transaction.atomic():
            attempt()  # type: ignore[no-untyped-call]
    assert check_chain(organisation).broken_at is None


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("event", "nothing-happened"),
        ("actor", "somebody else"),
        ("details", '{"name": "x"}'),
        ("at", "2018-09-03 08:00:01+00:00"),
        ("previous", "0" * 64),
        ("hash", "0" * 64),
        ("sequence", 4000),
    ],
)
def test_a_changed_entry_is_found(column: str, value: str | int) -> None:
    organisation = _chain_of_three()
    second = entries(organisation)[1]
    _without_guards(f"UPDATE audit_entry SET {column} = %s WHERE id = %s", [value, second.pk])
    assert check_chain(organisation).broken_at == 2


@pytest.mark.parametrize("which", [0, 3, -1])
def test_a_removed_entry_is_found(which: int) -> None:
    organisation = _chain_of_three()
    listed = entries(organisation)
    _without_guards("DELETE FROM audit_entry WHERE id = %s", [listed[which].pk])
    assert check_chain(organisation).broken_at == range(1, len(listed) + 1)[which]


def test_a_replaced_entry_is_found() -> None:
    # Without recursive triggers SQLite's REPLACE removes the old row unasked; the chain tells of it all the same.
    organisation = _chain_of_three()
    second = entries(organisation)[1]
    if connection.vendor == "sqlite":
        columns = "id, chain_id, sequence, at, event, actor, details, previous, hash"
        replace = f"REPLACE INTO audit_entry ({columns}) SELECT {columns.replace('event', repr('x'))} FROM audit_entry"
        with connection.cursor() as cursor:
            with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
                cursor.execute(f"{replace} WHERE id = %s", [second.pk])
            cursor.execute("PRAGMA recursive_triggers=OFF")
            cursor.execute(f"{replace} WHERE id = %s", [second.pk])
            cursor.execute("PRAGMA recursive_triggers=ON")
    else:
        _without_guards("UPDATE audit_entry SET event = 'x' WHERE id = %s", [second.pk])
    assert check_chain(organisation).broken_at == 2


def test_a_shortened_chain_and_a_changed_head_are_found() -> None:
    organisation = _chain_of_three()
    length = Chain.objects.get(pk=organisation).length
    Chain.objects.filter(pk=organisation).update(length=length - 1)
    assert check_chain(organisation).broken_at == length + 1
    Chain.objects.filter(pk=organisation).update(length=length, head="0" * 64)
    assert check_chain(organisation).broken_at == length + 1


def test_an_act_that_is_rolled_back_leaves_no_entry() -> None:
    organisation = _chain_of_three()
    length = len(entries(organisation))
    with transaction.atomic():
        record(organisation_id=organisation, event="x", actor=ACTOR, details={}, now=DRAFTED)
        transaction.set_rollback(True)
    assert len(entries(organisation)) == length
    assert check_chain(organisation).broken_at is None


def test_each_workplace_has_its_own_chain() -> None:
    first = _chain_of_three()
    before = [entry.hash for entry in entries(first)]
    other = factories.workplace(name="Dalbygd kundesenter", prefix="dal.").organisation.id
    assert [entry.hash for entry in entries(first)] == before
    assert check_chain(other).broken_at is None
    assert entries(other)[0].sequence == 1


def test_no_entry_is_written_by_a_ballot() -> None:
    found = path.opened({"lag-1": 12})
    head = Chain.objects.get(pk=found.place.organisation.id).head
    path.cast(found.codes("lag-1")[:12])
    follow(now=DURING)
    follow(now=DURING + timedelta(days=1))
    assert Chain.objects.get(pk=found.place.organisation.id).head == head


def test_every_step_of_a_wave_has_its_entry() -> None:
    place = factories.workplace()
    wave = factories.frozen_wave(place, {"lag-1": 12})
    found = path.Path(place, wave, issue_slips(wave=wave, actor=ACTOR, now=DRAFTED))
    follow(now=OPENS)
    path.cast(found.codes("lag-1")[:12])
    follow(now=CLOSES)
    found.open_jointly()
    for key in ("union", "employer"):
        acknowledge(wave=wave, by=place.members[key], now=OPENED)
    follow(now=OPENED)
    events = [entry.event for entry in entries(place.organisation.id)]
    of_the_wave = [event for event in events if not event.startswith(("organisation", "unit", "party", "member"))]
    assert of_the_wave == [
        "agreement-drafted",
        "custodian-named",
        "custodian-named",
        "custodian-named",
        "plan-made",
        "agreement-signed",
        "agreement-signed",
        "wave-planned",
        "roster-imported",
        "roster-frozen",
        "slips-issued",
        "wave-open",
        "keys-published",
        "wave-closed",
        "share-given",
        "share-given",
        "wave-released",
        "release-read",
        "release-read",
        "box-destroyed",
    ]
    assert Counter(events)["member-added"] == 4
    assert check_chain(place.organisation.id).broken_at is None


def test_the_log_names_no_employee_and_no_code() -> None:
    found = path.closed({"lag-1": 12})
    found.open_jointly()
    written = " ".join(f"{entry.event} {entry.actor} {entry.details}" for entry in Entry.objects.all())
    assert "Person lag-1" not in written
    assert "lag-1.0@example.org" not in written
    assert not any(code in written or code.replace("-", "") in written for code in found.codes("lag-1"))
