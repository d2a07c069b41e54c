"""How one fake was started. Handed from the command line to the server process by environment."""

from __future__ import annotations

import os
from dataclasses import dataclass
from functools import cache

PREFIX = "FAKE_STRIPE_"
DEFAULT_SECRET_KEY = "sk_test_demo"  # noqa: S105
DEFAULT_WEBHOOK_SECRET = "whsec_demo"  # noqa: S105


@dataclass(frozen=True, slots=True)
class Config:
    """`state_path` is the SQLite file; `public_url` is empty when the address of a request will do."""

    state_path: str
    secret_key: str = DEFAULT_SECRET_KEY
    webhook_url: str = ""
    webhook_secret: str = DEFAULT_WEBHOOK_SECRET
    public_url: str = ""

    def to_environ(self) -> dict[str, str]:
        """The variables that `read_config` reads."""
        return {f"{PREFIX}{name.upper()}": getattr(self, name) for name in self.__dataclass_fields__}


@cache
def read_config() -> Config:
    """The configuration of this process."""
    values = {name: os.environ.get(f"{PREFIX}{name.upper()}") for name in Config.__dataclass_fields__}
    return Config(**{name: value for name, value in values.items() if value is not None})
