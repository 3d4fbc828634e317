"""The static files as a real installation keeps them: under hashed names, which the modules know of each other."""

import gzip
import json
import posixpath
import re
import runpy
import subprocess
from pathlib import Path

import pytest
from django.core.management import call_command
from django.test import override_settings

from project.storage import WHOLE
from tests.interop.node import STATIC, found_node

LOADABLE = [f"tillit/{name}.js" for name in ("bytes", "blind", "unseal", "encode", "credential", "custodian-key", "qr")]
"""What loads without a page around it."""

HASHED = re.compile(r"\.[0-9a-f]{12}\.m?js$")
IMPORTED = re.compile(
    r"""^(?:import|export)\b[^;"']*?["'](\.[^"']+)["'];|\bimport\(["'](\.[^"']+)["']\)""", re.MULTILINE
)
STORAGES = {"staticfiles": {"BACKEND": "project.storage.ModuleStaticFilesStorage"}}


@pytest.fixture(scope="module")
def collected(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder that everything static was collected into."""
    folder = tmp_path_factory.mktemp("static")
    with override_settings(STATIC_ROOT=str(folder), STORAGES=STORAGES, DEBUG=False):
        call_command("collectstatic", interactive=False, verbosity=0)
    return folder


def _names(folder: Path) -> dict[str, str]:
    names = json.loads((folder / "staticfiles.json").read_text(encoding="utf-8"))["paths"]
    assert isinstance(names, dict)
    return names


def _imports(path: Path) -> list[str]:
    return [one or other for one, other in IMPORTED.findall(path.read_text(encoding="utf-8"))]


def _modules(folder: Path) -> dict[str, str]:
    """Return original and hashed name of our modules and the vendored ones."""
    return {name: hashed for name, hashed in _names(folder).items() if name.split("/")[0] in {"tillit", "vendor"}
            and name.endswith((".js", ".mjs"))}  # fmt: skip


def test_modules_import_each_other_by_hashed_names(collected: Path) -> None:
    modules = _modules(collected)
    assert {"tillit/custodian-key.js", "vendor/noble-hashes-2.4.0/_md.js"} <= set(modules)
    total = 0
    for name, hashed in modules.items():
        before, after = _imports(collected / name), _imports(collected / hashed)
        assert HASHED.search(hashed), name
        if name in WHOLE:
            # One file with what it imports at once: only what is loaded later still has a name.
            assert after == [f"./{posixpath.basename(modules['tillit/qr.js'])}"]
            continue
        assert len(before) == len(after), name
        for target, renamed in zip(before, after, strict=True):
            original = posixpath.normpath(posixpath.join(posixpath.dirname(name), target))
            expected = posixpath.normpath(posixpath.join(posixpath.dirname(hashed), renamed))
            assert expected == modules[original], f"{name} imports {target}"
            total += 1
    assert total > 20


def test_the_hashed_modules_load(collected: Path) -> None:
    """Node follows the hashed names through every module, the vendored ones too."""
    modules = [hashed for name, hashed in _modules(collected).items() if name in LOADABLE]
    assert len(modules) == len(LOADABLE)
    program = "for (const name of process.argv.slice(1)) await import(name);"
    command = [str(found_node().program), "--no-warnings", "--input-type=module", "--eval", program]
    files = [(collected / hashed).as_uri() for hashed in modules]
    done = subprocess.run([*command, *files], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr


def test_a_lazy_import_is_renamed_too(tmp_path: Path) -> None:
    source, target = tmp_path / "source", tmp_path / "target"
    source.mkdir()
    (source / "one.js").write_text('button.onclick = async () => (await import("./two.js")).start();\n')
    (source / "two.js").write_text("export const start = () => 1;\n")
    changed = {"STATICFILES_DIRS": [str(source)], "STATIC_ROOT": str(target), "STORAGES": STORAGES, "DEBUG": False}
    with override_settings(**changed):
        call_command("collectstatic", interactive=False, verbosity=0)
    names = _names(target)
    assert f'import("./{names["two.js"]}")' in (target / names["one.js"]).read_text()


def test_a_module_is_kept_compressed_too(collected: Path) -> None:
    hashed = _modules(collected)["tillit/blind.js"]
    assert gzip.decompress((collected / f"{hashed}.gz").read_bytes()) == (collected / hashed).read_bytes()


def test_the_production_settings_name_this_storage(monkeypatch: pytest.MonkeyPatch) -> None:
    good = {"TILLIT_SECRET_KEY": "s" * 50, "TILLIT_SLIP_KEY": "s" * 16, "TILLIT_HOSTS": "example.org"}
    for name, value in good.items():
        monkeypatch.setenv(name, value)
    assert runpy.run_module("project.settings.production")["STORAGES"]["staticfiles"] == STORAGES["staticfiles"]


def test_the_repository_holds_the_files_as_they_were(collected: Path) -> None:
    for name in _modules(collected):
        assert (collected / name).read_bytes() == (STATIC / name).read_bytes()
