"""A message of each kind to look at, where none was sent yet."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from decimal import Decimal
from types import MappingProxyType
from typing import Any

from django.conf import settings
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from djmoney.money import Money

from notifications.details import Detail, keep
from notifications.enums import Kind
from notifications.models import OutboxMessage
from notifications.texts import CONTEXT_NAMES, STATEMENT_FIGURES, STATEMENT_PARTS

NO_CHANGES: MappingProxyType[str, Detail] = MappingProxyType({})
# By name, whatever the kind: a new name gets a value here. Text that a person would have written is
# in the reader's language too.
TEXTS: MappingProxyType[str, str | Promise] = MappingProxyType(
    {
        "address": "mira@example.com",
        "again": "1000042",
        "benefits": _("Free delivery, and twice the points for each order."),
        "by": "mira@example.com",
        "about": "mira@example.com",
        "decision": "approved",
        "browser": "Firefox 128, Windows",
        "card_name": "Visa •••• 4242",
        "covers": _("Moka pot: €29.00\nStoneware mug: €12.00"),
        "currency": "EUR",
        "earned": _("245 points"),
        "earned_when": _("Yours to use when the time to return things is over."),
        "further": "",
        "game": _("Autumn card"),
        "gives": _("5 off your next order"),
        "left": _("2 days"),
        "goods": _("Moka pot"),
        "lines": _("2 × Moka pot: €49.00"),
        "month": "03/2030",
        "name": "ERP",
        "next": _("Bronze"),
        "note": _("Sorry for the delay. Thank you for your patience."),
        "policy": _("You have 30 days to send things back."),
        "policy_url": "/policy/",
        "offer": _("Coffee for a friend"),
        "order": "1000042",
        "product": _("Moka pot"),
        "reason": _("The bank refused the payment."),
        "reference": "",
        "state": "received",
        "target": _("Wallet"),
        "tracking": "123456789",
        "tier": _("Silver"),
        "url": "/",
        "what": _("Your password was changed."),
    }
)
AMOUNTS: MappingProxyType[str, str] = MappingProxyType(
    {
        "amount": "25.00",
        "balance": "62.50",
        "credit": "62.50",
        "delivery": "4.90",
        "items": "49.00",
        "reward_balance": "3.20",
        "threshold": "70.00",
        "bonus": "1.25",
        "discount": "-5.00",
        "fee": "2.00",
        "reward": "4.00",
        "taken": "25.00",
        "total": "48.90",
        "wallet": "12.50",
    }
)
POINTS: MappingProxyType[str, int] = MappingProxyType({"points": 500, "kept": 37})
DAYS: MappingProxyType[str, int] = MappingProxyType({"day": 7, "from_day": 14, "until": 30})
# Where a name means something else in a kind.
OTHERWISE: MappingProxyType[tuple[Kind, str], Any] = MappingProxyType(
    {
        (Kind.CARD_SAVED, "card"): "Visa •••• 4242",
        (Kind.CARD_REMOVED, "card"): "Visa •••• 4242",
        (Kind.CARD_ENDING, "card"): "Visa •••• 4242",
        (Kind.MONTHLY_STATEMENT, "month"): "03/2030",
        (Kind.TIER_ENDED, "left"): _("Gold"),
        (Kind.SCRATCH_CARD, "left"): "",
        (Kind.POINTS_CONVERTED, "points"): "500",
        (Kind.POINTS_CONVERTED, "kept"): "37",
        (Kind.REFUNDED, "card"): Money("7.75", settings.STORE_CURRENCY),
        (Kind.ORDER_CANCELED, "reason"): _("You canceled it."),
        (Kind.REFUND_REJECTED, "reason"): _("The time to send things back is over."),
        (Kind.REFUND_REVERSED, "reason"): _("The goods did not come back."),
        (Kind.REVIEW_TURNED_DOWN, "reason"): _("It names a person."),
        (Kind.REVIEW_REMOVED, "reason"): _("It names a person."),
        (Kind.WALLET_FROZEN, "reason"): _("We look into a payment first."),
        (Kind.WEBHOOK_DISABLED, "reason"): _("It has not answered well for five days."),
    }
)
# With these details a message says something else, by a name for each.
VARIANTS: MappingProxyType[Kind, MappingProxyType[str, Mapping[str, Detail]]] = MappingProxyType(
    {
        Kind.RETURN_STATUS: MappingProxyType(
            {
                state: {
                    "state": state,
                    "note": "",
                    "tracking": "RR123456789BG" if state == "label_sent" else "",
                }
                for state in ("requested", "approved", "label_sent", "inspected", "refunded")
            }
            | {"rejected": {"state": "rejected", "note": _("It was used."), "tracking": ""}}
        ),
        Kind.SCRATCH_CARD: MappingProxyType({"ending": {"left": _("2 days"), "note": ""}}),
        Kind.REWARDS_EARNED: MappingProxyType(
            {"review": {"amount": Money(50, "PTS"), "order": "", "reference": _("Review"), "from_day": ""}}
        ),
        Kind.REWARDS_MATURED: MappingProxyType({"points": {"amount": Money(1250, "PTS")}}),
        Kind.REWARDS_EXPIRING: MappingProxyType({"points": {"amount": Money(1250, "PTS")}}),
        Kind.PAYMENT_RESCUED: MappingProxyType({"no order": {"order": "", "again": ""}}),
        Kind.ORDER_PAID: MappingProxyType(
            {"by wallet alone": {"reward": "", "card": "", "card_name": "", "discount": ""}}
        ),
        Kind.TIER_ENDED: MappingProxyType({"no tier": {"tier": ""}}),
    }
)


def sample_message(kind: Kind, recipient: Any, changes: Mapping[str, Detail] = NO_CHANGES) -> OutboxMessage:
    """A message of this kind to this person, with a value for each name; never saved."""
    context = {name: sample_value(kind, name) for name in sorted(CONTEXT_NAMES[kind])} | dict(changes)
    return OutboxMessage(kind=kind, recipient=recipient, context=keep(context), created_at=timezone.now())


def sample_value(kind: Kind, name: str) -> Detail:
    """What stands for a name. Raises `KeyError` for a name that has none here yet."""
    if (kind, name) in OTHERWISE:
        value: Detail = OTHERWISE[kind, name]
        return value
    part, _underscore, figure = name.partition("_")
    if part in STATEMENT_PARTS and figure in STATEMENT_FIGURES:
        return Money(250, "PTS") if part == "points" else Money(Decimal("25.00"), settings.STORE_CURRENCY)
    if name in AMOUNTS or name == "card":
        return Money(Decimal(AMOUNTS.get(name, "32.40")), settings.STORE_CURRENCY)
    if name in POINTS:
        return Money(POINTS[name], "PTS")
    if name in DAYS:
        return _day(DAYS[name])
    return _moment() if name == "when" else TEXTS[name]


def _day(days: int) -> date:
    return timezone.localdate() + timedelta(days=days)


def _moment() -> datetime:
    return timezone.now()
