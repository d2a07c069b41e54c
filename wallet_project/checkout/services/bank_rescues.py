"""Rescuing a payment that staff know by its reference at the gateway, which no row of ours claimed."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from django.contrib.auth import get_user_model
from django.db import transaction
from django.utils.translation import gettext as _
from djmoney.money import Money

from wallet_project.checkout.enums import RescueSource
from wallet_project.checkout.exceptions import NotToRescue
from wallet_project.checkout.models import Payment, RescuedPayment, Tender
from wallet_project.checkout.ports import get_orders
from wallet_project.checkout.services.settlement import settle_payment
from wallet_project.core.money import require_positive
from wallets.gateways.base import GatewayError, PaymentResult, PaymentState
from wallets.locks import lock_wallet
from wallets.services import (
    credit_rescued_payment,
    customer_at_gateway,
    find_bank_payment,
    open_wallet,
    top_up_of,
    was_credited_by_hand,
)

RESCUE = "checkout.rescue_payment"


@dataclass(frozen=True, slots=True)
class BankPayment:
    """A payment at the gateway that could be rescued. `rescued` is there once it was."""

    gateway_payment: str
    customer_id: int
    captured: Money
    method: str
    rescued: RescuedPayment | None = None


def look_up_bank_payment(*, reference: str, customer_id: int, amount: Money, actor_id: int) -> BankPayment:
    """Ask the gateway about a payment that staff know by its id there, and check that it can go to this
    customer's wallet: it has succeeded, is of this customer and this amount, nothing of it went back,
    and it was credited nowhere. One of an order of ours is settled first, which may rescue it.

    Moves no money but by settling. Raises `NotToRescue` with words otherwise. Makes calls to the
    outside: never call it in a transaction. Safe to repeat.
    """
    _require_may_rescue(actor_id, customer_id)
    result = _ask(reference.strip())
    earlier = RescuedPayment.objects.filter(gateway_payment=result.payment).first()
    if earlier is None and result.state == PaymentState.SUCCEEDED:
        earlier = _settled(result)
    found = _checked(result, customer_id, require_positive(amount))
    if earlier is None:
        _require_unclaimed(result)
    return BankPayment(found.payment, customer_id, found.captured, found.method, earlier)


def rescue_bank_payment(
    *, reference: str, customer_id: int, amount: Money, actor_id: int, order_reference: str = "", why: str
) -> RescuedPayment:
    """Put a payment that staff found at the gateway into the customer's wallet, and tell them.

    Asks the gateway again and raises as `look_up_bank_payment` does. Its key is the payment's id at
    the gateway: safe to repeat, also at once, for a payment is rescued once.
    """
    found = look_up_bank_payment(
        reference=reference, customer_id=customer_id, amount=amount, actor_id=actor_id
    )
    if found.rescued is not None:
        return found.rescued
    with transaction.atomic():
        wallet = open_wallet(customer_id=customer_id, currency=str(found.captured.currency))
        lock_wallet(wallet.pk)
        earlier = RescuedPayment.objects.filter(gateway_payment=found.gateway_payment).first()
        return earlier or _credit(found, actor_id, order_reference.strip(), why.strip())


def note_rescue_used(*, rescued_id: UUID, order_reference: str) -> None:
    """The customer pays this order with what was rescued. Safe to repeat; a later order takes its place."""
    RescuedPayment.objects.filter(pk=rescued_id).update(used_for=order_reference)


def _credit(found: BankPayment, actor_id: int, order_reference: str, why: str) -> RescuedPayment:
    if was_credited_by_hand(found.gateway_payment):
        raise NotToRescue(_("Staff have credited this payment on the customer's page already."))
    posted = credit_rescued_payment(
        customer_id=found.customer_id,
        amount=found.captured,
        key=f"gateway:{found.gateway_payment}",
        order_reference=order_reference,
        actor=f"user:{actor_id}",
        url=get_orders().pay_again_url(order_reference) if order_reference else "",
    )
    return RescuedPayment.objects.create(
        customer_id=found.customer_id,
        order_reference=order_reference,
        amount=found.captured,
        source=RescueSource.BANK,
        why=why[:300] or _("Found at the gateway by its reference."),
        gateway_payment=found.gateway_payment,
        entry_id=posted.entry_id,
        actor_id=actor_id,
    )


def _require_may_rescue(actor_id: int, customer_id: int) -> None:
    actor = get_user_model().objects.get(pk=actor_id)
    if not (actor.is_active and actor.is_staff and actor.has_perm(RESCUE)):
        raise NotToRescue(_("Your role does not allow rescuing payments."), code="permission_denied")
    if actor_id == customer_id:
        raise NotToRescue(_("Nobody may rescue a payment of their own."), code="permission_denied")


def _ask(reference: str) -> PaymentResult:
    try:
        result = find_bank_payment(reference)
    except GatewayError as error:
        raise NotToRescue(_("The payment service can't be asked now. Please try again.")) from error
    if result is None or not result.payment:
        raise NotToRescue(_("The payment service knows no payment with this reference."))
    return result


def _settled(result: PaymentResult) -> RescuedPayment | None:
    """Settle the payment of an order of ours; what is there if that rescued it."""
    tender = _tender_of(result)
    if tender is None:
        return None
    payment = settle_payment(payment_id=tender.payment_id)
    rescued = RescuedPayment.objects.filter(tender_id=tender.pk).first()
    if rescued is None:
        raise NotToRescue(_belongs(payment))
    return rescued


def _belongs(payment: Payment) -> str:
    words = _("This payment is of order %(order)s, which is: %(state)s. It needs no rescue.")
    return words % {"order": payment.order_reference, "state": payment.get_status_display()}


def _tender_of(result: PaymentResult) -> Tender | None:
    found = Tender.objects.filter(gateway_payment=result.payment).first()
    if found is not None or result.metadata.get("purpose") != "payment":
        return found
    try:
        number = UUID(result.metadata.get("tender", ""))
    except ValueError:
        return None
    return Tender.objects.filter(pk=number).first()


def _checked(result: PaymentResult, customer_id: int, amount: Money) -> PaymentResult:
    if result.state != PaymentState.SUCCEEDED:
        raise NotToRescue(_("The bank has not paid this payment: there is nothing to credit."))
    if result.gave_back:
        raise NotToRescue(
            _("Something of this payment was refunded, or is disputed, at the payment service.")
        )
    if customer_at_gateway(result.gateway_customer) != customer_id:
        raise NotToRescue(_("The payment service says that another customer paid this."))
    if result.captured != amount:
        words = _("The payment service took %(captured)s, not %(amount)s.")
        raise NotToRescue(words % {"captured": result.captured, "amount": amount})
    return result


def _require_unclaimed(result: PaymentResult) -> None:
    top_up = top_up_of(result)
    if top_up is not None:
        words = _("This payment is a top-up, which is: %(state)s. It needs no rescue.")
        raise NotToRescue(words % {"state": top_up.get_status_display()})
    if was_credited_by_hand(result.payment):
        raise NotToRescue(_("Staff have credited this payment on the customer's page already."))
