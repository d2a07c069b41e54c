"""An order and its payment together: the one place where the shop calls the checkout."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from uuid import UUID

from djmoney.money import Money

from rewards.caps import OrderLine as RewardLine
from wallet_project.checkout import services as checkout
from wallet_project.checkout.models import Payment
from wallet_project.checkout.services import Quote
from wallet_project.core.exceptions import IdempotencyConflict, WalletProjectError
from wallet_project.storefront import queries
from wallet_project.storefront.models import Order
from wallet_project.storefront.services.cart import CustomerCart
from wallet_project.storefront.services.orders import (
    attach_payment,
    cancel_order,
    expire_order,
    fail_order,
    settle_free_order,
)
from wallet_project.storefront.services.placing import Address, place_order
from wallet_project.storefront.services.reward_lines import reward_lines_of
from wallet_project.storefront.services.shopping import cart_contents
from wallets.models import SavedCard


@dataclass(frozen=True)
class PaymentChoice:
    """How the customer wants to pay: so much reward money, so much from the wallet, the rest by this
    card or a new one."""

    wallet_amount: Money
    reward_amount: Money
    saved_card_id: UUID | None
    save_card: bool


def order_and_pay(
    *,
    customer_id: int,
    address: Address,
    key: UUID,
    agreed_total: Money,
    choice: PaymentChoice,
    address_of: Callable[[str, str], str],
) -> tuple[Order, str]:
    """Place the order and begin its payment; answers with the order and where to go on to pay.

    `address_of` makes the full address of a named page of an order. Safe to repeat with the same
    `key`. What a voucher pays in full is paid at once. An amount that can't be is refused before
    there is an order. Where the payment is refused after that, the order has failed, and the goods
    and the voucher are in the cart again, when the error is raised.
    """
    if queries.order_of_form(customer_id=customer_id, key=key) is None:
        contents = cart_contents(CustomerCart(customer_id))
        quote(
            customer_id=customer_id,
            total=agreed_total,
            wallet_amount=choice.wallet_amount,
            reward_amount=choice.reward_amount,
            lines=contents.reward_lines,
            has_coupon=contents.has_coupon,
        )
    order = place_order(customer_id=customer_id, address=address, key=key, agreed_total=agreed_total)
    if not order.is_waiting:
        return order, ""
    if not order.total.amount:
        return settle_free_order(number=order.number), ""
    try:
        outcome = checkout.authorize_payment(
            customer_id=customer_id,
            order_reference=order.number,
            total=order.total,
            wallet_amount=choice.wallet_amount,
            reward_amount=choice.reward_amount,
            lines=reward_lines_of(order),
            has_coupon=bool(order.voucher_reference),
            saved_card_id=choice.saved_card_id,
            save_card=choice.save_card,
            key=f"order-{order.key}",
            return_url=address_of("storefront:order_returned", order.number),
            cancel_url=address_of("storefront:order", order.number),
        )
    except IdempotencyConflict:
        raise
    except WalletProjectError as error:
        fail_order(number=order.number, reason=error.message)
        raise
    return attach_payment(number=order.number, payment_id=outcome.payment.id), outcome.redirect_url


def call_off_order(*, number: str, reason: str) -> Order:
    """Cancel an order that isn't paid, then release what was reserved for its payment. Safe to repeat.

    The order ends first: a payment that succeeds in between finds it ended and goes to the wallet.
    """
    order = cancel_order(number=number, reason=reason)
    release_payment(order, reason=reason)
    return order


def let_order_expire(*, number: str, reason: str) -> Order:
    """End an order that was not paid in time, then release what was reserved for its payment."""
    order = expire_order(number=number, reason=reason)
    release_payment(order, reason=reason)
    return order


def release_payment(order: Order, *, reason: str) -> None:
    """Call off the payment of an order that has ended. Safe to repeat."""
    payment = payment_of(order)
    if payment is not None and payment.is_open:
        checkout.void_payment(payment_id=payment.pk, reason=reason)


def quote(
    *,
    customer_id: int,
    total: Money,
    wallet_amount: Money | None = None,
    reward_amount: Money | None = None,
    lines: Sequence[RewardLine] = (),
    has_coupon: bool = False,
) -> Quote:
    """How `total` of an order with these lines would be shared between reward money, wallet and card.

    Changes nothing. Raises as `quote_payment` does.
    """
    return checkout.quote_payment(
        customer_id=customer_id,
        total=total,
        wallet_amount=wallet_amount,
        reward_amount=reward_amount,
        lines=lines,
        has_coupon=has_coupon,
    )


def saved_cards(customer_id: int) -> list[SavedCard]:
    return list(SavedCard.objects.filter(customer_id=customer_id, removed_at=None))


def payment_of(order: Order) -> Payment | None:
    """The payment of an order with its tenders; None before there is one."""
    payments = Payment.objects.filter(
        customer_id=order.customer_id, order_reference=order.number, is_external=False
    )
    return payments.prefetch_related("tenders").order_by("-pk").first()


def bring_up_to_date(order: Order) -> None:
    """Ask the gateway how the payment stands; also of an order that has ended, for a bank may still
    pay for it. Safe to repeat."""
    payment = payment_of(order)
    if payment is None:
        return
    card = payment.card_tender
    if payment.is_open or (card is not None and card.is_open_at_gateway):
        checkout.settle_payment(payment_id=payment.pk)
