"""How static files are kept in a real installation: compressed, under names that change with their content."""

from whitenoise.storage import CompressedManifestStaticFilesStorage


class ModuleStaticFilesStorage(CompressedManifestStaticFilesStorage):  # type: ignore[misc]
    """Writes the hashed names into what JavaScript modules import too.

    Without that, a module kept by a browser would load an old version of the one beside it after an upgrade. The
    rewriting knows relative `import … from "./x.js";` with its semicolon, and `import("./x.js")` with the whole name
    in quotation marks; a test holds every module to it. It reads comments too: a module whose comment imports the
    module itself has no name that fits, and collecting stops.
    """

    support_js_module_import_aggregation = True
    # A file's name changes with the names it imports, one step up a pass: one pass for each step of the longest chain.
    max_post_process_passes = 12
