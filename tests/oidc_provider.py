"""A small OpenID Connect provider on loopback: discovery, authorization code with PKCE, signed identity tokens."""

import base64
import hashlib
import json
import secrets
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

import jwt
from cryptography.hazmat.primitives.asymmetric import rsa

CLIENT, SECRET = "tillit", "shared with the provider alone"


@dataclass
class Provider:
    """Who signs in there is `claims`; `codes` is what has been handed out: code → challenge, return address, claims."""

    address: str = ""
    claims: dict[str, Any] = field(default_factory=dict)
    codes: dict[str, tuple[str, str, dict[str, Any]]] = field(default_factory=dict)
    tokens: dict[str, dict[str, Any]] = field(default_factory=dict)
    refuse: bool = False
    key: rsa.RSAPrivateKey = field(default_factory=lambda: rsa.generate_private_key(65537, 2048))

    def configuration(self) -> dict[str, Any]:
        ends = {f"{name}_endpoint": f"{self.address}/{name}" for name in ("authorization", "token", "userinfo")}
        return ends | {"issuer": self.address, "jwks_uri": f"{self.address}/keys"}

    def authorize(self, asked: dict[str, str]) -> str:
        """Return where the browser is led after signing in there."""
        back = {"state": asked["state"]}
        if self.refuse:
            back["error"] = "access_denied"
        else:
            assert (asked["client_id"], asked["response_type"]) == (CLIENT, "code")
            assert (asked["code_challenge_method"], "openid" in asked["scope"]) == ("S256", True)
            back["code"] = secrets.token_urlsafe()
            self.codes[back["code"]] = asked["code_challenge"], asked["redirect_uri"], dict(self.claims)
        return f"{asked['redirect_uri']}?{urlencode(back)}"

    def exchange(self, given: dict[str, str]) -> dict[str, Any] | None:
        """Return the tokens for a code, once, to the client that can show the verifier of its challenge."""
        challenge, back, claims = self.codes.pop(given.get("code", ""), ("", "", {}))
        digest = hashlib.sha256(given.get("code_verifier", "").encode()).digest()
        shown = base64.urlsafe_b64encode(digest).decode().rstrip("=")
        if (given.get("client_secret"), given.get("redirect_uri"), shown) != (SECRET, back, challenge):
            return None
        access = secrets.token_urlsafe()
        self.tokens[access] = claims
        now = int(time.time())
        body = {"iss": self.address, "aud": CLIENT, "iat": now, "exp": now + 60} | claims
        token = jwt.encode(body, self.key, algorithm="RS256", headers={"kid": "one"})
        return {"access_token": access, "token_type": "Bearer", "expires_in": 60, "id_token": token}


def _handler(provider: Provider) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            parts = urlsplit(self.path)
            if parts.path == "/.well-known/openid-configuration":
                self.answer(200, provider.configuration())
            elif parts.path == "/authorization":
                asked = {name: values[0] for name, values in parse_qs(parts.query).items()}
                self.answer(302, {}, Location=provider.authorize(asked))
            elif parts.path == "/userinfo":
                claims = provider.tokens.get(self.headers.get("Authorization", "").removeprefix("Bearer "))
                self.answer(200 if claims else 401, claims or {})
            else:
                self.answer(404, {})

        def do_POST(self) -> None:
            raw = self.rfile.read(int(self.headers["Content-Length"])).decode()
            tokens = provider.exchange({name: values[0] for name, values in parse_qs(raw).items()})
            self.answer(200 if tokens else 400, tokens or {"error": "invalid_grant"})

        def answer(self, status: int, body: dict[str, Any], **headers: str) -> None:
            raw = json.dumps(body).encode()
            self.send_response(status)
            for name, value in {"Content-Type": "application/json", "Content-Length": str(len(raw)), **headers}.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(raw)

        def log_message(self, format: str, *args: object) -> None:
            """Say nothing."""

    return Handler


@contextmanager
def running() -> Iterator[Provider]:
    """Serve a provider on a free port until the block ends."""
    provider = Provider()
    server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(provider))
    provider.address = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield provider
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
