"""The custodian's own command: a key is made, a share opened, every mistake explained, nothing overwritten."""

import os
import pty
import stat
import subprocess
import sys
from dataclasses import dataclass
from io import StringIO
from pathlib import Path
from uuid import uuid4

import pytest
from django.core.management import CommandError, call_command
from django.utils import translation

from surveys.ballots.base64url import from_text, to_text
from surveys.ballots.custody import Holder, RecoveryFile, Share, seal_share, split, unlock
from surveys.ballots.sealing import fingerprint, new_key_pair, public_of
from surveys.ballots.share_files import OpenedShare, SealedShare

ROOT = Path(__file__).resolve().parents[3]
PASSPHRASE = "grønn kaffe på lørdag"
WAVE = uuid4()


@dataclass(frozen=True)
class Desk:
    """A custodian's own folder: her passphrase, her key, the share sealed to it, and what the share is."""

    folder: Path
    passphrase: Path
    key: Path
    sealed: Path
    share: Share
    printed: str


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Desk:
    folder = tmp_path_factory.mktemp("desk")
    passphrase, key, sealed = (folder / name for name in ("passphrase", "key.json", "share.json"))
    passphrase.write_text(PASSPHRASE + "\n", encoding="utf-8")
    printed = run("new", out=key, passphrase_file=passphrase)
    share = split(new_key_pair().private)[0]
    sealed.write_text(sealed_for(RecoveryFile.from_json(key.read_text()).public_key, share), encoding="utf-8")
    return Desk(folder, passphrase, key, sealed, share, printed)


def sealed_for(public: bytes, share: Share, organisation: str = "Synthetic AS") -> str:
    sealed = seal_share(share, wave_id=WAVE, custodian=public)
    return SealedShare(WAVE, organisation, "høsten 2018", share.holder, sealed).to_json()


def arguments(step: str, **options: Path | str) -> list[str]:
    words = [step]
    for name, value in options.items():
        words += ["--" + name.replace("_", "-"), str(value)]
    return words


def run(step: str, **options: Path | str) -> str:
    out = StringIO()
    call_command("custodian", *arguments(step, **options), stdout=out)
    return out.getvalue()


def test_a_new_key_opens_with_the_passphrase_and_its_public_half_is_printed(desk: Desk) -> None:
    file = RecoveryFile.from_json(desk.key.read_text())
    assert public_of(unlock(file, PASSPHRASE)) == file.public_key
    assert to_text(file.public_key) in desk.printed
    assert fingerprint(file.public_key) in desk.printed
    assert any(from_text(word) == file.public_key for word in desk.printed.split() if len(word) == 87)
    assert stat.S_IMODE(desk.key.stat().st_mode) == 0o600


def test_a_share_is_opened_for_the_one_it_was_sealed_to(desk: Desk, tmp_path: Path) -> None:
    out = tmp_path / "opened.json"
    printed = run("unseal", key=desk.key, share=desk.sealed, out=out, passphrase_file=desk.passphrase)
    assert OpenedShare.from_json(out.read_text()) == OpenedShare(WAVE, "Synthetic AS", "høsten 2018", desk.share)
    assert stat.S_IMODE(out.stat().st_mode) == 0o600
    for told in ("Synthetic AS", "høsten 2018", "fagforeningen"):
        assert told in printed


def refused(step: str, **options: Path | str) -> str:
    """Run the command, which must fail and must not have written its file; return the message."""
    out = Path(options["out"])
    before = out.read_bytes() if out.is_file() else None
    with pytest.raises(CommandError) as error:
        run(step, **options)
    assert error.value.returncode == 1
    assert (out.read_bytes() if out.is_file() else None) == before
    return str(error.value)


def test_a_weak_passphrase_is_refused_with_the_length_it_needs(tmp_path: Path) -> None:
    (tmp_path / "weak").write_text("kort\n")
    assert "12" in refused("new", out=tmp_path / "key.json", passphrase_file=tmp_path / "weak")


def test_a_wrong_passphrase_is_named(desk: Desk, tmp_path: Path) -> None:
    (tmp_path / "wrong").write_text("ikke den rette frasen\n")
    options = {"key": desk.key, "share": desk.sealed, "out": tmp_path / "o", "passphrase_file": tmp_path / "wrong"}
    assert "Feil passordfrase" in refused("unseal", **options)


def test_a_damaged_key_file_is_named(desk: Desk, tmp_path: Path) -> None:
    bad = tmp_path / "bad.json"
    text = desk.key.read_text()
    for content in ("", text[:-20], text.replace('"n": 131072', '"n": 65536'), desk.sealed.read_text()):
        bad.write_text(content, encoding="utf-8")
        options = {"key": bad, "share": desk.sealed, "out": tmp_path / "o", "passphrase_file": desk.passphrase}
        assert str(bad) in refused("unseal", **options)


def test_a_damaged_share_file_is_named(desk: Desk, tmp_path: Path) -> None:
    bad = tmp_path / "bad.json"
    for content in (b"", desk.key.read_bytes(), b"\xff\xfe{}", b" " * 70_000):
        bad.write_bytes(content)
        options = {"key": desk.key, "share": bad, "out": tmp_path / "o", "passphrase_file": desk.passphrase}
        assert str(bad) in refused("unseal", **options)


def test_a_share_sealed_to_somebody_else_is_refused(desk: Desk, tmp_path: Path) -> None:
    other = tmp_path / "other.json"
    other.write_text(sealed_for(new_key_pair().public, desk.share), encoding="utf-8")
    options = {"key": desk.key, "share": other, "out": tmp_path / "o", "passphrase_file": desk.passphrase}
    assert "annen nøkkel" in refused("unseal", **options)


def test_missing_files_and_folders_are_named(desk: Desk, tmp_path: Path) -> None:
    gone = tmp_path / "gone"
    right = {"key": desk.key, "share": desk.sealed, "out": tmp_path / "o", "passphrase_file": desk.passphrase}
    for name in ("key", "share", "passphrase_file"):
        assert str(gone) in refused("unseal", **right | {name: gone})
        assert str(tmp_path) in refused("unseal", **right | {name: tmp_path})
    assert str(gone) in refused("unseal", **right | {"out": gone / "opened.json"})


def test_an_existing_file_is_never_overwritten(desk: Desk, tmp_path: Path) -> None:
    assert str(desk.key) in refused("new", out=desk.key, passphrase_file=desk.passphrase)
    # Told before the passphrase is asked for, so that nobody types it in vain.
    assert str(desk.key) in refused("new", out=desk.key, passphrase_file=tmp_path / "gone")
    right = {"key": desk.key, "share": desk.sealed, "passphrase_file": desk.passphrase}
    assert str(desk.sealed) in refused("unseal", out=desk.sealed, **right)


def test_a_servers_label_cannot_command_the_terminal(desk: Desk, tmp_path: Path) -> None:
    public = RecoveryFile.from_json(desk.key.read_text()).public_key
    evil = tmp_path / "evil.json"
    evil.write_text(sealed_for(public, desk.share, "A\x1b[2J\x07\u202eB\nC"), encoding="utf-8")
    printed = run("unseal", key=desk.key, share=evil, out=tmp_path / "o", passphrase_file=desk.passphrase)
    assert not set("\x1b\x07\u202e") & set(printed)
    assert "A [2J  B C" in printed


@pytest.mark.parametrize("language", ["nb", "nn", "sv", "en"])
def test_every_language_is_taken_and_left_again(tmp_path: Path, language: str) -> None:
    with translation.override("en"):
        assert str(tmp_path) in refused("new", out=tmp_path / "no" / "key", language=language)
        assert translation.get_language() == "en"


def test_holders_are_told_apart(desk: Desk, tmp_path: Path) -> None:
    public = RecoveryFile.from_json(desk.key.read_text()).public_key
    names = {Holder.EMPLOYER: "arbeidsgiveren", Holder.SUBSTITUTE: "varaen"}
    for holder, name in names.items():
        share = tmp_path / f"{holder}.json"
        share.write_text(sealed_for(public, Share(holder, 7)), encoding="utf-8")
        out = tmp_path / f"{holder}-opened.json"
        assert name in run("unseal", key=desk.key, share=share, out=out, passphrase_file=desk.passphrase)


def command_line(words: list[str]) -> list[str]:
    return [sys.executable, str(ROOT / "manage.py"), "custodian", *words]


def test_from_the_shell_a_mistake_is_one_line_and_status_one(tmp_path: Path) -> None:
    words = arguments("new", out=tmp_path / "key.json", passphrase_file=tmp_path / "gone")
    done = subprocess.run(command_line(words), capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert done.stdout == ""
    assert done.stderr.count("\n") == 1
    assert str(tmp_path / "gone") in done.stderr


def test_from_the_shell_without_a_passphrase_nothing_is_made(tmp_path: Path) -> None:
    words = arguments("new", out=tmp_path / "key.json")
    # Started apart from the terminal, the command has nowhere to ask.
    done = subprocess.run(
        command_line(words),
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
        start_new_session=True,
    )
    assert done.returncode == 1
    assert "Traceback" not in done.stderr
    assert not (tmp_path / "key.json").exists()


def at_a_terminal(words: list[str], typed: list[str]) -> tuple[int, str]:
    """Run the command at a terminal and type one line after each prompt; return its status and what was shown."""
    mine, theirs = pty.openpty()
    process = subprocess.Popen(
        command_line(words), stdin=theirs, stdout=theirs, stderr=theirs, start_new_session=True, close_fds=True
    )
    os.close(theirs)
    shown = b""
    lines = iter(typed)
    try:
        while chunk := os.read(mine, 4_096):
            shown += chunk
            if shown.endswith(b": "):
                os.write(mine, next(lines).encode() + b"\n")
    except OSError:
        pass  # Linux reports the end of the other side of a terminal as an error
    finally:
        os.close(mine)
    return process.wait(timeout=60), shown.decode()


def test_at_a_terminal_the_passphrase_is_asked_for_twice_and_not_shown(tmp_path: Path) -> None:
    status, shown = at_a_terminal(arguments("new", out=tmp_path / "key.json"), [PASSPHRASE, PASSPHRASE])
    assert status == 0
    assert PASSPHRASE not in shown
    file = RecoveryFile.from_json((tmp_path / "key.json").read_text())
    assert public_of(unlock(file, PASSPHRASE)) == file.public_key


def test_at_a_terminal_two_different_passphrases_make_no_key(tmp_path: Path) -> None:
    status, shown = at_a_terminal(arguments("new", out=tmp_path / "key.json"), [PASSPHRASE, PASSPHRASE + "!"])
    assert status == 1
    assert "ikke like" in shown
    assert not (tmp_path / "key.json").exists()
