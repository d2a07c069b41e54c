"""What the store's own text of a kind may say, what it must, and what it begins with."""

from __future__ import annotations

import re
from types import MappingProxyType

from django.utils import translation

from notifications.enums import Kind
from notifications.texts import ADDRESSES, CONTEXT_NAMES, NEWS, one_line, render_part

# What an own text of a kind must say, in its subject or its body.
REQUIRED_NAMES: MappingProxyType[Kind, frozenset[str]] = MappingProxyType(
    {
        Kind.MONEY_ADDED: frozenset({"amount"}),
        Kind.TOP_UP_FAILED: frozenset({"amount"}),
        Kind.TOP_UP_DISPUTED: frozenset({"amount"}),
        Kind.LOW_BALANCE: frozenset({"balance"}),
        Kind.MONTHLY_STATEMENT: frozenset({"month"}),
        Kind.CREDITED_BY_STORE: frozenset({"amount", "note"}),
        Kind.DEBITED_BY_STORE: frozenset({"amount", "note"}),
        Kind.MONEY_SENT: frozenset({"amount"}),
        Kind.MONEY_RECEIVED: frozenset({"amount", "note"}),
        Kind.PAYMENT_RESCUED: frozenset({"amount", "order"}),
        Kind.ORDER_PAID: frozenset({"order", "total"}),
        Kind.ORDER_CANCELED: frozenset({"order"}),
        Kind.ORDER_PAYMENT_FAILED: frozenset({"order"}),
        Kind.REFUNDED: frozenset({"order", "amount", "wallet", "reward", "card", "note"}),
        Kind.REFUND_FAILED: frozenset({"order", "amount"}),
        Kind.REFUND_REJECTED: frozenset({"order", "reason"}),
        Kind.REFUND_REVERSED: frozenset({"order", "taken"}),
        Kind.RETURN_STATUS: frozenset({"order", "news", "note"}),
        Kind.CARD_SAVED: frozenset({"card"}),
        Kind.CARD_REMOVED: frozenset({"card"}),
        Kind.REWARDS_EARNED: frozenset({"amount"}),
        Kind.REWARDS_MATURED: frozenset({"amount"}),
        Kind.REWARDS_CREDITED: frozenset({"amount"}),
        Kind.REWARDS_DEBITED: frozenset({"amount"}),
        Kind.REWARDS_EXPIRING: frozenset({"amount", "day"}),
        Kind.POINTS_CONVERTED: frozenset({"points", "amount"}),
        Kind.CARD_ENDING: frozenset({"card"}),
        Kind.ACCOUNT_CHANGED: frozenset({"what", "when"}),
        Kind.NEW_LOGIN: frozenset({"browser", "when"}),
        Kind.APPROVAL_DECIDED: frozenset({"news", "reason"}),
        Kind.WEBHOOK_DISABLED: frozenset({"name"}),
        Kind.REVIEW_SHOWN: frozenset({"product"}),
        Kind.REVIEW_TURNED_DOWN: frozenset({"product", "reason"}),
        Kind.REVIEW_REMOVED: frozenset({"product"}),
        Kind.TIER_REACHED: frozenset({"tier"}),
        Kind.TIER_ENDING: frozenset({"tier", "day"}),
        Kind.TIER_ENDED: frozenset({"left"}),
        Kind.SCRATCH_CARD: frozenset({"game"}),
        Kind.OFFER_REDEEMED: frozenset({"offer"}),
    }
)
# Names that own texts know beside those of their kind.
ALWAYS_KNOWN = frozenset({"customer", "store"})
# With these a message is another one: what ships says so, an own text begins without them.
TURNS: MappingProxyType[Kind, frozenset[str]] = MappingProxyType(
    {Kind.SCRATCH_CARD: frozenset({"left"}), Kind.ORDER_PAID: frozenset({"card_name"})}
)


def names_of(kind: Kind) -> frozenset[str]:
    """What an own text of this kind may use. Addresses are the button's."""
    names = CONTEXT_NAMES[kind] - set(ADDRESSES) | ALWAYS_KNOWN
    return names - {NEWS[kind][0]} | {"news"} if kind in NEWS else names


def shipped_text(kind: Kind, language: str) -> tuple[str, str]:
    """Subject and body that ship, as staff could have written them, to begin with."""
    names = names_of(kind) - TURNS.get(kind, frozenset())
    context = {name: f"{{{{ {name} }}}}" for name in names} | {"inbox": "yes"}
    with translation.override(language):
        subject, body = (render_part(kind, suffix, context) for suffix in ("subject.txt", "txt"))
    return one_line(subject), re.sub(r"\n{3,}", "\n\n", body.strip())
