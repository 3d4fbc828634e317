"""Load our own instruments from `catalogue/KEY-VERSION/`: one file of structure, one of texts per language."""

import re
from collections.abc import Mapping
from dataclasses import replace
from functools import cache
from pathlib import Path
from types import MappingProxyType

from surveys.questionnaires import strict_json, structure
from surveys.questionnaires.fingerprint import fingerprint
from surveys.questionnaires.strict_json import BadQuestionnaire
from surveys.questionnaires.structure import BackgroundPlan, Structure
from surveys.questionnaires.types import LANGUAGES, Background, Item, MultipleItem, Questionnaire, Scale, Section, Texts

CATALOGUE = Path(__file__).parent / "catalogue"
SOURCE_LANGUAGE = "nb"
FOLDER = re.compile(r"([a-z][a-z0-9_]*)-([1-9][0-9]*)")


class UnknownQuestionnaire(LookupError):
    """The catalogue holds no questionnaire of that key and version."""


def available(catalogue: Path = CATALOGUE) -> tuple[tuple[str, int], ...]:
    """Return key and version of each questionnaire in the catalogue, sorted."""
    folders = (folder for folder in catalogue.iterdir() if (folder / structure.FILE).is_file())
    return tuple(sorted(_named(folder) for folder in folders))


@cache
def load(key: str, version: int) -> Questionnaire:
    """Return the questionnaire `key` in `version`, whole and checked; the same object each time.

    Raises `UnknownQuestionnaire`, or `BadQuestionnaire` when its files are unsound.
    """
    if (key, version) not in available():
        raise UnknownQuestionnaire(f"{key!r} version {version!r}")
    return read(CATALOGUE / f"{key}-{version}")


def read(folder: Path) -> Questionnaire:
    """Return the questionnaire in `folder`, checked as a whole, or raise `BadQuestionnaire`.

    A language may be missing as a file (`rules.complete_languages` tells), never as single texts within a file.
    """
    key, version = _named(folder)
    plan = structure.parse(strict_json.read_object(folder / structure.FILE), key=key, version=version)
    texts = _texts(folder, plan)
    questionnaire = _assembled(plan, texts)
    return replace(questionnaire, fingerprint=fingerprint(questionnaire))


def _named(folder: Path) -> tuple[str, int]:
    match = FOLDER.fullmatch(folder.name)
    if match is None:
        raise BadQuestionnaire(f"{folder.name}: the folder's name is not KEY-VERSION")
    return match[1], int(match[2])


def _texts(folder: Path, plan: Structure) -> dict[str, Texts]:
    """Return each text's place, such as "items.own_words", with the text in the languages that have a file."""
    present = {path.name for path in folder.iterdir()} - {structure.FILE}
    for name in sorted(present - {f"{language}.json" for language in LANGUAGES}):
        raise BadQuestionnaire(f"{name}: neither the structure nor a known language")
    if f"{SOURCE_LANGUAGE}.json" not in present:
        raise BadQuestionnaire(f"{SOURCE_LANGUAGE}.json: the source language is missing")
    wanted = _places(plan)
    flat: dict[str, dict[str, str]] = {}
    for language in LANGUAGES:
        name = f"{language}.json"
        if name in present:
            flat[language] = _flattened(strict_json.read_object(folder / name), "", name)
            for place in sorted(wanted ^ flat[language].keys()):
                fault = "lacks the text" if place in wanted else "has a text that nothing asks for:"
                raise BadQuestionnaire(f"{name}: {fault} {place!r}")
    return {place: MappingProxyType({language: flat[language][place] for language in flat}) for place in wanted}


def _places(plan: Structure) -> frozenset[str]:
    """Return the places that need a text in every language."""
    places = {"title"}
    places.update(f"answer_lists.{name}.{one}" for name, options in plan.answer_lists.items() for one in options)
    places.update(f"sections.{section}.{part}" for section in plan.sections for part in ("title", "introduction"))
    places.update(f"items.{item.key}" for item in plan.items)
    places.update(f"multiple.{item.key}.text" for item in plan.multiple)
    places.update(f"multiple.{item.key}.options.{option}" for item in plan.multiple for option in item.options)
    places.update(f"background.{one.key}.text" for one in plan.background)
    places.update(f"background.{one.key}.options.{option}" for one in plan.background for option in one.options)
    places.update(f"scales.{scale.key}.{part}" for scale in plan.scales for part in ("name", "meaning"))
    return frozenset(places)


def _flattened(value: Mapping[str, object], prefix: str, name: str) -> dict[str, str]:
    flat: dict[str, str] = {}
    for part, inner in value.items():
        place = prefix + strict_json.key(part, f"{name}: {prefix}")
        if isinstance(inner, dict):
            flat.update(_flattened(inner, f"{place}.", name))
        else:
            flat[place] = strict_json.text(inner, f"{name}: {place}")
    return flat


def _background(plan: BackgroundPlan, texts: Mapping[str, Texts]) -> Background:
    place = f"background.{plan.key}"
    options = tuple((option, texts[f"{place}.options.{option}"]) for option in plan.options)
    return Background(plan.key, texts[f"{place}.text"], options)


def _assembled(plan: Structure, texts: Mapping[str, Texts]) -> Questionnaire:
    """Return structure and texts together, with an empty fingerprint."""
    answer_lists = {
        name: tuple(texts[f"answer_lists.{name}.{option}"] for option in options)
        for name, options in plan.answer_lists.items()
    }
    return Questionnaire(
        key=plan.key,
        version=plan.version,
        title=texts["title"],
        answer_lists=MappingProxyType(answer_lists),
        sections=tuple(
            Section(section, texts[f"sections.{section}.title"], texts[f"sections.{section}.introduction"])
            for section in plan.sections
        ),
        items=tuple(
            Item(item.key, item.section, texts[f"items.{item.key}"], item.answers, item.scale, item.reversed)
            for item in plan.items
        ),
        multiple=tuple(
            MultipleItem(
                key=item.key,
                section=item.section,
                text=texts[f"multiple.{item.key}.text"],
                options=tuple((option, texts[f"multiple.{item.key}.options.{option}"]) for option in item.options),
                exclusive=item.exclusive,
            )
            for item in plan.multiple
        ),
        background=tuple(_background(one, texts) for one in plan.background),
        scales=tuple(
            Scale(
                key=scale.key,
                name=texts[f"scales.{scale.key}.name"],
                meaning=texts[f"scales.{scale.key}.meaning"],
                direction=scale.direction,
                primary=scale.primary,
                mid=scale.mid,
                items=scale.items,
                research=scale.research,
                reference_alpha=scale.reference_alpha,
            )
            for scale in plan.scales
        ),
        fingerprint="",
    )
