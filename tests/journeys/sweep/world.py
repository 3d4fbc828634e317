"""One workplace at each stage of a survey, all at the same moment, so that every page has something to show."""

from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta

from django.db import transaction
from django.test import Client

from reports.releases import services as releases
from reports.releases.sharing import share
from surveys.agreements.custodians import register_key
from surveys.agreements.rules import Holder, PlannedWave
from surveys.ballots import services as ballots
from surveys.ballots.custody import new_custodian
from surveys.ballots.shares import share_of, unwrapped
from surveys.changes import services as changes
from surveys.changes.rules import Kind as ChangeKind
from surveys.credentials.services import choose_channels, issue_slips
from surveys.monitoring import talks
from surveys.monitoring.feeds import make_feed
from surveys.monitoring.importing import import_figures
from surveys.monitoring.selectors import feeds_of
from surveys.monitoring.services import register, revise
from surveys.monitoring.types import Contents, Kind
from surveys.organisations.invitations import founding_link, invite
from surveys.organisations.rules import Role
from surveys.roster.letters import no_reminders_token
from surveys.roster.links import new_link
from surveys.roster.mailing import queue_invitations
from surveys.roster.models import Mailing
from surveys.roster.services import freeze, import_roster
from surveys.signed_links import Purpose, token_for
from surveys.waves.models import Wave
from surveys.waves.rules import State
from surveys.waves.selectors import groups_of
from surveys.waves.services import move
from tests import factories
from tests.db.link_path import places
from tests.db.path import KEYS, Path, cast
from tests.factories import ACTOR, CLOSES, CROSSINGS, DRAFTED, OPENS, PASSPHRASE, Workplace

NOW = CLOSES + timedelta(days=16)
"""The second round of the workplace with reports has been read, and other workplaces' rounds are open or to come."""
DAY = timedelta(days=1)
SIZES = {"lag-1": 12, "lag-2": 8, "lag-3": 7}
LOG = Contents("Lydlogg hos oss", Kind.CALL_RECORDING, ("senteret",), purpose="Lære", started_on=date(2018, 1, 2),
               evaluate_by=date(2018, 10, 1))  # fmt: skip
FIGURES = "enhet;fra;til;tall;verdi\nlag-1;2018-05-01;2018-05-31;calls_per_day;310\n"
LEAST = 5

Values = dict[str, object]
"""What stands in the addresses of a workplace: wave_id, organisation_id and so on."""


@dataclass
class World:
    """Each stage's workplace with the values of its addresses; `codes` are slips that nobody has used yet."""

    places: dict[str, Workplace] = field(default_factory=dict)
    values: dict[str, Values] = field(default_factory=dict)
    codes: list[str] = field(default_factory=list)
    link: str = ""
    tokens: dict[str, Values] = field(default_factory=dict)

    def clients(self, values: Values) -> list[Client]:
        """Return a stranger, and where the values are a workplace's, those of its people whose pages differ most."""
        stage = next((name for name, one in self.values.items() if one is values), None)
        found = [Client()]
        for who in ("union", "organiser") if stage else ():
            found.append(Client())
            found[-1].force_login(self.places[str(stage)].members[who].user)
        return found

    def add(self, stage: str, place: Workplace, wave: Wave | None = None) -> None:
        agreement = place.organisation.agreements.first()
        unit, number = place.units["lag-1"].id, 0
        values: Values = {"organisation_id": place.organisation.id, "unit_id": unit, "number": number}
        if agreement is not None:
            values["agreement_id"] = agreement.id
        if wave is not None:
            values["wave_id"] = wave.id
        self.places[stage], self.values[stage] = place, values


def built() -> World:
    """Make everything, in one transaction."""
    world = World()
    with transaction.atomic():
        for make in (_new, _drafted, _planned, _open, _closed, _lost, _released):
            make(world)
    return world


def _place(stage: str) -> Workplace:
    return factories.workplace(name=f"Fjellbygd {stage}", prefix=f"{stage}-")


def _round(opens: datetime, closes: datetime, number: int = 1) -> PlannedWave:
    return PlannedWave(f"runde-{number}", f"Prøverunde {number}", opens, closes)


COMING = _round(NOW + 20 * DAY, NOW + 40 * DAY)
STANDING = _round(NOW - 2 * DAY, NOW + 12 * DAY)


def _new(world: World) -> None:
    """A workplace in which nothing has been done, and one who waits to be invited to it."""
    place = _place("new")
    world.add("new", place)
    invitation = invite(
        by=place.members["union"], role=Role.ORGANISER, email="ny@example.org", language="nb", party=None,
        party_name="", now=NOW,
    )  # fmt: skip
    world.values["new"]["invitation_id"] = invitation.id
    world.tokens["invited"] = {"token": token_for(Purpose.INVITATION, invitation.id)}
    world.tokens["found"] = {
        "token": token_for(Purpose.FOUNDING, founding_link(now=NOW, days=30, language="nb").id),
    }


def _drafted(world: World) -> None:
    place = _place("drafted")
    import_roster(organisation=place.organisation, raw=factories.roster_csv(SIZES), actor=ACTOR, now=DRAFTED)
    factories.draft(place, factories.terms(COMING))
    world.add("drafted", place)


def _planned(world: World) -> None:
    place = _place("planned")
    world.add("planned", place, factories.frozen_wave(place, SIZES, factories.terms(COMING)))


def _open(world: World) -> None:
    """One team has links, one of which was refused; the others have slips. Every background question is asked."""
    place = _place("open")
    wave = factories.frozen_wave(place, SIZES, factories.terms(STANDING, crossings=CROSSINGS, divisions=("lag-2",)))
    chosen = [group.id for group in groups_of(wave) if group.unit.code == "lag-1"]
    choose_channels(wave=wave, link_groups=chosen, actor=ACTOR, now=DRAFTED)
    issued = issue_slips(wave=wave, actor=ACTOR, now=DRAFTED)
    wave = ballots.open_wave(wave=wave, now=STANDING.opens)
    queue_invitations(wave=wave, now=STANDING.opens)
    Mailing.objects.filter(place__group__wave=wave).update(state="sent")
    person = places(wave)[0].person
    Mailing.objects.filter(place__person=person).update(state="refused")
    world.add("open", place, wave)
    world.codes = [code for batch in issued for code in batch.codes]
    world.link = new_link(place=places(wave)[1])
    world.tokens["person"] = {"token": no_reminders_token(person)}


def _answered(place: Workplace, wave: Wave) -> Path:
    """Make slips, open, let all but one of each team answer, and close."""
    path = Path(place, wave, issue_slips(wave=wave, actor=ACTOR, now=wave.opens_at - DAY))
    path.wave = ballots.open_wave(wave=wave, now=wave.opens_at)
    for unit, people in SIZES.items():
        cast(path.codes(unit)[: people - 1], now=wave.opens_at + DAY)
    path.wave = move(wave=path.wave, to=State.CLOSED, actor=ACTOR, now=wave.closes_at)
    return path


def _closed(world: World) -> None:
    """A closed round; the two who hold its key have registered new ones for the next."""
    place = _place("closed")
    path = _answered(place, factories.frozen_wave(place, SIZES))
    world.add("closed", place, path.wave)
    for who in ("union", "employer"):
        fresh = new_custodian(PASSPHRASE, cost=2**4)
        register_key(membership=place.members[who], public_key=fresh.public_key, now=NOW)


def _lost(world: World) -> None:
    """A closed round of two unions, one of which has handed in the union's part."""
    place = factories.two_unions(name="Fjellbygd lost", prefix="lost-")
    path = _answered(place, factories.frozen_wave(place, SIZES))
    world.add("lost", place, path.wave)


def _give(place: Workplace, wave: Wave, holder: Holder) -> None:
    by = place.members[KEYS[holder]]
    part = unwrapped(wave=wave, share=share_of(wave=wave, by=by))
    releases.give_share(wave=wave, by=by, text=place.opened_share(holder, part), now=wave.closes_at + DAY)


def _released(world: World) -> None:
    """Two rounds that have been opened, with a change between them and a register that has something in it."""
    place = _place("released")
    first = _round(OPENS, CLOSES)
    second = _round(CLOSES + 3 * DAY, CLOSES + 13 * DAY, 2)
    agreed = replace(factories.terms(first, second), retention_days=30)
    wave = factories.frozen_wave(place, SIZES, agreed)
    number = _registered(place)
    for key in (first.key, second.key):
        wave = wave.agreement.waves.get(key=key)
        if key == second.key:
            freeze(wave=wave, actor=ACTOR, now=CLOSES + 2 * DAY)
        _answered(place, wave)
        wave.refresh_from_db()
        _give(place, wave, Holder.UNION)
        _give(place, wave, Holder.EMPLOYER)
    wave.refresh_from_db()
    assert wave.state == "released"
    world.add("released", place, wave)
    link = share(wave=wave, by=place.members["union"], days=90, now=NOW)
    world.tokens["feed"] = {"token": make_feed(by=place.members["union"], language="nb", now=NOW)}
    measure = place.organisation.measures.get(number=number)
    world.values["released"] |= {
        "number": number, "link_id": link.id, "feed_id": feeds_of(place.union)[0].id,
        "act_id": measure.acts.get().id, "change_id": place.organisation.policy_changes.get().id,
    }  # fmt: skip
    world.tokens["shared"] = {"token": token_for(Purpose.REPORT, link.id)}


def _registered(place: Workplace) -> int:
    """Let the register hold a measure in two versions about which the parties disagree, figures and a change."""
    members = place.members
    measure = register(organisation=place.organisation, contents=LOG, by=members["employer"], now=DRAFTED)
    revise(measure=measure, contents=replace(LOG, purpose="Klager"), read=1, by=members["employer"], now=DRAFTED)
    talks.disagree(measure=measure, text="Vi har ikke snakket om dette.", by=members["union"], now=DRAFTED)
    words = dict.fromkeys(("nb", "nn", "sv", "en"), "")
    changes.register(
        organisation=place.organisation, day=date(2018, 10, 20), kind=next(iter(ChangeKind)),
        name=words | {"nb": "Nye skift hos oss"}, description=words, units=[place.root], by=members["employer"],
        now=DRAFTED,
    )  # fmt: skip
    import_figures(organisation=place.organisation, raw=FIGURES.encode(), sizes=SIZES, threshold=LEAST,
                   by=members["union"], now=DRAFTED)  # fmt: skip
    return measure.number
