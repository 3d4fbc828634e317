"""Handing e-mails to the mail server, one at a time over one connection, and what became of each."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from datetime import datetime
from email.charset import QP, Charset
from email.header import Header
from email.utils import format_datetime, formataddr, parseaddr
from enum import StrEnum
from http import HTTPStatus
from smtplib import SMTP, SMTPDataError
from urllib.parse import urlsplit
from uuid import UUID

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.core.mail.backends.smtp import EmailBackend
from django.utils.translation import gettext_lazy as _

from surveys.errors import StatedError

ACCEPTED, FORWARDED, CLOSING = 250, 251, 421
"""Answers of a mail server: RFC 5321, section 4.2."""


class Handed(StrEnum):
    """What became of a message. Only after LOST may the server have it without our knowing."""

    SENT = "sent"
    REFUSED = "refused"
    """For good: there is no such mailbox, or it does not take the message."""
    LATER = "later"
    """The server puts this recipient off."""
    BROKEN = "broken"
    """The connection broke, or the server does not take us as a sender: nothing more can be sent over it."""
    LOST = "lost"
    """The connection broke after the message had been sent and before the server had answered."""


class NoMail(StatedError):
    """This installation sends no e-mail."""

    http_status = HTTPStatus.CONFLICT
    message = _("Denne serveren er ikke satt opp til å sende e-post. Den som driver den, må gjøre det først.")


class Unreachable(Exception):
    """The mail server cannot be reached or does not let us in: nothing has been handed over."""


class UnusableAddress(ValueError):
    """No mail server could be given this address as it stands."""


def is_configured() -> bool:
    """Tell whether this installation can send e-mails with links in them."""
    return bool(settings.EMAIL_HOST and settings.ADDRESS and settings.DEFAULT_FROM_EMAIL)


def message_id(key: UUID) -> str:
    """Return the Message-ID that belongs to `key`: the same whenever it is sent, so that a repetition is recognised."""
    return f"<{key}@{urlsplit(settings.ADDRESS).hostname}>"


def address_of(email: str) -> str:
    """Return the address as it is given to a server: the domain in ASCII, the part before it as it is.

    Raises UnusableAddress where it is no address, or would be read as another than it is.
    """
    before, _at, domain = email.rpartition("@")
    try:
        wire = domain.encode("idna").decode("ascii")
        # IDNA 2003 makes another domain of some letters (ß becomes ss): better no e-mail than one to somebody else.
        same = wire.encode("ascii").decode("idna").lower() == domain.lower()
    except UnicodeError:
        raise UnusableAddress from None
    address = f"{before}@{wire}"
    plain = bool(before) and address.isprintable() and not any(sign.isspace() for sign in address)
    # What smtplib would take for a comment, a list or a route is left out by it without a word.
    if not (same and plain and parseaddr(address) == ("", address)):
        raise UnusableAddress
    return address


def named(name: str, address: str) -> str:
    """Return `name` and `address` as one mailbox of a To header, in ASCII whatever the name holds."""
    if not address.isascii():
        # Only the envelope can carry such an address to every reader's program.
        return "undisclosed-recipients:;"
    plain = one_line(name)
    if plain.isascii():
        return formataddr((plain, address))
    return f"{Header(plain, 'utf-8').encode(linesep='')} <{address}>"


def one_line(text: str) -> str:
    """Return a text for a header: no line break, no control character, no double space."""
    return " ".join("".join(sign if sign.isprintable() else " " for sign in text).split())


def compose(
    *,
    key: UUID,
    to: str,
    subject: str,
    text: str,
    html: str | None = None,
    headers: Mapping[str, str] | None = None,
    now: datetime,
) -> EmailMultiAlternatives:
    """Return a message from this installation, with a text and, where it is given, the same in HTML."""
    message = EmailMultiAlternatives(
        subject=one_line(subject),
        body=text,
        from_email=settings.DEFAULT_FROM_EMAIL,
        to=[to],
        headers={
            "Message-ID": message_id(key),
            "Date": format_datetime(now),
            "Auto-Submitted": "auto-generated",
            **(headers or {}),
        },
    )
    if html is not None:
        message.attach_alternative(html, "text/html")
    # Seven bits, so that a server without 8BITMIME takes it too.
    charset = Charset("utf-8")
    charset.body_encoding = QP
    message.encoding = charset
    return message


@contextmanager
def connected() -> Iterator[SMTP]:
    """Let the block hand messages over one connection to the mail server of the settings.

    Raises Unreachable, before the block begins.
    """
    if not is_configured():
        raise Unreachable("no mail server in the settings")
    backend = EmailBackend()
    try:
        backend.open()
        smtp = backend.connection
        if smtp is None:
            raise Unreachable("no connection")
        smtp.ehlo_or_helo_if_needed()
    except OSError as error:
        with suppress(OSError):
            backend.close()
        raise Unreachable(type(error).__name__) from error
    try:
        yield smtp
    finally:
        with suppress(OSError):
            backend.close()


def hand_over(smtp: SMTP, message: EmailMultiAlternatives, address: str) -> Handed:
    """Hand one message over and return what the server said of it. Step by step: only so is it known what was lost."""
    international = not address.isascii()
    if international and not smtp.has_extn("smtputf8"):
        return Handed.REFUSED
    content = b"\r\n".join(message.message().as_bytes().splitlines())
    sender = parseaddr(settings.DEFAULT_FROM_EMAIL)[1]
    try:
        code, _said = smtp.mail(sender, ["SMTPUTF8", "BODY=8BITMIME"] if international else [])
        if code != ACCEPTED:
            return Handed.BROKEN
        code, _said = smtp.rcpt(address)
        if code not in {ACCEPTED, FORWARDED}:
            smtp.rset()
            return _judged(code)
    except OSError:
        return Handed.BROKEN
    try:
        code, _answer = smtp.data(content)
    except SMTPDataError as refusal:
        code = refusal.smtp_code
    except OSError:
        return Handed.LOST
    if code == -1:
        return Handed.LOST
    if code != ACCEPTED:
        with suppress(OSError):
            smtp.rset()
    return Handed.SENT if code == ACCEPTED else _judged(code)


def _judged(code: int) -> Handed:
    if code == CLOSING or not 400 <= code < 600:
        return Handed.BROKEN
    return Handed.LATER if code < 500 else Handed.REFUSED
