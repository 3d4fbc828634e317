"""What people say of themselves: in the box where the parties agreed to ask it, and nowhere else."""

import pytest

from reports.tallies.atoms import answer_in, group_of
from reports.tallies.services import tally
from reports.tallies.types import WaveTally
from surveys.ballots import services as ballots
from surveys.ballots.casting import cast_sealed
from surveys.ballots.encoding import BadAnswers
from surveys.ballots.models import Ballot
from surveys.ballots.sealing import KeyPair, new_key_pair
from surveys.ballots.types import Answers
from surveys.waves.models import Wave
from surveys.waves.selectors import groups_of
from tests import factories
from tests.db import link_path, path
from tests.db.path import DURING

pytestmark = pytest.mark.django_db
AGREED = factories.terms(crossings=("tenure", "place"))
SIZES = {"lag-1": 6, "lag-2": 6}


@pytest.fixture
def box(monkeypatch: pytest.MonkeyPatch) -> KeyPair:
    """The key of the box that a wave will get, which nobody else has whole."""
    pair = new_key_pair()
    monkeypatch.setattr(ballots, "new_key_pair", lambda: pair)
    return pair


def counted(wave: Wave, box: KeyPair) -> WaveTally:
    return tally(wave=wave, private_key=box.private)


def test_an_atom_is_there_for_each_group_and_for_what_was_answered(box: KeyPair) -> None:
    found = path.opened(SIZES, terms=AGREED)
    said = [{"place": 1, "tenure": 4}, {"place": 1, "tenure": 4}, {"place": 3}, {}]
    for code, single in zip(found.codes("lag-1"), said, strict=False):
        ballots.cast(code=code, answers=Answers({"own_words": 2} | single), now=DURING)
    first, second = sorted(str(group.id) for group in groups_of(found.wave) if group.unit.code in SIZES)
    answered = next(str(group.id) for group in groups_of(found.wave) if group.unit.code == "lag-1")
    sizes = {atom.atom: atom.n for atom in counted(found.wave, box).atoms}
    assert sizes == {first: 0, second: 0} | {
        answered: 1, f"{answered}|tenure=4|place=1": 2, f"{answered}|place=3": 1
    }  # fmt: skip


def test_an_answer_that_was_not_asked_for_is_refused_and_the_slip_stays_good(box: KeyPair) -> None:
    found = path.opened(SIZES, terms=AGREED)
    code = found.codes("lag-1")[0]
    with pytest.raises(BadAnswers) as refused:
        ballots.cast(code=code, answers=Answers({"place": 1, "contract": 2}), now=DURING)
    assert refused.value.item == "contract"
    assert not Ballot.objects.exists()
    ballots.cast(code=code, answers=Answers({"place": 1}), now=DURING)
    assert counted(found.wave, box).accepted == 1


def test_where_nothing_is_agreed_nothing_of_it_is_taken_in(box: KeyPair) -> None:
    found = path.opened(SIZES)
    for key in factories.CROSSINGS:
        with pytest.raises(BadAnswers):
            ballots.cast(code=found.codes("lag-1")[0], answers=Answers({key: 1}), now=DURING)
    assert not Ballot.objects.exists()


def test_what_came_sealed_with_more_than_was_asked_is_counted_without_it(box: KeyPair) -> None:
    found = link_path.opened_by_link(SIZES, terms=AGREED)
    sheets = [{"own_words": 5, "contract": 1}, {"own_words": 1, "place": 2, "contract": 3}]
    for place, single in zip(link_path.places(found.wave, "lag-1"), sheets, strict=False):
        right = link_path.collected(place)
        sealed = link_path.sealed_for(right, Answers(single), box=box.public)
        cast_sealed(wave_id=found.wave.id, body=right.body(sealed), now=DURING)
    counts = counted(found.wave, box)
    assert (counts.accepted, counts.undecryptable) == (2, 0)
    assert {answer_in(atom.atom, "contract") for atom in counts.atoms} == {None}
    assert sorted((answer_in(atom.atom, "place") or 0) for atom in counts.atoms if atom.n) == [0, 2]
    assert len({group_of(atom.atom) for atom in counts.atoms if atom.n}) == 1
    assert all("contract" not in atom.items for atom in counts.atoms)


def test_all_sealed_ballots_are_equally_long_asked_or_not(box: KeyPair) -> None:
    lengths = set()
    for prefix, terms in (("a.", AGREED), ("b.", factories.terms())):
        place = factories.workplace(name=f"Bygd {prefix}", prefix=prefix)
        found = path.opened(SIZES, terms=terms, place=place)
        answers = Answers({"place": 3, "tenure": 1} if terms is AGREED else {})
        ballots.cast(code=found.codes("lag-1")[0], answers=answers, now=DURING)
        lengths |= {len(bytes(one.sealed)) for one in Ballot.objects.filter(group__wave=found.wave)}
    assert len(lengths) == 1
