"""How static files are kept in a real installation: compressed, under names that change with their content."""

import re
from collections.abc import Callable, Iterator
from pathlib import PurePosixPath
from typing import Any

from django.core.files.base import ContentFile
from django.core.files.storage import Storage
from whitenoise.storage import CompressedManifestStaticFilesStorage

_OWN = re.compile(r"(?!vendor/).*\.(js|css)$")
_COMMENT_LINES = re.compile(r"^[ \t]*(?://.*|/\*[\s\S]*?\*/[ \t]*)\n", re.MULTILINE)
_IMPORT = re.compile(r'^import \{[^}]*\} from "\./([\w-]+\.js)";\n', re.MULTILINE)
_EXPORT = re.compile(r"^export (?=const |function |async function |class )", re.MULTILINE)
WHOLE = ("tillit/link.js",)
"""Scripts that are served as one file with all that they import."""


def without_comments(source: str) -> str:
    """Return a script or a style sheet without the comments that stand on lines of their own."""
    return _COMMENT_LINES.sub("", source)


def whole(name: str, read: Callable[[str], str]) -> str:
    """Return a module and those that it imports, each once and after what it needs, as one module.

    They share one scope then, so their outermost names must differ: a browser refuses the script otherwise.
    """
    taken: dict[str, str] = {}

    def take(module: str) -> None:
        source = read(module)
        for imported in _IMPORT.findall(source):
            if imported not in taken:
                take(imported)
        taken[module] = _EXPORT.sub("", _IMPORT.sub("", source))

    take(name)
    return "".join(taken.values())


class Lightened:
    """A storage whose own scripts and style sheets are read as a browser gets them."""

    def __init__(self, storage: Storage) -> None:
        self._storage = storage

    def open(self, name: str) -> Any:
        """Return the file; one of ours without its comments, and one of WHOLE with what it imports."""
        plain = name.replace("\\", "/")
        if not _OWN.match(plain):
            return self._storage.open(name)
        folder = PurePosixPath(plain).parent
        text = self._read(plain)
        if plain in WHOLE:
            text = whole(PurePosixPath(plain).name, lambda module: self._read(str(folder / module)))
        return ContentFile(without_comments(text).encode(), name)

    def _read(self, name: str) -> str:
        with self._storage.open(name) as file:
            return str(file.read().decode())


class ModuleStaticFilesStorage(CompressedManifestStaticFilesStorage):  # type: ignore[misc]
    """Writes the hashed names into what JavaScript modules import too.

    Without that, a module kept by a browser would load an old version of the one beside it after an upgrade. The
    rewriting knows relative `import … from "./x.js";` with its semicolon, and `import("./x.js")` with the whole name
    in quotation marks; a test holds every module to it.

    A comment is for the reader and not for a phone: the hashed files, which are what pages load, go without those of
    ours that stand on lines of their own, and are the source otherwise. The files under their plain names keep them.
    """

    support_js_module_import_aggregation = True
    # A file's name changes with the names it imports, one step up a pass: one pass for each step of the longest chain.
    max_post_process_passes = 12

    def post_process(self, paths: dict[str, Any], *args: Any, **options: Any) -> Iterator[Any]:
        """Name and compress the collected files, ours as Lightened gives them."""
        light = {name: (Lightened(storage), path) for name, (storage, path) in paths.items()}
        yield from super().post_process(light, *args, **options)
