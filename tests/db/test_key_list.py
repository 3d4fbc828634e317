"""The published keys of a wave."""

import hashlib
import json

import pytest

from surveys.audit.selectors import entries
from surveys.ballots.key_list import code_of, published
from surveys.ballots.models import Box
from surveys.credentials.models import SigningKey
from surveys.fingerprints import canonical, short_code
from surveys.organisations.models import Unit
from tests import factories
from tests.db.link_path import opened_by_link
from tests.db.path import prepared

pytestmark = pytest.mark.django_db


def test_a_wave_publishes_its_keys_when_it_opens() -> None:
    path = opened_by_link({"lag-1": 6, "lag-2": 7, "lag-3": 8}, links=["lag-1", "lag-3"])
    document = published(path.wave.id) or b""
    found = json.loads(document)
    assert canonical(found) == document
    assert [(entry["unit"], entry["people"]) for entry in sorted(found["groups"], key=lambda one: one["unit"])] == [
        ("Lag 1", 6),
        ("Lag 3", 8),
    ]
    assert [entry["group"] for entry in found["groups"]] == sorted(
        str(group) for group in SigningKey.objects.values_list("group_id", flat=True)
    )
    assert bytes(Box.objects.get().public_key).hex() != ""
    assert code_of(path.wave.id) == short_code(document)


def test_their_fingerprint_and_code_stand_in_the_log() -> None:
    path = opened_by_link({"lag-1": 6})
    document = published(path.wave.id) or b""
    logged = [entry for entry in entries(path.place.organisation.id) if entry.event == "keys-published"]
    assert [entry.details for entry in logged] == [
        {
            "wave": str(path.wave.id),
            "keys": hashlib.sha256(document).hexdigest(),
            "code": short_code(document),
        }
    ]


def test_nothing_is_published_before_the_wave_opens() -> None:
    path = prepared({"lag-1": 6})
    assert published(path.wave.id) is None
    assert code_of(path.wave.id) is None


def test_two_groups_of_one_name_are_told_apart() -> None:
    """The browser refuses a list in which another group bears the name of hers."""
    place = factories.workplace()
    for code, name in (("lag-1", "Lager"), ("lag-2", "lager ")):
        Unit.objects.filter(pk=place.units[code].pk).update(name=name)
    path = opened_by_link({"lag-1": 6, "lag-2": 7, "lag-3": 8}, place=place)
    named = {entry["unit"] for entry in json.loads(published(path.wave.id) or b"")["groups"]}
    assert named == {"Lager (lag-1)", "lager  (lag-2)", "Lag 3"}


def test_a_wave_with_slips_alone_publishes_the_key_of_its_box() -> None:
    path = opened_by_link({"lag-1": 6}, links=[])
    assert json.loads(published(path.wave.id) or b"")["groups"] == []
