"""The words of a message, in the reader's language: the store's own, else from the templates of its kind."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any
from urllib.parse import urljoin

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import NoReverseMatch, reverse
from django.utils import translation

from notifications import queries, wording
from notifications.details import read
from notifications.enums import Kind
from notifications.kinds import FACTS
from notifications.models import MessageText, OutboxMessage
from notifications.unsubscribe import unsubscribe_url
from wallet_project.core.zones import zone_of

# The parts of a monthly statement, and the figures of each.
STATEMENT_PARTS = ("wallet", "reward", "points")
STATEMENT_FIGURES = ("opening", "added", "spent", "closing")
# What the texts of a kind may use, beside `recipient`, `site_url` and `store`. Whoever enqueues gives
# these as `details.Detail`; one that is missing or empty is left out.
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
        Kind.REWARDS_EARNED: frozenset({"amount", "order", "reference", "from_day", "url"}),
        Kind.REWARDS_MATURED: frozenset({"amount", "order", "reference", "url"}),
        Kind.REWARDS_CREDITED: frozenset({"amount", "note", "until", "url"}),
        Kind.REWARDS_DEBITED: frozenset({"amount", "note", "url"}),
        Kind.REWARDS_EXPIRING: frozenset({"amount", "day", "url"}),
        Kind.POINTS_CONVERTED: frozenset({"points", "amount", "kept", "target", "url"}),
        Kind.CARD_ENDING: frozenset({"card", "month", "url"}),
        Kind.ACCOUNT_CHANGED: frozenset({"what", "when", "address", "url"}),
        Kind.NEW_LOGIN: frozenset({"browser", "when", "url"}),
        Kind.APPROVAL_DECIDED: frozenset({"what", "amount", "about", "decision", "reason", "by", "url"}),
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


# Kinds whose words depend on what happened: own texts have what ships of it as one detail, `news`,
# and not the code that decides on it.
NEWS: MappingProxyType[Kind, tuple[str, str]] = MappingProxyType(
    {
        Kind.RETURN_STATUS: ("state", "notifications/_return_words.txt"),
        Kind.APPROVAL_DECIDED: ("decision", "notifications/_approval_words.txt"),
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


@dataclass(frozen=True, slots=True)
class Notice:
    """A message as it stands in the inbox: one line, and what it says; text, not HTML."""

    subject: str
    text: str


def language_of(person: Any) -> str:
    """The person's language if the store speaks it, else the store's."""
    try:
        return translation.get_supported_language_variant(getattr(person, "locale", "") or "")
    except LookupError:
        return settings.LANGUAGE_CODE


def details_of(message: OutboxMessage) -> dict[str, str]:
    """The details of a message as its recipient reads them."""
    with translation.override(language_of(message.recipient)):
        return read(message.context, zone_of(message.recipient))


def render_line(message: OutboxMessage) -> str:
    """The message in one line, in its recipient's language: for an SMS and for a locked screen."""
    language = language_of(message.recipient)
    with translation.override(language):
        return render_notice(message, queries.own_text(message.kind, language)).subject


def render_letter(message: OutboxMessage, *, own: MessageText | None = None) -> Letter:
    """The letter that this message is, in its recipient's language. With `own`, as it would be with
    that text, in that text's language."""
    language = own.language if own else language_of(message.recipient)
    with translation.override(language):
        words = _Words(message, own or queries.own_text(message.kind, language))
        subject = words.subject()
        return Letter(subject, words.text(subject) + "\n", words.html(subject))


def render_notice(message: OutboxMessage, own: MessageText | None = None) -> Notice:
    """The message for the inbox, in the language of the page that shows it. `own` is the store's own
    text of the kind in that language, if there is one."""
    words = _Words(message, own, inbox=True)
    subject = words.subject()
    return Notice(subject, words.text(subject))


def render_notices(messages: Iterable[OutboxMessage]) -> list[tuple[OutboxMessage, Notice]]:
    """Each with what stands in the inbox, for one more query in all."""
    listed = list(messages)
    own = queries.own_texts({one.kind for one in listed}, translation.get_language() or "")
    return [(one, render_notice(one, own.get(one.kind))) for one in listed]


def render_for_recipients(messages: Iterable[OutboxMessage]) -> list[tuple[OutboxMessage, Notice]]:
    """As `render_notices`, each in the language of its own recipient, for one more query a language."""
    by_language: dict[str, list[OutboxMessage]] = {}
    listed = list(messages)
    for one in listed:
        by_language.setdefault(language_of(one.recipient), []).append(one)
    notices: dict[Any, Notice] = {}
    for language, some in by_language.items():
        with translation.override(language):
            notices |= {one.pk: notice for one, notice in render_notices(some)}
    return [(one, notices[one.pk]) for one in listed]


def page_of(message: OutboxMessage) -> str:
    """Where a message leads, as a path of the store: where its cause says, else to the page of its kind;
    empty in a store without that page."""
    named = message.context.get("url") or ""
    page = FACTS[message.kind].page  # type: ignore[index]
    try:
        return named or (reverse(page) if page else "")
    except NoReverseMatch:
        return ""


class _Words:
    """One message in the active language, in the store's own text or the one that ships."""

    def __init__(self, message: OutboxMessage, own: MessageText | None, *, inbox: bool = False) -> None:
        self.kind = message.kind
        self.own = own
        self.details = read(message.context, zone_of(message.recipient))
        page, policy = page_of(message), self.details.get("policy_url", "")
        self.context: dict[str, Any] = {
            **self.details,
            "leads": bool(page),
            "recipient": message.recipient,
            "store": settings.STORE_NAME,
            "site_url": settings.SITE_URL,
            "url": urljoin(settings.SITE_URL + "/", page),
            "policy_url": urljoin(settings.SITE_URL + "/", policy) if policy else "",
            "unsubscribe_url": unsubscribe_url(message),
            "inbox": inbox,
        }
        self.known = self.details | {
            "customer": message.recipient.get_short_name(),
            "store": settings.STORE_NAME,
            **_news(self.kind, self.context),
        }

    def subject(self) -> str:
        own = self.own.subject if self.own else ""
        if own and all(self.known.get(name) for name in wording.names_in(own)):
            return one_line(wording.fill(own, self.known))
        return one_line(render_part(self.kind, "subject.txt", self.context))

    def text(self, subject: str) -> str:
        context = self.context | {"subject": subject}
        if own := wording.plain(self._body(), self.known):
            return _render_own(self.kind, "txt", context | {"own": own}).strip()
        return render_part(self.kind, "txt", context).strip()

    def html(self, subject: str) -> str:
        context = self.context | {"subject": subject}
        if own := wording.blocks(self._body(), self.known):
            return _render_own(self.kind, "html", context | {"own": own})
        return render_part(self.kind, "html", context)

    def _body(self) -> str:
        return self.own.body if self.own else ""


def known_to_own_text(message: OutboxMessage) -> dict[str, str]:
    """What the names of an own text stand for in this message, in the active language."""
    return _Words(message, None).known


def _news(kind: str, context: Mapping[str, Any]) -> dict[str, str]:
    if kind not in NEWS:
        return {}
    _code, words = NEWS[Kind(kind)]
    return {"news": render_to_string("notifications/_news.txt", {**context, "words": words}).strip()}


def one_line(text: str) -> str:
    return " ".join(text.split())


def render_part(kind: str, suffix: str, context: Mapping[str, Any]) -> str:
    return render_to_string(f"notifications/{kind}.{suffix}", dict(context))


def _render_own(kind: str, suffix: str, context: Mapping[str, Any]) -> str:
    """Greeting, button and foot are those of the kind; only the body is the store's own."""
    shipped = f"notifications/{kind}.{suffix}"
    return render_to_string(f"notifications/_own.{suffix}", {**context, "shipped": shipped})
