"""Captured payments to refund, and the store's policies for it."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

from django.utils import timezone
from djmoney.money import Money

from refunds.enums import Destination, RefundReason
from refunds.models import Refund, RefundLimits, StoreCreditPolicy
from refunds.ports import Delivery, OrderLine
from refunds.services import request_refund
from tests.factories.checkout import fresh_payment, make_saved_card, pay
from tests.factories.rewards import LONG_AGO, make_policy, make_reward_wallet
from tests.factories.wallets import make_wallet
from wallet_project.checkout.models import CardReturn, Payment
from wallet_project.fake_stripe.client import FakeStripe
from wallets.models import AdjustmentPolicy, Wallet

ISSUE, LARGE, APPROVE = "refunds.issue_refund", "refunds.issue_large_refund", "refunds.approve_refund"


class Lines:
    """The lines and deliveries of orders, by order reference; an order side in memory."""

    hears_of_deliveries = True
    orders: dict[str, list[OrderLine]] = {}
    deliveries: dict[str, Delivery] = {}

    @classmethod
    def reset(cls) -> None:
        cls.orders, cls.deliveries = {}, {}

    def lines_of(self, order_reference: str) -> list[OrderLine]:
        return self.orders.get(order_reference, [])

    def delivery_of(self, order_reference: str) -> Delivery | None:
        return self.deliveries.get(order_reference)


def make_paid(
    fake: FakeStripe | None = None,
    *,
    reward: str = "0",
    wallet: str = "0",
    card: str = "0",
    currency: str = "EUR",
    ready_made: str = "pm_card_visa",
    **changes: Any,
) -> tuple[Wallet, Payment]:
    """A captured payment of a new customer, paid with so much of each; nothing is left afterwards."""
    account = make_wallet(wallet, currency)
    parts = [Money(amount, currency) for amount in (reward, wallet, card)]
    if parts[0].amount:
        make_policy(currency=currency, starts_at=LONG_AGO + timedelta(seconds=make_policy_number()))
        make_reward_wallet(reward, currency, customer=account.customer)
    if parts[2].amount:
        assert fake is not None
        changes["saved_card_id"] = make_saved_card(account, fake, ready_made).pk
    total = sum(parts[1:], start=parts[0])
    payment = pay(account, total, wallet_amount=parts[1], reward_amount=parts[0], **changes).payment
    assert payment.status == "captured"
    return account, fresh_payment(payment)


def make_policy_number() -> int:
    """A policy without a cap, at a moment of its own."""
    from rewards.models import RewardPolicy

    return RewardPolicy.objects.count()


def make_terms(**fields: Any) -> StoreCreditPolicy:
    """A store-credit policy that has held for long; as the model has it, unless said otherwise."""
    return StoreCreditPolicy.objects.create(**{"currency": "EUR", "starts_at": LONG_AGO} | fields)


def make_limits(**fields: Any) -> RefundLimits:
    """Limits for refunds that have held for long."""
    return RefundLimits.objects.create(**{"currency": "EUR", "starts_at": LONG_AGO} | fields)


def make_daily_sum(most: int, currency: str = "EUR", **fields: Any) -> AdjustmentPolicy:
    """How much one admin may move within 24 hours, of whatever kind."""
    limits = {"currency": currency, "starts_at": LONG_AGO, "per_admin_and_day": most, **fields}
    return AdjustmentPolicy.objects.create(**limits)


def refund(payment: Payment, amount: str | Money | None = None, **changes: Any) -> Refund:
    """Ask, as the store's back end, for a refund to the wallet because of damage."""
    if isinstance(amount, str):
        amount = Money(amount, payment.currency)
    arguments: dict[str, Any] = {
        "payment_id": payment.pk,
        "reason": RefundReason.DAMAGED,
        "destination": Destination.WALLET,
        "key": uuid4().hex,
        "requester_id": None,
        "amount": amount,
    }
    return request_refund(**{**arguments, **changes})


def dispute(payment: Payment) -> CardReturn:
    """The customer's bank looks into the card part of a payment, and has not decided yet."""
    tender = payment.card_tender
    assert tender is not None
    return CardReturn.objects.create(
        tender=tender, kind="dispute", status="open", gateway_id="dp_1", amount=tender.captured_money
    )


def fresh_refund(one: Refund) -> Refund:
    return Refund.objects.prefetch_related("allocations", "lines").get(pk=one.pk)


def parts_of(one: Refund) -> list[tuple[str, str, str, str]]:
    """Tender, target, gross amount and status of each part."""
    return [
        (part.tender.kind, part.target, str(part.gross.amount), part.status)
        for part in fresh_refund(one).allocations.select_related("tender")
    ]


def refunded(payment: Payment) -> tuple[str, dict[str, str]]:
    """What was refunded in sum and of each tender: `("5.00", {"wallet": "5.00"})`."""
    now = fresh_payment(payment)
    return str(now.refunded_money.amount), {
        tender.kind: str(tender.refunded_money.amount)
        for tender in now.tenders.all()
        if tender.refunded.amount
    }


def days_ago(days: float) -> datetime:
    return timezone.now() - timedelta(days=days)
