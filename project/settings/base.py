"""Settings common to every environment. Each one that an operator may change is read from the environment."""

from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from csp.constants import NONE, SELF

from project.settings import environment
from project.settings.accounts import *  # noqa: F403
from project.storage_headers import no_sniffing

ROOT = Path(__file__).resolve().parents[2]
STATE = environment.path("TILLIT_STATE", ROOT / ".tillit")

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "rest_framework",
    "drf_spectacular",
    "csp",
    "project",
    "surveys.audit",
    "surveys.organisations",
    "surveys.questionnaires",
    "surveys.agreements",
    "surveys.changes",
    "surveys.monitoring",
    "surveys.waves",
    "surveys.roster",
    "surveys.credentials",
    "surveys.ballots",
    "surveys.pages",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "reports.releases",
    "reports.documents",
    "reports.pages",
]

MIDDLEWARE = [
    # First: a script or a style sheet needs none of a page's headers, which weigh more than most of them.
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "csp.middleware.CSPMiddleware",
    "project.middleware.PartySessionMiddleware",
    "project.middleware.LanguageFromAddressMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "project.middleware.StatedErrorsMiddleware",
]

ROOT_URLCONF = "project.urls"
WSGI_APPLICATION = "project.wsgi.application"
FORM_RENDERER = "project.forms.StyledForms"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
APPEND_SLASH = False

TEMPLATES: list[dict[str, Any]] = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "project.context.site",
            ],
        },
    }
]


def database(address: str) -> dict[str, Any]:
    """Return Django's database entry for sqlite:///PATH or postgresql://USER:PASSWORD@HOST:PORT/NAME."""
    parts = urlsplit(address)
    if parts.scheme == "sqlite":
        # recursive_triggers: without it REPLACE goes round the triggers that keep the audit log append-only.
        pragmas = (
            "PRAGMA secure_delete=ON; PRAGMA recursive_triggers=ON; PRAGMA journal_mode=WAL; "
            "PRAGMA synchronous=NORMAL; PRAGMA busy_timeout=20000;"
        )
        options: dict[str, Any] = {"init_command": pragmas, "transaction_mode": "IMMEDIATE"}
        return {"ENGINE": "django.db.backends.sqlite3", "NAME": parts.path[1:] or ":memory:", "OPTIONS": options}
    if parts.scheme in {"postgres", "postgresql"}:
        return {
            "ENGINE": "django.db.backends.postgresql",
            "NAME": unquote(parts.path[1:]),
            "USER": unquote(parts.username or ""),
            "PASSWORD": unquote(parts.password or ""),
            "HOST": parts.hostname or "",
            "PORT": str(parts.port or ""),
        }
    raise environment.BadSetting(f"TILLIT_DATABASE must begin with sqlite:/// or postgresql://; it is {address!r}")


DATABASES = {"default": database(environment.text("TILLIT_DATABASE", f"sqlite:///{STATE / 'tillit.sqlite3'}"))}

# The wave key files stand outside the database and its backups: participation.md, "Custody".
WAVE_KEYS = environment.path("TILLIT_WAVE_KEYS", STATE / "wave-keys")
# What the files of a report are signed with; made at its first use. Whoever has it signs in the installation's name.
SIGNING_KEY = environment.path("TILLIT_SIGNING_KEY", STATE / "signing-key.pem")
REDIS = environment.text("TILLIT_REDIS", "")
# The origin printed on the slips where respondents have one of their own; empty: that of the page that prints them.
RESPOND_ADDRESS = environment.origin("TILLIT_RESPOND_ADDRESS")
# The origin that links in e-mails lead to: a worker that sends them has no request to read it from.
ADDRESS = environment.origin("TILLIT_ADDRESS")
SOURCE_ADDRESS = environment.text("TILLIT_SOURCE_ADDRESS", "https://example.org/tillit")

AUTH_USER_MODEL = "organisations.User"
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "account_login"

# No cookie ever reaches a respondent: the parties' cookies live under the parties' own path.
PARTIES_PATH = "/parter/"
SESSION_COOKIE_PATH = PARTIES_PATH
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_AGE = 8 * 60 * 60
CSRF_COOKIE_PATH = PARTIES_PATH
CSRF_COOKIE_HTTPONLY = True
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"
SECURE_REFERRER_POLICY = "no-referrer"
X_FRAME_OPTIONS = "DENY"
CSRF_FAILURE_VIEW = "project.errors.forged_form"

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "style-src": [SELF],
        "script-src": [SELF],
        "img-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
    }
}

# Counts wrong passwords and keeps drawn charts: nothing of a respondent. Without Redis each process counts by itself.
CACHES: dict[str, Any] = {
    "default": {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": REDIS}
    if REDIS
    else {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "OPTIONS": {"MAX_ENTRIES": 10_000}},
    # What is kept as objects, and so must not outlive the code that made it.
    "process": {
        "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
        "LOCATION": "process",
        "OPTIONS": {"MAX_ENTRIES": 32},
    },
}

LANGUAGE_CODE = "nb"
LANGUAGES = [("nb", "Bokmål"), ("nn", "Nynorsk"), ("sv", "Svenska"), ("en", "English")]
LOCALE_PATHS = [ROOT / "locale"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Europe/Oslo"

STATIC_URL = "/static/"
STATIC_ROOT = environment.path("TILLIT_STATIC", STATE / "static")
WHITENOISE_ALLOW_ALL_ORIGINS = False
WHITENOISE_ADD_HEADERS_FUNCTION = no_sniffing

# Uploaded files (a roster, a share) are read in memory and never spooled to a disk by Django.
FILE_UPLOAD_HANDLERS = ["django.core.files.uploadhandler.MemoryFileUploadHandler"]
FILE_UPLOAD_MAX_MEMORY_SIZE = 2_621_440
DATA_UPLOAD_MAX_MEMORY_SIZE = 2_621_440

# Without TILLIT_MAIL no e-mail is sent, and no group can be invited by one.
MAIL = environment.mail_server("TILLIT_MAIL")
DEFAULT_FROM_EMAIL = environment.mailbox("TILLIT_MAIL_FROM")
if MAIL and not (DEFAULT_FROM_EMAIL and ADDRESS):
    raise environment.BadSetting("TILLIT_MAIL needs TILLIT_MAIL_FROM and TILLIT_ADDRESS beside it")
EMAIL_HOST = MAIL.host if MAIL else ""
EMAIL_PORT = MAIL.port if MAIL else 25
EMAIL_HOST_USER = MAIL.user if MAIL else ""
EMAIL_HOST_PASSWORD = MAIL.password if MAIL else ""
EMAIL_USE_TLS = MAIL is not None and MAIL.starttls
EMAIL_USE_SSL = MAIL is not None and MAIL.tls
# Seconds for each answer of the mail server.
EMAIL_TIMEOUT = environment.integer("TILLIT_MAIL_TIMEOUT", 15)
if not 1 <= EMAIL_TIMEOUT <= 60:
    raise environment.BadSetting("TILLIT_MAIL_TIMEOUT must be between 1 and 60 seconds")

CELERY_BROKER_URL = REDIS
CELERY_TASK_ALWAYS_EAGER = not CELERY_BROKER_URL
CELERY_TASK_EAGER_PROPAGATES = True
CELERY_TASK_IGNORE_RESULT = True
CELERY_TIMEZONE = "UTC"
# The worker would put its own handlers in the place of LOGGING's, and with them go round the filter.
CELERY_WORKER_HIJACK_ROOT_LOGGER = False

REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": ["rest_framework.authentication.SessionAuthentication"],
    "DEFAULT_PERMISSION_CLASSES": ["rest_framework.permissions.IsAuthenticated"],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_SCHEMA_CLASS": "drf_spectacular.openapi.AutoSchema",
    "UNAUTHENTICATED_USER": "django.contrib.auth.models.AnonymousUser",
}
SPECTACULAR_SETTINGS = {
    "TITLE": "Tillit",
    "VERSION": "1",
    "OAS_VERSION": "3.1.0",
    "SERVE_INCLUDE_SCHEMA": False,
}

# What a log may hold: never a form's contents, an address of a respondent or a database statement.
LOGGING: dict[str, Any] = {
    "version": 1,
    "disable_existing_loggers": False,
    "filters": {"no_personal_data": {"()": "project.logs.NoPersonalData"}},
    "formatters": {"line": {"format": "{asctime} {levelname} {name} {message}", "style": "{"}},
    "handlers": {
        "stderr": {"class": "logging.StreamHandler", "formatter": "line", "filters": ["no_personal_data"]},
    },
    "root": {"handlers": ["stderr"], "level": environment.text("TILLIT_LOG_LEVEL", "WARNING")},
    "loggers": {
        "django.db.backends": {"handlers": [], "level": "CRITICAL", "propagate": False},
        # Named here, or the worker would give its tasks a handler of their own, without the filter.
        "celery.task": {"handlers": ["stderr"], "propagate": False},
        "django.request": {"handlers": ["stderr"], "level": "ERROR", "propagate": False},
        "django.server": {"handlers": [], "level": "CRITICAL", "propagate": False},
    },
}
