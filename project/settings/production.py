"""Settings for a real installation: every secret comes from the environment, and nothing starts without it."""

from project.settings import environment
from project.settings.base import *  # noqa: F403
from project.settings.base import ADDRESS, MAIL

DEBUG = False
SECRET_KEY = environment.secret("TILLIT_SECRET_KEY", least=50)
SLIP_KEY = environment.secret("TILLIT_SLIP_KEY", least=16)
ALLOWED_HOSTS = environment.words("TILLIT_HOSTS")
if not ALLOWED_HOSTS:
    raise environment.BadSetting("TILLIT_HOSTS must name at least one host")
# A link in an e-mail is a right to answer: it is never sent over an open line.
if MAIL and not ADDRESS.startswith("https://"):
    raise environment.BadSetting("TILLIT_ADDRESS must begin with https:// where e-mails are sent")

SECURE_SSL_REDIRECT = environment.flag("TILLIT_HTTPS", True)
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_HSTS_SECONDS = 31_536_000
# Whether the operator's other host names speak HTTPS too is the operator's to say.
SECURE_HSTS_INCLUDE_SUBDOMAINS = environment.flag("TILLIT_HSTS_SUBDOMAINS", False)
SECURE_HSTS_PRELOAD = False
SILENCED_SYSTEM_CHECKS = ["security.W005", "security.W021"]
SESSION_COOKIE_SECURE = True
CSRF_COOKIE_SECURE = True
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "project.storage.ModuleStaticFilesStorage"},
}
