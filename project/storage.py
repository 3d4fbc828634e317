"""How static files are kept in a real installation: compressed, under names that change with their content."""

import re
from collections.abc import Iterator
from typing import Any

from django.core.files.base import ContentFile
from django.core.files.storage import Storage
from whitenoise.storage import CompressedManifestStaticFilesStorage

_OWN = re.compile(r"(?!vendor/).*\.(js|css)$")
_COMMENT_LINES = re.compile(r"^[ \t]*(?://.*|/\*[\s\S]*?\*/[ \t]*)\n", re.MULTILINE)


def without_comments(source: str) -> str:
    """Return a script or a style sheet without the comments that stand on lines of their own."""
    return _COMMENT_LINES.sub("", source)


class Uncommented:
    """A storage whose own scripts and style sheets are read without their comments."""

    def __init__(self, storage: Storage) -> None:
        self._storage = storage

    def open(self, name: str) -> Any:
        """Return the file; one of ours without its comments."""
        found = self._storage.open(name)
        if not _OWN.match(name.replace("\\", "/")):
            return found
        with found:
            return ContentFile(without_comments(found.read().decode()).encode(), name)


class ModuleStaticFilesStorage(CompressedManifestStaticFilesStorage):
    """Writes the hashed names into what JavaScript modules import too.

    Without that, a module kept by a browser would load an old version of the one beside it after an upgrade. The
    rewriting knows relative `import … from "./x.js";` with its semicolon, and `import("./x.js")` with the whole name
    in quotation marks; a test holds every module to it.

    A comment is for the reader and not for a phone: the hashed file, which is what pages load, goes without those of
    ours that stand on lines of their own, and is the source otherwise. The file under its plain name keeps them.
    """

    support_js_module_import_aggregation = True
    # A file's name changes with the names it imports, one step up a pass: one pass for each step of the longest chain.
    max_post_process_passes = 12

    def post_process(self, paths: dict[str, Any], *args: Any, **options: Any) -> Iterator[Any]:
        """Name and compress the collected files, ours without their comments."""
        bare = {name: (Uncommented(storage), path) for name, (storage, path) in paths.items()}
        yield from super().post_process(bare, *args, **options)
