"""Words that have no place in a kept file: paths of a machine, hosts of package registries, things left for later.

The patterns are written so that they do not match themselves.
"""

import re
from collections.abc import Iterable
from pathlib import Path

FORBIDDEN = {
    "a path of one machine": (
        r"(?<![\w.}])/(?:w[o]rk|t[m]p|r[o]ot|h[o]me/\w+|U[s]ers/\w+|opt/p[y]pi|opt/w[h]eels)(?:/|\b(?=[\"'\s]))"
    ),
    "the host of a package registry": (
        r"\b(?:p[y]pi\.org|p[y]thonhosted\.org|registry\.n[p]mjs|n[p]mjs\.org|deb\.d[e]bian\.org)"
    ),
    "how the text was made": r"\bC[l]aude\b|\bA[n]thropic\b|\bLLM\b|(?i:language m[o]del)|bash_j[o]bs",
    "something left for later": r"\b(?:T[O]DO|F[I]XME|X[X]X)\b",
}
NOT_READ = {".png", ".jpg", ".pdf", ".mo", ".svg", ".woff2", ".ico"}


def forbidden_words(files: Iterable[Path]) -> list[str]:
    """Return "file:line: what was found" for every breach in the text files given."""
    found = []
    for file in files:
        if file.suffix in NOT_READ:
            continue
        for number, line in enumerate(file.read_text(encoding="utf-8").splitlines(), start=1):
            found += [f"{file}:{number}: {what}" for what, pattern in FORBIDDEN.items() if re.search(pattern, line)]
    return found
