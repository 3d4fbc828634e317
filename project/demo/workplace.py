"""Setting the demo's workplace up: organisation, units, parties, people with accounts, and the custodians' keys."""

from dataclasses import dataclass
from datetime import timedelta

from django.utils.crypto import get_random_string

from project.demo import scenario as model
from project.demo.scenario import DemoWave, Scenario
from reports.releases.drafting import make_plan
from surveys.agreements import services as agreements
from surveys.agreements.documents import document_fingerprint
from surveys.agreements.models import Agreement
from surveys.agreements.rules import Holder, PlannedWave
from surveys.ballots.custody import RecoveryFile, new_custodian, unlock
from surveys.changes import services as changes
from surveys.changes.models import PolicyChange
from surveys.changes.rules import Kind
from surveys.organisations import services as organisations
from surveys.organisations.models import Membership, Organisation, Unit
from surveys.organisations.rules import Country, Role, Side
from surveys.roster import services as roster
from surveys.roster.models import FrozenPlace
from surveys.waves.models import Wave

ACTOR = "demo"
QUESTIONNAIRE = ("arbeidshverdag", 1)
THRESHOLD, RETENTION_DAYS, OPENING_DAYS = 5, 14, 60
HOLDERS = {Holder.UNION: "union", Holder.EMPLOYER: "employer", Holder.SUBSTITUTE: "safety"}
PEOPLE = {
    "union": ("Tillitsvalgt (syntetisk)", Role.UNION_REPRESENTATIVE),
    "employer": ("Leder (syntetisk)", Role.EMPLOYER_REPRESENTATIVE),
    "safety": ("Verneombud (syntetisk)", Role.SAFETY_REPRESENTATIVE),
    "organiser": ("Tilrettelegger (syntetisk)", Role.ORGANISER),
}


@dataclass(frozen=True, slots=True)
class Account:
    """How somebody in the demo signs in."""

    role: str
    email: str
    password: str


@dataclass(frozen=True, slots=True)
class Custody:
    """A custodian's recovery file and passphrase. In a real survey both are hers alone; the demo holds them for all."""

    recovery: RecoveryFile
    passphrase: str

    def private_key(self) -> bytes:
        return unlock(self.recovery, self.passphrase)


@dataclass(frozen=True, slots=True)
class Workplace:
    """Everything that the demo carries a survey through with."""

    organisation: Organisation
    root: Unit
    members: dict[str, Membership]
    accounts: tuple[Account, ...]
    custody: dict[Holder, Custody]


def set_up(scenario: Scenario) -> Workplace:
    """Make the workplace as it is before the first wave, with the units that exist then."""
    organisation = organisations.create_organisation(
        name=scenario.name,
        country=Country.NORWAY,
        state=True,
        synthetic=scenario.synthetic,
        actor=ACTOR,
        now=model.FOUNDED,
    )
    root = organisations.add_unit(
        organisation=organisation,
        parent=None,
        code=model.WHOLE,
        name=scenario.name,
        valid_from=model.FIRST_DAY,
        valid_to=None,
        actor=ACTOR,
        now=model.FOUNDED,
    )
    for unit in scenario.units:
        organisations.add_unit(
            organisation=organisation,
            parent=root,
            code=unit.code,
            name=unit.name,
            valid_from=model.FIRST_DAY if "1" in unit.waves else model.FIRST_DAY_OF_POOL,
            valid_to=None if "2" in unit.waves else model.LAST_DAY_OF_TEAMS,
            actor=ACTOR,
            now=model.FOUNDED,
        )
    members, accounts = _people(organisation)
    custody = {}
    for holder in Holder:
        passphrase = get_random_string(24)
        custody[holder] = Custody(new_custodian(passphrase), passphrase)
    return Workplace(organisation, root, members, accounts, custody)


def _people(organisation: Organisation) -> tuple[dict[str, Membership], tuple[Account, ...]]:
    sides = {
        Side.UNION: f"Fagforeningen ved {organisation.name}",
        Side.EMPLOYER: f"Ledelsen ved {organisation.name}",
    }
    parties = {
        side: organisations.add_party(organisation=organisation, side=side, name=name, actor=ACTOR, now=model.FOUNDED)
        for side, name in sides.items()
    }
    members, accounts = {}, []
    for key, (name, role) in PEOPLE.items():
        account = Account(role=key, email=f"{key}@solvik.example", password=get_random_string(16))
        user = organisations.create_user(email=account.email, name=name, password=account.password, language="nb")
        members[key] = organisations.add_member(
            organisation=organisation,
            user=user,
            role=role,
            party=parties[role.side] if role.side else None,
            actor=ACTOR,
            now=model.FOUNDED,
        )
        accounts.append(account)
    return members, tuple(accounts)


def agree(place: Workplace, wave: DemoWave, units: tuple[str, ...]) -> Agreement:
    """Draft the wave's agreement, name the custodians, and let both parties sign it."""
    terms = agreements.Terms(
        title=f"{place.organisation.name} {wave.label}",
        questionnaire=QUESTIONNAIRE[0],
        questionnaire_version=QUESTIONNAIRE[1],
        threshold=THRESHOLD,
        retention_days=RETENTION_DAYS,
        opening_days=OPENING_DAYS,
        units=units,
        waves=(PlannedWave(wave.key, wave.label, wave.opens, wave.closes),),
        opens_on_holidays=True,
    )
    by = place.members["organiser"]
    agreement = agreements.draft(organisation=place.organisation, terms=terms, by=by, now=wave.drafted)
    for holder, key in HOLDERS.items():
        agreements.name_custodian(
            agreement=agreement,
            holder=holder,
            membership=place.members[key],
            public_key=place.custody[holder].recovery.public_key,
            by=by,
            now=wave.drafted,
        )
    make_plan(agreement=agreement, by=by, now=wave.drafted)
    passwords = {account.role: account.password for account in place.accounts}
    for days, key in enumerate(("union", "employer"), start=1):
        agreements.sign(
            agreement=agreement,
            by=place.members[key],
            password=passwords[key],
            read_fingerprint=document_fingerprint(agreement),
            now=wave.drafted + timedelta(days=days),
        )
    return agreement


def list_people(place: Workplace, people: list[tuple[int, str]], wave: Wave, drafted: DemoWave) -> None:
    """Import the wave's roster from CSV and freeze it."""
    lines = ["name,email,unit,language"]
    lines += [
        f'Ansatt {number} (syntetisk),ansatt.{number}@solvik.example,"{unit.replace(chr(34), chr(34) * 2)}",nb'
        for number, unit in people
    ]
    raw = "\n".join(lines).encode()
    roster.import_roster(organisation=place.organisation, raw=raw, actor=ACTOR, now=drafted.drafted)
    roster.freeze(wave=wave, actor=ACTOR, now=drafted.drafted)


def places_by_unit(wave: Wave) -> dict[str, list[FrozenPlace]]:
    """Return the people who may answer in the wave, by the code of the unit that their group is named after."""
    places = FrozenPlace.objects.filter(group__wave=wave).select_related("group__unit", "group__wave")
    found: dict[str, list[FrozenPlace]] = {}
    for listed in places.order_by("person__email"):
        found.setdefault(listed.group.unit.code, []).append(listed)
    return found


def drop_the_plan(place: Workplace) -> PolicyChange:
    """Register the policy change of the model case, and return it."""
    return changes.register(
        organisation=place.organisation,
        day=model.CHANGE_DAY,
        kind=Kind.SCHEDULE,
        name=model.CHANGE_NAME,
        description=model.CHANGE_DESCRIPTION,
        units=[place.root],
        by=place.members["employer"],
        now=model.FOUNDED,
    )
