"""Taking a staff credit, a staff debit or a rescued payment back as a whole."""

from __future__ import annotations

from uuid import UUID

from django.contrib.auth import get_user_model
from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from djmoney.money import Money

from notifications.services import enqueue
from wallet_project.core.exceptions import (
    IdempotencyConflict,
    InsufficientFunds,
    InvalidState,
    NotFound,
)
from wallet_project.core.money import as_data, from_minor
from wallets.enums import AdjustmentDirection, AdjustmentReason, WalletStatus
from wallets.exceptions import AdjustmentNotAllowed, WalletFrozen
from wallets.ledger import journal
from wallets.ledger.enums import EntryKind
from wallets.ledger.exceptions import BelowFloor
from wallets.ledger.models import JournalEntry
from wallets.locks import lock_staff_member, lock_wallet
from wallets.models import Adjustment, Wallet

REVERSIBLE = frozenset({EntryKind.ADJUSTMENT_CREDIT, EntryKind.ADJUSTMENT_DEBIT, EntryKind.PAYMENT_RESCUED})


class NotReversible(InvalidState):
    """An entry whose hold, top-up or payment would say something else than the books afterwards."""

    code = "not_reversible"


def require_reversible(entry: JournalEntry) -> None:
    """Raise `NotReversible`, with what to do instead, unless the entry can be reversed by itself."""
    if entry.kind not in REVERSIBLE:
        raise NotReversible(_instead(entry.kind), state=entry.kind)
    reversed_by = JournalEntry.objects.filter(reverses_id=entry.pk).first()
    if reversed_by is not None:
        message = _("This entry was reversed already, by entry %(entry)s.")
        raise NotReversible(message % {"entry": reversed_by.pk}, state="reversed")


def reverse_wallet_entry(*, entry_id: int, reason: str, actor_id: int, key: str) -> Adjustment:
    """Post the exact negation of an adjustment or a rescued payment, and tell the customer.

    Answers with an `Adjustment` that says who did it and why. `actor_id` needs the permission
    `ledger.reverse_entry`, and the wallet must be another person's. Raises `AdjustmentNotAllowed`,
    `NotFound`, `NotReversible`, `InsufficientFunds` if the customer has spent the money,
    `WalletFrozen` for a closed wallet, `IdempotencyConflict`. Safe to repeat with the same key.
    """
    if not reason.strip():
        raise InvalidState(_("Say why: a reversal needs a reason."))
    entry = JournalEntry.objects.filter(pk=entry_id).first()
    if entry is None:
        raise NotFound(_("entry"))
    if entry.kind not in REVERSIBLE:
        require_reversible(entry)
    with transaction.atomic():
        lock_staff_member(actor_id)
        wallet, amount = _lock_its_wallet(entry)
        earlier = Adjustment.objects.filter(key=key).select_related("entry").first()
        if earlier is not None:
            return _replayed(earlier, entry)
        _require_allowed(actor_id, wallet)
        require_reversible(entry)
        if wallet.status == WalletStatus.CLOSED:
            raise WalletFrozen(wallet.status)
        adjustment = _reverse(entry, wallet, amount, reason.strip(), actor_id, key)
        _tell(adjustment)
        return adjustment


def _lock_its_wallet(entry: JournalEntry) -> tuple[Wallet, Money]:
    """The one wallet that the entry moved money of, locked, and by how much it moved it."""
    moved = dict(entry.postings.values_list("account_id", "amount"))
    concerned = Q(available_account_id__in=moved) | Q(held_account_id__in=moved)
    ids = list(Wallet.objects.filter(concerned).order_by("pk").values_list("pk", flat=True))
    if len(ids) != 1:
        raise NotReversible(_("This entry moved the money of more than one wallet."), state=entry.kind)
    wallet = lock_wallet(UUID(str(ids[0])))
    return wallet, from_minor(moved[wallet.available_account_id], wallet.currency)


def _replayed(earlier: Adjustment, entry: JournalEntry) -> Adjustment:
    if earlier.entry.reverses_id != entry.pk:
        raise IdempotencyConflict(earlier.key)
    return earlier


def _require_allowed(actor_id: int, wallet: Wallet) -> None:
    actor = get_user_model().objects.get(pk=actor_id)
    if not (actor.is_active and actor.is_staff and actor.has_perm("ledger.reverse_entry")):
        raise AdjustmentNotAllowed(_("Your role does not allow reversing entries."))
    if wallet.customer_id == actor_id:
        raise AdjustmentNotAllowed(_("Nobody may reverse an entry of their own wallet."))


def _reverse(
    entry: JournalEntry, wallet: Wallet, moved: Money, reason: str, actor_id: int, key: str
) -> Adjustment:
    try:
        posted = journal.reverse_entry(entry_id=entry.pk, key=f"reversal:{key}", actor=f"user:{actor_id}")
    except BelowFloor as error:
        available = None if error.available is None else from_minor(error.available, wallet.currency)
        raise InsufficientFunds(available=available) from error
    credited = moved.amount < 0
    return Adjustment.objects.create(
        wallet=wallet,
        direction=AdjustmentDirection.CREDIT if credited else AdjustmentDirection.DEBIT,
        amount=abs(moved),
        reason=AdjustmentReason.CORRECTION,
        note=reason,
        reference=entry.reference,
        actor_id=actor_id,
        key=key,
        entry_id=posted.entry_id,
    )


def _tell(adjustment: Adjustment) -> None:
    credit = adjustment.direction == AdjustmentDirection.CREDIT
    enqueue(
        kind="credited_by_store" if credit else "debited_by_store",
        recipient_id=adjustment.wallet.customer_id,
        dedupe_key=f"adjustment:{adjustment.pk}",
        context={
            "amount": adjustment.amount,
            "note": gettext_lazy("Correction of an earlier movement."),
        },
        subject=f"wallet:{adjustment.wallet_id}",
        data={
            "wallet": str(adjustment.wallet_id),
            "adjustment": str(adjustment.pk),
            "amount": as_data(adjustment.amount),
            "reason": adjustment.reason,
            "journal_entry": str(adjustment.entry_id),
        },
    )


def _instead(kind: str) -> str:
    """What to do where a bare reversal would contradict the hold, top-up or payment."""
    if kind in {EntryKind.HOLD_PLACED, EntryKind.HOLD_RELEASED}:
        return _("A hold is released by canceling its order, not by a reversal.")
    if kind in {EntryKind.HOLD_CAPTURED, EntryKind.ORDER_PAID, EntryKind.CARD_CAPTURED}:
        return _("A paid order is given back by a refund, not by a reversal.")
    if kind in {EntryKind.TOP_UP, EntryKind.TOP_UP_DISPUTED, EntryKind.TOP_UP_DISPUTE_WON}:
        return _("A top-up is given back at the payment service; the books follow by themselves.")
    if kind == EntryKind.REVERSAL:
        return _("A reversal is not reversed: make a new credit or debit.")
    return _("This kind of entry is not reversed by itself.")
