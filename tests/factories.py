"""The cast and the workplace that the database tests share: a synthetic customer centre with an invented name."""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime

from reports.releases.drafting import make_plan
from surveys.agreements import services as agreements
from surveys.agreements.documents import document_fingerprint
from surveys.agreements.models import Agreement
from surveys.agreements.rules import Holder, PlannedWave
from surveys.agreements.services import Terms
from surveys.ballots.custody import RecoveryFile, new_custodian, unlock
from surveys.ballots.share_files import SealedShare
from surveys.organisations import services as organisations
from surveys.organisations.models import Membership, Organisation, Party, Unit, User
from surveys.organisations.rules import Country, Role, Side
from surveys.roster import services as roster
from surveys.waves.models import Wave
from surveys.waves.services import plan_waves

PASSWORD = "fem epler i en kurv"
PASSPHRASE = "syv svaler over taket"
ACTOR = "test"
DRAFTED = datetime(2018, 9, 3, 8, tzinfo=UTC)
OPENS = datetime(2018, 10, 1, 6, tzinfo=UTC)
CLOSES = datetime(2018, 10, 19, 14, tzinfo=UTC)
TEAMS = ("lag-1", "lag-2", "lag-3")
CROSSINGS = ("tenure", "place", "contract")
"""Every background question, in an order that is not the questionnaire's."""


@dataclass
class Workplace:
    """A workplace with both parties, their people and their keys."""

    organisation: Organisation
    root: Unit
    units: dict[str, Unit]
    union: Party
    employer: Party
    members: dict[str, Membership]
    keys: dict[Holder, RecoveryFile] = field(default_factory=dict)
    second_key: RecoveryFile | None = None
    """The key of members["second"], the other union's holder, where there are two unions."""

    def opened_share(self, holder: Holder, sealed: SealedShare) -> str:
        """Return the file that the custodian hands in, made from the one that she fetched."""
        return sealed.opened(unlock(self.keys[holder], PASSPHRASE)).to_json()

    def opened_by_second(self, sealed: SealedShare) -> str:
        """Return the file that the second union's holder hands in."""
        assert self.second_key is not None
        return sealed.opened(unlock(self.second_key, PASSPHRASE)).to_json()


def person(name: str, address: str) -> User:
    return organisations.create_user(email=address, name=name, password=PASSWORD, language="nb")


def workplace(*, name: str = "Fjellbygd kundesenter", prefix: str = "", state: bool = True) -> Workplace:
    """Make a workplace of three teams; `prefix` keeps the addresses of two workplaces apart."""
    organisation = organisations.create_organisation(
        name=name, country=Country.NORWAY, state=state, synthetic=True, actor=ACTOR, now=DRAFTED
    )
    start = date(2015, 1, 1)
    root = organisations.add_unit(
        organisation=organisation, parent=None, code="senteret", name="Hele senteret", valid_from=start,
        valid_to=None, actor=ACTOR, now=DRAFTED,
    )  # fmt: skip
    units = {"senteret": root}
    for number, code in enumerate(TEAMS, start=1):
        units[code] = organisations.add_unit(
            organisation=organisation, parent=root, code=code, name=f"Lag {number}", valid_from=start,
            valid_to=None, actor=ACTOR, now=DRAFTED,
        )  # fmt: skip
    union = organisations.add_party(
        organisation=organisation, side=Side.UNION, name="Fagforeningen", actor=ACTOR, now=DRAFTED
    )
    employer = organisations.add_party(
        organisation=organisation, side=Side.EMPLOYER, name="Ledelsen", actor=ACTOR, now=DRAFTED
    )
    roles = {
        "union": (Role.UNION_REPRESENTATIVE, union),
        "employer": (Role.EMPLOYER_REPRESENTATIVE, employer),
        "safety": (Role.SAFETY_REPRESENTATIVE, None),
        "organiser": (Role.ORGANISER, None),
    }
    members = {
        key: organisations.add_member(
            organisation=organisation, user=person(key.title(), f"{prefix}{key}@example.org"), role=role,
            party=party, actor=ACTOR, now=DRAFTED,
        )
        for key, (role, party) in roles.items()
    }  # fmt: skip
    return Workplace(organisation, root, units, union, employer, members)


def with_second_union(place: Workplace, *, prefix: str = "") -> Workplace:
    """Let another union join, with a representative: members["second"]. `draft` names her beside the first union's."""
    organisation = place.organisation
    party = organisations.add_party(
        organisation=organisation, side=Side.UNION, name="Den andre fagforeningen", actor=ACTOR, now=DRAFTED
    )
    place.members["second"] = organisations.add_member(
        organisation=organisation, user=person("Second", f"{prefix}second@example.org"),
        role=Role.UNION_REPRESENTATIVE, party=party, actor=ACTOR, now=DRAFTED,
    )  # fmt: skip
    return place


def two_unions(*, name: str = "Fjellbygd kundesenter", prefix: str = "") -> Workplace:
    """Make a workplace with two unions, each with its own representative."""
    return with_second_union(workplace(name=name, prefix=prefix), prefix=prefix)


def roster_csv(sizes: dict[str, int]) -> bytes:
    """Return a roster of so many people in each unit."""
    lines = ["navn;e-post;enhet;språk"]
    for unit, people in sizes.items():
        lines += [f"Person {unit} {n};{unit}.{n}@example.org;{unit};nb" for n in range(people)]
    return "\n".join(lines).encode()


def terms(
    *waves: PlannedWave,
    units: tuple[str, ...] = ("senteret", *TEAMS),
    threshold: int = 5,
    crossings: tuple[str, ...] = (),
    divisions: tuple[str, ...] = (),
) -> Terms:
    return Terms(
        title="Avtale om undersøkelsen",
        questionnaire="arbeidshverdag",
        questionnaire_version=1,
        threshold=threshold,
        retention_days=14,
        opening_days=60,
        units=units,
        waves=waves or (PlannedWave("host-2018", "Høsten 2018", OPENS, CLOSES),),
        crossings=crossings,
        divisions=divisions,
    )


def draft(place: Workplace, agreed: Terms | None = None) -> Agreement:
    """Draft an agreement with its custodians, unsigned: three, and the second union's where there is one."""
    by = place.members["organiser"]
    agreement = agreements.draft(organisation=place.organisation, terms=agreed or terms(), by=by, now=DRAFTED)
    holders = {Holder.UNION: "union", Holder.EMPLOYER: "employer", Holder.SUBSTITUTE: "safety"}
    for holder, key in holders.items():
        if holder not in place.keys:
            place.keys[holder] = new_custodian(PASSPHRASE, cost=2**4)
        agreements.name_custodian(
            agreement=agreement, holder=holder, membership=place.members[key],
            public_key=place.keys[holder].public_key, by=by, now=DRAFTED,
        )  # fmt: skip
    if "second" in place.members:
        name_second(place, agreement)
    make_plan(agreement=agreement, by=by, now=DRAFTED)
    return agreement


def name_second(place: Workplace, agreement: Agreement) -> None:
    """Name the second union's holder."""
    place.second_key = place.second_key or new_custodian(PASSPHRASE, cost=2**4)
    agreements.name_custodian(
        agreement=agreement, holder=Holder.UNION, membership=place.members["second"],
        public_key=place.second_key.public_key, by=place.members["organiser"], now=DRAFTED,
    )  # fmt: skip


def sign(place: Workplace, agreement: Agreement, *keys: str) -> None:
    agreement.refresh_from_db()
    if not agreement.plan:
        make_plan(agreement=agreement, by=place.members["organiser"], now=DRAFTED)
    every = ("union", "second", "employer") if "second" in place.members else ("union", "employer")
    for key in keys or every:
        agreements.sign(
            agreement=agreement, by=place.members[key], password=PASSWORD,
            read_fingerprint=document_fingerprint(agreement), now=DRAFTED,
        )  # fmt: skip


def frozen_wave(place: Workplace, sizes: dict[str, int], agreed: Terms | None = None) -> Wave:
    """Sign, plan, import a roster of these sizes and freeze it for the first wave."""
    agreement = draft(place, agreed)
    sign(place, agreement)
    wave = plan_waves(agreement=agreement, actor=ACTOR, now=DRAFTED)[0]
    roster.import_roster(organisation=place.organisation, raw=roster_csv(sizes), actor=ACTOR, now=DRAFTED)
    roster.freeze(wave=wave, actor=ACTOR, now=DRAFTED)
    return wave
