"""What the architecture tests read: the files of a tree and what each Python file imports."""

import ast
import subprocess
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PACKAGES = ("project", "surveys", "reports")


@dataclass(frozen=True, slots=True)
class Source:
    """One Python file: its module's dotted name, its path from the tree's root, and its syntax tree."""

    module: str
    path: str
    tree: ast.Module

    def at(self, node: ast.stmt | ast.expr) -> str:
        return f"{self.path}:{node.lineno}"

    def within(self, *packages: str) -> bool:
        return any(self.module == package or self.module.startswith(package + ".") for package in packages)


def sources(root: Path, *packages: str) -> Iterator[Source]:
    """Yield every Python file of the named top-level packages (all three when none is named), in order."""
    for package in packages or PACKAGES:
        for file in sorted((root / package).rglob("*.py")):
            relative = file.relative_to(root)
            parts = relative.with_suffix("").parts
            module = ".".join(parts[:-1] if parts[-1] == "__init__" else parts)
            yield Source(module, relative.as_posix(), parsed(file.read_text(encoding="utf-8")))


@cache
def parsed(text: str) -> ast.Module:
    """Return the syntax tree of a file, which stands unchanged in every copy of the tree. Nobody may alter it."""
    return ast.parse(text)


def imports(source: Source) -> Iterable[tuple[str, ast.stmt]]:
    """Return each import as (dotted name, statement), none of them relative; `from a import b` gives "a.b"."""
    package = source.module if source.path.endswith("/__init__.py") else source.module.rpartition(".")[0]
    return imported(source.tree, package)


@cache
def imported(tree: ast.Module, package: str) -> tuple[tuple[str, ast.stmt], ...]:
    """Return the imports of a syntax tree, the relative ones seen from this package."""
    found: list[tuple[str, ast.stmt]] = []
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            found += [(alias.name, node) for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            base = node.module or ""
            if node.level:
                above = package.split(".")[: len(package.split(".")) - node.level + 1]
                base = ".".join([*above, base] if base else above)
            found += [(f"{base}.{alias.name}", node) for alias in node.names]
    return tuple(found)


def kept_files(root: Path) -> list[Path]:
    """Return the files that git keeps in the tree, with those not added yet and without the ignored ones."""
    command = ["git", "-C", str(root), "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    listed = subprocess.run(command, capture_output=True, text=True, check=True).stdout.split("\0")
    return [root / name for name in listed if name and (root / name).is_file()]
