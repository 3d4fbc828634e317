"""The pages that are reached by going a way: answering by slip and by link, one's own account, and errors."""

import re

from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str
from playwright.sync_api import Page, expect

from surveys.organisations.services import create_user
from tests.factories import PASSWORD
from tests.journeys.links.walking import collect, in_view, open_link, press
from tests.journeys.parties.test_account import code
from tests.journeys.parties.test_passkey_browser import with_authenticator
from tests.journeys.sweep.walking import Walk
from tests.oidc_provider import Provider


def by_slip(walk: Walk) -> None:
    """Answer by slip from the code to the thanks, and see every page of it, in one language after another."""
    page = walk.page
    walk.enter(None)
    walk.go("respond")
    walk.send("main form", {"#code": "feil"}, status=422)
    walk.look("respond with a wrong code")
    walk.go("respond")
    walk.send("main form", {"#code": "AAAA-AAAA-AAAA"}, status=404)
    walk.look("a code that cannot be used")
    walk.go("respond")
    walk.send("main form", {"#code": walk.world.codes[0]}, status=200)
    walk.look("before the first question")
    _press(page, "next")
    while page.locator("button[value=cast]").count() == 0:
        walk.look(f"section {page.locator('input[name=at]').input_value()}")
        for box in page.locator("[type=checkbox]").all():
            box.check()
        at = page.locator("input[name=at]").input_value()
        _press(page, "next")
        if page.locator("input[name=at]").input_value() == at:
            walk.look(f"section {at} with errors")
            for box in page.locator("[type=checkbox]").all():
                box.uncheck()
            _press(page, "next")
    walk.look("the box")


def _press(page: Page, value: str) -> None:
    with page.expect_navigation():
        page.locator(f"button[value={value}]").first.click()


def by_link(walk: Walk) -> None:
    """Collect a right to answer and come to the questions; then look at every state that the two pages can be in."""
    page = walk.page
    walk.enter(None)
    open_link(page, walk.site, walk.world.link, walk.next_language())
    walk.look("collect: start", name="collect")
    collect(page, code="x")
    walk.look("collect: a wrong code from the poster", name="collect")
    collect(page)
    in_view(page, "done")
    page.click("#carry")
    expect(page.locator("#qr svg")).to_be_visible()
    walk.look("collect: done, and carried away", name="collect")
    walk.look_behind("collect: every state at once")
    page.goto(str(page.get_attribute("#answer", "href")))
    in_view(page, "start")
    walk.look("by link: before the first question", name="respond-by-link")
    press(page, "next")
    in_view(page, "1")
    walk.look("by link: the first section", name="respond-by-link")
    walk.look_behind("by link: every state at once")


def door(walk: Walk, provider: Provider) -> None:
    """See the pages of those who are not in: the door, a new password, and other organisations' doors."""
    walk.enter(None)
    walk.see("sign-in")
    walk.send("main form", {"#id_email": "x@example.org", "#id_password": "feil"})
    walk.look("sign-in with errors")
    for name in ("account_inactive", "account_reset_password", "account_reset_password_done",
                 "account_reset_password_from_key_done", "socialaccount_login_cancelled"):  # fmt: skip
        walk.see(name)
    walk.see("socialaccount_login_error", status=401)
    walk.go("account_reset_password")
    walk.send("main form")
    walk.look("a new password: no address")
    walk.see("account_reset_password_from_key", {"uidb36": "x", "key": "y"}, status=404)
    user = walk.world.places["new"].members["employer"].user
    user.refresh_from_db()
    uid, key = user_pk_to_url_str(user), default_token_generator.make_token(user)
    walk.see("account_reset_password_from_key", {"uidb36": uid, "key": key})
    walk.send("main form", {"#id_password1": "kort", "#id_password2": "kort"})
    walk.look("a new password: too short")
    walk.go("sign-in")
    walk.page.route(f"{provider.address}/**", lambda route: route.fulfill(status=204))
    with walk.page.expect_response(f"{provider.address}/**"):
        walk.send("form[action*='/med/']", status=200)
    walk.allow(provider.address)
    walk.look("on the way to another organisation's door", name="openid_connect_login")
    walk.page.unroute(f"{provider.address}/**")
    provider.claims = {"sub": "stranger", "email": "stranger@example.org", "email_verified": True}
    walk.page.goto(walk.page.locator("main a[href^='http']").get_attribute("href") or "")
    walk.allow(provider.address)
    walk.look("no account for whom another organisation knows")


def account(walk: Walk) -> None:
    """See one's own account grow from a password to codes, recovery codes and a passkey, and both second steps."""
    page, person = walk.page, walk.world.places["planned"].members["employer"].user
    with_authenticator(page)
    _sign_in(walk, person.email)
    walk.see("mfa_index")
    walk.see("account_change_password")
    walk.send("main form")
    walk.look("a wrong change of password")
    walk.see("account_reauthenticate")
    walk.send("main form", {"#id_password": "feil"})
    walk.look("a wrong password for oneself")
    walk.go("account_reauthenticate")
    walk.send("main form", {"#id_password": PASSWORD}, status=200)
    walk.see("mfa_activate_totp")
    walk.send("main form", {"#id_code": "000000"})
    walk.look("a wrong code")
    secret = re.search("[A-Z2-7]{32}", page.inner_text("main"))
    assert secret is not None
    walk.send("main form", {"#id_code": code(secret[0])}, status=200)
    walk.look("recovery codes", name="mfa_view_recovery_codes")
    for name in ("mfa_generate_recovery_codes", "mfa_deactivate_totp", "mfa_add_webauthn"):
        walk.see(name)
    page.fill("#id_name", "Telefonen")
    with page.expect_navigation():
        page.locator("main form button").first.click()
    walk.see("mfa_index", state="an account with everything")
    remove = page.locator("main a[href$='/fjern/']").get_attribute("href")
    page.goto(f"{walk.site}{remove}")
    walk.look("the passkey goes", name="mfa_remove_webauthn")
    for name in ("account_reauthenticate", "mfa_reauthenticate", "mfa_reauthenticate_webauthn"):
        walk.see(name, state=f"{name} with other ways")
    _sign_in(walk, person.email)
    walk.look("the second step", name="mfa_authenticate")
    walk.send("form:has(#id_code)", {"#id_code": "000000"})
    walk.look("the second step with a wrong code", name="mfa_authenticate")
    walk.enter(create_user(email="alene@example.org", name="Alene", password=PASSWORD, language="nb"))
    walk.see("home", state="an account without a workplace")
    without = walk.world.places["planned"].members["safety"].user
    without.set_unusable_password()
    without.save()
    walk.enter(without)
    walk.see("account_set_password")
    walk.see("mfa_index", state="an account without a password")


def _sign_in(walk: Walk, email: str) -> None:
    walk.enter(None)
    walk.go("sign-in")
    walk.send("main form", {"#id_email": email, "#id_password": PASSWORD}, status=200)


def errors(walk: Walk) -> None:
    """See every error page, each come by in the way in which a reader comes by it where that can be done."""
    walk.enter(None)
    for path, status in (("/svar/{}/finnes-ikke/", 404), ("/planted/{}/crash/", 500), ("/planted/{}/too-many/", 429)):
        answer = walk.page.goto(walk.site + path.format(walk.next_language()))
        assert answer is not None
        assert answer.status == status, path
        walk.look(f"error {status}")
    walk.go("sign-in")
    walk.context.clear_cookies()
    walk.send("main form", status=400)
    walk.look("error 400: a form from elsewhere")
    walk.go("respond")
    walk.page.evaluate("document.querySelector('main form').enctype = 'multipart/form-data'")
    walk.send("main form", {"#code": "x"}, status=400)
    walk.look("error 400: a form of another kind")
    walk.go("respond")
    walk.page.evaluate("document.querySelector('#code').maxLength = 50000")
    walk.send("main form", {"#code": "x" * 40_000}, status=413)
    walk.look("error 413")
