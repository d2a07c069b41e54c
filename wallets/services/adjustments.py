"""Staff credits and debits, within what their role allows."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.contrib.auth import get_user_model
from django.db import transaction
from django.db.models import Sum
from django.utils import timezone
from django.utils.translation import gettext as _
from djmoney.money import Money

from notifications.services import enqueue
from wallet_project.core.exceptions import IdempotencyConflict, InsufficientFunds
from wallet_project.core.money import as_data, from_minor, require_currency, require_positive, to_minor
from wallets.enums import AdjustmentDirection, AdjustmentReason, WalletStatus
from wallets.exceptions import AdjustmentNotAllowed, WalletFrozen
from wallets.limits import staff_limits_for
from wallets.locks import lock_staff_member, lock_wallet
from wallets.models import Adjustment, AdjustmentPolicy, Wallet
from wallets.services.posting import EntryKind, chart, line, post, store_line

if TYPE_CHECKING:
    from wallet_project.accounts.models import User

DEBIT = AdjustmentDirection.DEBIT


@dataclass(frozen=True, slots=True)
class AdjustmentPreview:
    """What an adjustment would do: available money before and after it."""

    before: Money
    after: Money


def preview_adjustment(
    *, wallet_id: UUID, direction: AdjustmentDirection, amount: Money, actor_id: int | None = None
) -> AdjustmentPreview:
    """What would be available after an adjustment; moves nothing. Raises as `adjust_wallet` does
    for a bad amount, a debit of more than there is, a closed wallet, and what `actor_id` may not do."""
    wallet = Wallet.objects.select_related("available_account", "held_account").get(pk=wallet_id)
    amount = require_currency(require_positive(amount), wallet.currency)
    if wallet.status == WalletStatus.CLOSED:
        raise WalletFrozen(wallet.status)
    _require_allowed(actor_id, wallet, amount)
    after = wallet.available - amount if direction == DEBIT else wallet.available + amount
    if direction == DEBIT and to_minor(after) < wallet.available_account.floor:
        raise InsufficientFunds(available=wallet.available)
    return AdjustmentPreview(before=wallet.available, after=after)


def adjust_wallet(
    *,
    wallet_id: UUID,
    direction: AdjustmentDirection,
    amount: Money,
    reason: AdjustmentReason,
    key: str,
    actor_id: int | None,
    note: str = "",
    customer_note: str = "",
    reference: str = "",
) -> Adjustment:
    """Credit or debit a customer's wallet by hand. The customer is told, with `customer_note`.

    `actor_id` is the staff member, whose role and daily sum are checked; None is the store's own
    back end. A frozen wallet can be adjusted, a closed one can't. Raises `AdjustmentNotAllowed`,
    `InsufficientFunds`, `WalletFrozen`, `AmountError`, `CurrencyMismatch`, `IdempotencyConflict`.
    Safe to repeat with the same key.
    """
    amount = require_positive(amount)
    with transaction.atomic():
        if actor_id is not None:
            lock_staff_member(actor_id)
        wallet = lock_wallet(wallet_id)
        require_currency(amount, wallet.currency)
        earlier = Adjustment.objects.filter(key=key).first()
        if earlier is not None:
            return _replayed(earlier, wallet, direction, amount)
        if wallet.status == WalletStatus.CLOSED:
            raise WalletFrozen(wallet.status)
        _require_allowed(actor_id, wallet, amount)
        adjustment = Adjustment(
            wallet=wallet,
            direction=direction,
            amount=amount,
            reason=reason,
            key=key,
            actor_id=actor_id,
            note=note.strip(),
            customer_note=customer_note.strip(),
            reference=reference.strip(),
        )
        _post(adjustment, amount)
        adjustment.save()
        _tell(adjustment, amount)
        return adjustment


def _replayed(earlier: Adjustment, wallet: Wallet, direction: str, amount: Money) -> Adjustment:
    same = (earlier.wallet_id, earlier.direction, to_minor(earlier.amount))
    if same != (wallet.pk, direction, to_minor(amount)):
        raise IdempotencyConflict(earlier.key)
    return earlier


def _post(adjustment: Adjustment, amount: Money) -> None:
    signed = -amount if adjustment.direction == DEBIT else amount
    kind = EntryKind.ADJUSTMENT_DEBIT if adjustment.direction == DEBIT else EntryKind.ADJUSTMENT_CREDIT
    posted = post(
        key=f"adjustment:{adjustment.key}",
        kind=kind,
        lines=[
            line(adjustment.wallet.available_account_id, signed),
            store_line(_paid_by(adjustment.reason), -signed),
        ],
        reference=adjustment.reference,
        description=adjustment.customer_note,
        actor=f"user:{adjustment.actor_id}" if adjustment.actor_id else "",
    )
    adjustment.entry_id = posted.entry_id


def _paid_by(reason: str) -> chart.ChartAccount:
    """Whose the other side is: a rescued payment is money that the gateway has, not a gift of ours."""
    return chart.GATEWAY_CLEARING if reason == AdjustmentReason.RESCUE else chart.STORE_CREDIT_GRANTED


def _require_allowed(actor_id: int | None, wallet: Wallet, amount: Money) -> None:
    """Role and limits of the staff member; call with their row locked."""
    if actor_id is None:
        return
    actor = get_user_model().objects.get(pk=actor_id)
    if not (actor.is_active and actor.is_staff and _may_adjust(actor)):
        raise AdjustmentNotAllowed(_("Your role does not allow crediting or debiting wallets."))
    if wallet.customer_id == actor_id:
        raise AdjustmentNotAllowed(_("Nobody may credit or debit their own wallet."))
    _require_within(staff_limits_for(wallet.currency), actor, wallet, amount)


def _may_adjust(actor: User | Any) -> bool:
    return bool(actor.has_perm("wallets.adjust_wallet") or actor.has_perm("wallets.adjust_wallet_unlimited"))


def _require_within(policy: AdjustmentPolicy, actor: User | Any, wallet: Wallet, amount: Money) -> None:
    each, daily = policy.operations_each, policy.per_admin_and_day
    if each is not None and amount.amount > each and not actor.has_perm("wallets.adjust_wallet_unlimited"):
        limit = _limit(each, wallet)
        raise AdjustmentNotAllowed(_("Your limit for one adjustment is %(limit)s.") % {"limit": limit})
    if daily is None:
        return
    today = _adjusted_today(actor.pk, wallet.currency)
    if amount.amount + today.amount > daily:
        rest = _limit(max(daily - today.amount, 0), wallet)
        raise AdjustmentNotAllowed(
            _("Your limit within 24 hours is %(limit)s; %(rest)s of it is left.")
            % {"limit": _limit(daily, wallet), "rest": rest}
        )


def _limit(amount: Any, wallet: Wallet) -> Money:
    return from_minor(to_minor(Money(amount, wallet.currency)), wallet.currency)


def _adjusted_today(actor_id: int, currency: str) -> Money:
    since = timezone.now() - timedelta(days=1)
    rows = Adjustment.objects.filter(actor_id=actor_id, created_at__gte=since, amount_currency=currency)
    rows = rows.filter(entry__reverses=None)  # a mistake taken back leaves the day's limit as it was
    return Money(rows.aggregate(total=Sum("amount"))["total"] or 0, currency)


def _tell(adjustment: Adjustment, amount: Money) -> None:
    credit = adjustment.direction == AdjustmentDirection.CREDIT
    enqueue(
        kind="credited_by_store" if credit else "debited_by_store",
        recipient_id=adjustment.wallet.customer_id,
        dedupe_key=f"adjustment:{adjustment.pk}",
        context={"amount": amount, "note": adjustment.customer_note},
        subject=f"wallet:{adjustment.wallet_id}",
        data={
            "wallet": str(adjustment.wallet_id),
            "adjustment": str(adjustment.pk),
            "amount": as_data(amount),
            "reason": adjustment.reason,
            "journal_entry": str(adjustment.entry_id),
        },
    )
