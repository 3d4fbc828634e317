"""The JSON-stat of a report, read by two other programs to the same numbers, and broken ones found out."""

import copy
import json
from datetime import UTC, datetime
from itertools import product
from typing import Any

import pytest
from pyjstat import pyjstat

from reports.documents.content import build
from reports.documents.cube import HIDDEN, IMPOSSIBLE, LACKING, faults
from reports.documents.facts import Content, rounded
from reports.documents.json_stat import to_json_stat
from reports.documents.wording import word
from surveys.questionnaires.types import LANGUAGES
from tests.documents_factory import CONTEXT, after, before, nothing_shown, questionnaire, two_shifts, with_crossings
from tests.interop.node import Node

MADE = datetime(2019, 10, 1, 12, tzinfo=UTC)
CASES = ["two waves", "first wave", "few", "nothing"]


def content(case: str) -> Content:
    if case == "two waves":
        return build(with_crossings(after()), before(), questionnaire(), CONTEXT, seed=1)
    records = {"first wave": before(), "few": two_shifts(), "nothing": nothing_shown()}
    return build(records[case], None, questionnaire(), CONTEXT, seed=1)


def collection(case: str, language: str = "nb") -> dict[str, Any]:
    found = content(case)
    # Through text, as another program gets it.
    data: dict[str, Any] = json.loads(json.dumps(to_json_stat(found, word(found, language), MADE), allow_nan=False))
    return data


def cells(dataset: dict[str, Any]) -> dict[tuple[str, ...], tuple[float | None, str | None]]:
    """Read a table by the letter of the format: row-major, in the order of `id`."""
    axes = [sorted(index, key=index.__getitem__) for index in _indexes(dataset)]
    places = list(product(*axes))
    return {
        place: (value, dataset["status"].get(str(number)))
        for number, (place, value) in enumerate(zip(places, dataset["value"], strict=True))
    }


def _indexes(dataset: dict[str, Any]) -> list[dict[str, int]]:
    return [dataset["dimension"][name]["category"]["index"] for name in dataset["id"]]


@pytest.mark.parametrize("case", CASES)
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_table_has_the_shape_of_the_format(case: str, language: str) -> None:
    read = collection(case, language)
    assert (read["version"], read["class"]) == ("2.0", "collection")
    for dataset in read["link"]["item"]:
        assert faults(dataset) == []


@pytest.mark.parametrize("case", CASES)
def test_the_toolkit_of_the_formats_author_reads_the_same(node: Node, case: str) -> None:
    written = collection(case)
    read = node.call("jsonstat.read", collection=written)
    assert len(read) == len(written["link"]["item"]) > 0
    for theirs, dataset in zip(read, written["link"]["item"], strict=True):
        assert (theirs["class"], theirs["label"]) == ("dataset", dataset["label"])
        assert theirs["role"]["metric"] == ["measure"]
        found = {
            tuple(place[name] for name in dataset["id"]): (value, status) for place, value, status in theirs["cells"]
        }
        assert found == cells(dataset)


@pytest.mark.parametrize("case", CASES)
def test_pyjstat_reads_the_same(case: str) -> None:
    for dataset in collection(case)["link"]["item"]:
        frame = pyjstat.Dataset.read(json.dumps(dataset)).write("dataframe", naming="id")
        found = {
            tuple(row[name] for name in dataset["id"]): None if row["value"] != row["value"] else row["value"]
            for row in frame.to_dict("records")
        }
        assert found == {place: value for place, (value, _status) in cells(dataset).items()}


def test_hidden_figures_are_null_and_marked_and_have_their_reason() -> None:
    levels = collection("two waves")["link"]["item"][0]
    read = cells(levels)
    assert read["held/1", "autonomy", "mean", "before"] == (None, HIDDEN)
    assert read["held/1", "autonomy", "mean", "after"] == (None, IMPOSSIBLE)
    background = f"background/whole/place/{content('two waves').crossed[0].shown[0].key}"
    assert read[background, "autonomy", "invited", "after"] == (None, IMPOSSIBLE)
    assert levels["extension"]["reasons"]["held/1|*|before"].startswith("med disse tallene kunne")
    hidden = {place[0] for place, (_value, status) in read.items() if status == HIDDEN}
    named = {reason.split("|")[0] for reason in levels["extension"]["reasons"]}
    assert hidden == named


def test_a_wave_of_which_nothing_is_shown_holds_no_number() -> None:
    for dataset in collection("nothing")["link"]["item"]:
        assert [value for value in dataset["value"] if value is not None] == []
    assert {status for dataset in collection("nothing")["link"]["item"] for status in dataset["status"].values()} <= {
        HIDDEN,
        IMPOSSIBLE,
        LACKING,
    }


def test_the_figures_are_those_of_the_report() -> None:
    facts, (levels, changes, *_rest) = content("two waves"), collection("two waves")["link"]["item"]
    read, moved = cells(levels), cells(changes)
    for scale in facts.scales:
        assert scale.after.mean is not None
        assert read["whole", scale.key, "mean", "after"][0] == float(rounded(scale.after.mean))
        assert scale.change is not None
        assert moved["whole", scale.key, "difference"][0] == float(rounded(scale.change.difference))


def test_the_labels_are_in_the_language() -> None:
    labels = {language: collection("two waves", language)["link"]["item"][0]["label"] for language in LANGUAGES}
    assert len(set(labels.values())) == len(LANGUAGES)


@pytest.mark.parametrize(
    ("what", "change"),
    [
        ("of another kind", lambda data: data.pop("value")),
        ("no dataset", lambda data: data.update(version="1.0")),
        ("do not name the same", lambda data: data["dimension"].pop("wave")),
        ("a role names", lambda data: data["role"].update(time=["year"])),
        ("not numbered", lambda data: data["dimension"]["wave"]["category"]["index"].update(after=5)),
        ("has no label", lambda data: data["dimension"]["wave"]["category"]["label"].pop("after")),
        ("values in a table of", lambda data: data["value"].append(None)),
        ("has no mark", lambda data: data["status"].popitem()),
        ("a mark has a value", lambda data: data["status"].update({"0": "?"})),
        ("is no number", lambda data: data["value"].__setitem__(0, "41")),
    ],
)
def test_a_table_of_another_shape_is_found_out(what: str, change: Any) -> None:
    dataset = copy.deepcopy(collection("two waves")["link"]["item"][0])
    change(dataset)
    assert any(what in fault for fault in faults(dataset))
