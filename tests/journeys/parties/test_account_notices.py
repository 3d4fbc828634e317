"""A person is told by e-mail what has been done with her account."""

import pytest
from django.core import mail
from django.test import Client

from surveys.organisations.models import User
from tests.factories import PASSWORD
from tests.journeys.parties.conftest import House
from tests.journeys.parties.test_account import NEW, code, confirm, link_in, switch_on


@pytest.mark.django_db(transaction=True)
def test_whoever_holds_the_account_is_told_in_her_own_language(house: House, with_mail: None) -> None:
    User.objects.filter(email="union@example.org").update(language="sv")
    client = house.browsers["union"]
    client.defaults["REMOTE_ADDR"] = "192.0.2.7"
    secret = switch_on(client)
    confirm(client, "/parter/nb/konto/passord/")
    assert client.post("/parter/nb/konto/reservekoder/nye/").status_code == 303
    passwords = {"oldpassword": PASSWORD, "password1": NEW, "password2": NEW}
    assert client.post("/parter/nb/konto/passord/", passwords).status_code == 303
    told = {str(message.body).splitlines()[0]: message for message in mail.outbox}
    assert set(told) == {
        "Engångskod är påslagen för ditt konto i Tillit.",
        "Ditt konto i Tillit har fått nya reservkoder.",
        "Lösenordet till ditt konto i Tillit har bytts.",
    }
    for message in told.values():
        assert (message.to, message.subject) == (["union@example.org"], "Ditt konto i Tillit har ändrats")
        assert link_in(str(message.body)) == "/parter/sv/passord/glemt/"
        # Neither where it was done from nor anything that would let a reader of the e-mail in.
        assert not any(secretly in str(message.body) for secretly in (secret, NEW, code(secret), "192.0.2.7"))


def test_a_password_made_by_a_link_is_told_of(house: House, with_mail: None) -> None:
    client = Client()
    client.post("/parter/nb/passord/glemt/", {"email": "employer@example.org"})
    form = client.get(link_in(str(mail.outbox[0].body))).headers["Location"]
    assert client.post(form, {"password1": NEW, "password2": NEW}).status_code == 303
    assert [message.to for message in mail.outbox] == [["employer@example.org"]] * 2
    assert "Passordet til kontoen din i Tillit er byttet." in str(mail.outbox[1].body)
