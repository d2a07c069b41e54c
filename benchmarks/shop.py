"""Databases with the whole store's tables: migrated once in a run, and copied for each benchmark."""

from __future__ import annotations

import os
import subprocess
import sys
from functools import cache

from benchmarks.crew import ROOT
from benchmarks.server import Server


def new_shop(server: Server, name: str) -> str:
    """A shop that nothing has happened in, in place of what the last run left; answers with its URL."""
    return server.new_database(name, like=_migrated(server))


@cache
def _migrated(server: Server) -> str:
    url = server.new_database("migrated")
    environment = {
        "DJANGO_SETTINGS_MODULE": "wallet_project.settings",
        "DEMO": "1",
        "DATABASE_URL": url,
        "REDIS_URL": "redis://127.0.0.1:1/0",  # nothing listens there, and nothing asks
        "CURRENCIES": "EUR",
        "PYTHONPATH": str(ROOT),
    }
    command = [sys.executable, "-m", "django", "migrate", "--verbosity", "0"]
    subprocess.run(command, cwd=ROOT, env={**os.environ, **environment}, check=True)
    return "migrated"
