"""Two of three open the box; one alone knows nothing; shares of another box, or altered ones, are refused."""

from itertools import permutations
from uuid import UUID, uuid4

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from surveys.ballots.custody import (
    BadShare,
    Holder,
    Share,
    SharesDoNotFit,
    combine,
    open_share,
    seal_share,
    share_digest,
    split,
)
from surveys.ballots.sealing import GROUP_ORDER, OVERHEAD, BadKey, CannotUnseal, new_key_pair, public_of, seal

BOX = new_key_pair()
WAVE = uuid4()
residues = st.integers(0, GROUP_ORDER - 1)
scalars = st.integers(1, GROUP_ORDER - 1)
holders = st.sampled_from(Holder)


def raw(number: int) -> bytes:
    return number.to_bytes(32, "big")


@settings(deadline=None)
@given(secret=scalars)
def test_any_two_shares_in_any_order_make_the_key(secret: int) -> None:
    public = public_of(raw(secret))
    for first, second in permutations(split(raw(secret)), 2):
        assert combine(first, second, public_key=public) == raw(secret)


def test_the_shares_are_the_unions_the_employers_and_the_substitutes() -> None:
    assert [share.holder for share in split(BOX.private)] == [Holder.UNION, Holder.EMPLOYER, Holder.SUBSTITUTE]
    assert [int(holder) for holder in Holder] == [1, 2, 3]


@settings(deadline=None)
@given(value=residues, holder=holders, candidate=scalars, data=st.data())
def test_one_share_fits_every_key_there_is(value: int, holder: Holder, candidate: int, data: st.DataObject) -> None:
    """For any share and any key there is exactly one line through both, so the share rules no key out."""
    other = data.draw(st.sampled_from([one for one in Holder if one != holder]))
    slope = (value - candidate) * pow(holder, -1, GROUP_ORDER) % GROUP_ORDER
    partner = Share(other, (candidate + slope * other) % GROUP_ORDER)
    assert combine(Share(holder, value), partner, public_key=public_of(raw(candidate))) == raw(candidate)


def test_the_same_key_gives_every_holder_a_number_with_no_trace_of_it() -> None:
    """Key 1 split 400 times: each of a share's 256 bits is set in about half (ten standard deviations each way)."""
    splits = [split(raw(1)) for _ in range(400)]
    for place in range(3):
        values = [shares[place].value for shares in splits]
        assert len(set(values)) == len(values)
        assert all(100 < sum(value >> bit & 1 for value in values) < 300 for bit in range(256))


@settings(deadline=None)
@given(change=st.integers(1, GROUP_ORDER - 1))
def test_an_altered_share_does_not_fit(change: int) -> None:
    union, employer, _ = split(BOX.private)
    altered = Share(Holder.EMPLOYER, (employer.value + change) % GROUP_ORDER)
    with pytest.raises(SharesDoNotFit):
        combine(union, altered, public_key=BOX.public)
    assert share_digest(altered) != share_digest(employer)


def test_shares_of_different_boxes_or_splits_do_not_fit() -> None:
    first, again, other = split(BOX.private), split(BOX.private), split(new_key_pair().private)
    for stranger in (again, other):
        with pytest.raises(SharesDoNotFit):
            combine(first[0], stranger[1], public_key=BOX.public)
    with pytest.raises(SharesDoNotFit):
        combine(other[0], other[1], public_key=BOX.public)


def test_one_holders_share_twice_does_not_open() -> None:
    first, again = split(BOX.private), split(BOX.private)
    for second in (first[0], again[0]):
        with pytest.raises(SharesDoNotFit):
            combine(first[0], second, public_key=BOX.public)


def test_shares_whose_key_would_be_zero_do_not_fit() -> None:
    with pytest.raises(SharesDoNotFit):
        combine(Share(Holder.UNION, 5), Share(Holder.EMPLOYER, 10), public_key=BOX.public)


@pytest.mark.parametrize(
    "private", [b"", bytes(32), raw(GROUP_ORDER), BOX.private + b"\0"], ids=["empty", "zero", "too large", "too long"]
)
def test_only_a_private_key_is_split(private: bytes) -> None:
    with pytest.raises(BadKey):
        split(private)


@given(holder=holders, value=residues)
def test_a_share_is_34_bytes_and_read_back(holder: Holder, value: int) -> None:
    data = Share(holder, value).to_bytes()
    assert data == bytes([1, holder]) + raw(value)
    assert Share.from_bytes(data) == Share(holder, value)


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\x01\x01" + bytes(31),
        b"\x01\x01" + bytes(33),
        b"\x00\x01" + bytes(32),
        b"\x02\x01" + bytes(32),
        b"\x01\x00" + bytes(32),
        b"\x01\x04" + bytes(32),
        b"\x01\x01" + GROUP_ORDER.to_bytes(32, "big"),
        b"\x01\x01" + b"\xff" * 32,
    ],
)
def test_other_bytes_are_no_share(data: bytes) -> None:
    with pytest.raises(BadShare):
        Share.from_bytes(data)


def test_a_number_below_zero_is_no_share() -> None:
    with pytest.raises(BadShare):
        Share(Holder.UNION, -1)


@given(first=residues, second=residues, one=holders, two=holders)
def test_the_digest_tells_shares_apart(first: int, second: int, one: Holder, two: Holder) -> None:
    digests = share_digest(Share(one, first)), share_digest(Share(two, second))
    assert len(digests[0]) == 32
    assert (digests[0] == digests[1]) == ((one, first) == (two, second))


def test_a_share_never_shows_its_number() -> None:
    share = split(BOX.private)[0]
    assert str(share.value) not in repr(share)
    assert "UNION" in repr(share)


@settings(deadline=None, max_examples=20)
@given(value=residues, holder=holders, wave=st.uuids(), other=st.uuids())
def test_a_sealed_share_opens_for_its_custodian_wave_and_holder_alone(
    value: int, holder: Holder, wave: UUID, other: UUID
) -> None:
    assume(wave != other)
    custodian, stranger = new_key_pair(), new_key_pair()
    sealed = seal_share(Share(holder, value), wave_id=wave, custodian=custodian.public)
    assert len(sealed) == 34 + OVERHEAD
    assert open_share(sealed, wave_id=wave, holder=holder, private_key=custodian.private) == Share(holder, value)
    with pytest.raises(CannotUnseal):
        open_share(sealed, wave_id=wave, holder=holder, private_key=stranger.private)
    with pytest.raises(CannotUnseal):
        open_share(sealed, wave_id=other, holder=holder, private_key=custodian.private)
    for another in set(Holder) - {holder}:
        with pytest.raises(CannotUnseal):
            open_share(sealed, wave_id=wave, holder=another, private_key=custodian.private)


def test_a_change_of_any_byte_of_a_sealed_share_is_refused() -> None:
    custodian = new_key_pair()
    sealed = seal_share(split(BOX.private)[0], wave_id=WAVE, custodian=custodian.public)
    for position in range(len(sealed)):
        changed = bytearray(sealed)
        changed[position] ^= 1
        with pytest.raises(CannotUnseal):
            open_share(bytes(changed), wave_id=WAVE, holder=Holder.UNION, private_key=custodian.private)


def test_a_share_sealed_under_another_holders_name_is_refused() -> None:
    custodian = new_key_pair()
    info = b"tillit share 1\0" + WAVE.bytes + bytes([Holder.UNION])
    sealed = seal(Share(Holder.EMPLOYER, 7).to_bytes(), public_key=custodian.public, info=info)
    with pytest.raises(BadShare):
        open_share(sealed, wave_id=WAVE, holder=Holder.UNION, private_key=custodian.private)


def test_a_sealed_share_is_no_sealed_ballot() -> None:
    """The purposes are apart: what was sealed as a ballot never opens as a share, with the same key and wave."""
    sealed = seal(
        split(BOX.private)[0].to_bytes(), public_key=BOX.public, info=b"tillit ballot 1\0" + WAVE.bytes + b"\1"
    )
    with pytest.raises(CannotUnseal):
        open_share(sealed, wave_id=WAVE, holder=Holder.UNION, private_key=BOX.private)
