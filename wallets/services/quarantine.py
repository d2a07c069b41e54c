"""Top-ups that the gateway told us other things of than were asked for: a person decides."""

from __future__ import annotations

from uuid import UUID

from django.contrib.auth import get_user_model
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from djmoney.money import Money

from notifications.services import enqueue
from wallet_project.core.exceptions import CurrencyMismatch, InvalidState
from wallet_project.core.money import as_data, from_minor, to_minor
from wallets.enums import TopUpStatus
from wallets.exceptions import AdjustmentNotAllowed
from wallets.locks import lock_top_up
from wallets.models import TopUp
from wallets.services.posting import EntryKind, chart, line, post, store_line


def credit_quarantined_top_up(*, top_up_id: UUID, actor_id: int) -> TopUp:
    """Credit to the wallet of a quarantined top-up what the gateway really captured.

    `actor_id` needs `wallets.adjust_wallet_unlimited`, and the wallet must be another person's.
    Raises `AdjustmentNotAllowed`, `NotFound`, `InvalidState` unless it is quarantined,
    `CurrencyMismatch` for a capture in another currency than the wallet's. Safe to repeat.
    """
    with transaction.atomic():
        wallet, top_up = lock_top_up(top_up_id)
        require_may_decide(actor_id=actor_id, customer_id=wallet.customer_id)
        if top_up.status == TopUpStatus.SUCCEEDED:
            return top_up
        captured = _captured(top_up)
        if str(captured.currency) != wallet.currency:
            raise CurrencyMismatch(wallet.currency, str(captured.currency))
        posted = post(
            key=f"top_up:{top_up.pk}",
            kind=EntryKind.TOP_UP,
            lines=[
                line(wallet.available_account_id, captured),
                store_line(chart.GATEWAY_CLEARING, -captured),
            ],
            reference=top_up.gateway_payment[:100],
            actor=f"user:{actor_id}",
        )
        top_up.entry_id = posted.entry_id
        _close(top_up, TopUpStatus.SUCCEEDED, "")
        enqueue(
            kind="money_added",
            recipient_id=wallet.customer_id,
            dedupe_key=f"money_added:{top_up.pk}",
            context={"amount": captured},
            subject=f"wallet:{wallet.pk}",
            data={
                "wallet": str(wallet.pk),
                "top_up": str(top_up.pk),
                "amount": as_data(captured),
                "journal_entry": str(posted.entry_id),
            },
        )
        return top_up


def close_quarantined_top_up(*, top_up_id: UUID, actor_id: int) -> TopUp:
    """End a quarantined top-up whose payment staff gave back at the gateway. Moves no money here:
    none was ever booked. Raises as `credit_quarantined_top_up` does. Safe to repeat."""
    with transaction.atomic():
        wallet, top_up = lock_top_up(top_up_id)
        require_may_decide(actor_id=actor_id, customer_id=wallet.customer_id)
        if top_up.status == TopUpStatus.CANCELED and top_up.captured is not None:
            return top_up
        _captured(top_up)
        _close(top_up, TopUpStatus.CANCELED, _("The store gave this payment back at the payment service."))
        return top_up


def require_may_decide(*, actor_id: int, customer_id: int) -> None:
    """Raises `AdjustmentNotAllowed` unless the actor may decide about this customer's payments in
    quarantine: staff with `wallets.adjust_wallet_unlimited`, and another person."""
    actor = get_user_model().objects.get(pk=actor_id)
    if not (actor.is_active and actor.is_staff and actor.has_perm("wallets.adjust_wallet_unlimited")):
        raise AdjustmentNotAllowed(_("Your role does not allow deciding about payments in quarantine."))
    if customer_id == actor_id:
        raise AdjustmentNotAllowed(_("Nobody may decide about a payment of their own."))


def _captured(top_up: TopUp) -> Money:
    if top_up.status != TopUpStatus.QUARANTINED or top_up.captured is None:
        raise InvalidState(_("This top-up is not waiting for a decision."), state=top_up.status)
    return from_minor(to_minor(top_up.captured), str(top_up.captured.currency))


def _close(top_up: TopUp, status: TopUpStatus, text: str) -> None:
    top_up.status = status
    top_up.failure = text
    top_up.settled_at = timezone.now()
    top_up.save(update_fields=["status", "failure", "settled_at", "entry"])
