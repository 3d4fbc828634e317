"""Settings for one machine: the demo and the developer's own runs. Secrets are made once and kept beside the state."""

import secrets

from project.settings.base import *  # noqa: F403
from project.settings.base import STATE, STATIC_ROOT


def kept_secret(name: str) -> str:
    """Return the secret kept in the state folder under `name`, made on first use and readable by its owner alone."""
    STATE.mkdir(parents=True, exist_ok=True)
    file = STATE / name
    if not file.exists():
        file.touch(mode=0o600)
        file.write_text(secrets.token_urlsafe(48))
    return file.read_text()


DEBUG = False
SECRET_KEY = kept_secret("secret-key")
SLIP_KEY = kept_secret("slip-key")
ALLOWED_HOSTS = ["localhost", "127.0.0.1", "[::1]"]
WHITENOISE_USE_FINDERS = True
STATIC_ROOT.mkdir(parents=True, exist_ok=True)
