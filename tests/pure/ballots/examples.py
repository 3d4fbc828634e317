"""A small questionnaire of awkward sizes, and answers to it."""

import hashlib
from collections.abc import Mapping

from hypothesis import strategies as st

from surveys.ballots.types import Answers
from surveys.questionnaires.types import Background, Item, MultipleItem, Questionnaire, Section

EMPTY: Mapping[str, str] = {"nb": "", "nn": "", "sv": "", "en": ""}


def questionnaire(*, items: int = 5, options: int = 11, version: int = 1) -> Questionnaire:
    """Return a questionnaire of `items` single items (two and five options in turn).

    It has two multiple items and two background questions besides.
    """
    return Questionnaire(
        key="small",
        version=version,
        title=EMPTY,
        answer_lists={"two": (EMPTY,) * 2, "five": (EMPTY,) * 5},
        sections=(Section("only", EMPTY, EMPTY),),
        items=tuple(
            Item(f"item-{number}", "only", EMPTY, "five" if number % 2 else "two", None) for number in range(items)
        ),
        multiple=(
            MultipleItem("measures", "only", EMPTY, _options(options), frozenset({"option-0", "option-1"})),
            MultipleItem("eight", "only", EMPTY, _options(8), frozenset()),
        ),
        background=(Background("where", EMPTY, _options(3)), Background("since", EMPTY, _options(4))),
        scales=(),
        fingerprint=hashlib.sha256(f"small {items} {options} {version}".encode()).hexdigest(),
    )


def _options(count: int) -> tuple[tuple[str, Mapping[str, str]], ...]:
    return tuple((f"option-{number}", EMPTY) for number in range(count))


SMALL = questionnaire()


@st.composite
def answers(draw: st.DrawFn, to: Questionnaire = SMALL) -> Answers:
    """Draw answers that fit the questionnaire: any item skipped, exclusive options alone, empty choices absent."""
    single: dict[str, int] = {}
    options = {item.key: len(to.answer_lists[item.answers]) for item in to.items}
    for key, most in (options | {one.key: len(one.options) for one in to.background}).items():
        value = draw(st.none() | st.integers(1, most))
        if value is not None:
            single[key] = value
    multiple: dict[str, frozenset[str]] = {}
    for choice in to.multiple:
        together = [key for key, _ in choice.options if key not in choice.exclusive]
        alone = [frozenset({key}) for key in sorted(choice.exclusive)]
        chosen = draw(st.frozensets(st.sampled_from(together)) | st.sampled_from([*alone, frozenset()]))
        if chosen:
            multiple[choice.key] = chosen
    return Answers(single=single, multiple=multiple)
