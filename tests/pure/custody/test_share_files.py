"""The files that pass between server and custodian."""

import json
from uuid import UUID, uuid4

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from surveys.ballots.custody import Holder, Share, combine, seal_share, share_digest, split
from surveys.ballots.sealing import GROUP_ORDER, CannotUnseal, new_key_pair
from surveys.ballots.share_files import BadShareFile, OpenedShare, SealedShare

WAVE = uuid4()
BOX, CUSTODIAN = new_key_pair(), new_key_pair()
SHARES = split(BOX.private)
SEALED = SealedShare(
    WAVE, "Synthetic AS", "høsten 2018", Holder.UNION, seal_share(SHARES[0], wave_id=WAVE, custodian=CUSTODIAN.public)
)


def test_two_custodians_open_the_box_through_their_files() -> None:
    opened = []
    for share in SHARES[:2]:
        custodian = new_key_pair()
        sealed = seal_share(share, wave_id=WAVE, custodian=custodian.public)
        fetched = SealedShare.from_json(SealedShare(WAVE, "Synthetic AS", "2018", share.holder, sealed).to_json())
        opened.append(OpenedShare.from_json(fetched.opened(custodian.private).to_json()))
    assert [share_digest(one.share) for one in opened] == [share_digest(share) for share in SHARES[:2]]
    assert combine(opened[0].share, opened[1].share, public_key=BOX.public) == BOX.private


@settings(deadline=None)
@given(
    wave=st.uuids(),
    organisation=st.text(max_size=40),
    label=st.text(max_size=40),
    holder=st.sampled_from(Holder),
    sealed=st.binary(max_size=150),
    value=st.integers(0, GROUP_ORDER - 1),
)
def test_both_files_are_read_back(
    wave: UUID, organisation: str, label: str, holder: Holder, sealed: bytes, value: int
) -> None:
    first = SealedShare(wave, organisation, label, holder, sealed)
    second = OpenedShare(wave, organisation, label, Share(holder, value))
    assert SealedShare.from_json(first.to_json()) == first
    assert OpenedShare.from_json(second.to_json()) == second


def test_a_share_moved_to_another_wave_or_holder_does_not_open() -> None:
    for name, value in [("wave_id", str(uuid4())), ("holder", 2), ("holder", 3)]:
        moved = SealedShare.from_json(json.dumps(json.loads(SEALED.to_json()) | {name: value}))
        with pytest.raises(CannotUnseal):
            moved.opened(CUSTODIAN.private)


@pytest.mark.parametrize(
    "change",
    [
        {"format": "tillit opened share"},
        {"version": 2},
        {"wave_id": "no identifier"},
        {"wave_id": 7},
        {"organisation": 7},
        {"wave": None},
        {"holder": 0},
        {"holder": 4},
        {"holder": True},
        {"holder": 1.0},
        {"holder": "1"},
        {"sealed": 7},
        {"sealed": "AB"},
        {"sealed": "å"},
        {"sealed": None},
    ],
)
def test_a_sealed_share_with_a_wrong_field_is_refused(change: dict[str, object]) -> None:
    with pytest.raises(BadShareFile):
        SealedShare.from_json(json.dumps(json.loads(SEALED.to_json()) | change))


@pytest.mark.parametrize(
    "change", [{"share": 7}, {"share": ""}, {"share": "AAAA"}, {"format": "tillit sealed share"}, {"version": None}]
)
def test_an_opened_share_with_a_wrong_field_is_refused(change: dict[str, object]) -> None:
    fields = json.loads(SEALED.opened(CUSTODIAN.private).to_json())
    with pytest.raises(BadShareFile):
        OpenedShare.from_json(json.dumps(fields | change))


@pytest.mark.parametrize("text", ["", "null", "[]", "7", '"text"', "{}", "[" * 100_000, SEALED.to_json()[:-9]])
def test_another_text_is_neither_file(text: str) -> None:
    for kind in (SealedShare, OpenedShare):
        with pytest.raises(BadShareFile):
            kind.from_json(text)


@pytest.mark.parametrize("field", ["format", "version", "wave_id", "organisation", "wave", "holder", "sealed"])
def test_a_missing_field_is_refused(field: str) -> None:
    fields = json.loads(SEALED.to_json())
    del fields[field]
    with pytest.raises(BadShareFile):
        SealedShare.from_json(json.dumps(fields))
