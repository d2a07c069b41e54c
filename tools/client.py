"""The typed Python client in clients/python, written from the kept schema by openapi-python-client.

`python -m tools.client` installs the generator, locked with hashes, into an environment of its own, and
writes the client anew. The hash of the schema that it was made from stands beside it, so that a test sees
without the generator whether the two are in step.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import subprocess
import tempfile
import venv
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
SCHEMA = ROOT / "docs" / "openapi.json"
CLIENT = ROOT / "clients" / "python"
MADE_FROM = CLIENT / "made-from.sha256"
REQUIREMENTS = ROOT / "clients" / "requirements-python.txt"
ENVIRONMENT = ROOT / "clients" / ".venv"
README = ROOT / "clients" / "python-readme.md"


def main() -> None:
    programs = environment()
    with tempfile.TemporaryDirectory() as folder:
        made = Path(folder) / "client"
        generate(programs, made)
        shutil.copy(README, made / "README.md")
        shutil.rmtree(CLIENT, ignore_errors=True)
        shutil.copytree(made, CLIENT, ignore=shutil.ignore_patterns(".*", "__pycache__"))
    MADE_FROM.write_text(f"{schema_hash()}\n", encoding="utf-8")
    print(f"{CLIENT.relative_to(ROOT)} is up to date.")


def environment() -> Path:
    """The folder of the generator's programs; made where it is not there, or not of these requirements."""
    programs, stamp = ENVIRONMENT / "bin", ENVIRONMENT / "made-from"
    wanted = REQUIREMENTS.read_text(encoding="utf-8")
    if not stamp.exists() or stamp.read_text(encoding="utf-8") != wanted:
        venv.create(ENVIRONMENT, clear=True, with_pip=True)
        install = [str(programs / "python"), "-m", "pip", "install", "--quiet", "--require-hashes"]
        subprocess.run([*install, "-r", str(REQUIREMENTS)], check=True)
        stamp.write_text(wanted, encoding="utf-8")
    return programs


def generate(programs: Path, made: Path) -> None:
    """Write the client. A schema that the generator does not wholly understand is an error."""
    options = ["--path", str(SCHEMA), "--output-path", str(made), "--fail-on-warning"]
    subprocess.run(
        [str(programs / "openapi-python-client"), "generate", *options],
        env={**os.environ, "PATH": f"{programs}:{os.environ['PATH']}"},
        check=True,
    )


def schema_hash() -> str:
    """What the schema says, whatever its spaces and the order of its parts."""
    said = json.loads(SCHEMA.read_text(encoding="utf-8"))
    return hashlib.sha256(json.dumps(said, sort_keys=True).encode()).hexdigest()


if __name__ == "__main__":
    main()
