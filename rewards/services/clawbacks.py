"""Taking back what a refunded or canceled order earned, in proportion."""

from __future__ import annotations

from uuid import UUID

from django.db import transaction
from django.utils import timezone
from djmoney.money import Money

from rewards.enums import AccrualStatus, Activity
from rewards.locks import lock_accrual
from rewards.models import Accrual, CreditLot, RewardWallet
from rewards.services.dating import note_return
from rewards.services.lots import consume, sweep_expired
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
) -> list[Accrual]:
    """Take back what an activity earned, in proportion to `refunded` of `total`.

    `refunded` is all that was refunded so far, this refund included: so a repeated call takes
    nothing twice, and several part refunds take exactly what one whole refund takes. Rounded down
    to a whole unit in the customer's favor until all is refunded. Pending rewards are taken first
    from pending; of available ones, what is spent already is recorded as a shortfall. A referral that
    waits for this purchase is told. Raises
    `CurrencyMismatch`, `ValueError` for more than the total.
    """
    part, whole = to_minor(require_currency(refunded, str(total.currency))), to_minor(total)
    if not 0 <= part <= whole or not whole:
        raise ValueError("Refunded is from nothing to the whole total.")
    found = Accrual.objects.filter(reference=reference, activity=activity)
    ids = list(found.order_by("wallet_id", "id").values_list("pk", flat=True))
    with transaction.atomic():
        clawed_back = [_claw_back(accrual_id, part, whole) for accrual_id in ids]
        note_return(reference=reference, refunded=refunded, total=total, activity=activity)
        if activity == Activity.PURCHASE:
            note_order_refunded(order_reference=reference, refunded=refunded, total=total, now=timezone.now())
        return clawed_back


def take_back_activity(*, customer_id: int, activity: Activity, reference: str) -> list[Accrual]:
    """Take back all that one customer's activity earned: it turned out not to be one.

    What is spent already is recorded as a shortfall. Safe to repeat.
    """
    found = Accrual.objects.filter(wallet__customer_id=customer_id, activity=activity, reference=reference)
    with transaction.atomic():
        ids = list(found.order_by("wallet_id", "id").values_list("pk", flat=True))
        return [_claw_back(accrual_id, 1, 1) for accrual_id in ids]


def _claw_back(accrual_id: UUID, part: int, whole: int) -> Accrual:
    wallet, accrual = lock_accrual(accrual_id)
    target = accrual.amount * part // whole
    amount = target - accrual.clawed_back
    if amount <= 0:
        return accrual
    if accrual.status == AccrualStatus.PENDING:
        _from_pending(wallet, accrual, amount)
    else:
        _from_available(wallet, accrual, amount, key=f"clawback:{accrual.pk}:{target}")
    accrual.clawed_back = target
    if target == accrual.amount:
        accrual.status = AccrualStatus.CLAWED_BACK
    accrual.save(update_fields=["clawed_back", "status"])
    return accrual


def _from_pending(wallet: RewardWallet, accrual: Accrual, amount: int) -> None:
    money = from_minor(amount, wallet.currency)
    post(
        key=f"clawback:{accrual.pk}:{accrual.clawed_back + amount}",
        kind=EntryKind.REWARD_CLAWED_BACK,
        lines=[line(wallet.pending_account_id, -money), store_line(chart.REWARDS_GRANTED, money)],
        reference=accrual.reference,
    )


def _from_available(wallet: RewardWallet, accrual: Accrual, amount: int, *, key: str) -> None:
    """From the accrual's own lot, then from any other; what is not there any more is owed.

    What expired unspent is neither there nor owed: the customer had nothing of it.
    """
    sweep_expired(wallet, now=timezone.now())
    lot = CreditLot.objects.filter(accrual=accrual).first()
    if lot is not None:
        amount = min(amount, accrual.amount - accrual.clawed_back - lot.expired)
    wallet.available_account.refresh_from_db()
    taken = min(amount, wallet.available_account.balance or 0)
    if taken > 0:
        money = from_minor(taken, wallet.currency)
        posted = post(
            key=key,
            kind=EntryKind.REWARD_CLAWED_BACK,
            lines=[line(wallet.available_account_id, -money), store_line(chart.REWARDS_GRANTED, money)],
            reference=accrual.reference,
        )
        consume(wallet, taken, entry_id=posted.entry_id, first=lot)
    if amount > taken:
        record_shortfall(accrual, amount - max(taken, 0), key=key)
