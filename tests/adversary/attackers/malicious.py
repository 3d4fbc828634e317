"""A server that hands each person a signing key of her own, and a key list to match on its own pages.

It stands in front of the real site and answers two addresses itself: the key list, and the signing. Everything that
the browser checks by itself fits; the marked credential later tells who cast the ballot.
"""

import io
import json
import threading
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.core.wsgi import get_wsgi_application

from project.demo.serving import LOOPBACK, QuietHandler, ThreadedServer
from surveys.ballots.base64url import to_text
from surveys.ballots.sealing import new_key_pair
from surveys.credentials.blind_signatures import SigningPair, blind_sign, new_signing_key, verify
from surveys.fingerprints import canonical

Environ = dict[str, Any]
StartResponse = Callable[..., Any]
Forge = Callable[[bytes, "Marked", str], bytes]
"""From the honest key list, the person's own keys and her group to the list that she is shown."""


@dataclass
class Marked:
    """One person's own keys."""

    signing: SigningPair = field(default_factory=new_signing_key)
    box: bytes = field(default_factory=lambda: new_key_pair().public)


def own_signing_key(honest: bytes, marked: Marked, group: str) -> bytes:
    listed = json.loads(honest)
    for entry in listed["groups"]:
        if entry["group"] == group:
            entry["key"] = to_text(marked.signing.public)
    return canonical(listed)


def own_box_key(honest: bytes, marked: Marked, group: str) -> bytes:
    return canonical(json.loads(honest) | {"box": to_text(marked.box)})


def both_keys(honest: bytes, marked: Marked, group: str) -> bytes:
    return own_box_key(own_signing_key(honest, marked, group), marked, group)


def white_space(honest: bytes, marked: Marked, group: str) -> bytes:
    """The same keys, written with a space: no other meaning, other bytes."""
    return honest.replace(b",", b", ", 1)


def line_end(honest: bytes, marked: Marked, group: str) -> bytes:
    return honest + b"\n"


def unchanged(honest: bytes, marked: Marked, group: str) -> bytes:
    return honest


FORGERIES: tuple[Forge, ...] = (own_signing_key, own_box_key, both_keys, white_space, line_end)


@dataclass
class MaliciousServer:
    """A WSGI application. `forge` says what it does to the key list; `blinded` holds what it was sent to sign.

    It knows whom it serves: the key list is asked for right after her link.
    """

    honest: bytes
    forge: Forge = unchanged
    marked: dict[str, Marked] = field(default_factory=dict)
    blinded: dict[str, bytes] = field(default_factory=dict)
    lists: int = 0
    _serving: tuple[str, str] = ("", "")

    def __post_init__(self) -> None:
        self._site = get_wsgi_application()

    def __call__(self, environ: Environ, start: StartResponse) -> Iterable[bytes]:
        path, body = str(environ["PATH_INFO"]), b""
        if environ["REQUEST_METHOD"] == "POST":
            body = environ["wsgi.input"].read(int(environ.get("CONTENT_LENGTH") or 0))
            environ["wsgi.input"] = io.BytesIO(body)
        if path.endswith(".json") and path.startswith("/nokler/"):
            self.lists += 1
            token, group = self._serving
            return self._answer(start, self.forge(self.honest, self._of(token), group))
        if path.endswith("/hent/"):
            sent = json.loads(body)
            self.blinded[sent["token"]] = urlsafe_b64decode(sent["blinded"] + "==")
            if self.forge in (own_signing_key, both_keys):
                private = self._of(sent["token"]).signing.private
                signature = blind_sign(self.blinded[sent["token"]], private_key=private)
                text = urlsafe_b64encode(signature).rstrip(b"=").decode()
                return self._answer(start, json.dumps({"signature": text}).encode())
        if path.startswith("/static/"):
            return self._site(environ, _kept(start))
        answer = self._site(environ, start)
        if path.endswith("/oppslag/"):
            content = b"".join(answer)
            self._serving = json.loads(body)["token"], json.loads(content)["group"]
            return [content]
        return answer

    def recognised(self, prepared: bytes, signature: bytes) -> list[str]:
        """Return whose own key signed this credential: the tag."""
        return [
            token
            for token, marked in self.marked.items()
            if verify(prepared, signature, public_key=marked.signing.public)
        ]

    def _of(self, token: str) -> Marked:
        return self.marked.setdefault(token, Marked())

    def _answer(self, start: StartResponse, content: bytes) -> list[bytes]:
        start("200 OK", [("Content-Type", "application/json"), ("Content-Length", str(len(content)))])
        return [content]


def _kept(start: StartResponse) -> StartResponse:
    """Let browsers keep the scripts, as a real installation does: a hundred visits would take minutes without."""

    def started(status: str, headers: list[tuple[str, str]], *more: Any) -> Any:
        others = [(name, value) for name, value in headers if name.lower() != "cache-control"]
        return start(status, [*others, ("Cache-Control", "max-age=3600")], *more)

    return started


@contextmanager
def serving(application: MaliciousServer) -> Iterator[str]:
    """Serve it on the loopback address while the block runs; yield its address."""
    server = ThreadedServer((LOOPBACK, 0), QuietHandler)
    server.set_app(application)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://{LOOPBACK}:{server.server_port}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def parted(fragment: bytes) -> tuple[UUID, UUID, bytes, bytes, bytes]:
    """Return wave, group, prefix, nonce and signature of a credential."""
    at = 33  # version (1), digest of the key list (32)
    prefix, wave, group = fragment[at : at + 32], fragment[at + 32 : at + 48], fragment[at + 48 : at + 64]
    return UUID(bytes=wave), UUID(bytes=group), prefix, fragment[at + 64 : at + 96], fragment[at + 96 :]
