"""A real mail server on this machine, which counts what arrives and answers as a test tells it to."""

import socket
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session
from pytest_django.fixtures import Settings

ADDRESS = "https://tillit.example.org"
SENDER = "Tillit <post@example.org>"
OK = "250 OK"


@dataclass
class LetterBox:
    """What has arrived. `answers` says what is answered to a recipient, `after` to her message.

    An answer "hang up" breaks the connection without one.
    """

    port: int = 0
    arrived: list[tuple[str, bytes]] = field(default_factory=list)
    answers: dict[str, str] = field(default_factory=dict)
    after: dict[str, str] = field(default_factory=dict)
    to_sender: str = OK
    at_recipient: Callable[[str], None] | None = None
    at_message: Callable[[str], None] | None = None
    connections: int = 0
    answered: list[str] = field(default_factory=list)

    async def handle_EHLO(
        self, server: SMTP, session: Session, envelope: Envelope, hostname: str, responses: list[str]
    ) -> list[str]:
        self.connections += 1
        session.host_name = hostname
        return responses

    async def handle_MAIL(
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        if self.to_sender == OK:
            envelope.mail_from = address
            envelope.mail_options.extend(options)
        return self.to_sender

    async def handle_RCPT(
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        if self.at_recipient:
            await server.loop.run_in_executor(None, self.at_recipient, address)
        answer = self.answers.get(address, OK)
        if answer == "hang up":
            server.transport.abort()  # type: ignore[union-attr]
        elif answer == OK:
            envelope.rcpt_tos.append(address)
        return answer

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        (address,) = envelope.rcpt_tos
        answer = self.after.get(address, OK)
        if answer in {OK, "hang up"}:
            assert isinstance(envelope.content, bytes)
            self.arrived.append((address, envelope.content))
        if self.at_message:
            await server.loop.run_in_executor(None, self.at_message, address)
        if answer == "hang up":
            server.transport.abort()  # type: ignore[union-attr]
        self.answered.append(address)
        return answer

    def counts(self) -> Counter[str]:
        """Return how many messages each address has been sent."""
        return Counter(address for address, _raw in self.arrived)

    def letters(self, address: str | None = None) -> list[EmailMessage]:
        """Return the messages to an address (all of them, without one) as a reader's program parses them."""
        return [message_from_bytes(raw, policy=policy.default) for to, raw in self.arrived if address in {None, to}]


def body(letter: EmailMessage, kind: str = "plain") -> str:
    """Return the text of a message, or with "html" its HTML."""
    part = letter.get_body((kind,))
    assert part is not None
    content: str = part.get_content()
    return content


def token_in(letter: EmailMessage) -> str:
    """Return the token of the link that the message holds."""
    return body(letter).partition("/#")[2].split()[0]


def free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        port: int = found.getsockname()[1]
        return port


def use(settings: Settings, port: int) -> None:
    """Let the settings name a mail server at this port."""
    settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_TIMEOUT = "127.0.0.1", port, 20
    settings.DEFAULT_FROM_EMAIL, settings.ADDRESS = SENDER, ADDRESS


@contextmanager
def running(settings: Settings, **options: Any) -> Iterator[LetterBox]:
    """Let a mail server run on a free port, and the settings name it, while the block runs."""
    box = LetterBox(port=free_port())
    controller = Controller(box, hostname="127.0.0.1", port=box.port, **options)
    controller.start()
    box.connections = 0
    use(settings, box.port)
    try:
        yield box
    finally:
        controller.stop()
