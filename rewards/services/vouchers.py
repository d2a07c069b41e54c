"""Vouchers at the checkout: looked up, reserved by an order, used when it is paid, or given back.

The order's lock is taken before the voucher's, always.
"""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _
from djmoney.money import Money

from rewards.caps import OrderLine
from rewards.codes import fingerprint, plain
from rewards.discounts import discount_for
from rewards.enums import VoucherStatus
from rewards.exceptions import VoucherNotUsable
from rewards.locks import lock_voucher
from rewards.models import Voucher
from wallet_project.core.exceptions import NotFound
from wallet_project.core.money import to_minor
from wallets.enums import WalletStatus
from wallets.models import Wallet

READY, RESERVED, USED = VoucherStatus.READY, VoucherStatus.RESERVED, VoucherStatus.USED


@dataclass(frozen=True, slots=True)
class VoucherQuote:
    """What a voucher takes off an order: `discount` in all, `shares` of it line by line."""

    voucher: Voucher
    discount: Money
    shares: tuple[Money, ...]


def find_voucher(*, customer_id: int, code: str) -> Voucher:
    """The customer's own voucher with this code, in whatever state.

    Raises `VoucherNotUsable`, in the same words for a code that is nobody's and one that is
    another's. How often somebody may guess is the caller's to limit.
    """
    voucher = Voucher.objects.filter(code_hash=fingerprint(code), customer_id=customer_id).first()
    if voucher is None or not secrets.compare_digest(plain(voucher.code), plain(code)):
        raise VoucherNotUsable(_("None of your vouchers has this code."), state="unknown")
    return voucher


def quote_voucher(
    *, customer_id: int, voucher_id: UUID, lines: Sequence[OrderLine], now: datetime
) -> VoucherQuote:
    """What the customer's voucher would take off these items now. Changes nothing.

    Raises `VoucherNotUsable` for one that is taken, used or expired, that does not fit the order, or
    while the customer's wallet is frozen, and `NotFound`.
    """
    voucher = Voucher.objects.filter(pk=voucher_id, customer_id=customer_id).first()
    if voucher is None:
        raise NotFound(_("voucher"))
    return _quote(voucher, lines, now)


def reserve_voucher(
    *, customer_id: int, voucher_id: UUID, order_reference: str, lines: Sequence[OrderLine], now: datetime
) -> VoucherQuote:
    """Take the voucher for an order that is being placed. Raises as `quote_voucher` does. Safe to
    repeat for the same order; of two orders at once one gets it."""
    with transaction.atomic():
        voucher = lock_voucher(voucher_id)
        if voucher.customer_id != customer_id:
            raise NotFound(_("voucher"))
        if voucher.order_reference == order_reference:
            return _replayed(voucher, lines)
        quote = _quote(voucher, lines, now)
        voucher.status = RESERVED
        voucher.order_reference = order_reference
        voucher.discount = to_minor(quote.discount)
        voucher.reserved_at = now
        voucher.save(update_fields=["status", "order_reference", "discount", "reserved_at"])
        return quote


def use_voucher(*, voucher_id: UUID, order_reference: str, now: datetime) -> Voucher:
    """The order is paid: the voucher is used up, for good. Raises `VoucherNotUsable` unless it is
    reserved for this order. Safe to repeat."""
    with transaction.atomic():
        voucher = lock_voucher(voucher_id)
        if voucher.order_reference != order_reference:
            raise VoucherNotUsable(_("This voucher is not reserved for this order."), state=voucher.status)
        if voucher.status == RESERVED:
            voucher.status = USED
            voucher.used_at = now
            voucher.save(update_fields=["status", "used_at"])
        return voucher


def release_voucher(*, voucher_id: UUID, order_reference: str) -> Voucher:
    """The order came to nothing: the customer has the voucher again, until its day of expiry.

    Leaves alone a voucher that is not reserved for this order, or that is used. Safe to repeat.
    """
    with transaction.atomic():
        voucher = lock_voucher(voucher_id)
        if voucher.status != RESERVED or voucher.order_reference != order_reference:
            return voucher
        voucher.status = READY
        voucher.order_reference = ""
        voucher.discount = None  # type: ignore[assignment]
        voucher.reserved_at = None
        voucher.save(update_fields=["status", "order_reference", "discount", "reserved_at"])
        return voucher


def _quote(voucher: Voucher, lines: Sequence[OrderLine], now: datetime) -> VoucherQuote:
    _require_ready(voucher, now)
    _require_open_wallet(voucher)
    off = discount_for(voucher.rule, lines)
    return VoucherQuote(voucher, off.amount, off.shares)


def _replayed(voucher: Voucher, lines: Sequence[OrderLine]) -> VoucherQuote:
    off = discount_for(voucher.rule, lines)
    if to_minor(off.amount) != voucher.discount:
        raise VoucherNotUsable(_("This voucher is taken by this order already."), state=voucher.status)
    return VoucherQuote(voucher, off.amount, off.shares)


def _require_ready(voucher: Voucher, now: datetime) -> None:
    if voucher.has_expired(now):
        raise VoucherNotUsable(_("This voucher has expired."), state="expired")
    if voucher.status == RESERVED:
        message = _("Order #%(order)s, which is not paid yet, has this voucher.")
        raise VoucherNotUsable(message % {"order": voucher.order_reference}, state=RESERVED)
    if voucher.status == USED:
        message = _("This voucher was used for order #%(order)s.")
        raise VoucherNotUsable(message % {"order": voucher.order_reference}, state=USED)


def _require_open_wallet(voucher: Voucher) -> None:
    """A frozen wallet discounts nothing: what points bought is the customer's value at the store."""
    frozen = Wallet.objects.filter(customer_id=voucher.customer_id, currency=voucher.currency)
    if frozen.exclude(status=WalletStatus.OPEN).exists():
        message = _("Your wallet is frozen, so vouchers can't be used now. Please contact the store.")
        raise VoucherNotUsable(message, state="frozen")
