"""Codes of vouchers: hard to guess, easy to read out."""

from __future__ import annotations

import hashlib
import secrets

# No 0 and O, no 1, I and L, no U that reads like V.
ALPHABET = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
GROUPS, LETTERS = 4, 5


def new_code() -> str:
    """A code like `7KQ2M-XV4TD-9HRFC-W3NPB`: 20 of 30 letters, 98 bits from the system's randomness."""
    groups = ("".join(secrets.choice(ALPHABET) for _letter in range(LETTERS)) for _group in range(GROUPS))
    return "-".join(groups)


def plain(code: str) -> str:
    """The code without what people write into it: hyphens, blanks, small letters."""
    return "".join(letter for letter in code.upper() if letter.isalnum())


def fingerprint(code: str) -> str:
    """By what a code is looked up, so that the time of the search tells nothing about another's code."""
    return hashlib.sha256(plain(code).encode()).hexdigest()
