"""Keeping secrets out of logs, whoever writes them: the last step before a line is written.

The store's own code logs no secrets. This is for what slips through: an address with a token in it that
was not found, a value in somebody else's traceback.
"""

from __future__ import annotations

import logging
import re
from typing import Final

HIDDEN: Final = "***"
# What stands before a secret is kept; the secret, the last group, is not.
SECRETS: Final = (
    re.compile(r"\b(whsec_|(?:sk|rk)_(?:live|test)_)([A-Za-z0-9+/=_-]+)"),
    re.compile(r"\b(sw_[0-9a-f]{12}_)([A-Za-z0-9_-]+)"),
    re.compile(r"(/(?:password/reset/key|confirm-email|unsubscribe)/)([^/\s\"'?]+)"),
    re.compile(r"([?&](?:token|key|code|secret|signature|password|api_key)=)([^&\s\"']+)", re.IGNORECASE),
    re.compile(r"(\bBearer\s+)([A-Za-z0-9._~+/=-]+)", re.IGNORECASE),
    re.compile(
        r"((?:sessionid|csrftoken|csrfmiddlewaretoken|password[12]?|oldpassword)[\"']?\s*[:=]\s*\[?)"
        r"('[^']*'|\"[^\"]*\"|[^\s\"',;&\]]+)",
        re.IGNORECASE,
    ),
)
CARD: Final = re.compile(r"(?<![\w.-])[3-6]\d{3}([ -]?)\d{4}\1\d{4}\1\d{3,4}(?![\w-])", re.ASCII)


def redact(text: str) -> str:
    """The text without keys, tokens, passwords and full card numbers; a card keeps its last four."""
    for pattern in SECRETS:
        text = pattern.sub(lambda match: match[1] + HIDDEN, text)
    return CARD.sub(_hide_card, text)


class RedactingFormatter(logging.Formatter):
    """Formats as usual, tracebacks included, and redacts what came of it."""

    def format(self, record: logging.LogRecord) -> str:
        return redact(super().format(record))


def _hide_card(match: re.Match[str]) -> str:
    digits = re.sub(r"\D", "", match[0])
    return HIDDEN + digits[-4:] if _is_card(digits) else match[0]


def _is_card(digits: str) -> bool:
    """Whether the last digit checks the others (ISO/IEC 7812-1, Luhn): most long numbers are no cards."""
    weighted = [int(digit) * (1 + index % 2) for index, digit in enumerate(reversed(digits))]
    return sum(number - 9 if number > 9 else number for number in weighted) % 10 == 0
