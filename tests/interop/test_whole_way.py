"""From the mailed link to the box: the browser's modules against the server's own services, nothing between."""

from typing import Any

import pytest

from surveys.ballots.casting import BallotRefused, body_length, cast_sealed
from surveys.ballots.key_list import code_of, published
from surveys.ballots.models import Ballot
from surveys.ballots.sheet_layout import sheet_layout
from surveys.collecting.services import collect
from surveys.credentials.selectors import rights
from surveys.roster.links import new_link
from surveys.roster.models import FrozenPlace
from tests.db.link_path import QUESTIONNAIRE, opened_by_link, places
from tests.db.path import DURING, Path, sheet
from tests.interop.node import Node, Refused

pytestmark = pytest.mark.django_db


def _key_list(node: Node, place: FrozenPlace, document: bytes) -> Any:
    wave, group = place.group.wave_id, place.group_id
    expected = {"wave": str(wave), "group": str(group), "code": code_of(wave)}
    return node.call("credential.checkKeyList", document=document.hex(), **expected)


def _credential(node: Node, place: FrozenPlace) -> str:
    """Return the fragment that the person's browser ends up with."""
    document = published(place.group.wave_id)
    assert document
    keys = _key_list(node, place, document)
    context = node.call("blind.contextOf", wave=str(place.group.wave_id), group=str(place.group_id))
    prepared = node.call("blind.prepare", context=context)
    blinded = node.call("blind.blind", prepared=prepared, spki=keys["key"])
    signature = collect(token=new_link(place=place), blinded=bytes.fromhex(blinded["blinded"]), now=DURING)
    given = {"prepared": prepared, "inverse": blinded["inverse"], "spki": keys["key"]}
    final = node.call("blind.finalize", signature=signature.hex(), **given)
    fragment = node.call("credential.pack", code=keys["code"], prepared=prepared, signature=final)
    assert isinstance(fragment, str)
    return fragment


def _body(node: Node, place: FrozenPlace, fragment: str, answers: dict[str, Any]) -> bytes:
    held = node.call("credential.unpack", fragment=fragment)
    document = published(place.group.wave_id)
    assert document
    keys = _key_list(node, place, document)
    assert held["code"] == keys["code"]
    plaintext = node.call("encode.encode", layout=sheet_layout(QUESTIONNAIRE), answers=answers)
    info = node.call("credential.ballotInfo", wave=held["wave"], group=held["group"])
    sealed = node.call("seal.seal", plaintext=plaintext, receiver=keys["box"], info=info)
    return bytes.fromhex(node.call("credential.castBody", fragment=fragment, sealed=sealed))


@pytest.fixture
def path() -> Path:
    return opened_by_link({"lag-1": 6, "lag-2": 6})


def test_what_the_browser_collects_the_server_takes_once(node: Node, path: Path) -> None:
    place = places(path.wave)[0]
    fragment = _credential(node, place)
    answers = sheet(3)
    given = {"single": dict(answers.single), "multiple": {key: sorted(one) for key, one in answers.multiple.items()}}
    body = _body(node, place, fragment, given)
    assert len(body) == body_length(path.wave)
    for _ in range(2):
        cast_sealed(wave_id=path.wave.id, body=body, now=DURING)
    with pytest.raises(BallotRefused):
        cast_sealed(wave_id=path.wave.id, body=_body(node, place, fragment, given), now=DURING)
    assert (Ballot.objects.count(), rights(path.wave).spent) == (1, 1)


def test_a_key_list_with_a_key_of_ones_own_stops_the_browser(node: Node, path: Path) -> None:
    place = places(path.wave)[0]
    document = published(path.wave.id)
    assert document
    _key_list(node, place, document)
    with pytest.raises(Refused) as raised:
        _key_list(node, place, document.replace(b'"box":"B', b'"box":"C', 1))
    assert raised.value.reason == "code"
