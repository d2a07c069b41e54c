"""The locks of refunds. The payment's lock, the same that capturing and calling off take, covers its
refunds and returns: nothing changes them without it.

Order, always: staff member, payment, wallet, reward wallet (money before points), credit rules, then the
ledger's accounts (by its function).
"""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from django.utils.translation import gettext as _

from refunds.models import CreditRule, Refund, ReturnRequest
from rewards.enums import POINTS
from rewards.locks import lock_reward_wallet
from rewards.queries import find_reward_wallet
from wallet_project.checkout.locks import lock_payment
from wallet_project.checkout.models import Payment
from wallet_project.core.db import require_transaction
from wallet_project.core.exceptions import NotFound
from wallets.locks import lock_wallet
from wallets.services import open_wallet


def lock_refund(refund_id: UUID) -> tuple[Payment, Refund]:
    """The refund's payment, locked, then the refund as it stands under that lock. Raises `NotFound`."""
    payment_id = Refund.objects.filter(pk=refund_id).values_list("payment_id", flat=True).first()
    if payment_id is None:
        raise NotFound(_("refund"))
    payment = lock_payment(payment_id)
    return payment, Refund.objects.select_related("policy", "customer").get(pk=refund_id)


def lock_return(return_id: UUID) -> tuple[Payment, ReturnRequest]:
    """The return's payment, locked, then the return as it stands under that lock. Raises `NotFound`."""
    payment_id = ReturnRequest.objects.filter(pk=return_id).values_list("payment_id", flat=True).first()
    if payment_id is None:
        raise NotFound(_("return"))
    payment = lock_payment(payment_id)
    return payment, ReturnRequest.objects.select_related("policy", "customer").get(pk=return_id)


def lock_money(payment: Payment) -> None:
    """All that a refund can move of the customer: wallet, reward wallet, points."""
    lock_wallet(open_wallet(customer_id=payment.customer_id, currency=payment.currency).pk)
    for currency in (payment.currency, POINTS):
        rewards = find_reward_wallet(customer_id=payment.customer_id, currency=currency)
        if rewards is not None:
            lock_reward_wallet(rewards.pk)


def lock_credit_rules(ids: Iterable[UUID]) -> dict[UUID, CreditRule]:
    """Rules by id, with what they have given: a budget is spent by one at a time."""
    require_transaction()
    rows = CreditRule.objects.select_for_update(no_key=True).filter(pk__in=list(ids)).order_by("pk")
    return {rule.pk: rule for rule in rows}
