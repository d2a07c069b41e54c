"""Tenders of money that the store already has: reserved, captured, released. One branch per kind."""

from __future__ import annotations

from djmoney.money import Money

from wallet_project.checkout.enums import TenderStatus
from wallet_project.checkout.models import Payment, Tender
from wallets.enums import HoldStatus
from wallets.models import Wallet
from wallets.services import capture_hold, place_hold, void_hold


def reserve(tender: Tender, wallet: Wallet) -> None:
    """Place what the tender needs. Raises as `place_hold` does."""
    tender.hold = place_hold(
        wallet_id=wallet.pk,
        amount=tender.money,
        key=f"tender:{tender.pk}",
        reference=tender.payment.order_reference,
    )
    tender.status = TenderStatus.HELD


def capture_reserved(tender: Tender, amount: Money) -> None:
    """Take `amount` of a held tender for the order; the rest goes back. Raises `HoldNotActive`."""
    assert tender.hold is not None
    hold = capture_hold(hold_id=tender.hold.pk, amount=amount)
    tender.status = TenderStatus.CAPTURED
    tender.captured = amount
    tender.entry_id = hold.closed_entry_id
    tender.save()


def release_reserved(payment: Payment) -> None:
    """Give back all that is still held for a payment. Safe to repeat."""
    for tender in payment.tenders.all():
        if tender.status == TenderStatus.HELD:
            release(tender)


def release(tender: Tender) -> None:
    assert tender.hold is not None
    if tender.hold.status == HoldStatus.ACTIVE:
        void_hold(hold_id=tender.hold.pk)
    tender.status = TenderStatus.RELEASED
    tender.save()
