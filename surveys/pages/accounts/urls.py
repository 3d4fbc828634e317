"""The addresses below /parter/<language>/ that have allauth's names. What has no line here does not exist."""

from allauth.account import views as account
from allauth.mfa.base import views as mfa
from allauth.mfa.recovery_codes import views as recovery
from allauth.mfa.totp import views as totp
from allauth.mfa.webauthn import views as webauthn
from allauth.socialaccount import views as social
from django.urls import path, re_path

from surveys.pages.accounts import views
from surveys.pages.accounts.views import open_to_all, own

urlpatterns = [
    path("logg-inn/", views.account_login, name="account_login"),
    path("logg-inn/kode/", open_to_all(mfa.authenticate), name="mfa_authenticate"),
    path("logg-inn/passnokkel/", open_to_all(webauthn.login_webauthn), name="mfa_login_webauthn"),
    path("logg-inn/med/<slug:provider_id>/", views.leave, name="openid_connect_login"),
    path("logg-inn/avbrutt/", open_to_all(social.login_cancelled), name="socialaccount_login_cancelled"),
    path("logg-inn/feil/", open_to_all(social.login_error), name="socialaccount_login_error"),
    path("logg-inn/stengt/", open_to_all(account.account_inactive), name="account_inactive"),
    path("passord/glemt/", views.reset_context(account.password_reset), name="account_reset_password"),
    path("passord/sendt/", open_to_all(account.password_reset_done), name="account_reset_password_done"),
    path("passord/byttet/", open_to_all(account.password_reset_from_key_done),
         name="account_reset_password_from_key_done"),
    re_path(r"^passord/ny/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$", open_to_all(account.password_reset_from_key),
            name="account_reset_password_from_key"),
    path("konto/", views.account, name="mfa_index"),
    path("konto/passord/", own(account.password_change), name="account_change_password"),
    path("konto/passord/nytt/", own(account.password_set), name="account_set_password"),
    path("konto/bekreft/passord/", own(account.reauthenticate), name="account_reauthenticate"),
    path("konto/bekreft/kode/", own(mfa.reauthenticate), name="mfa_reauthenticate"),
    path("konto/bekreft/passnokkel/", own(webauthn.reauthenticate_webauthn), name="mfa_reauthenticate_webauthn"),
    path("konto/engangskode/", own(totp.activate_totp), name="mfa_activate_totp"),
    path("konto/engangskode/av/", own(totp.deactivate_totp), name="mfa_deactivate_totp"),
    path("konto/reservekoder/", own(recovery.view_recovery_codes), name="mfa_view_recovery_codes"),
    path("konto/reservekoder/nye/", own(recovery.generate_recovery_codes), name="mfa_generate_recovery_codes"),
    path("konto/passnokler/", views.passkeys, name="mfa_list_webauthn"),
    path("konto/passnokler/ny/", own(webauthn.add_webauthn), name="mfa_add_webauthn"),
    path("konto/passnokler/<int:pk>/fjern/", own(webauthn.remove_webauthn), name="mfa_remove_webauthn"),
]  # fmt: skip

# Without a language: a provider knows one address to come back to.
callback = path("parter/inn/<slug:provider_id>/", views.come_back, name="openid_connect_callback")
