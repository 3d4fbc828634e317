"""What is said of a password that Django finds too weak: its own sentences are not in all our languages."""

from collections.abc import Mapping

from django.core.exceptions import ValidationError
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

WEAK: Mapping[str, Promise] = {
    "password_too_short": _("Passordet er for kort. Det må ha minst 12 tegn."),
    "password_too_common": _("Mange bruker dette passordet. Velg et annet."),
    "password_too_similar": _("Passordet likner for mye på navnet eller e-postadressen din. Velg et annet."),
}


def weaknesses(refusal: ValidationError) -> list[str]:
    """Return what is wrong with a password, in the active language."""
    return [str(WEAK.get(str(fault.code), fault.messages[0])) for fault in refusal.error_list]
