"""Reading agreements and signatures."""

from surveys.agreements import rules
from surveys.agreements.documents import document_fingerprint
from surveys.agreements.models import Agreement, Signature
from surveys.organisations.models import Organisation


def valid_signatures(agreement: Agreement) -> list[Signature]:
    """Return the signatures under the document as it stands now."""
    current = document_fingerprint(agreement)
    return list(
        agreement.signatures.select_related("party", "membership__user")
        .filter(voided_at__isnull=True, fingerprint=current)
        .order_by("signed_at")
    )


def is_in_force(agreement: Agreement) -> bool:
    """Tell whether every party has signed the document as it stands now."""
    parties = (str(party.id) for party in agreement.organisation.parties.all())
    return rules.in_force(parties, (str(signature.party_id) for signature in valid_signatures(agreement)))


def agreements_of(organisation: Organisation) -> list[Agreement]:
    """Return the organisation's agreements, newest first."""
    return list(organisation.agreements.order_by("-created_at"))


def in_force_everywhere() -> list[Agreement]:
    """Return the agreements of all organisations that every party has signed as they stand."""
    signed = Agreement.objects.filter(signatures__voided_at__isnull=True).distinct().select_related("organisation")
    return [agreement for agreement in signed if is_in_force(agreement)]
