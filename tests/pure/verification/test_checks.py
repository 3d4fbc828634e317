"""A whole record passes; one changed byte, one lost or moved line, or one sum that does not agree is found."""

import json
from collections.abc import Callable
from copy import deepcopy
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from surveys.fingerprints import canonical, digest
from surveys.verification.checks import CHECKS, Finding, verify
from surveys.verification.files import AGREEMENT, KEYS, LOG, MANIFEST, RELEASE
from tests.pure.verification import examples
from tests.pure.verification.examples import Plain

WHOLE = examples.record()
NAMES = sorted(WHOLE)


def failed(files: dict[str, bytes]) -> set[str]:
    """Return the names of the checks that failed."""
    return {finding.check for finding in verify(files)[0] if finding.passed is False}


def test_a_whole_record_passes_every_check() -> None:
    findings, by_eye = verify(WHOLE)
    assert [finding.check for finding in findings] == ["files", "form", *CHECKS]
    assert all(finding.passed for finding in findings), findings
    assert by_eye is not None
    assert by_eye.release == digest(WHOLE[RELEASE])
    assert by_eye.code in WHOLE[LOG].decode()


@given(st.sampled_from(NAMES), st.data())
def test_any_byte_changed_anywhere_is_found(name: str, data: st.DataObject) -> None:
    content = bytearray(WHOLE[name])
    place = data.draw(st.integers(0, len(content) - 1))
    content[place] ^= data.draw(st.integers(1, 255))
    assert failed(WHOLE | {name: bytes(content)})


@given(st.sampled_from(NAMES), st.data())
def test_any_cut_and_any_insertion_is_found(name: str, data: st.DataObject) -> None:
    content = WHOLE[name]
    first = data.draw(st.integers(0, len(content)))
    last = data.draw(st.integers(first, len(content)))
    changed = content[:first] + data.draw(st.binary(max_size=8)) + content[last:]
    if changed != content:
        assert failed(WHOLE | {name: changed})


@pytest.mark.parametrize("name", NAMES)
def test_a_missing_file_is_found_and_so_is_one_too_many(name: str) -> None:
    assert "files" in failed({other: data for other, data in WHOLE.items() if other != name})
    assert failed(WHOLE | {"note.txt": b""}) == {"files"}


def _log(change: Callable[[list[Plain]], list[Plain]]) -> dict[str, bytes]:
    """Return the record with another log and a manifest written anew for it, but no hash computed anew."""
    entries = change([json.loads(line) for line in WHOLE[LOG].splitlines()])
    return examples.with_manifest(WHOLE | {LOG: examples.lines(entries)}, entries)


@pytest.mark.parametrize("number", range(10))
def test_a_line_dropped_from_the_log_is_found(number: int) -> None:
    without = _log(lambda entries: entries[:number] + entries[number + 1 :])
    # Without its last line the log is that of an earlier day: whole, and known by its end alone.
    assert (failed(without) == set()) == (number == 9)


@given(st.permutations(range(10)))
def test_lines_in_another_order_are_found(order: list[int]) -> None:
    if order != list(range(10)):
        assert "chain" in failed(_log(lambda entries: [entries[place] for place in order]))


def test_a_line_that_is_changed_with_its_own_hash_is_found_by_the_next() -> None:
    told = examples.events(examples.agreement(), json.loads(WHOLE[RELEASE]), WHOLE[KEYS])
    told[1] = ("roster-frozen", "organiser:c", {"wave": examples.WAVE, "people": 99})
    other = examples.logged(told)
    assert "chain" in failed(_log(lambda entries: [*entries[:1], other[1], *entries[2:]]))


def _made_anew(name: str, change: Callable[[Plain], object]) -> dict[str, bytes]:
    """Return the record with one file changed and a manifest that fits it; the log is as it was."""
    plain = json.loads(WHOLE[name])
    change(plain)
    entries = [json.loads(line) for line in WHOLE[LOG].splitlines()]
    return examples.with_manifest(WHOLE | {name: canonical(plain)}, entries)


@pytest.mark.parametrize(("name", "check"), [(RELEASE, "release"), (AGREEMENT, "agreement"), (KEYS, "keys")])
def test_a_file_exchanged_together_with_the_manifest_is_found_by_the_log(name: str, check: str) -> None:
    assert check in failed(_made_anew(name, lambda plain: plain.update(note="x")))


def test_a_release_of_another_wave_is_found() -> None:
    other = examples.release(examples.agreement()) | {"wave": "Våren 2019"}
    entries = [json.loads(line) for line in WHOLE[LOG].splitlines()]
    assert {"release", "terms"} <= failed(examples.with_manifest(WHOLE | {RELEASE: canonical(other)}, entries))


@pytest.mark.parametrize("told", ["format", "version", "organisation", "wave", "files", "chain", "more"])
def test_a_manifest_of_something_else_is_found(told: str) -> None:
    plain = json.loads(WHOLE[MANIFEST])
    plain[told] = {"version": 2, "files": {}, "chain": {}}.get(told, "x")
    assert failed(WHOLE | {MANIFEST: canonical(plain)})


def _ballots(**counts: int | None) -> Callable[[Plain], None]:
    return lambda release: release["ballots"].update(counts)


def _row(**figures: object) -> Callable[[Plain], None]:
    return lambda release: release["rows"][1].update(figures)


def _scale(**figures: object) -> Callable[[Plain], None]:
    return lambda release: release["rows"][0]["scales"]["control"].update(figures)


WRONG_SUMS: list[tuple[str, Callable[[Plain], object]]] = [
    ("rights", _ballots(issued=10, spent=12)),
    ("rights", _ballots(reissued=-1)),
    ("rights", _ballots(spent=None)),
    ("counted", _ballots(accepted=12)),
    ("counted", _ballots(undecryptable=2)),
    ("counted", _ballots(accepted=13, undecryptable=-1)),
    ("people", _ballots(accepted=10, undecryptable=2)),
    ("people", lambda release: release["rows"][0].update(headcount=21)),
    ("people", lambda release: release["rows"].pop(0)),
    ("slips", _ballots(issued=13)),
    ("rows", _row(n=4)),
    ("rows", _row(n=13)),
    ("rows", _row(headcount=21)),
    ("rows", _row(unit="senteret")),
    ("rows", _scale(counts=[[300, 4], [600, 7]])),
    ("rows", _scale(n=4, counts=None)),
    ("rows", _scale(n=12, counts=None)),
    ("terms", lambda release: release.update(threshold=6)),
    ("terms", lambda release: release["surroundings"].update(retention_days=15)),
    ("previous", lambda release: release["surroundings"].update(previous="cd" * 32)),
    ("questionnaire", lambda release: release.update(questionnaire_fingerprint="cd" * 32)),
]


@pytest.mark.parametrize(("check", "change"), WRONG_SUMS)
def test_a_sum_that_does_not_agree_is_found_though_every_fingerprint_is_made_anew(
    check: str, change: Callable[[Plain], object]
) -> None:
    release = examples.release(examples.agreement())
    change(release)
    found = failed(examples.record(released=release))
    assert check in found
    assert not found & {"files", "form", "manifest", "chain", "agreement", "keys", "release"}


@pytest.mark.parametrize(
    ("check", "left_out"),
    [("jointly", 6), ("jointly", 7), ("order", 5), ("keys", 4), ("agreement", 3), ("people", 1), ("previous", 0)],
)
def test_a_log_that_never_told_of_it_is_found(check: str, left_out: int) -> None:
    told = examples.events(examples.agreement(), json.loads(WHOLE[RELEASE]), WHOLE[KEYS])
    del told[left_out]
    assert check in failed(examples.record(told=told))


@pytest.mark.parametrize("people", [[4], [1] * 8, [12, 9]])
def test_keys_for_too_few_or_too_many_people_are_found(people: list[int], monkeypatch: pytest.MonkeyPatch) -> None:
    listed = examples.keys()
    groups = [{"group": f"{number}", "key": "MII", "people": size} for number, size in enumerate(people)]
    monkeypatch.setattr(examples, "keys", lambda: listed | {"groups": groups})
    assert failed(examples.record()) == {"shared"}


@pytest.mark.parametrize("place", [6, 7])
def test_one_person_with_both_parts_is_found(place: int) -> None:
    told = examples.events(examples.agreement(), json.loads(WHOLE[RELEASE]), WHOLE[KEYS])
    told[place] = ("share-given", told[13 - place][1], {"wave": examples.WAVE})
    assert failed(examples.record(told=told)) == {"jointly"}


def test_where_too_few_answered_nothing_is_told_and_nothing_is_wrong() -> None:
    release = examples.release(examples.agreement())
    release["rows"] = []
    release["ballots"] = dict.fromkeys(release["ballots"])
    findings, _by_eye = verify(examples.record(released=release))
    passed = {finding.check: finding.passed for finding in findings}
    assert {passed[name] for name in ("rights", "counted", "people", "slips")} == {None}
    assert False not in passed.values()


def test_counts_left_out_where_the_whole_is_shown_are_found() -> None:
    release = examples.release(examples.agreement())
    release["ballots"] = dict.fromkeys(release["ballots"])
    assert {"rights", "counted", "people"} <= failed(examples.record(released=release))


def test_a_release_from_before_refused_ballots_were_counted_passes() -> None:
    release = examples.release(examples.agreement())
    for name in ("reissued", "refused"):
        del release["ballots"][name]
    assert failed(examples.record(released=release)) == set()


def test_a_questionnaire_that_is_not_at_hand_is_not_checked() -> None:
    release = examples.release(examples.agreement()) | {"questionnaire": "another"}
    findings, _by_eye = verify(examples.record(released=release))
    named = {finding.check: finding for finding in findings}
    assert replace(named["questionnaire"], values={}) == Finding("questionnaire", None)


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.text(),
        lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    ),
    st.sampled_from(NAMES),
)
def test_whatever_stands_in_a_file_is_judged_and_never_an_error(content: object, name: str) -> None:
    files = deepcopy(WHOLE) | {name: canonical(content)}
    assert failed(files)
