"""What `structure.json` says: a questionnaire without its texts, checked as a whole."""

from dataclasses import dataclass

from surveys.questionnaires import strict_json
from surveys.questionnaires.strict_json import BadQuestionnaire
from surveys.questionnaires.types import Direction

FILE = "structure.json"
MOST_ITEMS = 4
"""A mean of one to four whole numbers is a whole number of twelfths; of more it need not be."""

MOST_BACKGROUND_OPTIONS = 9
"""An answer is one digit, so that the length of what is sent tells nothing of it."""


@dataclass(frozen=True, slots=True)
class ItemPlan:
    """An item without its text."""

    key: str
    section: str
    answers: str
    scale: str | None
    reversed: bool


@dataclass(frozen=True, slots=True)
class MultiplePlan:
    """A multiple item without its texts."""

    key: str
    section: str
    options: tuple[str, ...]
    exclusive: frozenset[str]


@dataclass(frozen=True, slots=True)
class BackgroundPlan:
    """A background question without its texts."""

    key: str
    options: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ScalePlan:
    """A scale without its texts; `items` in the order in which they are asked."""

    key: str
    direction: Direction
    primary: bool
    mid: float
    items: tuple[str, ...]
    research: tuple[str, ...]
    reference_alpha: float | None


@dataclass(frozen=True, slots=True)
class Structure:
    """A questionnaire without its texts; `answer_lists` holds the keys of the options, the lowest first."""

    key: str
    version: int
    answer_lists: dict[str, tuple[str, ...]]
    sections: tuple[str, ...]
    items: tuple[ItemPlan, ...]
    multiple: tuple[MultiplePlan, ...]
    background: tuple[BackgroundPlan, ...]
    scales: tuple[ScalePlan, ...]


def parse(value: object, *, key: str, version: int) -> Structure:
    """Return the structure in `value`, which must call itself `key` and `version`, or raise `BadQuestionnaire`."""
    names = ("key", "version", "answer_lists", "sections", "items", "multiple", "background", "scales")
    found = strict_json.fields(value, names, FILE)
    named = (found["key"], found["version"])
    if named != (key, version) or type(found["version"]) is not int:
        raise BadQuestionnaire(f"{FILE}: calls itself {named[0]!r} version {named[1]!r}, its folder says otherwise")
    answer_lists = _answer_lists(found["answer_lists"])
    sections = strict_json.keys(found["sections"], f"{FILE}: sections")
    items = tuple(_item(one) for one in strict_json.a_list(found["items"], f"{FILE}: items"))
    structure = Structure(
        key=key,
        version=version,
        answer_lists=answer_lists,
        sections=sections,
        items=items,
        multiple=tuple(_multiple(one) for one in strict_json.a_list(found["multiple"], f"{FILE}: multiple")),
        background=tuple(_background(one) for one in strict_json.a_list(found["background"], f"{FILE}: background")),
        scales=tuple(_scale(one, items) for one in strict_json.a_list(found["scales"], f"{FILE}: scales")),
    )
    _check_references(structure)
    return structure


def _answer_lists(value: object) -> dict[str, tuple[str, ...]]:
    lists: dict[str, tuple[str, ...]] = {}
    for name, options in strict_json.an_object(value, f"{FILE}: answer_lists").items():
        where = f"{FILE}: answer list {name!r}"
        lists[strict_json.key(name, where)] = strict_json.keys(options, where)
        steps = len(lists[name]) - 1
        if steps < 1 or 100 % steps:
            raise BadQuestionnaire(f"{where}: {steps + 1} options do not divide 0–100 into whole points")
    return lists


def _item(value: object) -> ItemPlan:
    found = strict_json.fields(value, ("key", "section", "answers", "scale", "reversed"), f"{FILE}: an item")
    key = strict_json.key(found["key"], f"{FILE}: an item's key")
    where = f"{FILE}: item {key!r}"
    scale = None if found["scale"] is None else strict_json.key(found["scale"], where)
    flipped = strict_json.flag(found["reversed"], where)
    if flipped and scale is None:
        raise BadQuestionnaire(f"{where}: reversed without a scale")
    section = strict_json.key(found["section"], where)
    return ItemPlan(key, section, strict_json.key(found["answers"], where), scale, flipped)


def _multiple(value: object) -> MultiplePlan:
    found = strict_json.fields(value, ("key", "section", "options", "exclusive"), f"{FILE}: a multiple item")
    key = strict_json.key(found["key"], f"{FILE}: a multiple item's key")
    where = f"{FILE}: multiple item {key!r}"
    options = strict_json.keys(found["options"], where)
    if len(options) < 2:
        raise BadQuestionnaire(f"{where}: fewer than two options")
    exclusive = strict_json.keys(found["exclusive"], where)
    for option in exclusive:
        strict_json.one_of(option, options, "option", where)
    return MultiplePlan(key, strict_json.key(found["section"], where), options, frozenset(exclusive))


def _background(value: object) -> BackgroundPlan:
    found = strict_json.fields(value, ("key", "options"), f"{FILE}: a background question")
    key = strict_json.key(found["key"], f"{FILE}: a background question's key")
    where = f"{FILE}: background question {key!r}"
    options = strict_json.keys(found["options"], where)
    if not 2 <= len(options) <= MOST_BACKGROUND_OPTIONS:
        raise BadQuestionnaire(f"{where}: {len(options)} options, not 2 to {MOST_BACKGROUND_OPTIONS}")
    return BackgroundPlan(key, options)


def _scale(value: object, items: tuple[ItemPlan, ...]) -> ScalePlan:
    names = ("key", "direction", "primary", "mid", "reference_alpha", "research")
    found = strict_json.fields(value, names, f"{FILE}: a scale")
    key = strict_json.key(found["key"], f"{FILE}: a scale's key")
    where = f"{FILE}: scale {key!r}"
    own = tuple(item.key for item in items if item.scale == key)
    if not 1 <= len(own) <= MOST_ITEMS:
        raise BadQuestionnaire(f"{where}: {len(own)} items, not 1 to {MOST_ITEMS}")
    direction = strict_json.one_of(strict_json.text(found["direction"], where), list(Direction), "direction", where)
    mid = strict_json.number(found["mid"], where)
    if not 0 < mid <= 100:
        raise BadQuestionnaire(f"{where}: mid {mid} is not above 0 and at most 100 points")
    alpha = None if found["reference_alpha"] is None else strict_json.number(found["reference_alpha"], where)
    if alpha is not None and not 0 < alpha <= 1:
        raise BadQuestionnaire(f"{where}: reference_alpha {alpha} is not above 0 and at most 1")
    research = tuple(strict_json.text(one, where) for one in strict_json.a_list(found["research"], where))
    if not research:
        raise BadQuestionnaire(f"{where}: no research")
    primary = strict_json.flag(found["primary"], where)
    return ScalePlan(key, Direction(direction), primary, mid, own, research, alpha)


def _check_references(structure: Structure) -> None:
    """Raise `BadQuestionnaire` where one part names another that is not there, or two have the same name."""
    asked: list[ItemPlan | MultiplePlan] = [*structure.items, *structure.multiple]
    strict_json.unique([one.key for one in (*asked, *structure.background)], f"{FILE}: items")
    strict_json.unique([scale.key for scale in structure.scales], f"{FILE}: scales")
    for one in asked:
        strict_json.one_of(one.section, structure.sections, "section", f"{FILE}: item {one.key!r}")
    for item in structure.items:
        where = f"{FILE}: item {item.key!r}"
        strict_json.one_of(item.answers, structure.answer_lists, "answer list", where)
        if item.scale is not None:
            strict_json.one_of(item.scale, [scale.key for scale in structure.scales], "scale", where)
    for section in structure.sections:
        if not any(one.section == section for one in asked):
            raise BadQuestionnaire(f"{FILE}: section {section!r} asks nothing")
    for name in structure.answer_lists:
        if not any(item.answers == name for item in structure.items):
            raise BadQuestionnaire(f"{FILE}: answer list {name!r} is not used")
