"""How people sign in: django-allauth's settings, and the identity providers that an operator names.

None of allauth's own pages for signing up or for e-mail addresses has an address: accounts come by invitation.
"""

from typing import Any

from project.settings import environment

FORMS = "surveys.pages.accounts.forms"


def provider(key: str) -> dict[str, Any]:
    """Return allauth's entry for the OpenID Connect provider `key`, read from TILLIT_OIDC_<KEY>_*.

    An e-mail address from outside signs nobody in unless the operator says that the provider checks it: with Entra ID
    the owner of any tenant can write any address.
    """
    if not key.isascii() or not key.isalnum() or key != key.lower():
        raise environment.BadSetting(f"TILLIT_OIDC must hold names of small letters and digits; it has {key!r}")
    before = f"TILLIT_OIDC_{key.upper()}"
    server = environment.text(f"{before}_SERVER")
    if not server.startswith(("https://", "http://localhost", "http://127.0.0.1")):
        raise environment.BadSetting(f"{before}_SERVER must begin with https://")
    trusted = environment.flag(f"{before}_TRUST_EMAIL", False)
    return {
        "provider_id": key,
        "name": environment.text(f"{before}_NAME", key),
        "client_id": environment.text(f"{before}_CLIENT_ID"),
        "secret": environment.text(f"{before}_SECRET"),
        "settings": {
            "server_url": server,
            "oauth_pkce_enabled": True,
            "scope": environment.words(f"{before}_SCOPE", "openid,profile,email"),
            "uid_field": environment.text(f"{before}_UID", "sub"),
            "email_authentication": trusted,
        },
    }


SOCIALACCOUNT_PROVIDERS: dict[str, Any] = {
    "openid_connect": {"APPS": [provider(key) for key in environment.words("TILLIT_OIDC")]}
}
SOCIALACCOUNT_ADAPTER = "surveys.pages.accounts.adapters.ProviderAdapter"
# The same person comes back with the same account at the provider: what she is matched by is kept.
SOCIALACCOUNT_EMAIL_AUTHENTICATION_AUTO_CONNECT = True
SOCIALACCOUNT_STORE_TOKENS = False

ACCOUNT_ADAPTER = "surveys.pages.accounts.adapters.AccountAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_PREVENT_ENUMERATION = True
# Five minutes, as one session is open for a working day.
ACCOUNT_REAUTHENTICATION_TIMEOUT = 300
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_FORMS = {
    "change_password": f"{FORMS}.ChangePasswordForm",
    "set_password": f"{FORMS}.SetPasswordForm",
    "reset_password": f"{FORMS}.ResetPasswordForm",
    "reset_password_from_key": f"{FORMS}.ResetPasswordKeyForm",
    "reauthenticate": f"{FORMS}.ConfirmPasswordForm",
}

MFA_ADAPTER = "surveys.pages.accounts.adapters.SecondFactorAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_ISSUER = "Tillit"
# One step of half a minute to each side, for telephones whose clock is not quite right.
MFA_TOTP_TOLERANCE = 1
MFA_FORMS = {
    "authenticate": f"{FORMS}.CodeForm",
    "reauthenticate": f"{FORMS}.ConfirmCodeForm",
    "activate_totp": f"{FORMS}.ActivateForm",
    "add_webauthn": f"{FORMS}.AddPasskeyForm",
}
# How many proxies stand before the server: guessing is counted for the address that the last of them names.
ALLAUTH_TRUSTED_PROXY_COUNT = environment.integer("TILLIT_PROXIES", 0)
