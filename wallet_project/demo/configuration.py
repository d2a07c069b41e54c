"""What the demo needs to know before it starts: ports, folders, and secrets made once at random."""

from __future__ import annotations

import fcntl
import json
import os
import secrets
import socket
from dataclasses import dataclass
from pathlib import Path
from typing import IO

BASE_DIR = Path(__file__).resolve().parents[2]
HOST = "127.0.0.1"
DEFAULT_PORT = 8000
# Of WhiteNoise without collected files, and of Celery's worker as root.
EXPECTED_WARNINGS = ("No directory at", "You're running the worker with superuser")
WEBHOOK_PATH = "/webhooks/stripe/"


class CannotStart(Exception):
    """Why the demo can't start, in one line."""


@dataclass(frozen=True, slots=True)
class Configuration:
    """One demo: where it listens, where its data is, and the secrets of its parts."""

    port: int
    stripe_port: int
    data_dir: Path
    secret_key: str
    stripe_key: str
    webhook_secret: str

    @property
    def site_url(self) -> str:
        return f"http://{HOST}:{self.port}"

    @property
    def stripe_url(self) -> str:
        return f"http://{HOST}:{self.stripe_port}"

    def environment(self, database_url: str, redis_url: str) -> dict[str, str]:
        """The environment of every part of the store."""
        return {
            **os.environ,
            "DJANGO_SETTINGS_MODULE": "wallet_project.settings",
            "DEMO": "1",
            "DEBUG": "0",
            "DATA_DIR": str(self.data_dir),
            "DATABASE_URL": database_url,
            "REDIS_URL": redis_url,
            "SECRET_KEY": self.secret_key,
            "SITE_URL": self.site_url,
            "STRIPE_API_BASE": self.stripe_url,
            "STRIPE_SECRET_KEY": self.stripe_key,
            "STRIPE_WEBHOOK_SECRETS": self.webhook_secret,
            "LOG_LEVEL": os.environ.get("LOG_LEVEL", "WARNING"),
            "PYTHONUNBUFFERED": "1",
            "PYTHONWARNINGS": ",".join(f"ignore:{text}" for text in EXPECTED_WARNINGS),
        }


def read_configuration() -> Configuration:
    """From PORT and DATA_DIR, and the secrets of the last start. Raises `CannotStart`."""
    port = _read_port()
    data_dir = Path(os.environ.get("DATA_DIR") or BASE_DIR / ".data" / "store").resolve()
    data_dir.mkdir(parents=True, exist_ok=True)
    kept = _read_secrets(data_dir / "secrets.json")
    return Configuration(port=port, stripe_port=_free_port_after(port), data_dir=data_dir, **kept)


def take_data_dir(data_dir: Path) -> IO[str]:
    """Lock the data folder until the file is closed. Raises `CannotStart` if another demo has it."""
    file = (data_dir / "demo.lock").open("a")
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        file.close()
        raise CannotStart(f"A demo already runs on {data_dir}. Stop it, or set DATA_DIR.") from None
    return file


def _read_port() -> int:
    given = os.environ.get("PORT") or str(DEFAULT_PORT)
    if not given.isdecimal() or not 0 < int(given) < 65536:
        raise CannotStart(f"PORT must be a number from 1 to 65535, not {given!r}.")
    if not _is_free(int(given)):
        raise CannotStart(f"Port {given} is taken. Stop what uses it, or choose another: make demo PORT=8010")
    return int(given)


def _free_port_after(port: int) -> int:
    for candidate in range(port + 1, min(port + 100, 65536)):
        if _is_free(candidate):
            return candidate
    raise CannotStart(f"No port is free after {port}. Choose another: make demo PORT=8010")


def _is_free(port: int) -> bool:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except OSError:
            return False
    return True


def _read_secrets(path: Path) -> dict[str, str]:
    """The secrets in the file, which only this user can read; made at the first start."""
    if not path.exists():
        made = {
            "secret_key": secrets.token_urlsafe(48),
            "stripe_key": f"sk_test_{secrets.token_hex(16)}",
            "webhook_secret": f"whsec_{secrets.token_hex(16)}",
        }
        fresh = path.with_suffix(".new")
        fresh.unlink(missing_ok=True)
        with open(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
            json.dump(made, file)
        fresh.rename(path)
    found: dict[str, str] = json.loads(path.read_text())
    return found
