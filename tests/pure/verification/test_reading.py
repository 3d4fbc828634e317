"""A record is read from a folder or a zip file, whatever the file tries."""

import io
import warnings
import zipfile
from pathlib import Path

import pytest

from surveys.verification import reading
from surveys.verification.reading import Unreadable, read


def _archive(folder: Path, *files: tuple[str, bytes]) -> Path:
    path = folder / "record.zip"
    with warnings.catch_warnings(), zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        warnings.simplefilter("ignore")
        for name, data in files:
            archive.writestr(name, data)
    return path


def _refused(path: Path, reason: str) -> None:
    with pytest.raises(Unreadable) as caught:
        read(path)
    assert caught.value.reason == reason


def test_a_folder_and_a_zip_file_give_the_same(tmp_path: Path) -> None:
    files = {"a.json": b"{}", "b.json": b"[]"}
    folder = tmp_path / "folder"
    folder.mkdir()
    for name, data in files.items():
        (folder / name).write_bytes(data)
    (folder / ".left-by-the-system").write_bytes(b"x")
    assert read(folder) == read(_archive(tmp_path, *files.items())) == files


def test_two_files_of_one_name_are_refused(tmp_path: Path) -> None:
    _refused(_archive(tmp_path, ("a.json", b"1"), ("a.json", b"2")), "twice")


def test_too_much_is_refused_before_it_is_unpacked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "LARGEST", 1000)
    _refused(_archive(tmp_path, ("a.json", bytes(1001))), "too_large")
    _refused(_archive(tmp_path, *((f"{number}.json", b"") for number in range(51))), "too_large")
    folder = tmp_path / "folder"
    folder.mkdir()
    (folder / "a.json").write_bytes(bytes(1001))
    _refused(folder, "too_large")


def test_a_stated_size_that_is_false_is_no_way_round(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = _archive(tmp_path, ("a.json", bytes(5000)))
    raw = bytearray(path.read_bytes())
    central = raw.index(b"PK\x01\x02")
    raw[central + 24 : central + 28] = (10).to_bytes(4, "little")
    path.write_bytes(bytes(raw))
    monkeypatch.setattr(reading, "LARGEST", 1000)
    with pytest.raises(Unreadable):
        read(path)


def test_a_name_that_leads_elsewhere_writes_nothing_anywhere(tmp_path: Path) -> None:
    found = read(_archive(tmp_path, ("../outside.json", b"x")))
    assert found == {"../outside.json": b"x"}
    assert sorted(file.name for file in tmp_path.rglob("*")) == ["record.zip"]


@pytest.mark.parametrize("content", [b"", b"PK", b"text", bytes(100)])
def test_what_is_no_zip_file(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "record.zip"
    path.write_bytes(content)
    _refused(path, "not_zip")


def test_a_zip_file_cut_off_or_altered_anywhere_is_an_answer_and_never_an_error(tmp_path: Path) -> None:
    whole = _archive(tmp_path, ("a.json", b"some text " * 20), ("b.json", b"more")).read_bytes()
    path = tmp_path / "altered.zip"
    for place in range(len(whole)):
        for altered in (whole[:place], whole[:place] + bytes([whole[place] ^ 0xFF]) + whole[place + 1 :]):
            path.write_bytes(altered)
            try:
                read(path)
            except Unreadable:
                continue
    assert io.BytesIO(whole).read(2) == b"PK"


def test_nothing_there(tmp_path: Path) -> None:
    _refused(tmp_path / "nowhere", "missing")
