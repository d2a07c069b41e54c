"""The API's schema and the Bruno collection that is made of it, as they are kept in the repository.

`python -m tools.schema` writes both. It refuses a schema that would break the programs that were written for
the one that is there, unless the API's major version rises with it. `python -m tools.schema --since REF`
writes nothing: it compares the kept schema with that of another commit, like the last release.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

from tools.bruno import collection
from tools.schema_changes import breaking_changes, major

ROOT = Path(__file__).resolve().parent.parent
KEPT = ROOT / "docs" / "openapi.json"
BRUNO = ROOT / "clients" / "bruno"


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--since", metavar="REF", help="compare with the schema of this commit")
    since = parser.parse_args().since
    if since:
        return report(at_commit(since), kept() or {})
    new, old = document(), kept()
    if old and report(old, new):
        return 1
    KEPT.write_text(as_text(new), encoding="utf-8")
    write_files(BRUNO, collection(new))
    print(f"{KEPT.relative_to(ROOT)} and {BRUNO.relative_to(ROOT)} are up to date.")
    return 0


def document() -> dict[str, Any]:
    """The schema as the store serves it, but without the address of this store."""
    from wallet_project.api.pages import schema_bytes

    made: dict[str, Any] = json.loads(schema_bytes())
    return made | {"servers": [{"url": "/"}]}


def as_text(schema: dict[str, Any]) -> str:
    return json.dumps(schema, indent=1, ensure_ascii=False) + "\n"


def kept() -> dict[str, Any] | None:
    return json.loads(KEPT.read_text(encoding="utf-8")) if KEPT.exists() else None


def at_commit(ref: str) -> dict[str, Any]:
    command = ["git", "show", f"{ref}:{KEPT.relative_to(ROOT)}"]
    shown = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout
    found: dict[str, Any] = json.loads(shown)
    return found


def report(old: dict[str, Any], new: dict[str, Any]) -> int:
    """Print what breaks; 1 if something does and the major version is the same."""
    changes = breaking_changes(old, new)
    print("\n".join(changes) or "Nothing breaks.")
    if changes and major(new) <= major(old):
        print("Programs that use the API would break. Keep what they use, or raise the major version.")
        return 1
    return 0


def write_files(folder: Path, files: dict[str, str]) -> None:
    """Make the folder hold exactly these files."""
    for path in folder.rglob("*.bru"):
        if str(path.relative_to(folder)) not in files:
            path.unlink()
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "wallet_project.settings")
    import django

    django.setup()
    sys.exit(main())
