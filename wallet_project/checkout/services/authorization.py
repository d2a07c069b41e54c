"""Reserving all that an order costs, and sending the customer on to pay the card part."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import Model
from django.utils import timezone
from djmoney.money import Money

from rewards.caps import OrderLine
from wallet_project.checkout.enums import PaymentStatus, TenderKind
from wallet_project.checkout.exceptions import OrderHasPayment
from wallet_project.checkout.locks import Payer, load_tenders, lock_payer
from wallet_project.checkout.models import Payment, Tender
from wallet_project.checkout.plan import Plan
from wallet_project.checkout.services.endings import letter_of_paid_order, tell_order
from wallet_project.checkout.services.requests import PaymentRequest
from wallet_project.checkout.services.reserves import reserve, take_at_once
from wallet_project.checkout.services.rows import add_card, line_rows, payment_row, tender_row, with_tenders
from wallet_project.checkout.services.settlement import settle_payment
from wallet_project.checkout.services.sharing import plan_of
from wallet_project.core.db import insert_together, require_transaction
from wallet_project.core.exceptions import IdempotencyConflict
from wallet_project.core.money import require_positive
from wallets.models import SavedCard
from wallets.services import open_wallet, usable_card


@dataclass(frozen=True, slots=True)
class PaymentOutcome:
    """A payment, and where the customer has to go to go on with it; empty for nowhere."""

    payment: Payment
    redirect_url: str


def authorize_payment(
    *,
    customer_id: int,
    order_reference: str,
    total: Money,
    wallet_amount: Money | None,
    reward_amount: Money | None = None,
    lines: Sequence[OrderLine] = (),
    has_coupon: bool = False,
    saved_card_id: UUID | None,
    save_card: bool,
    key: str,
    return_url: str,
    cancel_url: str,
    capture: bool = True,
) -> PaymentOutcome:
    """Reserve `reward_amount` and `wallet_amount` (None: as much as possible) and begin the card
    payment of the rest. `lines` and `has_coupon` decide how much reward money the order may use.

    Without a card part the payment is captured at once and the order is paid, unless `capture` is
    False: then it stays authorized until `capture_payment`. A card part is always captured when the
    card has paid; a saved card is charged at once. A declined card is no error: the answer's
    payment has failed, and nothing is reserved any more.

    Raises `AmountError` (also for more reward money than the order may use), `CurrencyMismatch`,
    `InsufficientFunds`, `WalletFrozen` if a frozen wallet was chosen to pay, `NotFound` or
    `CardNotUsable` for the card, `OrderHasPayment`, `OrderNotPayable`, `IdempotencyConflict`; then
    nothing has moved. Safe to repeat with the same `key`, also after a crash. Must not be called in a
    transaction if there can be a card part.
    """
    request = PaymentRequest(
        customer_id=customer_id,
        order_reference=order_reference,
        total=require_positive(total),
        wallet_amount=wallet_amount,
        reward_amount=reward_amount,
        lines=tuple(lines),
        has_coupon=has_coupon,
        saved_card_id=saved_card_id,
        save_card=save_card,
        capture=capture,
        key=key,
        return_url=return_url,
        cancel_url=cancel_url,
    )
    with transaction.atomic():
        payment = begin_payment(request=request)
    if payment.status == PaymentStatus.CREATED:
        payment = settle_payment(payment_id=payment.pk)
    return PaymentOutcome(payment, payment.redirect_url)


def begin_payment(*, request: PaymentRequest) -> Payment:
    """All of `authorize_payment` but the card: part of the caller's transaction, asks no gateway.

    A payment that it answers with as `CREATED` has a card part, which begins with `settle_payment`
    after the commit. Any error leaves the transaction to be rolled back. Raises `NotInTransaction`, and as
    `authorize_payment` does; `InsufficientFunds` where the rest would need a card that is not to pay.
    Safe to repeat with the same key.
    """
    require_transaction()
    require_positive(request.total)
    payer = _lock_payer(request)
    if payer.earlier_id is not None:
        return _replayed(Payment.objects.get(pk=payer.earlier_id), request)
    if payer.other_status:
        raise OrderHasPayment(state=payer.other_status)
    plan = plan_of(request, payer)
    with _told_apart(request):
        if plan.part(TenderKind.CARD).amount:
            return _reserved(request, payer, plan, PaymentStatus.CREATED)
        if request.capture:
            return _paid(request, payer, plan)
        return _reserved(request, payer, plan, PaymentStatus.AUTHORIZED)


def _lock_payer(request: PaymentRequest) -> Payer:
    payer = _try_lock(request)
    if payer is None:
        open_wallet(customer_id=request.customer_id, currency=request.currency)
        payer = _try_lock(request)
        assert payer is not None
    return payer


def _try_lock(request: PaymentRequest) -> Payer | None:
    return lock_payer(
        customer_id=request.customer_id,
        currency=request.currency,
        key=request.key,
        order_reference=request.order_reference,
        is_external=request.is_external,
        now=timezone.now(),
    )


def _replayed(payment: Payment, request: PaymentRequest) -> Payment:
    if payment.fingerprint != request.fingerprint():
        raise IdempotencyConflict(request.key)
    return load_tenders(payment)


@contextmanager
def _told_apart(request: PaymentRequest) -> Iterator[None]:
    """The same key or order, at the same moment, in another currency: behind another wallet's lock, so
    the database tells."""
    try:
        yield
    except IntegrityError as error:
        rule = getattr(getattr(error.__cause__, "diag", None), "constraint_name", "")
        if rule == "payment_key_is_unique_per_customer":
            raise IdempotencyConflict(request.key) from error
        if rule == "order_is_paid_by_one_payment":
            raise OrderHasPayment(state=PaymentStatus.CREATED) from error
        raise


def _paid(request: PaymentRequest, payer: Payer, plan: Plan) -> Payment:
    """What needs no card and no waiting: taken at once, all rows in one round trip."""
    payment = payment_row(request, PaymentStatus.CAPTURED)
    tenders = [tender_row(payment, planned, position) for position, planned in enumerate(plan.tenders)]
    for tender in tenders:
        take_at_once(tender, payer)
    with_tenders(payment, tenders)
    letter = letter_of_paid_order(payment)
    _insert(request, payment, tenders, letter)
    tell_order(payment)
    return payment


def _reserved(request: PaymentRequest, payer: Payer, plan: Plan, status: PaymentStatus) -> Payment:
    """What waits: for the card, or for its capture."""
    card = _card(request) if status == PaymentStatus.CREATED else None
    payment = payment_row(request, status)
    tenders = [tender_row(payment, planned, position) for position, planned in enumerate(plan.tenders)]
    for tender in tenders:
        if tender.kind == TenderKind.CARD:
            add_card(tender, card, save_card=request.save_card)
        else:
            reserve(tender, wallet_id=payer.wallet.pk, rewards_id=payer.rewards_id)
    _insert(request, payment, tenders)
    return with_tenders(payment, tenders)


def _insert(request: PaymentRequest, payment: Payment, tenders: Sequence[Tender], *more: Model) -> None:
    insert_together(payment, *line_rows(request, payment), *tenders, *more)


def _card(request: PaymentRequest) -> SavedCard | None:
    if request.saved_card_id is None:
        return None
    return usable_card(customer_id=request.customer_id, card_id=request.saved_card_id)
