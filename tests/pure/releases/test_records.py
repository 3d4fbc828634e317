"""A record written as JSON and read back is the same record, to the last figure."""

import json
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reports.releases.records import from_plain, to_plain
from reports.releases.types import (
    BallotCount,
    CrossedRow,
    Effort,
    Reason,
    Record,
    ReleasedChange,
    ReleasedReliability,
    ReleasedRow,
    ReleasedScale,
    ReleasedShares,
    Surroundings,
    WithheldCrossing,
    WithheldRow,
)
from surveys.fingerprints import fingerprint

texts = st.text(max_size=12)
keys = st.text(min_size=1, max_size=8)
people = st.integers(0, 2000)
reasons = st.sampled_from(Reason)
scales = st.builds(
    ReleasedScale,
    n=st.none() | people,
    mean=st.none() | st.floats(0, 100),
    counts=st.none() | st.lists(st.tuples(st.integers(0, 1200), people), max_size=4).map(tuple),
    withheld=st.none() | reasons,
)
shares = st.builds(
    ReleasedShares,
    n=st.none() | people,
    detail=st.sampled_from(["bands", "options"]),
    shares=st.lists(st.sampled_from(["<=10", "37", ">=90"]), max_size=5).map(tuple),
    withheld=st.none() | reasons,
)
rows = st.builds(
    ReleasedRow,
    unit=keys,
    headcount=people,
    n=people,
    scales=st.dictionaries(keys, scales, max_size=3),
    items=st.dictionaries(keys, shares, max_size=3),
)
held_back = st.builds(WithheldRow, unit=keys, reason=reasons, read_in=st.none() | keys)
crossed = st.builds(
    CrossedRow, unit=keys, question=keys, option=people, n=people, scales=st.dictionaries(keys, scales, max_size=3)
)
held_back_crossed = st.builds(WithheldCrossing, unit=keys, question=keys, option=people, reason=reasons)
changes = st.builds(
    ReleasedChange, date=texts, name=st.dictionaries(keys, texts, max_size=4),
    description=st.dictionaries(keys, texts, max_size=4), units=st.lists(keys, max_size=3).map(tuple),
)  # fmt: skip
records = st.builds(
    Record,
    wave=texts, opened=texts, closed=texts, questionnaire=texts, questionnaire_version=people,
    questionnaire_fingerprint=texts, agreement_hash=texts, threshold=people, whole=keys, synthetic=st.booleans(),
    rows=st.lists(rows, max_size=3).map(tuple),
    withheld=st.lists(held_back, max_size=3).map(tuple),
    ballots=st.builds(BallotCount, issued=people, spent=people, accepted=people, undecryptable=people),
    unit_names=st.dictionaries(keys, texts, max_size=3),
    surroundings=st.builds(
        Surroundings, organisation=texts, country=texts, parties=st.lists(texts, max_size=3).map(tuple),
        retention_days=people, changes=st.lists(changes, max_size=2).map(tuple), previous=st.none() | texts,
        prior_waves=people,
    ),
    effort=st.sampled_from(Effort),
    crossed=st.lists(crossed, max_size=2).map(tuple),
    withheld_crossed=st.lists(held_back_crossed, max_size=2).map(tuple),
    reliability=st.dictionaries(
        keys,
        st.builds(ReleasedReliability, items=people, alpha=st.floats(-1, 1), omega=st.none() | st.floats(0, 1)),
        max_size=2,
    ),
)  # fmt: skip


@given(records)
def test_there_and_back(record: Record) -> None:
    plain = to_plain(record)
    again = json.loads(json.dumps(plain))
    assert from_plain(again) == record
    assert fingerprint(again) == fingerprint(plain)


EXAMPLE = Record(
    wave="Høsten 2018", opened="2018-10-01", closed="2018-10-19", questionnaire="arbeidshverdag",
    questionnaire_version=1, questionnaire_fingerprint="aa", agreement_hash="bb", threshold=5, whole="alle",
    synthetic=True, rows=(), withheld=(WithheldRow("lag-1", Reason.TOO_FEW, "alle"),),
    ballots=BallotCount(12, 9, 9, 0), unit_names={"alle": "Alle"},
    surroundings=Surroundings("Senteret", "NO", ("Laget", "Ledelsen"), 14, (), None, 0),
    effort=Effort.OPTIMAL, crossed=(), withheld_crossed=(),
)  # fmt: skip


@given(st.sampled_from(sorted(to_plain(EXAMPLE))))
def test_a_record_without_one_of_its_parts_is_refused(part: str) -> None:
    plain = to_plain(EXAMPLE)
    del plain[part]
    with pytest.raises((KeyError, TypeError)):
        from_plain(plain)


def test_a_record_with_something_more_is_refused() -> None:
    with pytest.raises(TypeError):
        from_plain(to_plain(EXAMPLE) | {"note": "x"})
    with pytest.raises(ValueError, match="because"):
        from_plain(to_plain(EXAMPLE) | {"withheld": [{"unit": "a", "reason": "because", "read_in": None}]})


def test_another_figure_is_another_fingerprint() -> None:
    other = replace(EXAMPLE, ballots=replace(EXAMPLE.ballots, undecryptable=1))
    assert fingerprint(to_plain(other)) != fingerprint(to_plain(EXAMPLE))
