"""Reading the log, and checking that nothing in it was changed."""

from dataclasses import dataclass
from uuid import UUID

from surveys.audit.models import Chain, Entry
from surveys.audit.rules import entry_hash


@dataclass(frozen=True, slots=True)
class ChainCheck:
    """`broken_at` is the number of the first entry that does not fit, or None where the whole chain holds."""

    length: int
    head: str
    broken_at: int | None


def entries(organisation_id: UUID) -> list[Entry]:
    """Return the organisation's entries, oldest first."""
    return list(Entry.objects.filter(chain_id=organisation_id).order_by("sequence"))


def check_chain(organisation_id: UUID) -> ChainCheck:
    """Recompute every hash of the organisation's log."""
    chain = Chain.objects.filter(organisation_id=organisation_id).first()
    if chain is None:
        return ChainCheck(length=0, head="", broken_at=None)
    previous = ""
    listed = entries(organisation_id)
    for number, entry in enumerate(listed, start=1):
        expected = entry_hash(
            organisation=str(organisation_id),
            sequence=number,
            at=entry.at,
            event=entry.event,
            actor=entry.actor,
            details=entry.details,
            previous=previous,
        )
        if (entry.sequence, entry.previous, entry.hash) != (number, previous, expected):
            return ChainCheck(length=chain.length, head=chain.head, broken_at=number)
        previous = entry.hash
    intact = chain.length == len(listed) and chain.head == previous
    return ChainCheck(length=chain.length, head=chain.head, broken_at=None if intact else len(listed) + 1)
