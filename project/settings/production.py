"""Settings for a real installation: every secret comes from the environment, and nothing starts without it."""

from project.settings import environment
from project.settings.base import *  # noqa: F403

DEBUG = False
SECRET_KEY = environment.text("TILLIT_SECRET_KEY")
SLIP_KEY = environment.text("TILLIT_SLIP_KEY")
ALLOWED_HOSTS = environment.words("TILLIT_HOSTS")
if not ALLOWED_HOSTS:
    raise environment.BadSetting("TILLIT_HOSTS must name at least one host")

SECURE_SSL_REDIRECT = environment.flag("TILLIT_HTTPS", True)
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_HSTS_SECONDS = 31_536_000
SESSION_COOKIE_SECURE = True
CSRF_COOKIE_SECURE = True
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
