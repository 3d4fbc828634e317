"""An honest respondent's browser by link, over real HTTP: the client's half of every step, and nothing kept between."""

import http.client
import json
from dataclasses import dataclass
from urllib.parse import urlsplit
from uuid import UUID

from surveys.ballots.base64url import from_text, to_text
from surveys.ballots.encoding import encode
from surveys.ballots.sealing import ballot_info, seal
from surveys.ballots.types import Answers
from surveys.credentials.blind_signatures import blind, context_of, finalize, prepare
from surveys.fingerprints import short_code
from tests.db.link_path import QUESTIONNAIRE, Right


class Stopped(RuntimeError):
    """The key list is not the one whose code the person has; nothing more was sent."""


class Unexpected(RuntimeError):
    """The server did not answer as it should; the message says where."""


@dataclass
class Browser:
    """Follows a link. `requests` counts what was sent."""

    address: str
    language: str = "nb"
    requests: int = 0

    def whole_way(self, token: str, answers: Answers, *, code: str | None = None) -> None:
        """Collect and cast; raise Stopped where the code does not fit."""
        right, box = self.collect(token, code=code)
        self.get(f"/svar/{self.language}/runde/{right.wave_id}/")
        self.cast(right, answers, box=box)

    def collect(self, token: str, *, code: str | None = None) -> tuple[Right, bytes]:
        """Return the right to answer and the box's public key."""
        self.get(f"/svarbevis/{self.language}/")
        found = json.loads(self._post("oppslag", {"token": token}))
        wave, group = UUID(found["wave"]), UUID(found["group"])
        document = self.get(f"/nokler/{wave}.json")
        if code is not None and short_code(document) != code:
            raise Stopped
        listed = json.loads(document)
        public = next(from_text(entry["key"]) for entry in listed["groups"] if entry["group"] == str(group))
        prepared = prepare(context_of(wave, group))
        blinded, inverse = blind(prepared, public_key=public)
        signed = json.loads(self._post("hent", {"token": token, "blinded": to_text(blinded)}))
        signature = finalize(prepared, from_text(signed["signature"]), inverse, public_key=public)
        return Right(wave, group, prepared, signature), from_text(listed["box"])

    def cast(self, right: Right, answers: Answers, *, box: bytes) -> None:
        info = ballot_info(right.wave_id, right.group_id)
        body = right.body(seal(encode(QUESTIONNAIRE, answers), public_key=box, info=info))
        self._send("POST", f"/svar/{self.language}/runde/{right.wave_id}/svarark/", body, "application/octet-stream")

    def get(self, path: str) -> bytes:
        return self._send("GET", path)

    def _post(self, step: str, fields: dict[str, str]) -> bytes:
        body = json.dumps(fields, separators=(",", ":")).encode()
        return self._send("POST", f"/svarbevis/{self.language}/{step}/", body, "application/json")

    def _send(self, method: str, path: str, body: bytes | None = None, kind: str = "") -> bytes:
        target = urlsplit(self.address)
        connection = http.client.HTTPConnection(target.hostname or "", target.port, timeout=60)
        try:
            connection.request(method, path, body, {"Content-Type": kind} if kind else {})
            response = connection.getresponse()
            self.requests += 1
            content = response.read()
            if response.status >= http.client.BAD_REQUEST:
                raise Unexpected(f"{method} {path}: {response.status} {content[:200]!r}")
            return content
        finally:
            connection.close()
