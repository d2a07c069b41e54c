"""What the letter about a paid order says beside its amounts, found out when it is given out."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from notifications.services import Told
from rewards.queries import find_reward_wallet
from wallet_project.checkout.enums import TenderKind
from wallet_project.checkout.models import Payment, Tender
from wallet_project.checkout.ports import get_orders
from wallets.queries import balance_then, find_wallet

# An order that costs nothing has no payment.
NO_PAYMENT = UUID(int=0)


def details_of_paid_order(told: Told) -> dict[str, str]:
    """The card that paid, what the customer has left after the order, and what the shop knows of it."""
    if "order" not in told.context or "total" not in told.data:
        return {}
    payment = Payment.objects.filter(pk=told.data.get("payment", NO_PAYMENT)).first()
    tenders = list(payment.tenders.select_related("entry")) if payment else []
    orders = get_orders(external=payment is not None and payment.is_external)
    currency = told.data["total"]["currency"]
    return {
        **orders.letter_facts(told.context["order"]),
        **_card(tenders),
        **_balances(told.recipient_id, currency, at=_paid_at(tenders, told.at)),
    }


def _card(tenders: list[Tender]) -> dict[str, str]:
    names = [tender.card_name for tender in tenders if tender.kind == TenderKind.CARD and tender.card_name]
    return {"card_name": names[0]} if names else {}


def _paid_at(tenders: list[Tender], written_at: datetime) -> datetime:
    """By the database's clock, as the balances are; without a payment, when the message was written."""
    return max((tender.entry.posted_at for tender in tenders if tender.entry), default=written_at)


def _balances(customer_id: int, currency: str, *, at: datetime) -> dict[str, str]:
    """What was in the wallet and in reward money right after the order, held money included."""
    pots = {
        "balance": find_wallet(customer_id=customer_id, currency=currency),
        "reward_balance": find_reward_wallet(customer_id=customer_id, currency=currency),
    }
    return {
        name: str(balance_then([pot.available_account, pot.held_account], at=at))
        for name, pot in pots.items()
        if pot is not None
    }
