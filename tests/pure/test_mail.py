"""Addresses and names as they are given to a mail server: never another person's, never a header more."""

from email import message_from_bytes
from email.utils import getaddresses
from uuid import UUID, uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pytest_django.fixtures import Settings

from surveys.clock import now
from surveys.mail import UnusableAddress, address_of, compose, message_id, named
from tests import mail_server

KEY = UUID("6f1c0b0e-6d0a-4b39-9d0e-2f1f8f4b7a11")


@pytest.fixture(autouse=True)
def _mail(settings: Settings) -> None:
    mail_server.use(settings, 25)


@pytest.mark.parametrize(
    ("email", "wire"),
    [
        ("kari@example.org", "kari@example.org"),
        ("kari+jobb@example.org", "kari+jobb@example.org"),
        ("o'hara@example.org", "o'hara@example.org"),
        ("kari@blåbær.example", "kari@xn--blbr-roah.example"),
        ("kari@BLÅBÆR.example", "kari@xn--blbr-roah.example"),
        ("bjørn@blåbær.example", "bjørn@xn--blbr-roah.example"),
    ],
)
def test_the_domain_is_written_in_ascii_and_the_rest_as_it_is(email: str, wire: str) -> None:
    assert address_of(email) == wire


@pytest.mark.parametrize(
    "email",
    ["", "@", "kari", "@example.org", "kari@", "kari@straße.example", "a(b)@example.org", "a b@example.org",
     "a@b@c, d@e", "a\r\nb@example.org", "<a@example.org>", "a@example.org>",
     "a\x00@example.org", "kari@" + "x" * 64 + ".example",
     "kari@.example", "kari@exa\u200bmple.org"],
)  # fmt: skip
def test_what_would_reach_nobody_or_somebody_else_is_refused(email: str) -> None:
    with pytest.raises(UnusableAddress):
        address_of(email)


@given(st.text(max_size=60))
def test_no_text_is_made_into_another_mailbox(text: str) -> None:
    try:
        address = address_of(text)
    except UnusableAddress:
        return
    before, _at, domain = address.rpartition("@")
    assert (before, "\n" in address, "\r" in address) == (text.rpartition("@")[0], False, False)
    assert domain.isascii()


@given(name=st.text(max_size=200), subject=st.text(max_size=100))
def test_no_name_and_no_subject_adds_a_header_or_a_recipient(name: str, subject: str) -> None:
    message = compose(key=KEY, to=named(name, "kari@example.org"), subject=subject, text="Hei.", now=now())
    raw = message.message().as_bytes()
    assert raw.isascii()
    parsed = message_from_bytes(raw)
    assert sorted(set(parsed.keys())) == sorted(
        ["Content-Type", "MIME-Version", "Content-Transfer-Encoding", "Subject", "From", "To", "Message-ID", "Date",
         "Auto-Submitted"]
    )  # fmt: skip
    to = "".join(parsed["To"].splitlines())
    assert [address for _name, address in getaddresses([to])] == ["kari@example.org"]


def test_the_number_of_an_e_mail_follows_from_what_it_is() -> None:
    assert message_id(KEY) == f"<{KEY}@tillit.example.org>"
    assert message_id(KEY) != message_id(uuid4())
