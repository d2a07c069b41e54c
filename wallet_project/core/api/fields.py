"""Fields of requests and answers that DRF has not, or not strictly enough."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any
from urllib.parse import SplitResult, urlsplit

from django.conf import settings
from django.utils.translation import gettext_lazy as _
from djmoney.money import Money
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from wallet_project.core.exceptions import AmountError
from wallet_project.core.money import as_data, parse_money, require_positive, to_minor

AMOUNT = re.compile(r"-?[0-9]{1,15}(\.[0-9]{1,4})?", re.ASCII)
# With a date, a time and an offset; to microseconds, as the database has them.
TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,6})?(Z|[+-]\d\d:\d\d)", re.ASCII)
MONEY_SCHEMA = {
    "type": "object",
    "required": ["amount", "currency"],
    "additionalProperties": False,
    "properties": {
        "amount": {"type": "string", "pattern": r"^-?[0-9]{1,15}(\.[0-9]{1,4})?$", "examples": ["12.50"]},
        "currency": {"type": "string", "pattern": "^[A-Z]{3}$", "examples": ["EUR"]},
    },
}


@extend_schema_field(MONEY_SCHEMA, component_name="Money")
class MoneyField(serializers.Field[Money, Any, dict[str, str], Any]):
    """`{"amount": "12.50", "currency": "EUR"}`, the amount a string with at most the currency's
    decimals, above zero unless `positive=False` (then zero, too)."""

    default_error_messages = {
        "not_money": _('Write money like {{"amount": "12.50", "currency": "EUR"}}.'),
        "unknown_currency": _("The store does not take this currency."),
        "amount_out_of_range": _('Write the amount as a string of digits, like "12.50".'),
    }

    def __init__(self, *, positive: bool = True, **options: Any) -> None:
        super().__init__(**options)
        self.positive = positive

    def to_internal_value(self, data: Any) -> Money:
        if not isinstance(data, Mapping) or set(data) != {"amount", "currency"}:
            self.fail("not_money")
        amount, currency = data["amount"], data["currency"]
        if not isinstance(currency, str) or currency not in settings.CURRENCIES:
            self.fail("unknown_currency")
        if not isinstance(amount, str) or not AMOUNT.fullmatch(amount):
            self.fail("amount_out_of_range")
        try:
            money = parse_money(amount, currency)
            if self.positive or to_minor(money) < 0:
                require_positive(money)
        except AmountError as error:
            raise serializers.ValidationError(error.message, code=error.code) from error
        return money

    def to_representation(self, value: Money) -> dict[str, str]:
        return as_data(value)


class TimeField(serializers.DateTimeField):
    """An instant: RFC 3339 with its offset in, UTC with `Z` out."""

    default_error_messages = {"invalid": _("Write a time like 2026-11-26T09:30:00Z.")}

    def __init__(self, **options: Any) -> None:
        super().__init__(default_timezone=UTC, **options)

    def to_internal_value(self, value: Any) -> datetime:
        if not isinstance(value, str) or not TIME.fullmatch(value):
            self.fail("invalid", format="RFC 3339")
        try:
            return datetime.fromisoformat(value).astimezone(UTC)
        except (ValueError, OverflowError):
            self.fail("invalid", format="RFC 3339")

    def to_representation(self, value: datetime) -> str:
        return value.astimezone(UTC).isoformat().replace("+00:00", "Z")


class ReturnUrlField(serializers.URLField):
    """Where a customer's browser is sent back to: `https`, or this machine while one develops."""

    default_error_messages = {"not_secure": _("Write an address that begins with https://.")}

    def __init__(self, **options: Any) -> None:
        super().__init__(max_length=1000, **options)

    def to_internal_value(self, data: Any) -> str:
        if not isinstance(data, str):
            self.fail("invalid")
        address = super().to_internal_value(data)
        parts = urlsplit(address)
        if parts.username is not None or not (parts.scheme == "https" or _is_this_machine(parts)):
            self.fail("not_secure")
        return address


def _is_this_machine(parts: SplitResult) -> bool:
    return parts.scheme == "http" and parts.hostname in {"localhost", "127.0.0.1", "::1"}


class TextField(serializers.CharField):
    """A string; a number or a boolean is none."""

    def to_internal_value(self, data: Any) -> str:
        if not isinstance(data, str):
            self.fail("invalid")
        return super().to_internal_value(data)


class ReferenceField(TextField):
    """A customer by the store's own id of them, or ours like `cus_42`."""

    def __init__(self, **options: Any) -> None:
        super().__init__(max_length=100, help_text=_("The customer's reference."), **options)
