"""A questionnaire loads whole or not at all, and says what is wrong."""

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from surveys.questionnaires import loading
from surveys.questionnaires.loading import CATALOGUE, UnknownQuestionnaire, available, load, read
from surveys.questionnaires.rules import complete_languages
from surveys.questionnaires.strict_json import BadQuestionnaire
from surveys.questionnaires.types import Questionnaire

Json = dict[str, Any]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of our own instrument, to be spoilt."""
    copy = tmp_path / "arbeidshverdag-1"
    shutil.copytree(CATALOGUE / "arbeidshverdag-1", copy)
    return copy


def _edit(folder: Path, name: str, change: Callable[[Json], object]) -> None:
    path = folder / name
    value = json.loads(path.read_text(encoding="utf-8"))
    change(value)
    path.write_text(json.dumps(value, ensure_ascii=False), encoding="utf-8")


def _item(value: Json, key: str) -> Json:
    (found,) = [item for item in value["items"] if item["key"] == key]
    return dict(found)


def _set(*path: str | int, to: object) -> Callable[[Json], None]:
    def change(value: Json) -> None:
        inner: Any = value
        for step in path[:-1]:
            inner = inner[step]
        inner[path[-1]] = to

    return change


def _drop(*path: str | int) -> Callable[[Json], None]:
    def change(value: Json) -> None:
        inner: Any = value
        for step in path[:-1]:
            inner = inner[step]
        del inner[path[-1]]

    return change


def _add_again(kind: str) -> Callable[[Json], None]:
    return lambda value: value[kind].append(value[kind][0])


def _fifth_item(value: Json) -> None:
    value["items"].append({**_item(value, "own_words"), "key": "fifth"})


def _same_key_in_both_kinds(value: Json) -> None:
    value["multiple"][0]["key"] = "own_words"


def _empty_scale(value: Json) -> None:
    value["scales"].append({**value["scales"][0], "key": "empty"})


def _unused_answers(value: Json) -> None:
    value["answer_lists"]["unused"] = ["no", "yes"]


STRUCTURE_FAULTS: list[tuple[str, Callable[[Json], object], str]] = [
    ("field missing", _drop("sections"), "lacks 'sections'"),
    ("field unknown", _set("colour", to="red"), "unknown field 'colour'"),
    ("item's field missing", _drop("items", 0, "reversed"), "an item: lacks 'reversed'"),
    ("scale's field unknown", _set("scales", 0, "weight", to=1), "unknown field 'weight'"),
    ("another key", _set("key", to="annet"), "its folder says otherwise"),
    ("another version", _set("version", to=2), "its folder says otherwise"),
    ("version is true", _set("version", to=True), "its folder says otherwise"),
    ("version is a float", _set("version", to=1.0), "its folder says otherwise"),
    ("not a list", _set("items", to={}), "items: expected a list"),
    ("not an object", _set("answer_lists", to=[]), "answer_lists: expected an object"),
    ("not an item", _set("items", 0, to="own_words"), "an item: expected an object"),
    ("key with a capital", _set("items", 0, "key", to="Own"), "'Own' is not a key"),
    ("key with a dot", _set("sections", 0, to="a.b"), "'a.b' is not a key"),
    ("unknown section", _set("items", 0, "section", to="attic"), "unknown section 'attic'"),
    ("unknown section of a multiple item", _set("multiple", 0, "section", to="attic"), "unknown section 'attic'"),
    ("unknown answers", _set("items", 0, "answers", to="colours"), "unknown answer list 'colours'"),
    ("unknown scale", _set("items", 0, "scale", to="luck"), "unknown scale 'luck'"),
    ("section asks nothing", lambda value: value["sections"].append("attic"), "section 'attic' asks nothing"),
    ("answers not used", _unused_answers, "answer list 'unused' is not used"),
    ("section twice", _add_again("sections"), "'day' is given twice"),
    ("item twice", _same_key_in_both_kinds, "'own_words' is given twice"),
    ("scale twice", _add_again("scales"), "'schedule_control' is given twice"),
    ("option twice", _set("answer_lists", "frequency", 1, to="never"), "'never' is given twice"),
    ("choice twice", _set("multiple", 0, "options", 1, to="none"), "'none' is given twice"),
    ("five items", _fifth_item, "scale 'autonomy': 5 items"),
    ("no items", _empty_scale, "scale 'empty': 0 items"),
    ("one option", _set("answer_lists", "frequency", to=["never"]), "1 options do not divide"),
    ("no options", _set("answer_lists", "frequency", to=[]), "0 options do not divide"),
    ("four options", _set("answer_lists", "frequency", to=["a", "b", "c", "d"]), "4 options do not divide"),
    ("reversed is a word", _set("items", 0, "reversed", to="no"), "expected true or false"),
    ("reversed without a scale", _set("items", 1, "scale", to=None), "reversed without a scale"),
    ("one choice", _set("multiple", 0, "options", to=["none"]), "fewer than two options"),
    ("unknown exclusive", _set("multiple", 0, "exclusive", to=["nothing"]), "unknown option 'nothing'"),
    ("unknown direction", _set("scales", 0, "direction", to="up"), "unknown direction 'up'"),
    ("direction is a number", _set("scales", 0, "direction", to=1), "expected text"),
    ("primary is a number", _set("scales", 0, "primary", to=1), "expected true or false"),
    ("mid is zero", _set("scales", 0, "mid", to=0), "mid 0.0 is not"),
    ("mid above 100", _set("scales", 0, "mid", to=101), "mid 101.0 is not"),
    ("mid is true", _set("scales", 0, "mid", to=True), "expected a number"),
    ("alpha above 1", _set("scales", 0, "reference_alpha", to=1.1), "reference_alpha 1.1 is not"),
    ("alpha is text", _set("scales", 0, "reference_alpha", to="0.8"), "expected a number"),
    ("background missing", _drop("background"), "lacks 'background'"),
    ("background's field unknown", _set("background", 0, "scale", to="trust"), "unknown field 'scale'"),
    ("background without options", _drop("background", 0, "options"), "a background question: lacks 'options'"),
    ("one background option", _set("background", 0, "options", to=["here"]), "1 options, not 2 to 9"),
    ("ten background options", _set("background", 0, "options", to=list("abcdefghij")), "10 options, not 2 to 9"),
    ("background option twice", _set("background", 0, "options", 1, to="at_work"), "'at_work' is given twice"),
    ("background twice", _add_again("background"), "'place' is given twice"),
    ("background that is an item", _set("background", 0, "key", to="own_words"), "'own_words' is given twice"),
    ("no research", _set("scales", 0, "research", to=[]), "no research"),
]

TEXT_FAULTS: list[tuple[str, Callable[[Json], object], str]] = [
    ("item's text missing", _drop("items", "own_words"), "lacks the text 'items.own_words'"),
    ("title missing", _drop("title"), "lacks the text 'title'"),
    ("option's text missing", _drop("answer_lists", "frequency", "often"), "'answer_lists.frequency.often'"),
    ("background's text missing", _drop("background", "place", "text"), "'background.place.text'"),
    ("background's option missing", _drop("background", "place", "options", "at_work"), "options.at_work'"),
    ("meaning missing", _drop("scales", "trust", "meaning"), "lacks the text 'scales.trust.meaning'"),
    ("text of nothing", _set("items", "luck", to="?"), "nothing asks for: 'items.luck'"),
    ("text left empty", _set("items", "own_words", to=""), "items.own_words: expected text"),
    ("text of spaces", _set("items", "own_words", to="  "), "items.own_words: expected text"),
    ("space at the end", _set("items", "own_words", to="Ja. "), "items.own_words: expected text"),
    ("two lines", _set("items", "own_words", to="Ja\nnei"), "items.own_words: expected text"),
    ("text is a number", _set("title", to=7), "title: expected text"),
    ("object for a text", _set("items", "own_words", to={}), "lacks the text 'items.own_words'"),
    ("place that is no key", _set("items", "own words", to="?"), "'own words' is not a key"),
]


@pytest.mark.parametrize(
    ("change", "message"), [fault[1:] for fault in STRUCTURE_FAULTS], ids=[fault[0] for fault in STRUCTURE_FAULTS]
)
def test_a_fault_in_the_structure_is_named(folder: Path, change: Callable[[Json], object], message: str) -> None:
    _edit(folder, "structure.json", change)
    with pytest.raises(BadQuestionnaire, match=r"structure\.json") as caught:
        read(folder)
    assert message in str(caught.value)


@pytest.mark.parametrize("language", ["nb", "nn"])
@pytest.mark.parametrize(
    ("change", "message"), [fault[1:] for fault in TEXT_FAULTS], ids=[fault[0] for fault in TEXT_FAULTS]
)
def test_a_fault_in_the_texts_is_named(
    folder: Path, language: str, change: Callable[[Json], object], message: str
) -> None:
    _edit(folder, f"{language}.json", change)
    with pytest.raises(BadQuestionnaire, match=rf"{language}\.json") as caught:
        read(folder)
    assert message in str(caught.value)


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"{", "is not JSON in UTF-8"),
        ("{'title': 'Ærlig'}".encode("latin-1"), "is not JSON in UTF-8"),
        (b'\xef\xbb\xbf{"title": "Ja"}', "is not JSON in UTF-8"),
        (b"[]", "expected an object"),
        (b'{"title": NaN}', "NaN is not a number"),
        (b'{"title": "Ja", "title": "Nei"}', "'title' is given twice"),
        (b'{"items": {"one": "Ja", "one": "Nei"}}', "'one' is given twice"),
    ],
)
def test_a_file_that_is_not_plain_json_is_refused(folder: Path, content: bytes, message: str) -> None:
    (folder / "nn.json").write_bytes(content)
    with pytest.raises(BadQuestionnaire, match=r"nn\.json") as caught:
        read(folder)
    assert message in str(caught.value)


def test_no_structure(folder: Path) -> None:
    (folder / "structure.json").unlink()
    with pytest.raises(BadQuestionnaire, match=r"structure\.json: cannot be read"):
        read(folder)


def test_no_source_language(folder: Path) -> None:
    (folder / "nb.json").unlink()
    with pytest.raises(BadQuestionnaire, match=r"nb\.json: the source language is missing"):
        read(folder)


def test_a_file_that_has_no_place_there(folder: Path) -> None:
    (folder / "da.json").write_text("{}", encoding="utf-8")
    with pytest.raises(BadQuestionnaire, match=r"da\.json"):
        read(folder)


@pytest.mark.parametrize("name", ["arbeidshverdag", "arbeidshverdag-0", "arbeidshverdag-01", "Arbeidshverdag-1"])
def test_a_folder_with_another_name(folder: Path, name: str) -> None:
    renamed = folder.rename(folder.parent / name)
    with pytest.raises(BadQuestionnaire, match="KEY-VERSION"):
        read(renamed)
    with pytest.raises(BadQuestionnaire, match="KEY-VERSION"):
        available(folder.parent)


def test_a_missing_language_leaves_the_questionnaire_whole_but_that_language_incomplete(folder: Path) -> None:
    assert complete_languages(read(folder)) == {"nb", "nn", "sv", "en"}
    (folder / "nn.json").unlink()
    without = read(folder)
    assert complete_languages(without) == {"nb", "sv", "en"}
    assert "nn" not in without.items[0].text


def test_several_versions_are_listed_in_order(folder: Path) -> None:
    for version in (2, 10):
        shutil.copytree(folder, folder.parent / f"arbeidshverdag-{version}")
    (folder.parent / "__pycache__").mkdir()
    assert available(folder.parent) == (("arbeidshverdag", 1), ("arbeidshverdag", 2), ("arbeidshverdag", 10))


@pytest.mark.parametrize(("key", "version"), [("arbeidshverdag", 99), ("annet", 1), ("../catalogue/arbeidshverdag", 1)])
def test_what_the_catalogue_does_not_hold(key: str, version: int) -> None:
    with pytest.raises(UnknownQuestionnaire):
        load(key, version)


def test_every_questionnaire_in_the_catalogue_is_sound() -> None:
    for key, version in available():
        found = load(key, version)
        assert (found.key, found.version) == (key, version)


def test_a_loaded_questionnaire_cannot_be_changed() -> None:
    ours: Questionnaire = load("arbeidshverdag", 1)
    with pytest.raises(TypeError):
        ours.title["nb"] = "Noe annet"  # type: ignore[index]
    with pytest.raises(TypeError):
        ours.answer_lists["frequency"] = ()  # type: ignore[index]


def test_the_loader_reads_beside_itself() -> None:
    assert Path(loading.__file__).parent / "catalogue" == CATALOGUE
