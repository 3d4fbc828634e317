"""Every page looks like Designsystemet: its elements have the system's classes. The style sheets fetch nothing."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[3]
TEMPLATES = ("surveys/pages/templates", "reports/pages/templates")
NO_MARKUP = re.compile(
    r"\{% comment %\}.*?\{% endcomment %\}|\{% blocktranslate.*?\{% endblocktranslate %\}", re.DOTALL
)
TAG = re.compile(
    r"<(h[1-4]|a|button|table|details|fieldset|legend|input|select|textarea)\b((?:\{[%{].*?[%}]\}|[^>])*)>"
)
WANTED = {"h1": "ds-heading", "h2": "ds-heading", "h3": "ds-heading", "h4": "ds-heading", "a": "ds-",
          "button": "ds-button", "table": "ds-table", "details": "ds-details", "fieldset": "ds-fieldset",
          "legend": "ds-label", "input": "ds-input", "select": "ds-input", "textarea": "ds-input"}  # fmt: skip
SHEETS = ("surveys/pages/static/tillit/tillit.css", "surveys/pages/static/organise/parties.css")


def bare(source: str) -> Iterator[str]:
    """Yield the opening tags that lack the system's class."""
    for found in TAG.finditer(NO_MARKUP.sub("", source)):
        tag, attributes = found.groups()
        excused = 'type="hidden"' in attributes or 'class="brand"' in attributes or 'id="all"' in attributes
        if not excused and f'class="{WANTED[tag]}' not in attributes:
            yield found[0]


def test_every_element_has_the_class_of_the_system() -> None:
    found = {
        str(path.relative_to(ROOT)): list(bare(path.read_text(encoding="utf-8")))
        for folder in TEMPLATES
        for path in sorted((ROOT / folder).rglob("*.html"))
    }
    assert len(found) > 80
    assert {name: tags for name, tags in found.items() if tags} == {}


def test_a_bare_element_is_found() -> None:
    assert list(bare('<h2>x</h2><a class="ds-link" href="{% url \'x\' y %}">y</a><button>z</button>')) == [
        "<h2>",
        "<button>",
    ]


@pytest.mark.parametrize("name", SHEETS)
def test_a_style_sheet_fetches_nothing_from_elsewhere_and_no_typeface(name: str) -> None:
    sheet = (ROOT / name).read_text(encoding="utf-8")
    addresses = re.findall(r"url\(([^)]*)\)", sheet)
    assert all(re.fullmatch(r'"?icons/[a-z]+\.svg"?', address) for address in addresses)
    assert "@import" not in sheet
    assert "@font-face" not in sheet
    assert "Inter" not in sheet
    assert "@media (prefers-color-scheme:dark){:root{" in sheet
