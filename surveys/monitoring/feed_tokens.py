"""The tokens of calendar links: 256 bits, of which the database keeps the digest alone."""

import hashlib
import secrets


def new_token() -> str:
    """Return a new token, 43 characters of the URL's alphabet."""
    return secrets.token_urlsafe(32)


def digest_of(token: str) -> str:
    """Return the SHA-256 of a token, in hex."""
    return hashlib.sha256(token.encode()).hexdigest()
