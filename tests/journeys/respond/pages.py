"""Reads a page as a browser does: its forms, their fields as they would be sent, its title and its text."""

from dataclasses import dataclass, field
from html.parser import HTMLParser


@dataclass
class Control:
    """One input or button of a form."""

    kind: str
    name: str
    value: str
    checked: bool
    identity: str


@dataclass
class Form:
    """One form; `fields` is what a browser would send, the buttons left out."""

    action: str
    controls: list[Control] = field(default_factory=list)

    def fields(self) -> dict[str, list[str]]:
        sent: dict[str, list[str]] = {}
        for control in self.controls:
            if control.kind == "button" or (control.kind in ("radio", "checkbox") and not control.checked):
                continue
            sent.setdefault(control.name, []).append(control.value)
        return sent

    def names(self) -> set[str]:
        return {control.name for control in self.controls}

    def hidden(self) -> dict[str, list[str]]:
        sent: dict[str, list[str]] = {}
        for control in self.controls:
            if control.kind == "hidden":
                sent.setdefault(control.name, []).append(control.value)
        return sent


@dataclass
class Page:
    """What stands on a page."""

    title: str = ""
    text: str = ""
    forms: list[Form] = field(default_factory=list)
    links: list[str] = field(default_factory=list)
    identities: set[str] = field(default_factory=set)


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.page = Page()
        self._in_title = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        have = {name: value or "" for name, value in attrs}
        if "id" in have:
            self.page.identities.add(have["id"])
        if tag == "title":
            self._in_title = True
        elif tag == "a":
            self.page.links.append(have.get("href", ""))
        elif tag == "form":
            self.page.forms.append(Form(have.get("action", "")))
        elif tag in ("input", "button") and "name" in have:
            kind = "button" if tag == "button" else have.get("type", "text")
            control = Control(kind, have["name"], have.get("value", ""), "checked" in have, have.get("id", ""))
            self.page.forms[-1].controls.append(control)

    def handle_endtag(self, tag: str) -> None:
        if tag == "title":
            self._in_title = False

    def handle_data(self, data: str) -> None:
        if self._in_title:
            self.page.title += data
        else:
            self.page.text += data


def read(markup: str) -> Page:
    """Return what stands on a page."""
    reader = _Reader()
    reader.feed(markup)
    return reader.page


def forms_in(markup: str) -> list[Form]:
    """Return the forms of a page."""
    return read(markup).forms
