"""What a key looks like: `sw_<prefix>_<secret>`. The prefix is public, the secret is shown once."""

from __future__ import annotations

import hashlib
import re
import secrets
from dataclasses import dataclass

# 256 random bits: nothing to guess, so one round of SHA-256 is as good as a slow hash.
KEY = re.compile(r"sw_([0-9a-f]{12})_([A-Za-z0-9_-]{43})", re.ASCII)


@dataclass(frozen=True, slots=True)
class NewKey:
    """A key as it is shown once."""

    prefix: str
    secret: str

    @property
    def text(self) -> str:
        return f"sw_{self.prefix}_{self.secret}"

    @property
    def digest(self) -> str:
        return digest_of(self.secret)


def new_key() -> NewKey:
    return NewKey(secrets.token_hex(6), secrets.token_urlsafe(32))


def read_key(text: str) -> NewKey | None:
    """The parts of a key that somebody sent; None if it is none."""
    match = KEY.fullmatch(text)
    return NewKey(*match.groups()) if match else None


def digest_of(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()
