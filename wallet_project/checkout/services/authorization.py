"""Reserving all that an order costs, and sending the customer on to pay the card part."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID, uuid4

from django.db import IntegrityError, transaction
from django.utils import timezone
from djmoney.money import Money

from rewards.caps import OrderLine
from rewards.models import RewardWallet
from rewards.queries import cap_for
from wallet_project.checkout.enums import (
    PAYMENT_CAPTURED,
    PAYMENT_OPEN,
    PaymentStatus,
    TenderKind,
    TenderStatus,
)
from wallet_project.checkout.exceptions import OrderHasPayment
from wallet_project.checkout.locks import load_tenders
from wallet_project.checkout.models import Payment, Tender
from wallet_project.checkout.plan import Plan, PlannedTender, plan_tenders
from wallet_project.checkout.ports import get_orders
from wallet_project.checkout.services.endings import complete
from wallet_project.checkout.services.quotes import find_wallet, reward_source, wallet_source
from wallet_project.checkout.services.requests import PaymentRequest
from wallet_project.checkout.services.reserves import lock_rewards, reserve
from wallet_project.checkout.services.settlement import settle_payment
from wallet_project.core.exceptions import IdempotencyConflict
from wallet_project.core.money import require_positive, to_minor
from wallets.locks import lock_wallet
from wallets.models import SavedCard, Wallet
from wallets.services import open_wallet, require_can_spend, usable_card


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
    payment = _reserve(request)
    if payment.status == PaymentStatus.CREATED:
        payment = settle_payment(payment_id=payment.pk)
    return PaymentOutcome(payment, payment.redirect_url)


def _reserve(request: PaymentRequest) -> Payment:
    """The committed rows of a payment, new or of an earlier call with the same key."""
    try:
        return _reserve_under_lock(request)
    except IntegrityError:
        # The same key or order, at the same moment, in another currency: another wallet's lock.
        return _reserve_under_lock(request)


def _reserve_under_lock(request: PaymentRequest) -> Payment:
    with transaction.atomic():
        opened = open_wallet(customer_id=request.customer_id, currency=request.currency)
        wallet = lock_wallet(opened.pk)
        earlier = Payment.objects.filter(customer_id=request.customer_id, key=request.key).first()
        if earlier is not None:
            return _replayed(earlier, request)
        _require_no_other_payment(request)
        rewards = lock_rewards(request.customer_id, request.currency)
        plan = _plan(request, wallet, rewards)
        card = _card(request) if plan.part(TenderKind.CARD).amount else None
        payment = _create(request)
        for position, planned in enumerate(plan.tenders):
            _add_tender(
                payment, planned, position, wallet=wallet, rewards=rewards, card=card, request=request
            )
        load_tenders(payment)
        _finish_without_card(payment, plan, request)
        return payment


def _replayed(payment: Payment, request: PaymentRequest) -> Payment:
    if payment.fingerprint != request.fingerprint():
        raise IdempotencyConflict(request.key)
    return load_tenders(payment)


def _require_no_other_payment(request: PaymentRequest) -> None:
    """Two tabs with two keys must not pay one order twice."""
    others = Payment.objects.filter(
        customer_id=request.customer_id,
        order_reference=request.order_reference,
        status__in=(*PAYMENT_OPEN, *PAYMENT_CAPTURED),
    )
    other = others.first()
    if other is not None:
        raise OrderHasPayment(state=other.status)


def _plan(request: PaymentRequest, wallet: Wallet, rewards: RewardWallet | None) -> Plan:
    """The shares of rewards, wallet and card, from what is available under the locks."""
    if any(chosen is not None and to_minor(chosen) > 0 for chosen in _chosen(request)):
        require_can_spend(wallet)
    current = find_wallet(request.customer_id, request.currency)
    cap = cap_for(total=request.total, lines=request.lines, has_coupon=request.has_coupon, now=timezone.now())
    sources = [
        reward_source(rewards, current, request.currency, request.reward_amount, cap),
        wallet_source(current, request.currency, request.wallet_amount),
    ]
    return plan_tenders(total=request.total, sources=sources)


def _chosen(request: PaymentRequest) -> tuple[Money | None, Money | None]:
    return request.reward_amount, request.wallet_amount


def _card(request: PaymentRequest) -> SavedCard | None:
    if request.saved_card_id is None:
        return None
    return usable_card(customer_id=request.customer_id, card_id=request.saved_card_id)


def _create(request: PaymentRequest) -> Payment:
    return Payment.objects.create(
        customer_id=request.customer_id,
        order_reference=request.order_reference,
        description=get_orders().describe(request.order_reference)[:200],
        total=request.total,
        captured=request.total * 0,
        refunded=request.total * 0,
        key=request.key,
        fingerprint=request.fingerprint(),
        return_url=request.return_url,
        cancel_url=request.cancel_url,
    )


def _add_tender(
    payment: Payment,
    planned: PlannedTender,
    position: int,
    *,
    wallet: Wallet,
    rewards: RewardWallet | None,
    card: SavedCard | None,
    request: PaymentRequest,
) -> None:
    tender = Tender(
        payment=payment,
        kind=planned.kind,
        position=position,
        amount=planned.amount,
        captured=planned.amount * 0,
        refunded=planned.amount * 0,
        status=TenderStatus.CREATED,
    )
    if planned.kind == TenderKind.CARD:
        tender.gateway_key = f"tender-{uuid4()}"
        tender.saved_card = card
        tender.save_card = request.save_card and card is None
    else:
        reserve(tender, wallet=wallet, rewards=rewards)
    tender.save(force_insert=True)


def _finish_without_card(payment: Payment, plan: Plan, request: PaymentRequest) -> None:
    if plan.part(TenderKind.CARD).amount:
        return
    if request.capture:
        complete(payment)
        return
    payment.status = PaymentStatus.AUTHORIZED
    payment.save(update_fields=["status"])
