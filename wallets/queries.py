"""Reading wallets: each answer is a plain value, and every read is bound to its customer."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import connection
from django.db.models import Subquery, Value
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _
from djmoney.money import Money

from notifications.services import UNREAD_SQL
from wallet_project.core.exceptions import NotFound
from wallet_project.core.money import from_minor, zero
from wallets.enums import TOP_UP_WAITING, HoldStatus, WalletStatus
from wallets.ledger.models import JournalEntry, LedgerAccount, Seal
from wallets.ledger.queries import balance_at
from wallets.limits import TopUpLimits, limits_for
from wallets.models import Hold, LowBalanceAlert, SavedCard, TopUp, Wallet
from wallets.summary_parts import SummaryPart, summary_parts
from wallets.words import Story, is_about_an_order, title


@dataclass(frozen=True, slots=True)
class Movement:
    """One movement of a wallet's available money. `balance_after` is what was available then."""

    entry_id: int
    posted_at: datetime
    amount: Money
    balance_after: Money
    story: Story

    @property
    def title(self) -> str:
        return title(self.story)

    @property
    def note(self) -> str:
        """What the store wrote to the customer about it; text, not HTML."""
        return self.story.note

    @property
    def reference(self) -> str:
        """The order's number; empty if it was not about an order."""
        return self.story.reference if is_about_an_order(self.story.kind) else ""


@dataclass(frozen=True, slots=True)
class SummaryAmount:
    """What a registered part of the summary comes to."""

    title: str
    amount: Money
    url_name: str


@dataclass(frozen=True, slots=True)
class WalletSummary:
    """A wallet at a glance, with what other apps add. `wallet_id` is None for a customer who has no
    such wallet yet. `unread` is how many messages wait in the inbox, counted up to 100."""

    wallet_id: UUID | None
    currency: str
    status: str
    status_reason: str
    available: Money
    held: Money
    last: Movement | None
    parts: tuple[SummaryAmount, ...] = ()
    unread: int = 0

    @property
    def balance(self) -> Money:
        return self.available + self.held

    @property
    def is_open(self) -> bool:
        return self.status == WalletStatus.OPEN


@dataclass(frozen=True, slots=True)
class TopUpOffer:
    """What a customer may add now. `most_now` is None where the wallet has no room for a top-up."""

    limits: TopUpLimits
    presets: tuple[Money, ...]
    most_now: Money | None


CURRENCY_CODE = re.compile("[A-Z]{3}", re.ASCII)

SUMMARY = """
SELECT w.id, w.currency, w.status, w.status_reason, a.balance, h.balance,
       p.entry_id, p.posted_at, p.amount, p.balance_after,
       e.kind, e.reference, e.description, o.status, c.brand, c.last4,
       ({unread}) {parts}
FROM (SELECT %s AS customer_id, %s::text AS currency) who
LEFT JOIN wallets_wallet w ON w.customer_id = who.customer_id AND w.currency = who.currency
LEFT JOIN ledger_account a ON a.id = w.available_account_id
LEFT JOIN ledger_account h ON h.id = w.held_account_id
LEFT JOIN LATERAL (
    SELECT * FROM ledger_posting
    WHERE account_id = w.available_account_id ORDER BY posted_at DESC, id DESC LIMIT 1
) p ON true
LEFT JOIN ledger_entry e ON e.id = p.entry_id
LEFT JOIN wallets_hold o ON o.placed_entry_id = p.entry_id
LEFT JOIN wallets_topup t ON t.entry_id = p.entry_id
LEFT JOIN wallets_savedcard c ON c.id = t.saved_card_id
"""
# So many columns are about the wallet itself.
OWN_COLUMNS = 17


def wallet_summary(user: Any, currency: str | None = None) -> WalletSummary:
    """A customer's wallet (the store's currency by default) with its last movement and what other apps
    add, in one query. A customer without such a wallet gets an empty summary."""
    currency = currency or settings.STORE_CURRENCY
    parts = summary_parts()
    columns = "".join(f", ({part.sql})" for part in parts)
    with connection.cursor() as cursor:
        cursor.execute(SUMMARY.format(unread=UNREAD_SQL, parts=columns), [user.pk, currency])
        row = cursor.fetchone()
    amounts = _amounts(parts, row[OWN_COLUMNS:], currency)
    wallet_id, _currency, status, reason, available, held, *last, unread = row[:OWN_COLUMNS]
    if wallet_id is None:
        nothing = zero(currency)
        return WalletSummary(None, currency, WalletStatus.OPEN, "", nothing, nothing, None, amounts, unread)
    return WalletSummary(
        wallet_id=wallet_id,
        currency=currency,
        status=status,
        status_reason=reason,
        available=from_minor(available, currency),
        held=from_minor(held, currency),
        last=_last_movement(currency, *last) if last[0] is not None else None,
        parts=amounts,
        unread=unread,
    )


def _amounts(parts: Sequence[SummaryPart], minors: Sequence[Any], currency: str) -> tuple[SummaryAmount, ...]:
    return tuple(
        SummaryAmount(str(part.title), from_minor(int(minor), part.currency or currency), part.url_name)
        for part, minor in zip(parts, minors, strict=True)
    )


def _last_movement(
    currency: str,
    entry_id: int,
    posted_at: datetime,
    amount: int,
    balance_after: int,
    kind: str,
    reference: str,
    note: str,
    hold_status: str | None,
    brand: str | None,
    last4: str | None,
) -> Movement:
    card = str(SavedCard(brand=brand, last4=last4)) if brand and last4 else ""
    return Movement(
        entry_id=entry_id,
        posted_at=posted_at,
        amount=from_minor(amount, currency),
        balance_after=from_minor(balance_after, currency),
        story=Story(kind, reference, note, hold_status or "", card),
    )


def own_wallets(customer_id: int) -> list[Wallet]:
    """All wallets of a customer with their balances and alerts, the store's currency first."""
    found = Wallet.objects.filter(customer_id=customer_id)
    wallets = found.select_related("available_account", "held_account", "low_balance_alert")
    return sorted(wallets, key=lambda wallet: (wallet.currency != settings.STORE_CURRENCY, wallet.currency))


def own_wallet(*, customer_id: int, currency: str) -> Wallet:
    """The customer's wallet in a currency, with its balances. Raises `NotFound`."""
    if not CURRENCY_CODE.fullmatch(currency):
        raise NotFound(_("wallet"))
    wallet = find_wallet(customer_id=customer_id, currency=currency)
    if wallet is None:
        raise NotFound(_("wallet"))
    return wallet


def low_balance_alert(wallet: Wallet) -> LowBalanceAlert | None:
    """Below what the customer wants to be told; None if they never asked."""
    return LowBalanceAlert.objects.select_related("wallet").filter(wallet=wallet).first()


def find_wallet(*, customer_id: int, currency: str) -> Wallet | None:
    """The customer's wallet in a currency, with its balances, if it was ever opened."""
    found = Wallet.objects.filter(customer_id=customer_id, currency=currency)
    return found.select_related("available_account", "held_account").first()


def own_top_up(*, customer_id: int, top_up_id: UUID) -> TopUp:
    """The customer's own top-up. Raises `NotFound` for any other."""
    found = TopUp.objects.filter(pk=top_up_id, wallet__customer_id=customer_id)
    top_up = found.select_related("wallet", "saved_card").first()
    if top_up is None:
        raise NotFound(_("top-up"))
    return top_up


def balance_then(accounts: Sequence[LedgerAccount], *, at: datetime) -> Money:
    """What accounts of one currency held together at that instant, that instant included; one query."""
    ids = [account.pk for account in accounts]
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT sum(ledger_balance_at(id, %s)) FROM ledger_account WHERE id = ANY (%s)", [at, ids]
        )
        return from_minor(int(cursor.fetchone()[0]), accounts[0].currency)


def summary_for(request: Any) -> WalletSummary | None:
    """The visitor's wallet at a glance, asked once for each request however often a page shows it;
    None for a guest."""
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return None
    if not hasattr(request, "wallet_summary"):
        request.wallet_summary = wallet_summary(user)
    found: WalletSummary = request.wallet_summary
    return found


def active_holds(wallet: Wallet) -> list[Hold]:
    """What is held on a wallet now, newest first."""
    return list(Hold.objects.filter(wallet=wallet, status=HoldStatus.ACTIVE).order_by("-pk")[:20])


def waiting_top_ups(customer_id: int) -> list[TopUp]:
    """The customer's newest top-ups that have not come to an end."""
    waiting = TopUp.objects.filter(wallet__customer_id=customer_id, status__in=TOP_UP_WAITING)
    return list(waiting.order_by("-pk")[:5])


def saved_cards(customer_id: int) -> list[SavedCard]:
    """The customer's cards, the default first."""
    return list(SavedCard.objects.filter(customer_id=customer_id, removed_at=None))


def saved_card(*, customer_id: int, card_id: UUID) -> SavedCard:
    """The customer's own card. Raises `NotFound` for any other, and for one that was removed."""
    card = SavedCard.objects.filter(pk=card_id, customer_id=customer_id, removed_at=None).first()
    if card is None:
        raise NotFound(_("card"))
    return card


def top_up_offer(*, currency: str, balance: Money) -> TopUpOffer:
    """What a wallet of this balance may be topped up by, as far as the balance tells."""
    limits = limits_for(currency)
    most = min(limits.maximum, limits.maximum_balance - balance)
    if most < limits.minimum:
        return TopUpOffer(limits, (), None)
    return TopUpOffer(limits, tuple(preset for preset in limits.presets if preset <= most), most)


@dataclass(frozen=True, slots=True)
class PastBalance:
    """What a wallet held at an instant."""

    at: datetime
    available: Money
    held: Money

    @property
    def balance(self) -> Money:
        return self.available + self.held


def balances_at(wallet: Wallet, *, at: datetime) -> PastBalance:
    """What the wallet held at that instant, that instant included."""
    return PastBalance(
        at=at,
        available=balance_at(account_id=wallet.available_account_id, at=at),
        held=balance_at(account_id=wallet.held_account_id, at=at),
    )


def oldest_unsealed() -> datetime | None:
    """When the oldest entry of the ledger that no seal covers was posted; None if all are sealed."""
    last_sealed = Subquery(Seal.objects.order_by("-pk").values("through_id")[:1])
    unsealed = JournalEntry.objects.filter(pk__gt=Coalesce(last_sealed, Value(0)))
    return unsealed.order_by("pk").values_list("posted_at", flat=True).first()
