"""What a release tells of rights and ballots beside the answers: issued, used, issued again, refused, unreadable."""

import pytest

from reports.documents.services import document_of
from reports.releases.models import Release
from reports.releases.selectors import Released, release_of
from reports.releases.services import BoxDoesNotAgree
from surveys.agreements.rules import Holder
from surveys.ballots.casting import BallotRefused, MalformedBallot, cast_sealed
from surveys.credentials.models import SpentCredential
from surveys.fingerprints import fingerprint
from surveys.roster.models import ReissueGrant
from surveys.waves.rules import State
from surveys.waves.services import move
from tests.db import link_path, path
from tests.db.path import DURING, Path, sheet
from tests.factories import ACTOR, CLOSES

pytestmark = pytest.mark.django_db(transaction=True)


def _closed(found: Path) -> Path:
    found.wave = move(wave=found.wave, to=State.CLOSED, actor=ACTOR, now=CLOSES)
    return found


def _told(released: Released, language: str = "nb") -> str:
    """Return all paragraphs of the report as text."""
    sections = document_of(released, language).sections
    return " ".join(str(block) for section in sections for block in section.blocks)


def test_slips_and_links_are_counted_together() -> None:
    found = link_path.opened_by_link({"lag-1": 8, "lag-2": 9}, links=["lag-2"])
    path.cast(found.codes("lag-1")[:7])
    link_path.answer_all(found.wave, "lag-2", number=6)
    link_path.collected(link_path.places(found.wave, "lag-2")[8])
    counts = _closed(found).open_jointly().record.ballots
    # Ten slips were printed; seven people collected a right, and one of them never used it.
    assert (counts.issued, counts.spent, counts.accepted) == (17, 13, 13)
    assert (counts.undecryptable, counts.reissued, counts.refused) == (0, 0, 0)


def test_rights_issued_again_and_ballots_refused_are_told_in_the_release_and_the_report() -> None:
    found = link_path.opened_by_link({"lag-1": 12})
    box = link_path.keys_of(found.wave).box
    places = link_path.places(found.wave)
    for number, place in enumerate(places[:9]):
        right = link_path.collected(place)
        body = right.body(link_path.sealed_for(right, sheet(number), box=box))
        cast_sealed(wave_id=found.wave.id, body=body, now=DURING)
    with pytest.raises(BallotRefused):
        cast_sealed(wave_id=found.wave.id, body=body[:-1] + bytes([body[-1] ^ 1]), now=DURING)
    with pytest.raises(MalformedBallot):
        cast_sealed(wave_id=found.wave.id, body=body[:-1], now=DURING)
    for place in places[:2]:
        ReissueGrant.objects.create(place=place)
        link_path.collected(place)
    released = _closed(found).open_jointly()
    counts = released.record.ballots
    assert (counts.issued, counts.spent, counts.reissued, counts.refused) == (9, 9, 2, 2)
    told = _told(released)
    assert "2 personer ba om ny lenke" in told
    assert "Høyst så mange kan ha svart to ganger" in told
    assert "2 svarark ble avvist mens runden var åpen" in told


def test_none_at_all_is_said_too() -> None:
    told = _told(path.closed({"lag-1": 12}).open_jointly())
    assert "Ingen fikk hente svarbevis på nytt" in told
    assert "Ingen svarark ble avvist" in told


def test_where_too_few_answered_a_wave_by_link_tells_no_count_at_all() -> None:
    found = link_path.opened_by_link({"lag-1": 12, "lag-2": 8}, links=["lag-2"])
    path.cast(found.codes("lag-1")[:2])
    link_path.answer_all(found.wave, "lag-2", number=1)
    counts = _closed(found).open_jointly().record.ballots
    assert {counts.issued, counts.spent, counts.accepted, counts.undecryptable, counts.reissued, counts.refused} == {
        None
    }


def test_where_too_few_answered_a_wave_of_slips_tells_what_was_printed() -> None:
    record = path.closed({"lag-1": 2}, sizes={"lag-1": 12}).open_jointly().record
    assert record.ballots.issued == 14
    assert (record.ballots.spent, record.ballots.refused) == (None, None)


def test_a_credential_used_without_a_ballot_keeps_the_box_from_being_shown() -> None:
    found = link_path.opened_by_link({"lag-1": 12})
    link_path.answer_all(found.wave, number=9)
    group = found.wave.groups.get()
    SpentCredential.objects.create(group=group, digest=bytes(32), ballot=bytes(32))
    _closed(found)
    found.give(Holder.UNION)
    with pytest.raises(BoxDoesNotAgree):
        found.give(Holder.EMPLOYER)
    assert found.state() == State.CLOSED


def test_a_release_from_before_they_were_counted_is_still_read_and_says_nothing_of_them() -> None:
    found = path.closed({"lag-1": 12})
    found.open_jointly()
    stored = Release.objects.get()
    for name in ("reissued", "refused"):
        del stored.record["ballots"][name]
    stored.fingerprint = fingerprint(stored.record)
    stored.save()
    old = release_of(found.wave)
    assert old is not None
    assert (old.record.ballots.accepted, old.record.ballots.refused) == (12, None)
    assert "avvist" not in _told(old)
    assert "svarbevis på nytt" not in _told(old)
