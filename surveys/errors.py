"""What every stated error has: an HTTP status and a sentence in the reader's language."""

from typing import ClassVar

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class StatedError(Exception):
    """A refusal that the reader is told in words. Subclasses stand beside the function that raises them.

    `message` may hold named %-placeholders, filled from the keyword arguments given when the error is raised.
    """

    http_status: ClassVar[int] = 400
    message: ClassVar[str | Promise] = _("Det gikk ikke.")

    def __init__(self, **params: object) -> None:
        super().__init__(type(self).__name__)
        self.params = params

    def sentence(self) -> str:
        """Return the message in the active language."""
        text = str(self.message)
        return text % self.params if self.params else text

    def __str__(self) -> str:
        return self.sentence()


class NotFound(StatedError):
    """What is missing and what is forbidden answer alike."""

    http_status = 404
    message = _("Siden finnes ikke, eller du har ikke tilgang til den.")
