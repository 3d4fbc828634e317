"""Reading agreements and signatures."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from surveys.agreements import rules
from surveys.agreements.documents import document_fingerprint
from surveys.agreements.models import Agreement, Custodian, CustodianKey, Signature
from surveys.agreements.rules import Fault, Holder
from surveys.fingerprints import key_mark
from surveys.organisations.models import Membership, Organisation
from surveys.organisations.rules import Role, Side
from surveys.organisations.selectors import local_day, named_unions, units_on
from surveys.questionnaires.loading import load
from surveys.questionnaires.types import Background


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


def background_of(agreement: Agreement) -> list[Background]:
    """Return the background questions that the parties have agreed to ask, in the agreement's order."""
    questionnaire = load(agreement.questionnaire, agreement.questionnaire_version)
    known = {one.key: one for one in questionnaire.background}
    return [known[key] for key in agreement.crossings]


def unit_names(agreement: Agreement, codes: Iterable[str]) -> list[str]:
    """Return what units are called when the agreement's waves open; one that is not there goes by its code."""
    organisation = agreement.organisation
    named = {
        unit.code: unit.name
        for entry in agreement.calendar
        for unit in units_on(organisation, local_day(organisation, datetime.fromisoformat(entry["opens"])))
    }
    return [named.get(code, code) for code in codes]


def has_opened(agreement: Agreement) -> bool:
    """Tell whether a wave of the agreement has opened: its terms are then as they are."""
    return agreement.waves.exclude(state="planned").exists()


def has_waves_to_open(agreement: Agreement) -> bool:
    """Tell whether a wave of the agreement's calendar is still to open."""
    opened = set(agreement.waves.exclude(state="planned").values_list("key", flat=True))
    return any(entry["key"] not in opened for entry in agreement.calendar)


def key_of(membership: Membership) -> CustodianKey | None:
    """Return the key that the person has registered, or None."""
    return CustodianKey.objects.filter(membership=membership).first()


def without_key(organisation: Organisation) -> list[Membership]:
    """Return those who may hold a share and have no key, where nobody else of their party (or of none) has one."""
    may = [one for one in organisation.memberships.select_related("user", "party") if rules.may_hold(Role(one.role))]
    keys = CustodianKey.objects.filter(membership__in=may).values_list("membership__party_id", flat=True)
    served = set(keys)
    return [one for one in may if one.party_id not in served]


def current_custodians(agreement: Agreement) -> list[Custodian]:
    """Return who holds the key of boxes still to be made: unions, employer, substitute, as far as they are named."""
    named = agreement.custodians.filter(replaced_at__isnull=True)
    return in_order(named.select_related("membership__user", "membership__party"))


def in_order(custodians: Iterable[Custodian]) -> list[Custodian]:
    """Return the unions' holders by their unions' names, then the employer's and the substitute."""
    holders = list(Holder)

    def place(one: Custodian) -> tuple[int, str, str]:
        party = one.membership.party
        return holders.index(Holder(one.holder)), party.name if party else "", str(one.membership_id)

    return sorted(custodians, key=place)


def lacking_custodians(agreement: Agreement) -> set[Fault]:
    """Return whether a share lacks its holder: each union, the employer and a substitute have one."""
    named = [(Holder(one.holder), str(one.membership.party_id or "")) for one in current_custodians(agreement)]
    unions = agreement.organisation.parties.filter(side=Side.UNION).values_list("id", flat=True)
    return rules.custodian_faults(named, map(str, unions))


@dataclass(frozen=True, slots=True)
class Candidate:
    """Somebody who may be named holder of a share. `mark` is the fingerprint of the key that she has registered.

    `party_id` is the party that she represents: a union's holder comes from that very union.
    """

    membership_id: UUID
    party_id: UUID | None
    name: str
    mark: str


def candidates(agreement: Agreement) -> dict[Holder, list[Candidate]]:
    """Return, for each share, those who come from the right side and have a key that the agreement does not name."""
    keys = (
        CustodianKey.objects.filter(membership__organisation=agreement.organisation_id)
        .select_related("membership__user")
        .order_by("membership__user__name")
    )
    named = {bytes(custodian.public_key) for custodian in current_custodians(agreement)}
    return {
        holder: [
            Candidate(
                key.membership_id, key.membership.party_id, key.membership.user.name, key_mark(bytes(key.public_key))
            )
            for key in keys
            if rules.may_hold(Role(key.membership.role), holder) and bytes(key.public_key) not in named
        ]
        for holder in Holder
    }


@dataclass(frozen=True, slots=True)
class Seat:
    """What somebody is to hold: a share, and for which union where there are several (else None and "").

    `named` is who holds it now, with the fingerprint of her key, "" for nobody; `eligible` are those who may instead.
    """

    holder: Holder
    party_id: UUID | None
    union: str
    named: str
    eligible: tuple[Candidate, ...]


def seats(agreement: Agreement) -> list[Seat]:
    """Return the seats of the agreement: one for each union, the employer's and the substitute's."""
    current, eligible = current_custodians(agreement), candidates(agreement)
    unions: list[tuple[UUID | None, str]] = [*named_unions(agreement.organisation).items()] or [(None, "")]
    wanted = [(Holder.UNION, *union) for union in unions]
    wanted += [(Holder.EMPLOYER, None, ""), (Holder.SUBSTITUTE, None, "")]
    found = []
    for holder, party_id, union in wanted:
        held = [one for one in current if one.holder == holder and party_id in {None, one.membership.party_id}]
        named = f"{held[0].membership.user.name} ({key_mark(bytes(held[0].public_key))})" if held else ""
        may = tuple(one for one in eligible[holder] if party_id in {None, one.party_id})
        found.append(Seat(holder, party_id, union, named, may))
    return found


def new_keys(agreement: Agreement) -> list[Custodian]:
    """Return the current custodians who have registered another key than the one that the agreement names."""
    registered = {
        key.membership_id: bytes(key.public_key)
        for key in CustodianKey.objects.filter(membership__organisation=agreement.organisation_id)
    }
    return [
        custodian
        for custodian in current_custodians(agreement)
        if registered.get(custodian.membership_id, bytes(custodian.public_key)) != bytes(custodian.public_key)
    ]
