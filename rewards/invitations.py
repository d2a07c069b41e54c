"""The way of a code from a link to the sign-up, and the names of friends as others may see them."""

from __future__ import annotations

from collections.abc import MutableMapping
from typing import Any, Final

SESSION_KEY: Final = "referral_code"
# Nothing that looks like something else: no 0 and O, no 1, I and L, no U and V.
ALPHABET: Final = "23456789ABCDEFGHJKMNPQRSTWXYZ"
LENGTH: Final = 8


def keep_code(session: MutableMapping[str, Any], code: str) -> None:
    """Remember in the visitor's session by which code they came."""
    session[SESSION_KEY] = plain_code(code)


def kept_code(session: MutableMapping[str, Any]) -> str:
    """The code by which the visitor came; empty if by none."""
    return str(session.get(SESSION_KEY, ""))


def forget_code(session: MutableMapping[str, Any]) -> None:
    session.pop(SESSION_KEY, None)


def plain_code(text: str) -> str:
    """A code as it is stored, from one as people write it: `abcd-2345`. Empty if it can't be one."""
    code = text.strip().replace("-", "").replace(" ", "").upper()
    return code if len(code) == LENGTH and set(code) <= set(ALPHABET) else ""


def written_code(code: str) -> str:
    """A code as it is read out: `ABCD-2345`."""
    return f"{code[:4]}-{code[4:]}"


def plain_address(email: str) -> str:
    """What is left of an e-mail address without capitals, dots and a `+tag` before the @."""
    name, _at, domain = email.strip().lower().rpartition("@")
    domain = "gmail.com" if domain == "googlemail.com" else domain
    return f"{name.partition('+')[0].replace('.', '')}@{domain}"


def masked_name(name: str, email: str) -> str:
    """A friend's name that only those recognize who know it: `M••• P•••`, or `t•••`."""
    words = name.split()[:2] or [email[:1]]
    return " ".join(f"{word[0]}•••" for word in words if word)
