"""The plan of what is shown: made from the list, part of what is signed, and what became of it afterwards."""

from dataclasses import replace

import pytest

from surveys.agreements.documents import document_fingerprint
from surveys.agreements.models import Agreement
from surveys.agreements.publication import Fate, from_plain
from surveys.agreements.selectors import is_in_force
from surveys.agreements.services import change_terms
from surveys.roster.services import import_roster
from surveys.waves.models import Wave
from tests import factories
from tests.factories import ACTOR, DRAFTED
from tests.journeys.parties.conftest import ROLES, House

UNEVEN = {"lag-1": 12, "lag-2": 7, "lag-3": 5}


@pytest.fixture
def drafted(house: House) -> Agreement:
    """An agreement drafted when the list of three teams is in, one of them too small to be shown."""
    import_roster(organisation=house.place.organisation, raw=factories.roster_csv(UNEVEN), actor=ACTOR, now=DRAFTED)
    return factories.draft(house.place)


def fates(agreement: Agreement) -> dict[str, Fate]:
    agreement.refresh_from_db()
    return {unit.code: unit.fate for plan in from_plain(agreement.plan) for unit in plan.units}


def test_the_plan_says_what_is_shown_what_is_not_and_why(house: House, drafted: Agreement) -> None:
    assert fates(drafted) == {
        "senteret": Fate.SHOWN,
        "lag-1": Fate.SHOWN,
        "lag-2": Fate.PROTECTS_OTHERS,
        "lag-3": Fate.TOO_FEW,
    }
    for address in (f"avtale/{drafted.id}/plan/", f"avtale/{drafted.id}/"):
        page = house.get("union", address).content.decode()
        assert "12 på mottakerlisten, ventet svar fra 10" in page
        assert "Så få er ventet å svare at noen kunne bli kjent igjen." in page
        assert "Med tallene for denne enheten kunne svarene i en annen, liten enhet vært regnet ut." in page
        assert page.count("Svarene er med i tallene for «Hele senteret».") == 2
        assert "Med 24 personer, der 20 svarer, kan dere se en endring i en hovedindeks når den er på" in page
        assert "trengs det vanligvis 275 svar i hver runde" in page


def test_a_new_plan_voids_the_signatures_and_the_same_plan_does_not(house: House, drafted: Agreement) -> None:
    factories.sign(house.place, drafted)
    address = f"avtale/{drafted.id}/plan/"
    assert house.post("organiser", address).status_code == 303
    assert is_in_force(drafted)
    raw = factories.roster_csv(UNEVEN | {"lag-3": 9})
    import_roster(organisation=house.place.organisation, raw=raw, actor=ACTOR, now=DRAFTED)
    assert house.post("employer", address).status_code == 303
    assert set(fates(drafted).values()) == {Fate.SHOWN}
    assert not is_in_force(drafted)


@pytest.mark.parametrize(("who", "status"), [("union", 303), ("employer", 303), ("organiser", 303), ("safety", 404)])
def test_who_makes_the_plan(house: House, drafted: Agreement, who: str, status: int) -> None:
    address = f"avtale/{drafted.id}/plan/"
    assert house.post(who, address).status_code == status
    assert ("Lag planen</button>" in house.get(who, address).content.decode()) is (status == 303)
    assert house.post("outsider", address).status_code == 404


def test_before_there_is_a_list_nothing_is_decided_and_everything_may_be_shown(house: House) -> None:
    drafted = factories.draft(house.place)
    assert set(fates(drafted).values()) == {Fate.NOT_KNOWN}
    page = house.get("union", f"avtale/{drafted.id}/plan/").content.decode()
    assert "Ikke avgjort" in page
    assert from_plain(drafted.plan)[0].withheld() == {}


@pytest.mark.parametrize(
    ("sizes", "sentence"),
    [
        ({"lag-1": 5}, "Med færre enn 5 svar kan ingenting vises"),
        ({"lag-1": 20, "lag-2": 6}, "Avtalen nevner enheten Lag 3, men ingen på mottakerlisten hører til den."),
    ],
)
def test_what_cannot_be_planned_is_said_and_nothing_is_kept(
    house: House, drafted: Agreement, sizes: dict[str, int], sentence: str
) -> None:
    before = drafted.plan
    raw = factories.roster_csv(sizes)
    import_roster(organisation=house.place.organisation, raw=raw, actor=ACTOR, now=DRAFTED)
    answer = house.post("organiser", f"avtale/{drafted.id}/plan/")
    assert answer.status_code == 409
    assert sentence in answer.content.decode()
    drafted.refresh_from_db()
    assert drafted.plan == before


def test_changed_terms_have_no_plan_and_cannot_be_signed_without(house: House, drafted: Agreement) -> None:
    terms = replace(factories.terms(), threshold=6)
    change_terms(agreement=drafted, terms=terms, by=house.place.members["organiser"], now=DRAFTED)
    page = house.get("union", f"avtale/{drafted.id}/").content.decode()
    assert "Planen for hva som skal vises, er ikke laget ennå." in page
    assert "Signer avtalen</button>" not in page
    drafted.refresh_from_db()
    data: dict[str, object] = {"password": factories.PASSWORD, "read_fingerprint": document_fingerprint(drafted)}
    answer = house.post("union", f"avtale/{drafted.id}/", data)
    assert answer.status_code == 409


@pytest.mark.parametrize(
    ("language", "told"),
    [
        ("nb", "vet ingen på forhånd"),
        ("nn", "veit ingen på førehand"),
        ("sv", "vet ingen i förväg"),
        ("en", "Nobody knows beforehand"),
    ],
)
def test_groups_by_background_are_named_and_cannot_be_decided_beforehand(
    house: House, drafted: Agreement, language: str, told: str
) -> None:
    agreement = factories.draft(house.place, factories.terms(crossings=("place",), divisions=("lag-1",)))
    page = house.browsers["union"].get(f"/parter/{language}/avtale/{agreement.id}/plan/").content.decode()
    assert told in page
    assert "Lag 1" in page


def test_afterwards_the_page_tells_what_became_of_each_unit(house: House, released: Wave) -> None:
    for who in ROLES:
        page = house.get(who, f"avtale/{released.agreement_id}/plan/").content.decode()
        assert "Svarene er talt. Slik ble det:" in page
        assert "11 av 12 svarte" in page
        assert "Lag planen</button>" not in page
    assert house.post("organiser", f"avtale/{released.agreement_id}/plan/").status_code == 409
