"""The details of a message: kept as what they are, written in the language and by the clock of the reader.

Whoever enqueues does not know who reads, and in which language: a payment is told of by the payment
service, a credit given by staff. So amounts, days and the store's own sentences are kept as data.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime, tzinfo
from decimal import Decimal
from typing import Any, TypeAlias

from django.utils import timezone, translation
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext
from djmoney.money import Money

from wallet_project.core.words import written

Detail: TypeAlias = "str | Money | date | datetime | Promise"
Kept: TypeAlias = "str | dict[str, str]"
MOMENT = "j F Y, H:i"


def sentence(text: str) -> Promise | str:
    """What may be one of the store's sentences or a person's: the store's is translated when it is read."""
    return translation.gettext_lazy(text) if text else ""


def keep(details: Mapping[str, Any]) -> dict[str, Kept]:
    """As they stand in the row. Text stays as it is; so does what is kept already."""
    return {name: _kept(value) for name, value in details.items()}


def read(kept: Mapping[str, Any], zone: tzinfo | None = None) -> dict[str, str]:
    """As people read them, in the active language; moments by this clock, else by the active one."""
    return {name: _written(value, zone) for name, value in kept.items()}


def _kept(value: Any) -> Kept:
    if isinstance(value, Money):
        return {"money": str(value.amount), "currency": str(value.currency)}
    if isinstance(value, datetime):
        return {"moment": value.astimezone(UTC).isoformat()}
    if isinstance(value, date):
        return {"day": value.isoformat()}
    if isinstance(value, Promise):
        with translation.override(None):
            return {"words": str(value)}
    return value if isinstance(value, dict) else str(value)


def _written(value: Any, zone: tzinfo | None) -> str:
    match value:
        case {"money": amount, "currency": currency}:
            return _money(Money(Decimal(amount), currency))
        case {"moment": moment}:
            local = timezone.localtime(datetime.fromisoformat(moment), zone)
            return f"{date_format(local, MOMENT)} {local.tzname()}"
        case {"day": day}:
            return date_format(date.fromisoformat(day), "DATE_FORMAT")
        case {"words": words}:
            return gettext(words)
        case _:
            return str(value)


def _money(amount: Money) -> str:
    return f"−{written(-amount)}" if amount.amount < 0 else written(amount)
