"""Settings for the test run; the database is chosen by TILLIT_TEST_DATABASE (SQLite when unset)."""

import tempfile
from pathlib import Path

from project.settings import environment
from project.settings.base import *  # noqa: F403
from project.settings.base import database

DEBUG = False
SECRET_KEY = "for the test run alone"  # noqa: S105
SLIP_KEY = "for the test run alone, slips"
ALLOWED_HOSTS = ["*"]
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = True
DATABASES = {"default": database(environment.text("TILLIT_TEST_DATABASE", "sqlite:///"))}
STATIC_ROOT = Path(tempfile.mkdtemp(prefix="tillit-static-"))
# A worker that a test starts shares the folder of the process that started it.
WAVE_KEYS = Path(environment.text("TILLIT_TEST_WAVE_KEYS", "") or tempfile.mkdtemp(prefix="tillit-wave-keys-"))
SIGNING_KEY = Path(tempfile.mkdtemp(prefix="tillit-signing-")) / "signing-key.pem"
# Argon2 with the least cost: the tests sign in some hundred times.
PASSWORD_HASHERS = ["tests.fast_argon2.FastArgon2PasswordHasher"]
