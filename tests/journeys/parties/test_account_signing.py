"""A signature that is confirmed by passkey or code instead of the password."""

import pytest

from surveys.agreements.documents import document_fingerprint
from surveys.agreements.models import Agreement, Signature
from surveys.ballots.models import LossDeclaration, LossSignature
from surveys.waves.models import Wave
from tests import factories
from tests.journeys.parties.conftest import ROLES, House
from tests.journeys.parties.test_account import code, switch_on


@pytest.fixture
def agreement(house: House) -> Agreement:
    return factories.draft(house.place)


def sign(house: House, who: str, agreement: Agreement) -> int:
    """Try to sign without a password and return the status."""
    return house.post(who, f"avtale/{agreement.id}/", {"read_fingerprint": document_fingerprint(agreement)}).status_code


def confirm_by_code(house: House, secret: str, steps: int, onward: str) -> None:
    answer = house.post("union", "konto/bekreft/kode/", {"code": code(secret, steps), "next": onward})
    assert (answer.status_code, answer.headers["Location"]) == (303, onward)


def test_a_fresh_code_signs_once(house: House, agreement: Agreement) -> None:
    page = f"/parter/nb/avtale/{agreement.id}/"
    secret = switch_on(house.browsers["union"])
    # Neither the password that was just typed for the code, nor having a code at all, is a signature's confirmation.
    assert sign(house, "union", agreement) == 400
    assert "Bekreft med passnøkkel eller kode" in house.browsers["union"].get(page).content.decode()
    confirm_by_code(house, secret, 1, page)
    assert 'name="password"' not in house.browsers["union"].get(page).content.decode()
    assert sign(house, "union", agreement) == 303
    assert Signature.objects.filter(voided_at=None).count() == 1
    Signature.objects.all().delete()
    assert sign(house, "union", agreement) == 400


def test_without_a_password_a_code_is_needed(house: House, agreement: Agreement) -> None:
    secret = switch_on(house.browsers["union"])
    user = house.place.members["union"].user
    user.set_unusable_password()
    user.save()
    client = house.browsers["union"]
    client.force_login(user)
    page = f"/parter/nb/avtale/{agreement.id}/"
    assert 'name="password"' not in client.get(page).content.decode()
    assert sign(house, "union", agreement) == 400
    assert house.post("union", "konto/bekreft/kode/", {"code": "123456", "next": page}).status_code == 400
    assert sign(house, "union", agreement) == 400
    confirm_by_code(house, secret, 1, page)
    assert sign(house, "union", agreement) == 303


def test_nobody_else_signs_by_it(house: House, agreement: Agreement) -> None:
    secret = switch_on(house.browsers["union"])
    confirm_by_code(house, secret, 1, "/parter/nb/konto/")
    answers = {who: sign(house, who, agreement) for who in (*ROLES, "outsider", "employee") if who != "union"}
    assert answers == {"employer": 400, "safety": 404, "organiser": 404, "outsider": 404, "employee": 303}
    assert not Signature.objects.exists()


def test_a_confirmation_grows_old(house: House, agreement: Agreement, monkeypatch: pytest.MonkeyPatch) -> None:
    secret = switch_on(house.browsers["union"])
    confirm_by_code(house, secret, 1, "/parter/nb/konto/")
    session = house.browsers["union"].session
    for record in session["account_authentication_methods"]:
        record["at"] -= 301
    session.save()
    assert sign(house, "union", agreement) == 400


def test_a_code_signs_a_declaration_of_loss_once(house: House, closed: Wave) -> None:
    page = f"/parter/nb/runde/{closed.id}/apning/"
    secret = switch_on(house.browsers["union"])
    user = house.place.members["union"].user
    user.set_unusable_password()
    user.save()
    house.browsers["union"].force_login(user)
    assert declare(house, closed) == 400
    assert "Bekreft med passnøkkel eller kode" in house.browsers["union"].get(page).content.decode()
    confirm_by_code(house, secret, 1, page)
    assert 'name="password"' not in house.browsers["union"].get(page).content.decode()
    assert declare(house, closed) == 303
    assert LossSignature.objects.get().party == house.place.members["union"].party
    LossDeclaration.objects.all().delete()
    assert declare(house, closed) == 400
    assert not LossSignature.objects.exists()


def declare(house: House, wave: Wave) -> int:
    """Try to declare the employer's share lost without a password and return the status."""
    return house.post("union", f"runde/{wave.id}/apning/tap/", {"lost": "employer"}).status_code
