"""docker-compose.yml is valid, and in step with the settings and .env.example."""

from __future__ import annotations

import ast
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.support.environments import PRODUCTION, ROOT, run_python
from wallet_project import embedded, embedded_postgres

COMPOSE = ROOT / "docker-compose.yml"
SERVICES: dict[str, dict[str, Any]] = yaml.safe_load(COMPOSE.read_text())["services"]
OF_THE_STORE = ("web", "worker", "beat", "migrate")
ONE_SHOT = ("migrate", "grant")
VARIABLE = re.compile(r"(?<!\$)\$\{(\w+)(:[?-][^}]*)?\}")
SECRET = re.compile(r"SECRET|PASSWORD|_KEY")


def example() -> dict[str, str]:
    """What .env.example sets."""
    lines = (ROOT / ".env.example").read_text().splitlines()
    return dict(line.split("=", 1) for line in lines if line and not line.startswith("#"))


def read_by_settings() -> set[str]:
    """The names of all environment variables that the settings and gunicorn's file read."""
    readers = {"required", "flag", "number", "provider", "str", "list", "db_url", "email_url", "get"}
    names = set()
    for path in ("settings.py", "gunicorn.py"):
        for node in ast.walk(ast.parse((ROOT / "wallet_project" / path).read_text())):
            if (
                isinstance(node, ast.Call)
                and getattr(node.func, "attr", getattr(node.func, "id", "")) in readers
            ):
                names |= {argument.value for argument in node.args[:1] if isinstance(argument, ast.Constant)}
    return names


def filled_in(service: str) -> dict[str, str]:
    """The environment of a service, with values for what .env has to give."""
    values = {**example(), "POSTGRES_PASSWORD": "a", "STORE_DB_PASSWORD": "b", "REDIS_PASSWORD": "c"}
    values |= {name: value for name, value in PRODUCTION.items() if name in values}
    text = {name: str(value) for name, value in SERVICES[service]["environment"].items()}
    return {name: VARIABLE.sub(lambda found: values[found[1]], value) for name, value in text.items()}


def test_it_is_a_compose_file() -> None:
    done = subprocess.run(
        [
            Path(sys.executable).with_name("check-jsonschema"),
            "--builtin-schema",
            "vendor.compose-spec",
            COMPOSE,
        ],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout


def test_the_example_lists_exactly_the_variables_of_the_compose_file() -> None:
    assert {name for name, _ in VARIABLE.findall(COMPOSE.read_text())} == set(example())


@pytest.mark.parametrize("service", OF_THE_STORE)
def test_a_service_gets_all_that_the_settings_require_and_nothing_unknown(service: str) -> None:
    given = set(SERVICES[service]["environment"])
    assert set(PRODUCTION) <= given
    assert given <= read_by_settings()


@pytest.mark.parametrize("service", OF_THE_STORE)
def test_the_settings_start_with_what_a_service_is_given(service: str) -> None:
    code = "from wallet_project import settings; print(settings.DATABASES['default'])"
    done = run_python("-c", code, environment=filled_in(service))
    assert done.returncode == 0, done.stderr
    behind_pgbouncer = service != "migrate"
    assert f"'HOST': '{'pgbouncer' if behind_pgbouncer else 'postgres'}'" in done.stdout
    assert f"'DISABLE_SERVER_SIDE_CURSORS': {behind_pgbouncer}" in done.stdout


def test_no_secret_has_a_default() -> None:
    found = [(name, rest) for name, rest in VARIABLE.findall(COMPOSE.read_text()) if SECRET.search(name)]
    assert len(found) > 8
    assert all(rest == f":?set {name} in .env" for name, rest in found)
    assert {value for name, value in example().items() if SECRET.search(name)} == {""}


@pytest.mark.parametrize("service", sorted(SERVICES))
def test_a_service_is_held_in(service: str) -> None:
    found = SERVICES[service]
    assert "no-new-privileges:true" in found["security_opt"]
    assert "privileged" not in found
    assert found["restart"] == ("on-failure" if service in ONE_SHOT else "unless-stopped")
    assert ("healthcheck" in found) is (service not in ONE_SHOT)
    assert found.get("read_only", False) is (service != "postgres")
    assert all(str(port).startswith("127.0.0.1:") for port in found.get("ports", []))


def test_images_are_of_a_known_version() -> None:
    ours = {"store-wallet", "store-pgbouncer"}
    theirs = {service["image"] for service in SERVICES.values()} - ours
    assert theirs == {"postgres:18-bookworm", "redis:8-bookworm"}
    bases = re.findall(r"^FROM (\S+)", (ROOT / "Dockerfile").read_text(), re.MULTILINE)
    assert set(bases) == {"python:3.11-slim-bookworm"}


def test_what_the_compose_file_mounts_and_runs_is_there() -> None:
    mounted = re.findall(r"- \./(\S+?):", COMPOSE.read_text())
    assert len(mounted) == 2
    assert all((ROOT / path).is_file() for path in [*mounted, "deploy/healthcheck.py"])
    assert not set(mounted) & set((ROOT / ".dockerignore").read_text().split())


def test_the_dockerfile_collects_static_files_under_production_settings(tmp_path: Path) -> None:
    (command,) = re.findall(
        r"^RUN (SECRET_KEY.*?)\\\n +&&", (ROOT / "Dockerfile").read_text(), re.MULTILINE | re.S
    )
    command = command.replace("\\\n", " ").replace("--noinput", "--noinput --dry-run")
    folder = Path(sys.executable).parent
    environment = {"PATH": f"{folder}:{os.environ['PATH']}", "DATA_DIR": str(tmp_path)}
    done = subprocess.run(
        ["sh", "-c", command], cwd=ROOT, env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr


def test_the_store_logs_in_with_the_rights_of_its_role_and_no_others(tmp_path: Path) -> None:
    address = embedded.start_postgres(tmp_path / "postgres")
    psql = embedded_postgres.Server(tmp_path / "postgres", tmp_path).programs / "psql"

    def run(*arguments: str) -> str:
        environment = {**os.environ, "STORE_DB_PASSWORD": 'it\'s "secret"'}
        command = [psql, "-X", "-q", "-A", "-t", "-v", "ON_ERROR_STOP=1", *arguments, address]
        return subprocess.run(
            command, env=environment, capture_output=True, text=True, check=True
        ).stdout.strip()

    run("-c", "CREATE ROLE wallet_app NOLOGIN")
    for _ in range(2):
        run("-f", str(ROOT / "deploy" / "postgres" / "store_login.sql"))
    rights = (
        "SELECT rolsuper, rolcreatedb, rolcreaterole, rolcanlogin, rolpassword LIKE 'SCRAM%' FROM pg_authid"
    )
    assert run("-c", f"{rights} WHERE rolname = 'store'") == "f|f|f|t|t"
    members = "SELECT roleid::regrole FROM pg_auth_members WHERE member = 'store'::regrole"
    assert run("-c", members) == "wallet_app"
