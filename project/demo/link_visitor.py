"""A person with a link and a browser with script, played in Python: collects a right to answer, seals, and casts."""

import http.client
import json
from dataclasses import dataclass
from html.parser import HTMLParser
from typing import Any
from urllib.parse import urlsplit
from uuid import UUID

from project.demo.visitor import Lost
from surveys.ballots.base64url import from_text, to_text
from surveys.ballots.encoding import encode
from surveys.ballots.sealing import ballot_info, seal
from surveys.ballots.types import Answers
from surveys.credentials.blind_signatures import RANDOM_BYTES, blind, context_of, finalize, prepare
from surveys.fingerprints import short_code
from surveys.questionnaires.types import Questionnaire


class PageReader(HTMLParser):
    """Collects what the page offers for each question: check boxes as they stand, radio buttons by their list."""

    def __init__(self) -> None:
        super().__init__()
        self._list = ""
        self._lists: dict[str, list[str]] = {}
        self._questions: dict[str, str] = {}
        self._boxes: dict[str, list[str]] = {}

    def offered(self) -> dict[str, list[str]]:
        """Return the offered values by the question's key."""
        return self._boxes | {key: self._lists[name] for key, name in self._questions.items()}

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = {name: value or "" for name, value in attrs}
        if tag == "template":
            self._list = found.get("id", "")
        elif tag == "fieldset" and "data-list" in found:
            self._questions[found["data-key"]] = f"list-{found['data-list']}"
        elif tag == "input" and found.get("type") == "radio" and self._list:
            self._lists.setdefault(self._list, []).append(found["value"])
        elif tag == "input" and found.get("name", "").startswith("m."):
            self._boxes.setdefault(found["name"].partition(".")[2], []).append(found["value"])

    def handle_endtag(self, tag: str) -> None:
        if tag == "template":
            self._list = ""


@dataclass
class LinkVisitor:
    """Answers one sheet over HTTP. `code` is what the poster says; `requests` counts what was sent."""

    address: str
    language: str
    code: str
    questionnaire: Questionnaire
    requests: int = 0

    def answer(self, token: str, answers: Answers) -> None:
        """Exchange the link for a right to answer, read the questions, and put the sealed answers in the box.

        Raises Lost where a page refuses, a question is not there, or the keys are not those of the poster.
        """
        collecting = f"/svarbevis/{self.language}"
        found = self._json(f"{collecting}/oppslag/", {"token": token})
        wave, group = UUID(found["wave"]), UUID(found["group"])
        box, key = self._keys(wave, group)
        prepared = prepare(context_of(wave, group))
        blinded, inverse = blind(prepared, public_key=key)
        signed = self._json(f"{collecting}/hent/", {"token": token, "blinded": to_text(blinded)})
        signature = finalize(prepared, from_text(signed["signature"]), inverse, public_key=key)
        sheet = f"/svar/{self.language}/runde/{wave}/"
        self._check_all_asked(answers, self._send("GET", sheet, None)[1].decode())
        sealed = seal(encode(self.questionnaire, answers), public_key=box, info=ballot_info(wave, group))
        body = group.bytes + prepared[:RANDOM_BYTES] + prepared[-RANDOM_BYTES:] + signature + sealed
        status, _answer = self._send("POST", f"{sheet}svarark/", body, "application/octet-stream")
        if status != http.client.NO_CONTENT:
            raise Lost(f"the box answered {status}")

    def _keys(self, wave: UUID, group: UUID) -> tuple[bytes, bytes]:
        document = self._send("GET", f"/nokler/{wave}.json", None)[1]
        if short_code(document) != self.code:
            raise Lost("the keys are not those of the poster")
        published = json.loads(document)
        keys = [entry["key"] for entry in published["groups"] if entry["group"] == str(group)]
        return from_text(published["box"]), from_text(keys[0])

    def _check_all_asked(self, answers: Answers, page: str) -> None:
        reader = PageReader()
        reader.feed(page)
        offered = reader.offered()
        wanted: dict[str, set[str]] = {key: {str(value)} for key, value in answers.single.items()}
        wanted |= {key: set(options) for key, options in answers.multiple.items()}
        missing = sorted(key for key, values in wanted.items() if not values <= set(offered.get(key, ())))
        if missing:
            raise Lost(f"never asked, or not with these options: {missing}")

    def _json(self, path: str, content: dict[str, str]) -> dict[str, Any]:
        status, answer = self._send("POST", path, json.dumps(content).encode(), "application/json")
        if status != http.client.OK:
            raise Lost(f"{path} answered {status}")
        found: dict[str, Any] = json.loads(answer)
        return found

    def _send(self, method: str, path: str, body: bytes | None, kind: str = "") -> tuple[int, bytes]:
        """Send one request as a new visitor would: no cookie, nothing kept between two of them."""
        target = urlsplit(self.address)
        connection = http.client.HTTPConnection(target.hostname or "", target.port, timeout=60)
        try:
            connection.request(method, path, body, {"Content-Type": kind} if kind else {})
            response = connection.getresponse()
            self.requests += 1
            if response.getheader("Set-Cookie"):
                raise Lost("a respondent was given a cookie")
            return response.status, response.read()
        finally:
            connection.close()
