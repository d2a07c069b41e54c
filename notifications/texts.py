"""The words of a message, from the templates of its kind, in the recipient's language."""

from __future__ import annotations

from dataclasses import dataclass
from types import MappingProxyType
from typing import Any
from urllib.parse import urljoin

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import translation

from notifications.enums import Kind
from notifications.models import OutboxMessage
from notifications.unsubscribe import unsubscribe_url

# The parts of a monthly statement, and the figures of each.
STATEMENT_PARTS = ("wallet", "reward", "points")
STATEMENT_FIGURES = ("opening", "added", "spent", "closing")
# What the templates of a kind may use, beside `recipient`, `site_url` and `store`. Whoever enqueues
# gives these as strings, formatted for the reader; one that is missing or empty is left out.
# `url` is where the letter's button leads, as a path of the store.
CONTEXT_NAMES: MappingProxyType[Kind, frozenset[str]] = MappingProxyType(
    {
        Kind.MONEY_ADDED: frozenset({"amount", "balance", "url"}),
        Kind.TOP_UP_FAILED: frozenset({"amount", "reason", "url"}),
        Kind.TOP_UP_DISPUTED: frozenset({"amount", "taken", "url"}),
        Kind.LOW_BALANCE: frozenset({"balance", "threshold", "url"}),
        Kind.MONTHLY_STATEMENT: frozenset(
            {"month", "url", "further"}
            | {f"{part}_{figure}" for part in STATEMENT_PARTS for figure in STATEMENT_FIGURES}
        ),
        Kind.CREDITED_BY_STORE: frozenset({"amount", "note", "balance", "url"}),
        Kind.DEBITED_BY_STORE: frozenset({"amount", "note", "balance", "url"}),
        Kind.MONEY_SENT: frozenset({"amount", "note", "balance", "url"}),
        Kind.MONEY_RECEIVED: frozenset({"amount", "note", "balance", "url"}),
        Kind.PAYMENT_RESCUED: frozenset({"amount", "order", "again", "url"}),
        # The policy's address is a path of the store too. Of a detail of several lines each is a row.
        Kind.ORDER_PAID: frozenset(
            {
                *("order", "lines", "items", "discount", "delivery", "total"),
                *("reward", "wallet", "card", "card_name", "balance", "reward_balance"),
                *("earned", "earned_when", "policy", "policy_url", "url"),
            }
        ),
        Kind.ORDER_CANCELED: frozenset({"order", "total", "reason", "url"}),
        Kind.ORDER_PAYMENT_FAILED: frozenset({"order", "total", "reason", "url"}),
        Kind.REFUNDED: frozenset(
            {
                *("order", "amount", "wallet", "reward", "card", "bonus", "fee", "note"),
                *("credit", "covers", "url"),
            }
        ),
        Kind.REFUND_FAILED: frozenset({"order", "amount", "reason", "url"}),
        Kind.REFUND_REJECTED: frozenset({"order", "amount", "reason", "url"}),
        Kind.REFUND_REVERSED: frozenset({"order", "amount", "taken", "reason", "url"}),
        Kind.RETURN_STATUS: frozenset({"state", "order", "goods", "note", "tracking", "url"}),
        Kind.WALLET_FROZEN: frozenset({"currency", "reason", "url"}),
        Kind.WALLET_UNFROZEN: frozenset({"currency", "url"}),
        Kind.CARD_SAVED: frozenset({"card", "url"}),
        Kind.CARD_REMOVED: frozenset({"card", "url"}),
        Kind.REWARDS_EARNED: frozenset({"amount", "reference", "from_day", "url"}),
        Kind.REWARDS_MATURED: frozenset({"amount", "reference", "url"}),
        Kind.REWARDS_CREDITED: frozenset({"amount", "note", "until", "url"}),
        Kind.REWARDS_DEBITED: frozenset({"amount", "note", "url"}),
        Kind.REWARDS_EXPIRING: frozenset({"amount", "day", "url"}),
        Kind.POINTS_CONVERTED: frozenset({"points", "amount", "kept", "target", "url"}),
        Kind.CARD_ENDING: frozenset({"card", "month", "url"}),
        Kind.ACCOUNT_CHANGED: frozenset({"what", "when", "address", "url"}),
        Kind.NEW_LOGIN: frozenset({"browser", "when", "url"}),
        Kind.WEBHOOK_DISABLED: frozenset({"name", "reason", "url"}),
        Kind.REVIEW_SHOWN: frozenset({"product", "url"}),
        Kind.REVIEW_TURNED_DOWN: frozenset({"product", "reason", "url"}),
        Kind.REVIEW_REMOVED: frozenset({"product", "reason", "url"}),
        Kind.TIER_REACHED: frozenset({"tier", "benefits", "url"}),
        Kind.TIER_ENDING: frozenset({"tier", "day", "next", "url"}),
        Kind.TIER_ENDED: frozenset({"left", "tier", "url"}),
        Kind.SCRATCH_CARD: frozenset({"game", "note", "until", "left", "url"}),
        Kind.OFFER_REDEEMED: frozenset({"offer", "gives", "points", "until", "url"}),
    }
)


# Paths that become full addresses in a letter. The first is that of its button.
ADDRESSES = ("url", "policy_url")


@dataclass(frozen=True, slots=True)
class Letter:
    """A message in words: a subject of one line, plain text, and the same as HTML."""

    subject: str
    text: str
    html: str


def render_letter(message: OutboxMessage) -> Letter:
    """The letter that this message is, in its recipient's language."""
    language = getattr(message.recipient, "locale", "") or settings.LANGUAGE_CODE
    with translation.override(language):
        context = _context_of(message)
        context["subject"] = " ".join(_render(message.kind, "subject.txt", context).split())
        return Letter(
            subject=context["subject"],
            text=_render(message.kind, "txt", context).strip() + "\n",
            html=_render(message.kind, "html", context),
        )


@dataclass(frozen=True, slots=True)
class Notice:
    """A message as it stands in the inbox: one line, and what it says; text, not HTML."""

    subject: str
    text: str


def render_notice(message: OutboxMessage) -> Notice:
    """The message for the inbox, in the language of the page that shows it."""
    context = _context_of(message) | {"inbox": True}
    subject = " ".join(_render(message.kind, "subject.txt", context).split())
    return Notice(subject, _render(message.kind, "txt", context | {"subject": subject}).strip())


def render_line(message: OutboxMessage) -> str:
    """The message in one line, in its recipient's language: for an SMS and for a locked screen."""
    with translation.override(getattr(message.recipient, "locale", "") or settings.LANGUAGE_CODE):
        return render_notice(message).subject


def _context_of(message: OutboxMessage) -> dict[str, Any]:
    given: dict[str, str] = message.context
    return {
        **given,
        "recipient": message.recipient,
        "store": settings.STORE_NAME,
        "site_url": settings.SITE_URL,
        **{name: urljoin(settings.SITE_URL + "/", given.get(name, "")) for name in ADDRESSES},
        "unsubscribe_url": unsubscribe_url(message),
    }


def _render(kind: str, suffix: str, context: dict[str, Any]) -> str:
    return render_to_string(f"notifications/{kind}.{suffix}", context)
