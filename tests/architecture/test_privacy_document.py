"""Every promise of the privacy page names what keeps it, its tests and its attack, and what it names is there."""

import re
from itertools import product

import pytest

from tests.architecture.sources import ROOT

PAGE = (ROOT / "docs" / "privacy.md").read_text(encoding="utf-8")
PROMISES = dict(re.findall(r'### <a id="(p\d+)"></a>(.*?)(?=\n### |\n## )', PAGE, flags=re.DOTALL))
PATH = re.compile(r"`((?:surveys|reports|project|tests|docs)/[^`]*)`")


def spelled_out(name: str) -> list[str]:
    """Return the paths that a name with alternatives in braces stands for."""
    parts = re.split(r"\{([^}]*)\}", name)
    choices = [part.split(",") if place % 2 else [part] for place, part in enumerate(parts)]
    return ["".join(chosen) for chosen in product(*choices)]


def test_there_are_promises() -> None:
    assert list(PROMISES) == [f"p{number}" for number in range(1, len(PROMISES) + 1)]
    assert len(PROMISES) >= 9


@pytest.mark.parametrize("promise", PROMISES)
def test_a_promise_names_what_keeps_it_its_tests_and_its_attack(promise: str) -> None:
    text = PROMISES[promise]
    if promise == "p5":  # told on a page of its own
        assert "disclosure.md" in text
    else:
        assert "Kept by:" in text
    assert re.search(r"Tests?:.*`tests/", text, flags=re.DOTALL)
    assert re.search(r"Attacks?:.*`tests/", text, flags=re.DOTALL)


def test_what_it_names_is_there() -> None:
    named = [path for name in PATH.findall(PAGE) for path in spelled_out(name)]
    assert len(named) > 20
    assert [path for path in named if not (ROOT / path).exists()] == []
