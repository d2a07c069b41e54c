"""Taking back what a refunded or canceled order earned, in proportion."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils import timezone
from djmoney.money import Money

from rewards.enums import AccrualStatus, Activity
from rewards.locks import lock_accruals
from rewards.models import Accrual, RewardWallet
from rewards.services.dating import note_return
from rewards.services.lots import consume, left_in, sweep_expired
from rewards.services.referrals import note_order_refunded
from rewards.services.shortfalls import record_shortfall
from wallet_project.core.money import from_minor, require_currency, to_minor
from wallets.services.posting import EntryKind, chart, line, post, store_line


def clawback_accruals(
    *,
    reference: str,
    refunded: Money,
    total: Money,
    activity: Activity = Activity.PURCHASE,
    customer_id: int | None = None,
    now: datetime | None = None,
) -> list[Accrual]:
    """Take back what an activity earned (of one customer, if one is named), in proportion to `refunded`
    of `total`.

    `refunded` is all that was refunded so far, this refund included: so a repeated call takes
    nothing twice, and several part refunds take exactly what one whole refund takes. Rounded down
    to a whole unit in the customer's favor until all is refunded. Pending rewards are taken first
    from pending; of available ones, what is spent already is recorded as a shortfall. A referral that
    waits for this purchase is told. Raises `CurrencyMismatch`, `ValueError` for more than the total.
    """
    part, whole = to_minor(require_currency(refunded, str(total.currency))), to_minor(total)
    if not 0 <= part <= whole or not whole:
        raise ValueError("Refunded is from nothing to the whole total.")
    now = now or timezone.now()
    with transaction.atomic():
        accruals = lock_accruals(reference=reference, activity=activity, customer_id=customer_id)
        for accrual in accruals:
            _claw_back(accrual, accrual.amount * part // whole, now)
        whose = {"customer_id": customer_id}
        note_return(reference=reference, refunded=refunded, total=total, activity=activity, **whose)
        if activity == Activity.PURCHASE:
            note_order_refunded(order_reference=reference, refunded=refunded, total=total, now=now, **whose)
        return accruals


def take_back_activity(
    *, customer_id: int, activity: Activity, reference: str, now: datetime | None = None
) -> list[Accrual]:
    """Take back all that one customer's activity earned: it turned out not to be one.

    What is spent already is recorded as a shortfall. Safe to repeat.
    """
    with transaction.atomic():
        accruals = lock_accruals(reference=reference, activity=activity, customer_id=customer_id)
        for accrual in accruals:
            _claw_back(accrual, accrual.amount, now or timezone.now())
        return accruals


def _claw_back(accrual: Accrual, target: int, now: datetime) -> None:
    amount = target - accrual.clawed_back
    if amount <= 0:
        return
    key = f"clawback:{accrual.pk}:{target}"
    if accrual.status == AccrualStatus.PENDING:
        _take(accrual.wallet.pending_account_id, accrual, amount, key)
    else:
        _from_available(accrual.wallet, accrual, amount, key=key, now=now)
    accrual.clawed_back = target
    if target == accrual.amount:
        accrual.status = AccrualStatus.CLAWED_BACK
    accrual.save(update_fields=["clawed_back", "status"])


def _from_available(wallet: RewardWallet, accrual: Accrual, amount: int, *, key: str, now: datetime) -> None:
    """From the accrual's own lot, then from any other; what is not there any more is owed.

    What expired unspent is neither there nor owed: the customer had nothing of it.
    """
    sweep_expired(wallet, now=now)
    expired = accrual.lot.expired if accrual.lot else 0
    due = max(0, min(amount, accrual.amount - accrual.clawed_back - expired))
    taken = min(due, left_in(wallet))
    if taken:
        entry_id = _take(wallet.available_account_id, accrual, taken, key)
        consume(wallet, taken, entry_id=entry_id, first=accrual.lot)
    if due > taken:
        record_shortfall(accrual, due - taken, key=key)


def _take(account_id: int, accrual: Accrual, amount: int, key: str) -> int:
    money = from_minor(amount, accrual.wallet.currency)
    posted = post(
        key=key,
        kind=EntryKind.REWARD_CLAWED_BACK,
        lines=[line(account_id, -money), store_line(chart.REWARDS_GRANTED, money)],
        reference=accrual.reference,
    )
    return posted.entry_id
