"""What makes a wave's published record true: fingerprints, the log's chain, and sums that must agree.

Pure, and the standard library alone, so that it runs on any machine with Python. What nobody can see from the record
alone is whether all of it was made up anew: for that, three values are compared by eye with what was known before.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from surveys.fingerprints import digest, short_code
from surveys.questionnaires.loading import UnknownQuestionnaire, load
from surveys.verification.files import AGREEMENT, CONTENTS, FORMAT, KEYS, MANIFEST, RELEASE, VERSION
from surveys.verification.record import Malformed, Record, first_break, taken_apart

SAME_IN_BOTH = ("threshold", "questionnaire", "questionnaire_version", "questionnaire_fingerprint")
CALCULATED = (ArithmeticError, AttributeError, IndexError, KeyError, TypeError, ValueError)
"""What a made-up record can make a check stumble over; it has then failed."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One check: its name (a key of the words), how it went, and the values that its sentence names.

    `passed` is None for what could not be checked and need not have been.
    """

    check: str
    passed: bool | None
    values: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ByEye:
    """What a person compares with what she knew before: the poster, the report and the parties' log."""

    code: str
    release: str
    head: str


def verify(files: Mapping[str, bytes]) -> tuple[list[Finding], ByEye | None]:
    """Return every finding on a record's files, and what is to be compared by eye (None where nothing can be read)."""
    found = [_files(files)]
    try:
        record = taken_apart(files)
    except Malformed as fault:
        return [*found, Finding("form", False, {"file": fault.name})], None
    found.append(Finding("form", True))
    for name, check in CHECKS.items():
        found.append(_carried_out(name, check, record, files))
    head = str(record.log[-1].get("hash"))
    return found, ByEye(short_code(files[KEYS]), digest(files[RELEASE]), head)


def _carried_out(name: str, check: "Check", record: Record, files: Mapping[str, bytes]) -> Finding:
    try:
        passed, values = check(record, files)
    except CALCULATED:
        passed, values = False, {}
    return Finding(name, passed, values)


Values = dict[str, object]
Check = Callable[[Record, Mapping[str, bytes]], tuple[bool | None, Values]]


def _files(files: Mapping[str, bytes]) -> Finding:
    """Check that the record has its five files and no other."""
    wanted = {*CONTENTS, MANIFEST}
    odd = sorted(wanted ^ set(files))
    return Finding("files", not odd, {"names": ", ".join(odd)} if odd else {})


def _manifest(record: Record, files: Mapping[str, bytes]) -> tuple[bool, Values]:
    told = record.manifest
    whole = set(told) == {"format", "version", "organisation", "wave", "files", "chain"}
    ours = (told["format"], told["version"]) == (FORMAT, VERSION) and type(told["version"]) is int
    prints = told["files"] == {name: digest(files[name]) for name in CONTENTS}
    return whole and ours and prints, {}


def _chain(record: Record, _files: Mapping[str, bytes]) -> tuple[bool, Values]:
    broken = first_break(record)
    ends = record.manifest["chain"] == {"head": record.log[-1]["hash"], "length": len(record.log)}
    return broken is None and ends, {"entries": len(record.log)}


def _agreement(record: Record, files: Mapping[str, bytes]) -> tuple[bool, Values]:
    prints = {record.only("wave-open")["details"]["fingerprint"], record.release["agreement_hash"]}
    return prints == {digest(files[AGREEMENT])}, {}


def _terms(record: Record, _files: Mapping[str, bytes]) -> tuple[bool, Values]:
    same = all(record.release[name] == record.agreement[name] for name in SAME_IN_BOTH)
    key = record.only("wave-open")["details"]["key"]
    labels = [entry["label"] for entry in record.agreement["calendar"] if entry["key"] == key]
    kept = record.release["surroundings"]["retention_days"] == record.agreement["retention_days"]
    return same and kept and labels == [record.release["wave"]], {"wave": record.release["wave"]}


def _keys(record: Record, files: Mapping[str, bytes]) -> tuple[bool, Values]:
    told, code = record.only("keys-published")["details"], short_code(files[KEYS])
    groups = [entry["group"] for entry in record.keys["groups"]]
    ours = (record.keys["format"], record.keys["version"]) == ("tillit keys", 1)
    sound = ours and record.keys["wave"] == record.wave and groups == sorted(set(groups))
    return sound and (told["keys"], told["code"]) == (digest(files[KEYS]), code), {"code": code}


def _shared(record: Record, _files: Mapping[str, bytes]) -> tuple[bool | None, Values]:
    """A key for a handful of people would tell who they are by the key that they used."""
    people = [entry["people"] for entry in record.keys["groups"]]
    if not people:
        return None, {}
    everybody = record.last("roster-frozen")["details"]["people"]
    return min(people) >= record.agreement["threshold"] and sum(people) <= everybody, {}


def _release(record: Record, files: Mapping[str, bytes]) -> tuple[bool, Values]:
    return record.only("wave-released")["details"]["fingerprint"] == digest(files[RELEASE]), {}


def _order(record: Record, _files: Mapping[str, bytes]) -> tuple[bool, Values]:
    places = [
        record.only(event)["sequence"] for event in ("wave-open", "keys-published", "wave-closed", "wave-released")
    ]
    return places == sorted(places), {}


def _jointly(record: Record, _files: Mapping[str, bytes]) -> tuple[bool, Values]:
    released, closed = record.only("wave-released")["sequence"], record.only("wave-closed")["sequence"]
    given = {entry["actor"] for entry in record.about("share-given") if closed < entry["sequence"] < released}
    return len(given) > 1, {}


def _rights(record: Record, _files: Mapping[str, bytes]) -> tuple[bool | None, Values]:
    ballots = record.release["ballots"]
    if ballots["spent"] is None:
        return _nothing_told(record), {}
    again = ballots.get("reissued") or 0
    return 0 <= ballots["spent"] <= ballots["issued"] + again and again >= 0, _told(ballots)


def _counted(record: Record, _files: Mapping[str, bytes]) -> tuple[bool | None, Values]:
    ballots = record.release["ballots"]
    if ballots["spent"] is None:
        return _nothing_told(record), {}
    parts = (ballots["accepted"], ballots["undecryptable"])
    return sum(parts) == ballots["spent"] and min(*parts, ballots.get("refused") or 0) >= 0, _told(ballots)


def _told(ballots: Mapping[str, object]) -> Values:
    """Return the counts; a release from before reissued rights and refused ballots were counted has none of them."""
    return {"reissued": "?", "refused": "?", **ballots}


def _nothing_told(record: Record) -> bool | None:
    """Return None where too few answered for anything to be told, False where only some of it is left out."""
    told = {name: value for name, value in record.release["ballots"].items() if name != "issued"}
    whole = [row for row in record.release["rows"] if row["unit"] == record.release["whole"]]
    return None if not whole and set(told.values()) == {None} else False


def _people(record: Record, _files: Mapping[str, bytes]) -> tuple[bool | None, Values]:
    ballots, people = record.release["ballots"], record.last("roster-frozen")["details"]["people"]
    if ballots["accepted"] is None:
        return _nothing_told(record), {}
    (whole,) = (row for row in record.release["rows"] if row["unit"] == record.release["whole"])
    sound = ballots["accepted"] <= whole["headcount"] == people and whole["n"] == ballots["accepted"]
    return sound, {"accepted": ballots["accepted"], "people": people}


def _slips(record: Record, _files: Mapping[str, bytes]) -> tuple[bool | None, Values]:
    issued, made = record.release["ballots"]["issued"], record.about("slips-issued")
    links = bool(record.keys["groups"])
    if issued is None:
        return None if links else False, {}
    if not made or any(made[-1]["sequence"] < later["sequence"] for later in record.about("channels-chosen")):
        # Slips of groups that got links afterwards were void, and the log does not say how many those were.
        return None if links else False, {}
    slips = made[-1]["details"]["slips"]
    return (slips <= issued if links else slips == issued), {"slips": slips, "issued": issued}


def _rows(record: Record, _files: Mapping[str, bytes]) -> tuple[bool, Values]:
    release = record.release
    rows, threshold = release["rows"], release["threshold"]
    most = next(((row["n"], row["headcount"]) for row in rows if row["unit"] == release["whole"]), None)
    sound = len({row["unit"] for row in rows}) == len(rows)
    for row in rows:
        sound = sound and threshold <= row["n"] <= row["headcount"] and _sums(row, threshold)
        if most is not None:
            sound = sound and row["n"] <= most[0] and row["headcount"] <= most[1]
    return sound, {"rows": len(rows), "threshold": threshold}


def _sums(row: dict[str, Any], threshold: int) -> bool:
    """Tell whether every figure of a row is of enough people and of no more than answered, and its counts add up."""
    scales, items = row["scales"].values(), row["items"].values()
    shown = [figure["n"] for figure in (*scales, *items) if figure["n"] is not None]
    counted = all(
        sum(people for _score, people in scale["counts"]) == scale["n"] for scale in scales if scale["counts"]
    )
    return counted and all(threshold <= n <= row["n"] for n in shown)


def _previous(record: Record, _files: Mapping[str, bytes]) -> tuple[bool | None, Values]:
    previous = record.release["surroundings"]["previous"]
    if previous is None:
        return None, {}
    mine = record.only("wave-released")["sequence"]
    earlier = [entry for entry in record.log if entry["event"] == "wave-released" and entry["sequence"] < mine]
    return previous in [entry["details"]["fingerprint"] for entry in earlier], {}


def _questionnaire(record: Record, _files: Mapping[str, bytes]) -> tuple[bool | None, Values]:
    named: Values = {"key": record.release["questionnaire"], "version": record.release["questionnaire_version"]}
    try:
        ours = load(record.release["questionnaire"], record.release["questionnaire_version"])
    except UnknownQuestionnaire:
        return None, named
    return ours.fingerprint == record.release["questionnaire_fingerprint"], named


CHECKS: Mapping[str, Check] = {
    "manifest": _manifest,
    "chain": _chain,
    "agreement": _agreement,
    "terms": _terms,
    "keys": _keys,
    "shared": _shared,
    "release": _release,
    "order": _order,
    "jointly": _jointly,
    "slips": _slips,
    "rights": _rights,
    "counted": _counted,
    "people": _people,
    "rows": _rows,
    "previous": _previous,
    "questionnaire": _questionnaire,
}
"""Every check by its name, in the order in which they are told of."""
