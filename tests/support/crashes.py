"""Processes that die between two steps."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.db import connection

from wallet_project.fake_stripe.client import FakeStripe
from wallets.gateways.stripe import from_django_settings

ROOT = Path(__file__).resolve().parents[2]


def run_to_death(module: str, told: dict[str, Any], fake: FakeStripe) -> int:
    """Run a module in a process of its own, with this test's database and fake Stripe; answers with how
    it ended."""
    address = urlsplit(os.environ["DATABASE_URL"])
    environment = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "wallet_project.settings",
        "TESTING": "1",
        "DATABASE_URL": address._replace(path=f"/{connection.settings_dict['NAME']}").geturl(),
        "REDIS_URL": settings.REDIS_URL,
        "STRIPE_API_BASE": fake.base_url,
        "STRIPE_SECRET_KEY": fake.secret_key,
    }
    command = [sys.executable, "-m", module, json.dumps(told)]
    return subprocess.run(command, cwd=ROOT, env=environment, check=False).returncode


class Crash(BaseException):
    """The process is gone. No `except Exception` stops it."""


class CrashingGateway:
    """The real gateway, in a process that dies before or after one of its calls."""

    method = ""
    moment = ""
    die: Callable[[], None]

    def __init__(self) -> None:
        self._gateway = from_django_settings()

    @classmethod
    def crash(cls, method: str = "", moment: str = "", die: Callable[[], None] | None = None) -> None:
        """Die `before` or `after` this call; without arguments, live."""
        cls.method, cls.moment = method, moment
        cls.die = staticmethod(die or _raise)

    def __getattr__(self, name: str) -> Any:
        call = getattr(self._gateway, name)
        if name != self.method:
            return call

        def crashing(*args: Any, **kwargs: Any) -> None:
            if self.moment == "after":
                call(*args, **kwargs)
            type(self).die()

        return crashing


def _raise() -> None:
    raise Crash
