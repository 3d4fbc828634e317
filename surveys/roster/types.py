"""What an e-mail to a person is for and how far it has come. Pure."""

from enum import StrEnum


class MailState(StrEnum):
    """From the list to the mail server. `refused`: the server, or a message that came back, says no such address."""

    WAITING = "waiting"
    SENDING = "sending"
    SENT = "sent"
    REFUSED = "refused"
