"""A person with a slip and a browser without scripts: reads each page's form, fills it in and sends it."""

import http.client
from dataclasses import dataclass, field
from html.parser import HTMLParser
from urllib.parse import urlencode, urlsplit

from surveys.ballots.types import Answers

MOST_PAGES = 60


class Lost(RuntimeError):
    """A page was not what a respondent should meet; the message says where."""


@dataclass
class Form:
    """A page's form: hidden fields in order, the offered values per question, and the values of its buttons."""

    hidden: list[tuple[str, str]] = field(default_factory=list)
    offered: dict[str, list[str]] = field(default_factory=dict)
    buttons: list[str] = field(default_factory=list)


class FormReader(HTMLParser):
    """Collects the fields of the page's form that carries the code."""

    def __init__(self) -> None:
        super().__init__()
        self.form = Form()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = {name: value or "" for name, value in attrs}
        name, value = found.get("name", ""), found.get("value", "")
        if tag == "button" and name == "go":
            self.form.buttons.append(value)
        elif tag == "input" and found.get("type") == "hidden":
            self.form.hidden.append((name, value))
        elif tag == "input" and found.get("type") in {"radio", "checkbox"}:
            self.form.offered.setdefault(name, []).append(value)


@dataclass
class Visitor:
    """Answers one sheet over HTTP. `requests` counts what was sent."""

    address: str
    language: str
    requests: int = 0

    def answer(self, code: str, answers: Answers) -> None:
        """Type the code, fill in every page and put the answers in the box.

        Raises Lost where a page refuses or a question is not there.
        """
        place = f"/svar/{self.language}/skjema/"
        asked: set[str] = set()
        status, body = self._send("POST", place, [("code", code)])
        for _ in range(MOST_PAGES):
            if status == http.client.SEE_OTHER:
                self._check_all_asked(answers, asked)
                return
            if status != http.client.OK:
                raise Lost(f"the page answered {status}")
            form = self._read(body)
            fields = [*form.hidden, *self._filled(form, answers)]
            asked |= form.offered.keys()
            go = "cast" if "cast" in form.buttons else "next"
            status, body = self._send("POST", place, [*fields, ("go", go)])
        raise Lost("the pages never ended")

    def _read(self, body: str) -> Form:
        reader = FormReader()
        reader.feed(body)
        return reader.form

    def _filled(self, form: Form, answers: Answers) -> list[tuple[str, str]]:
        fields = []
        for name, offered in form.offered.items():
            key = name.partition(".")[2]
            wanted = [str(answers.single[key])] if key in answers.single else sorted(answers.multiple.get(key, ()))
            if not set(wanted) <= set(offered):
                raise Lost(f"the question {key} does not offer {wanted}")
            fields += [(name, value) for value in wanted]
        return fields

    def _check_all_asked(self, answers: Answers, asked: set[str]) -> None:
        keys = {name.partition(".")[2] for name in asked}
        missing = (set(answers.single) | set(answers.multiple)) - keys
        if missing:
            raise Lost(f"never asked: {sorted(missing)}")

    def _send(self, method: str, path: str, fields: list[tuple[str, str]]) -> tuple[int, str]:
        """Send one request as a new visitor would: no cookie, nothing kept between two of them."""
        target = urlsplit(self.address)
        connection = http.client.HTTPConnection(target.hostname or "", target.port, timeout=60)
        try:
            headers = {"Content-Type": "application/x-www-form-urlencoded"}
            connection.request(method, path, urlencode(fields), headers)
            response = connection.getresponse()
            self.requests += 1
            if response.getheader("Set-Cookie"):
                raise Lost("a respondent was given a cookie")
            return response.status, response.read().decode()
        finally:
            connection.close()
