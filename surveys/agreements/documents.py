"""The document that is signed: everything an agreement says, as plain data."""

from collections.abc import Iterable
from typing import Any

from surveys.agreements.models import Agreement, Custodian
from surveys.fingerprints import fingerprint
from surveys.organisations.selectors import named_unions


def document(agreement: Agreement) -> dict[str, Any]:
    """Return the agreement as it stands; whatever is not in here is not signed.

    Where there are several unions, each one's holder stands with the id of her union.
    """
    custodians = agreement.custodians.filter(replaced_at__isnull=True).select_related("membership__user")
    unions = named_unions(agreement.organisation)
    return {
        "agreement": str(agreement.id),
        "organisation": agreement.organisation.name,
        "title": agreement.title,
        "questionnaire": agreement.questionnaire,
        "questionnaire_version": agreement.questionnaire_version,
        "questionnaire_fingerprint": agreement.questionnaire_fingerprint,
        "threshold": agreement.threshold,
        "retention_days": agreement.retention_days,
        "opening_days": agreement.opening_days,
        "units": agreement.units,
        "crossings": agreement.crossings,
        "divisions": agreement.divisions,
        "expected_percent": agreement.expected_percent,
        "calendar": agreement.calendar,
        "plan": agreement.plan,
        "opens_on_holidays": agreement.opens_on_holidays,
        "parties": [
            {"id": str(party.id), "side": party.side, "name": party.name}
            for party in agreement.organisation.parties.order_by("id")
        ],
        "custodians": [
            {
                "holder": custodian.holder,
                "membership": str(custodian.membership_id),
                "name": custodian.membership.user.name,
                "public_key": bytes(custodian.public_key).hex(),
                **({"party": str(custodian.membership.party_id)} if custodian.membership.party_id in unions else {}),
            }
            for custodian in sorted(custodians, key=_place)
        ],
    }


def _place(custodian: Custodian) -> tuple[str, str, str]:
    return custodian.holder, str(custodian.membership.party_id), str(custodian.membership_id)


BINDING = (
    "agreement",
    "questionnaire",
    "questionnaire_version",
    "questionnaire_fingerprint",
    "threshold",
    "retention_days",
    "opening_days",
    "units",
    "crossings",
    "divisions",
    "expected_percent",
    "calendar",
    "plan",
)


def terms_fingerprint(agreement: Agreement, custodians: Iterable[Custodian] | None = None) -> str:
    """Return the SHA-256 of what a wave is run by, custodians and their keys included.

    `custodians` are those of a wave's own box; without them, those whom the agreement names now. Names are left out:
    a workplace or a party that is renamed, or a union that joins, keeps no box from being opened.
    """
    whole = document(agreement)
    if custodians is None:
        custodians = agreement.custodians.filter(replaced_at__isnull=True)
    keys = sorted((one.holder, str(one.membership_id), bytes(one.public_key).hex()) for one in custodians)
    return fingerprint({"terms": {part: whole[part] for part in BINDING}, "custodians": keys})


def document_fingerprint(agreement: Agreement) -> str:
    """Return the SHA-256 of the document's canonical form."""
    return fingerprint(document(agreement))
