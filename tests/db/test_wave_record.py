"""The published record of a real wave is whole, and `./tillit verify` says so on the bare standard library."""

import io
import json
import subprocess
import sys
import zipfile
from pathlib import Path as FilePath

import pytest
from django.core.management import CommandError, call_command

from reports.documents.archives import zipped
from reports.releases.wave_record import NothingToRecord, wave_record
from surveys.agreements.rules import Holder
from surveys.fingerprints import digest
from surveys.organisations.models import User
from surveys.verification.checks import verify
from surveys.verification.files import AGREEMENT, LOG, RELEASE
from surveys.waves.rules import State
from surveys.waves.services import move
from tests.db import link_path, path
from tests.db.path import Path
from tests.factories import ACTOR, CLOSES

pytestmark = pytest.mark.django_db(transaction=True)
ROOT = FilePath(__file__).resolve().parents[2]


def _released() -> Path:
    """A wave that has been opened: one group by slip, one by link, one of its answers refused."""
    found = link_path.opened_by_link({"lag-1": 8, "lag-2": 9}, links=["lag-2"])
    path.cast(found.codes("lag-1")[:7])
    link_path.answer_all(found.wave, "lag-2", number=8)
    found.wave = move(wave=found.wave, to=State.CLOSED, actor=ACTOR, now=CLOSES)
    found.open_jointly()
    return found


def _verifier(*words: str) -> subprocess.CompletedProcess[str]:
    """Run ./tillit verify in a Python that sees no installed package and no setting."""
    command = [sys.executable, "-I", "-S", str(ROOT / "tillit"), "verify", *words]
    return subprocess.run(command, cwd="/", env={}, capture_output=True, text=True, check=False, timeout=60)


def test_a_real_record_passes_every_check() -> None:
    found = _released()
    findings, by_eye = verify(wave_record(found.wave))
    passed = {finding.check: finding.passed for finding in findings}
    assert passed.pop("previous") is None
    assert set(passed.values()) == {True}, findings
    released = json.loads(wave_record(found.wave)[RELEASE])
    assert by_eye is not None
    assert by_eye.release == digest(wave_record(found.wave)[RELEASE])
    assert released["ballots"] == {
        "issued": 10 + 8, "spent": 15, "accepted": 15, "undecryptable": 0, "reissued": 0, "refused": 0,
    }  # fmt: skip


def test_the_agreement_in_it_is_the_one_of_the_opening_whatever_has_changed_since() -> None:
    found = path.closed({"lag-1": 12})
    found.open_jointly()
    User.objects.filter(pk=found.place.members["union"].user_id).update(name="Somebody Else")
    files = wave_record(found.wave)
    assert digest(files[AGREEMENT]) == found.wave.signed_document
    assert b"Somebody Else" not in files[AGREEMENT]
    assert all(finding.passed is not False for finding in verify(files)[0])


def test_a_later_record_has_more_of_the_log_and_the_same_release() -> None:
    found = _released()
    first = wave_record(found.wave)
    move(wave=found.wave, to=State.DESTROYED, actor=ACTOR, now=CLOSES)
    later = wave_record(found.wave)
    assert later[LOG].startswith(first[LOG])
    assert len(later[LOG]) > len(first[LOG])
    assert later[RELEASE] == first[RELEASE]
    assert all(finding.passed is not False for finding in verify(later)[0])


def test_it_names_nobody_who_could_answer() -> None:
    whole = b"".join(wave_record(_released().wave).values())
    for person in (b"@", b"Person lag"):
        assert person not in whole


def test_there_is_none_before_the_release() -> None:
    found = path.closed({"lag-1": 12})
    with pytest.raises(NothingToRecord):
        wave_record(found.wave)
    found.give(Holder.UNION)
    with pytest.raises(NothingToRecord):
        wave_record(found.wave)


@pytest.mark.parametrize(
    ("language", "word"),
    [("nb", "henger sammen"), ("nn", "heng saman"), ("sv", "hänger ihop"), ("en", "holds together")],
)
def test_the_verifier_runs_on_the_standard_library_alone(tmp_path: FilePath, language: str, word: str) -> None:
    found = _released()
    folder = tmp_path / "record"
    call_command("wave-record", str(found.wave.id), "--out", str(folder), stdout=io.StringIO())
    archive = tmp_path / "record.zip"
    archive.write_bytes(zipped(wave_record(found.wave)))
    for place in (folder, archive):
        done = _verifier(str(place), "--language", language)
        assert (done.returncode, done.stderr) == (0, ""), done.stdout
        assert word in done.stdout
        assert (
            len([line for line in done.stdout.splitlines() if line.startswith(("STEMMER ", "STÄMMER ", "OK "))]) == 17
        )


def test_the_verifier_finds_a_figure_that_was_changed(tmp_path: FilePath) -> None:
    files = wave_record(_released().wave)
    changed = files[RELEASE].replace(b'"n":15', b'"n":16', 1)
    assert changed != files[RELEASE]
    archive = tmp_path / "record.zip"
    archive.write_bytes(zipped(files | {RELEASE: changed}))
    done = _verifier(str(archive), "--language", "en")
    assert done.returncode == 1
    assert "WRONG" in done.stdout
    assert "does not hold together" in done.stdout
    assert "compare for yourself" not in done.stdout


def test_what_is_no_record_at_all(tmp_path: FilePath) -> None:
    (tmp_path / "half.zip").write_bytes(zipped(wave_record(_released().wave))[:-40])
    (tmp_path / "text.zip").write_text("not a zip file")
    with zipfile.ZipFile(tmp_path / "other.zip", "w") as other:
        other.writestr("readme.txt", "x")
    (tmp_path / "empty").mkdir()
    for name in ("half.zip", "text.zip", "other.zip", "empty", "nowhere"):
        assert _verifier(str(tmp_path / name)).returncode == 2, name


def test_the_command_says_what_stands_in_its_way(tmp_path: FilePath) -> None:
    found = path.closed({"lag-1": 12})
    with pytest.raises(CommandError, match="protokoll"):
        call_command("wave-record", str(found.wave.id), "--out", str(tmp_path / "a"))
    with pytest.raises(CommandError, match="no such wave"):
        call_command("wave-record", "00000000-0000-4000-8000-000000000000", "--out", str(tmp_path / "a"))
    found.open_jointly()
    with pytest.raises(CommandError, match="cannot be made"):
        call_command("wave-record", str(found.wave.id), "--out", str(tmp_path))
