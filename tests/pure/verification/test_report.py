"""The signed files of a report: what was changed, added, removed or signed by another is found out, and by what."""

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from reports.documents.archives import settled, zipped
from surveys.fingerprints import digest
from surveys.signing import CannotSign, SigningKey
from surveys.verification.report import KEY, SIGNATURE, SUMS, listed, sums, verify_report

ROOT = Path(__file__).resolve().parents[3]
NO_KEY = b"-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----\n"
CONTENT = {"report-nb.pdf": b"%PDF-1.7 a report", "report-nb.docx": b"PK another", "report.json": b"{}\n"}


@pytest.fixture
def key(tmp_path: Path) -> SigningKey:
    return SigningKey(tmp_path / "keys" / "signing-key.pem")


@pytest.fixture
def report(key: SigningKey) -> dict[str, bytes]:
    listed = sums(CONTENT)
    return CONTENT | {SUMS: listed, SIGNATURE: key.sign(listed), KEY: key.public_pem()}


def broken(files: dict[str, bytes]) -> set[str]:
    findings, _key = verify_report(files)
    return {finding.check for finding in findings if finding.passed is False}


def test_a_whole_report_holds_and_names_its_key(report: dict[str, bytes], key: SigningKey) -> None:
    findings, fingerprint = verify_report(report)
    assert [finding.passed for finding in findings] == [True] * 5
    assert fingerprint == key.fingerprint()


def another(files: dict[str, bytes]) -> None:
    pair = Ed25519PrivateKey.generate()
    files[SIGNATURE] = pair.sign(files[SUMS])


def resigned(files: dict[str, bytes]) -> None:
    files["report-nb.pdf"] = b"%PDF-1.7 another report"
    files[SUMS] = sums({name: files[name] for name in CONTENT})


@pytest.mark.parametrize(
    ("change", "found"),
    [
        (lambda files: files.update({"report-nb.pdf": b"%PDF-1.7 altered"}), {"unchanged"}),
        (lambda files: files.pop("report.json"), {"all_there"}),
        (lambda files: files.update({"report-sv.pdf": b"%PDF-"}), {"none_unsigned"}),
        (lambda files: files.pop(SIGNATURE), {"signature"}),
        (lambda files: files.pop(KEY), {"signature"}),
        (lambda files: files.update({KEY: NO_KEY}), {"signature"}),
        (another, {"signature"}),
        (resigned, {"signature"}),
        (lambda files: files.update({SUMS: files[SUMS] + b"not a line\n"}), {"sums"}),
        (lambda files: files.update({SUMS: files[SUMS] * 2}), {"sums"}),
        (lambda files: files.update({SUMS: b""}), {"sums"}),
        (lambda files: files.update({SUMS: b"\xff\n"}), {"sums"}),
    ],
)
def test_every_change_is_found(
    report: dict[str, bytes], change: Callable[[dict[str, bytes]], object], found: set[str]
) -> None:
    change(report)
    assert broken(report) == found


def test_a_name_that_leads_out_of_the_folder_is_no_line() -> None:
    assert listed(f"{'0' * 64}  ../report.json\n".encode()) is None
    assert listed(f"{'0' * 64}  -report.json\n".encode()) is None


def test_the_key_is_made_once_and_read_by_its_owner_alone(key: SigningKey, tmp_path: Path) -> None:
    again = SigningKey(tmp_path / "keys" / "signing-key.pem")
    assert key.fingerprint() == again.fingerprint()
    (file,) = (tmp_path / "keys").iterdir()
    assert file.stat().st_mode & 0o777 == 0o600


def test_two_processes_that_are_first_make_one_key(tmp_path: Path) -> None:
    # Both have seen that there is none: the second must not put its own in the place of the first.
    file = tmp_path / "signing-key.pem"
    first = SigningKey(file)
    fingerprint = first.fingerprint()
    SigningKey(file)._make()
    assert first.fingerprint() == fingerprint


@pytest.mark.parametrize("content", [b"", b"-----BEGIN PRIVATE KEY-----\n", None])
def test_a_key_that_cannot_be_read_is_told_and_not_replaced(tmp_path: Path, content: bytes | None) -> None:
    file = tmp_path / "signing-key.pem"
    if content is None:
        file.mkdir()
    else:
        file.write_bytes(content)
    with pytest.raises(CannotSign):
        SigningKey(file).sign(b"x")
    assert content is None or file.read_bytes() == content


def test_a_key_of_another_kind_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "signing-key.pem"
    subprocess.run(["openssl", "genpkey", "-algorithm", "X25519", "-out", str(file)], check=True)
    with pytest.raises(CannotSign):
        SigningKey(file).public_pem()


def verify(path: Path, language: str = "nb") -> tuple[int, str]:
    """Run ./tillit verify as a stranger does: no packages, no settings."""
    command = [sys.executable, "-S", "-E", "tillit", "verify", str(path), "--language", language]
    bare = {"PATH": os.defpath, "PYTHONUTF8": "1"}
    done = subprocess.run(command, cwd=ROOT, env=bare, capture_output=True, text=True, check=False)
    assert done.stderr == ""
    return done.returncode, done.stdout


def written(folder: Path, files: dict[str, bytes]) -> Path:
    folder.mkdir()
    for name, data in files.items():
        (folder / name).write_bytes(data)
    return folder


@pytest.mark.parametrize(
    ("language", "ending"),
    [("nb", "uendret siden"), ("nn", "uendra sidan"), ("sv", "oförändrade sedan"), ("en", "unchanged since")],
)
def test_the_verifier_reads_folder_and_zip_without_anything_installed(
    tmp_path: Path, report: dict[str, bytes], key: SigningKey, language: str, ending: str
) -> None:
    folder, archive = written(tmp_path / "report", report), tmp_path / "report.zip"
    archive.write_bytes(zipped(report))
    for path in (folder, archive):
        status, said = verify(path, language)
        assert (status, ending in said, key.fingerprint() in said) == (0, True, True)


def test_the_verifier_says_which_file_was_changed(tmp_path: Path, report: dict[str, bytes]) -> None:
    status, said = verify(written(tmp_path / "report", report | {"report.json": b"{ }"}))
    assert status == 1
    assert "STEMMER IKKE  Hver fil er slik den var da listen ble laget. (se: report.json)" in said
    assert "Ikke stol på disse filene" in said


def test_openssl_and_sha256sum_say_the_same(tmp_path: Path, report: dict[str, bytes], key: SigningKey) -> None:
    """The commands of docs/operations.md, read from there."""
    page = (ROOT / "docs" / "operations.md").read_text()
    block = page.split("<!-- commands: signature -->\n```\n")[1].split("```")[0]
    folder = written(tmp_path / "report", report)

    def run() -> tuple[int, str]:
        done = subprocess.run(["sh", "-ec", block], cwd=folder, capture_output=True, text=True, check=False)
        return done.returncode, done.stdout

    status, said = run()
    assert status == 0
    assert key.fingerprint() in said
    assert said.count(": OK") == len(CONTENT)
    (folder / "report.json").write_bytes(b"{ }")
    assert run()[0] != 0
    (folder / "report.json").write_bytes(report["report.json"])
    (folder / SIGNATURE).write_bytes(bytes(64))
    assert run()[0] != 0


def test_the_private_key_opens_in_openssl(key: SigningKey, tmp_path: Path) -> None:
    fingerprint = key.fingerprint()
    command = ["openssl", "pkey", "-in", str(tmp_path / "keys" / "signing-key.pem"), "-pubout", "-outform", "DER"]
    assert digest(subprocess.run(command, capture_output=True, check=True).stdout) == fingerprint


def test_a_zip_keeps_nothing_of_the_moment() -> None:
    assert zipped(CONTENT) == settled(zipped(CONTENT)) == zipped(dict(CONTENT))
