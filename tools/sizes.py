"""Holds files and functions to the sizes of the house style; prints what is too long and exits 1."""

from __future__ import annotations

import ast
import statistics
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

LONGEST_FUNCTION = 60
LONGEST_MEDIAN = 10
LONGEST_SOURCE = 300
LONGEST_TEST = 400
# Settings are one file in sections: what is decided where is easier to find than in several.
LONGEST = {Path("wallet_project/settings.py"): 400}


def main() -> int:
    files = [path for path in python_files() if not is_generated(path)]
    functions = {path: list(functions_in(path)) for path in files}
    too_long = [*long_files(files), *long_functions(functions), *long_median(functions)]
    print("\n".join(too_long) or f"{len(files)} Python files of decent size.")
    return 1 if too_long else 0


def is_generated(path: Path) -> bool:
    return "migrations" in path.parts or path.is_relative_to("clients/python")


def python_files() -> list[Path]:
    """Those of the repository, and new ones that are not ignored."""
    command = ["git", "ls-files", "--cached", "--others", "--exclude-standard", "*.py"]
    listed = subprocess.run(command, capture_output=True, text=True, check=False)
    if listed.returncode != 0:
        return [path for path in Path().rglob("*.py") if not path.parts[0].startswith(".")]
    return [path for path in map(Path, listed.stdout.splitlines()) if path.exists()]


def functions_in(path: Path) -> Iterator[tuple[str, int]]:
    """Name and length in lines of each function, its docstring and decorators not counted."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            documented = ast.get_docstring(node) is not None and len(node.body) > 1
            first = node.body[1] if documented else node.body[0]
            yield f"{path}:{node.lineno} {node.name}", (node.end_lineno or 0) - first.lineno + 2


def long_files(files: list[Path]) -> Iterator[str]:
    for path in files:
        lines = len(path.read_text(encoding="utf-8").splitlines())
        limit = LONGEST.get(path, LONGEST_TEST if path.parts[0] == "tests" else LONGEST_SOURCE)
        if lines > limit:
            yield f"{path}: {lines} lines, more than {limit}"


def long_functions(functions: dict[Path, list[tuple[str, int]]]) -> Iterator[str]:
    for found in functions.values():
        for name, lines in found:
            if lines > LONGEST_FUNCTION:
                yield f"{name}: {lines} lines, more than {LONGEST_FUNCTION}"


def long_median(functions: dict[Path, list[tuple[str, int]]]) -> Iterator[str]:
    lengths = [lines for path, found in functions.items() if path.parts[0] != "tests" for _, lines in found]
    median = statistics.median(lengths) if lengths else 0
    if median > LONGEST_MEDIAN:
        yield f"The median function has {median} lines, more than {LONGEST_MEDIAN}"


if __name__ == "__main__":
    sys.exit(main())
