"""The credential's form, the code of a key list, and what the browser refuses to believe."""

import hashlib
from typing import Any
from uuid import UUID, uuid4

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from surveys.ballots.base64url import from_text, to_text
from surveys.ballots.sealing import ballot_info, new_key_pair
from surveys.credentials.blind_signatures import context_of, new_signing_key
from surveys.fingerprints import canonical, short_code
from tests.interop.node import Node, Refused

WAVE, GROUP, OTHER_GROUP = (UUID(int=number, version=4) for number in (2**100 + 7, 2**90 + 1, 3))
CODE = "0123-4567-89AB-CDEF-GHJK"
LIST = hashlib.sha256(b"a key list").digest()
PREFIX, NONCE, SIGNATURE = b"p" * 32, b"n" * 32, bytes(range(256))
PREPARED = PREFIX + context_of(WAVE, GROUP) + NONCE
CREDENTIAL = bytes([1]) + LIST + PREFIX + WAVE.bytes + GROUP.bytes + NONCE + SIGNATURE
FRAGMENT = to_text(CREDENTIAL)
BOX, KEY = new_key_pair().public, new_signing_key().public
UNIT = 'Lag "Øst" \u2028 <ß> \t\x1f'
"""A name with everything that two writers of JSON could write differently."""
EXPECTED = {"wave": str(WAVE), "group": str(GROUP)}

many = settings(max_examples=8, deadline=None, suppress_health_check=list(HealthCheck))


def _entry(group: UUID, key: bytes = KEY, unit: str | None = None) -> dict[str, Any]:
    named = unit or (UNIT if group == GROUP else "Lag Vest")
    return {"group": str(group), "unit": named, "people": 9, "key": to_text(key)}


def _list(**changed: Any) -> dict[str, Any]:
    groups = [_entry(group) for group in sorted((GROUP, OTHER_GROUP), key=str)]
    right = {"format": "tillit keys", "version": 1, "wave": str(WAVE), "box": to_text(BOX), "groups": groups}
    return right | changed


def test_a_credential_is_packed_as_agreed(node: Node) -> None:
    assert (len(CREDENTIAL), len(FRAGMENT)) == (385, 514)
    packed = node.call("credential.pack", list=to_text(LIST), prepared=PREPARED.hex(), signature=SIGNATURE.hex())
    assert packed == FRAGMENT


@pytest.mark.parametrize("sign", ["", "#"])
def test_a_credential_is_read_back(node: Node, sign: str) -> None:
    assert node.call("credential.unpack", fragment=sign + FRAGMENT) == {
        "list": to_text(LIST),
        "wave": str(WAVE),
        "group": str(GROUP),
        "prefix": PREFIX.hex(),
        "nonce": NONCE.hex(),
        "signature": SIGNATURE.hex(),
        "prepared": PREPARED.hex(),
    }


@pytest.mark.parametrize(
    "fragment",
    ["", "#", "kode", FRAGMENT[:-1], FRAGMENT + "A", FRAGMENT + "AAAA", "Ag" + FRAGMENT[2:], FRAGMENT[:-1] + "="],
)
def test_what_is_no_credential_is_refused(node: Node, fragment: str) -> None:
    with pytest.raises(Refused):
        node.call("credential.unpack", fragment=fragment)


def test_the_body_and_what_ties_a_ballot_to_its_wave(node: Node) -> None:
    body = node.call("credential.castBody", fragment=FRAGMENT, sealed=b"sealed".hex())
    assert bytes.fromhex(body) == GROUP.bytes + PREFIX + NONCE + SIGNATURE + b"sealed"
    assert bytes.fromhex(node.call("credential.ballotInfo", **EXPECTED)) == ballot_info(WAVE, GROUP)


@many
@given(cases=st.lists(st.binary(max_size=80), min_size=50))
def test_base64url_is_the_servers(node: Node, cases: list[bytes]) -> None:
    texts = [to_text(case) for case in cases]
    assert node.run([("bytes.toText", {"data": case.hex()}) for case in cases]) == texts
    assert node.run([("bytes.fromText", {"text": text}) for text in texts]) == [case.hex() for case in cases]


@many
@given(cases=st.lists(st.text(alphabet="Aab_-+/=9 \n", max_size=6), min_size=50))
def test_base64url_is_read_as_the_server_reads_it(node: Node, cases: list[str]) -> None:
    for text, ours in zip(cases, node.run([("bytes.fromText", {"text": text}) for text in cases]), strict=True):
        try:
            assert ours == from_text(text).hex()
        except ValueError:
            assert isinstance(ours, Refused), text


@settings(many, max_examples=3)
@given(documents=st.lists(st.binary(max_size=30), min_size=4, max_size=6))
def test_the_code_is_the_servers(node: Node, documents: list[bytes]) -> None:
    codes = [short_code(document) for document in documents]
    assert node.run([("bytes.codeOf", {"document": document.hex()}) for document in documents]) == codes
    assert node.run([("bytes.readCode", {"typed": code.lower()}) for code in codes]) == codes


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("0123456789abcdefghjk", CODE),
        (" 0123 4567 89ab cdef ghjk ", CODE),
        ("O1Z3-4567-89AB-CDEF-GHJK", "01Z3-4567-89AB-CDEF-GHJK"),
        ("oIl2-4567-89ab-cdef-ghjk", "0112-4567-89AB-CDEF-GHJK"),
        ("0123–4567—89AB‑CDEF−GHJK", CODE),
        ("0123-4567-89AB-CDEF-GHJ", None),
        ("0123-4567-89AB-CDEF-GHJKM", None),
        ("U123-4567-89AB-CDEF-GHJK", None),
        ("0123_4567_89AB_CDEF_GHJK", None),
        ("", None),
    ],
)
def test_a_typed_code_is_read_kindly(node: Node, typed: str, read: str | None) -> None:
    assert node.call("bytes.readCode", typed=typed) == read


def _check(node: Node, document: bytes, **expected: Any) -> Any:
    return node.call("credential.checkKeyList", document=document.hex(), **(EXPECTED | expected))


@pytest.mark.parametrize("typed", [True, False])
def test_the_published_list_is_taken(node: Node, typed: bool) -> None:
    document = canonical(_list())
    code = short_code(document)
    found = _check(node, document, **({"code": code} if typed else {}))
    digest = to_text(hashlib.sha256(document).digest())
    held = {"list": digest, "code": code, "unit": UNIT, "people": 9, "groups": 2, "everybody": 18}
    assert found == held | {"box": BOX.hex(), "key": KEY.hex()}
    assert _check(node, document, list=digest) == found
    with pytest.raises(Refused) as raised:
        _check(node, document, list=to_text(bytes(32)))
    assert raised.value.reason == "changed"


def test_another_list_than_the_codes_stops_the_browser(node: Node) -> None:
    """A server that hands one person a key of her own cannot keep the code that stands on the poster."""
    published = short_code(canonical(_list()))
    hers = canonical(_list(box=to_text(new_key_pair().public)))
    with pytest.raises(Refused) as raised:
        _check(node, hers, code=published)
    assert raised.value.reason == "code"


ONE = _entry(GROUP)
HERS = _entry(GROUP, new_signing_key().public)
LIKE_HERS = (UNIT, UNIT + " ", UNIT.replace("a", "a\u200b"), UNIT.upper().replace("SS", "ß"), UNIT.replace("Ø", "ø"))
"""A list with a group for each person, all of one name: everybody is shown the poster's code and "her" group."""
TWICE = canonical(_list()).replace(b'"wave":', b'"box":"AAAA","wave":')


@pytest.mark.parametrize(
    ("document", "reason"),
    [
        (canonical(_list(wave=str(uuid4()))), "wave"),
        (canonical(_list(groups=[])), "group"),
        (canonical(_list(groups=[ONE, HERS])), "group"),
        (canonical(_list(groups=[ONE, ONE])), "group"),
        *((canonical(_list(groups=[_entry(OTHER_GROUP, unit=name), ONE])), "group") for name in LIKE_HERS),
        (canonical(_list(groups=[{**ONE, "group": str(uuid4())}])), "group"),
        (canonical(_list(groups={"0": ONE})), "form"),
        (canonical(_list(groups=[{**ONE, "note": "x"}])), "form"),
        (canonical(_list(groups=[ONE, {**_entry(OTHER_GROUP), "people": -9}])), "form"),
        (canonical(_list(groups=[{"group": ONE["group"], "key": ONE["key"]}])), "form"),
        (canonical(_list(format="tillit key")), "form"),
        (canonical(_list(version=2)), "form"),
        (canonical(_list(extra=1)), "form"),
        (canonical(_list(box="no key")), "form"),
        (canonical(_list(box=None)), "form"),
        (canonical(_list(groups=[{**ONE, "key": "AB"}])), "form"),
        (canonical(_list(groups=[None])), "form"),
        (canonical(_list()) + b"\n", "form"),
        (b"\xef\xbb\xbf" + canonical(_list()), "form"),
        (TWICE, "form"),
        (b"null", "form"),
        (b"[]", "form"),
        (b"", "form"),
        (b"\xff", "form"),
    ],
)
def test_a_list_that_is_not_quite_right_stops_the_browser(node: Node, document: bytes, reason: str) -> None:
    for code in (None, short_code(document)):
        with pytest.raises(Refused) as raised:
            _check(node, document, code=code)
        assert raised.value.reason == reason
