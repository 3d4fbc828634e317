"""Texts that a person would read and no catalogue knows: letters in a template outside its translation tags, and
sentences in quotes in the code that no translation function is given.

Source texts are bokmål. So in the code a literal counts as a text where it is two words or more and holds a letter or
a word that only Norwegian has; names of keys, addresses and formats have none.
"""

import ast
import re
from html.parser import HTMLParser
from pathlib import Path

TRANSLATED = re.compile(r"{%\s*blocktranslate.*?{%\s*endblocktranslate\s*%}", re.DOTALL)
DJANGO = re.compile(r"{%.*?%}|{{.*?}}|{#.*?#}", re.DOTALL)
CLASSES = re.compile(r"{%\s*block\s+\w*(?:class|width)\w*\s*%}.*?{%\s*endblock\s*%}", re.DOTALL)
COMMENT = re.compile(r"{%\s*comment.*?{%\s*endcomment\s*%}", re.DOTALL)
READ_ALOUD = {"alt", "title", "aria-label", "placeholder", "content"}
SILENT = {"script", "style", "code", "svg"}
WORD = re.compile(r"[^\W\d_]{2,}")
SAME_EVERYWHERE = {"Tillit", "Bokmål", "Nynorsk", "Svenska", "English", "PDF", "JSON", "AGPL"}
"""Names, and languages in their own tongue."""

TRANSLATORS = {"gettext", "gettext_lazy", "ngettext", "ngettext_lazy", "_", "pgettext"}
NORWEGIAN = re.compile(r"\w \w.*[æøåÆØÅ]|\b(ikke|og|eller|som|dere|det|kan|har)\b \w")


class _Reader(HTMLParser):
    """Collects the words between tags and in the attributes that are read."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []
        self._silent = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._silent += tag in SILENT
        names = dict(attrs)
        for name, value in attrs:
            machine = name == "content" and names.get("name") != "description"
            if name in READ_ALOUD and not machine:
                self._take(value or "")

    def handle_endtag(self, tag: str) -> None:
        self._silent -= tag in SILENT

    def handle_data(self, data: str) -> None:
        if not self._silent:
            self._take(data)

    def _take(self, text: str) -> None:
        self.found += [word for word in WORD.findall(text) if word not in SAME_EVERYWHERE]


def in_template(source: str) -> list[str]:
    """Return the words of a Django template that stand outside its translations."""
    for pattern in (COMMENT, CLASSES, TRANSLATED, DJANGO):
        source = pattern.sub(" ", source)
    reader = _Reader()
    reader.feed(source)
    return reader.found


def in_code(source: str) -> list[str]:
    """Return the literals of a module that read as Norwegian and are given to no translation function."""
    tree = ast.parse(source)
    translated = {
        id(part)
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and _name(node.func) in TRANSLATORS
        for argument in node.args
        for part in ast.walk(argument)
    }
    explained = {id(part) for node in ast.walk(tree) if isinstance(node, ast.Expr) for part in ast.walk(node.value)}
    found = [node for node in ast.walk(tree) if id(node) not in translated | explained]
    literals = (node.value for node in found if isinstance(node, ast.Constant))
    return [text for text in literals if isinstance(text, str) and NORWEGIAN.search(text)]


def _name(function: ast.expr) -> str:
    if isinstance(function, ast.Attribute):
        return function.attr
    return function.id if isinstance(function, ast.Name) else ""


def templates(root: Path, folders: tuple[str, ...]) -> list[Path]:
    """Return the templates that a browser or a mail program shows."""
    return sorted(
        path
        for folder in folders
        for path in (root / folder).rglob("templates/**/*")
        if path.suffix in {".html", ".txt"}
    )
