"""The fingerprint holds everything a person reads and everything that is computed from."""

import hashlib
import json
import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from surveys.questionnaires.fingerprint import canonical, fingerprint
from surveys.questionnaires.loading import CATALOGUE, load, read
from surveys.questionnaires.types import LANGUAGES

OURS = load("arbeidshverdag", 1)


def _strings(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for inner in value.values():
            yield from _strings(inner)


def test_is_the_sha256_of_the_canonical_form() -> None:
    assert OURS.fingerprint == hashlib.sha256(canonical(OURS)).hexdigest()
    assert len(OURS.fingerprint) == 64


def test_does_not_depend_on_itself() -> None:
    assert fingerprint(replace(OURS, fingerprint="0" * 64)) == OURS.fingerprint


def test_canonical_form_has_sorted_keys_and_no_spaces() -> None:
    whole = canonical(OURS).decode()
    again = json.dumps(json.loads(whole), ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    assert again == whole


def test_canonical_form_holds_every_text_of_every_language() -> None:
    whole = canonical(OURS).decode()
    for language in LANGUAGES:
        path = CATALOGUE / "arbeidshverdag-1" / f"{language}.json"
        texts = list(_strings(json.loads(path.read_text(encoding="utf-8"))))
        assert len(texts) > 100
        assert [text for text in texts if json.dumps(text, ensure_ascii=False) not in whole] == []


def test_the_layout_of_the_files_does_not_matter(tmp_path: Path) -> None:
    copy = tmp_path / "arbeidshverdag-1"
    shutil.copytree(CATALOGUE / "arbeidshverdag-1", copy)
    for path in copy.iterdir():
        value = json.loads(path.read_text(encoding="utf-8"))
        path.write_text(json.dumps(dict(reversed(value.items())), indent=1), encoding="utf-8")
    assert read(copy).fingerprint == OURS.fingerprint


@given(language=st.sampled_from(LANGUAGES), data=st.data())
def test_any_text_changed_changes_it(language: str, data: st.DataObject) -> None:
    position = data.draw(st.integers(0, len(OURS.items) - 1))
    item = OURS.items[position]
    changed = replace(item, text={**item.text, language: item.text[language] + "!"})
    items = (*OURS.items[:position], changed, *OURS.items[position + 1 :])
    assert fingerprint(replace(OURS, items=items)) != OURS.fingerprint


@given(position=st.integers(0, len(OURS.scales) - 1), changed=st.sampled_from(["mid", "primary", "direction", "items"]))
def test_any_rule_of_scoring_changed_changes_it(position: int, changed: str) -> None:
    scale = OURS.scales[position]
    others = {
        "mid": replace(scale, mid=scale.mid + 1),
        "primary": replace(scale, primary=not scale.primary),
        "direction": replace(scale, direction=next(one for one in type(scale.direction) if one != scale.direction)),
        "items": replace(scale, items=(*scale.items, "one_more")),
    }
    scales = (*OURS.scales[:position], others[changed], *OURS.scales[position + 1 :])
    assert fingerprint(replace(OURS, scales=scales)) != OURS.fingerprint


@given(language=st.sampled_from(LANGUAGES), position=st.integers(0, len(OURS.background) - 1))
def test_any_background_text_changed_changes_it(language: str, position: int) -> None:
    before = OURS.background
    key, text = before[position].options[0]
    for changed in (
        replace(before[position], text={**before[position].text, language: "?"}),
        replace(before[position], options=((key, {**text, language: "?"}), *before[position].options[1:])),
        replace(before[position], options=before[position].options[::-1]),
    ):
        background = (*before[:position], changed, *before[position + 1 :])
        assert fingerprint(replace(OURS, background=background)) != OURS.fingerprint


def test_order_of_the_questions_and_of_the_options_matters() -> None:
    assert fingerprint(replace(OURS, items=OURS.items[::-1])) != OURS.fingerprint
    turned = {name: options[::-1] for name, options in OURS.answer_lists.items()}
    assert fingerprint(replace(OURS, answer_lists=turned)) != OURS.fingerprint
