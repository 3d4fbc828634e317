"""Writing to the log. The entry is written in the same transaction as the act that it tells of."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from surveys.audit.models import Chain, Entry
from surveys.audit.rules import entry_hash

CALENDAR = "calendar"
"""The actor of what the calendar does by itself."""


@transaction.atomic
def record(*, organisation_id: UUID, event: str, actor: str, details: dict[str, Any], now: datetime) -> Entry:
    """Append one entry to the organisation's log and return it.

    `details` holds identifiers, dates and counts: never a respondent, an answer or a secret.
    """
    Chain.objects.get_or_create(organisation_id=organisation_id)
    chain = Chain.objects.select_for_update().get(organisation_id=organisation_id)
    sequence = chain.length + 1
    digest = entry_hash(
        organisation=str(organisation_id),
        sequence=sequence,
        at=now,
        event=event,
        actor=actor,
        details=details,
        previous=chain.head,
    )
    entry = Entry.objects.create(
        chain=chain,
        sequence=sequence,
        at=now,
        event=event,
        actor=actor,
        details=details,
        previous=chain.head,
        hash=digest,
    )
    chain.length, chain.head = sequence, digest
    chain.save(update_fields=["length", "head"])
    return entry
