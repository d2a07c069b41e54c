"""An order that ended unpaid while its money came late: ordered again, and paid with that money."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from djmoney.money import Money

from rewards.caps import OrderLine as RewardLine
from wallet_project.checkout import services as checkout
from wallet_project.checkout.enums import TenderKind
from wallet_project.checkout.models import RescuedPayment
from wallet_project.core.exceptions import NotFound, WalletProjectError
from wallet_project.core.money import from_minor, smallest, to_minor, zero
from wallet_project.storefront import queries
from wallet_project.storefront.enums import ENDED_UNPAID
from wallet_project.storefront.exceptions import NotPayableAgain, OrderStateError
from wallet_project.storefront.locks import lock_order
from wallet_project.storefront.models import Order
from wallet_project.storefront.services.checkout import payment_of
from wallet_project.storefront.services.orders import attach_payment, fail_order, settle_free_order
from wallet_project.storefront.services.placing import place_again
from wallet_project.storefront.services.reward_lines import reward_lines_of
from wallet_project.storefront.services.shopping import CartContents, CartItem, full_lines
from wallet_project.storefront.services.vouchers import voucher_for


@dataclass(frozen=True)
class AgainLine:
    """A line at today's price; `before` is what one cost then, if that was another price."""

    item: CartItem
    before: Money | None


@dataclass(frozen=True)
class OrderedAgain:
    """What ordering it again would cost now, and who would pay. `problem` says why it can't be."""

    order: Order
    rescued: RescuedPayment
    lines: list[AgainLine]
    contents: CartContents
    total: Money
    reward: Money
    wallet: Money
    problem: str = ""

    @property
    def has_another_total(self) -> bool:
        return bool(self.total != self.order.total)


def rescued_of(order: Order) -> RescuedPayment | None:
    """The money that came too late for an order; None where there is none, or it was not paid too late."""
    if not order.ended_unpaid:
        return None
    rows = RescuedPayment.objects.filter(customer_id=order.customer_id, order_reference=order.number)
    return rows.order_by("pk").first()


def replacement_of(order: Order) -> Order | None:
    """The order that was made instead of this one, unless that ended unpaid too."""
    return order.replacements.exclude(status__in=ENDED_UNPAID).first()


def offer_again(order: Order) -> OrderedAgain | None:
    """What ordering it again would be now; None where no money came too late for it. Changes nothing."""
    rescued = rescued_of(order)
    if rescued is None:
        return None
    contents, lines = _contents(order)
    total, problem = _exact(contents.total), _problem(contents)
    reward, wallet = zero(order.currency), total
    try:
        reward, wallet = _tenders(order, total, contents.reward_lines, has_coupon=contents.has_coupon)
    except WalletProjectError as error:
        problem = problem or error.message
    return OrderedAgain(order, rescued, lines, contents, total, reward, wallet, problem)


def pay_again(
    *, customer_id: int, number: str, agreed_total: Money, address_of: Callable[[str, str], str]
) -> Order:
    """Order again what this order held, and pay it at once: with as much reward money as it was to be
    paid with, and the wallet, never by card.

    Happens once for an order: repeated, also at once, it answers with the order that there is. Raises
    `NotFound` for another's order too, `NotPayableAgain`, `OutOfStock`, `TotalChanged` (what was
    agreed is compared, never charged), `InsufficientFunds`, `WalletFrozen`; then nothing has moved.
    """
    again = _place(customer_id, number, agreed_total)
    if not again.is_waiting:
        return again
    if not again.total.amount:
        return settle_free_order(number=again.number)
    try:
        return _pay(again, address_of)
    except WalletProjectError as error:
        return _paid_meanwhile(again, error)


def _paid_meanwhile(again: Order, error: WalletProjectError) -> Order:
    """The order, if another click has paid it; else it has failed, and the error is raised."""
    try:
        fail_order(number=again.number, reason=error.message)
    except OrderStateError:
        again.refresh_from_db()
        if again.paid_at is not None:
            return again
    raise error


def _place(customer_id: int, number: str, agreed_total: Money) -> Order:
    with transaction.atomic():
        ended = lock_order(number)
        if ended.customer_id != customer_id:
            raise NotFound(_("order"))
        earlier = replacement_of(ended)
        if earlier is not None:
            return earlier
        rescued = rescued_of(ended)
        if rescued is None:
            raise NotPayableAgain
        again = place_again(ended=ended, agreed_total=agreed_total)
        checkout.note_rescue_used(rescued_id=rescued.pk, order_reference=again.number)
        return again


def _pay(again: Order, address_of: Callable[[str, str], str]) -> Order:
    ended, lines = again.replaces, reward_lines_of(again)
    assert ended is not None
    has_coupon = bool(again.voucher_reference)
    reward, wallet = _tenders(ended, _exact(again.total), lines, has_coupon=has_coupon)
    outcome = checkout.authorize_payment(
        customer_id=again.customer_id,
        order_reference=again.number,
        total=again.total,
        wallet_amount=wallet,
        reward_amount=reward,
        lines=lines,
        has_coupon=has_coupon,
        saved_card_id=None,
        save_card=False,
        key=f"order-{again.key}",
        return_url=address_of("storefront:order_returned", again.number),
        cancel_url=address_of("storefront:order", again.number),
    )
    return attach_payment(number=again.number, payment_id=outcome.payment.id)


def _tenders(
    ended: Order, total: Money, lines: Sequence[RewardLine], *, has_coupon: bool
) -> tuple[Money, Money]:
    """Reward money and wallet money for it. Raises if they are not enough, or can't be used now."""
    asked: dict[str, Any] = {"total": total, "lines": lines, "has_coupon": has_coupon}
    asked["customer_id"] = ended.customer_id
    reward = smallest(checkout.quote_payment(**asked).reward, _reward_then(ended))
    quote = checkout.quote_payment(**asked, reward_amount=reward, wallet_amount=total - reward)
    if quote.card.amount:
        raise NotPayableAgain(quote.wallet_note)
    return reward, total - reward


def _reward_then(ended: Order) -> Money:
    """The reward money that was to pay for it."""
    payment = payment_of(ended)
    part = None if payment is None else payment.part(TenderKind.REWARD)
    return zero(ended.currency) if part is None else part.money


def _contents(order: Order) -> tuple[CartContents, list[AgainLine]]:
    """What it held as a cart of now, with its voucher."""
    then = list(order.lines.all())
    products = queries.products_by_id(line.product_id for line in then)
    items = [CartItem(products[line.product_id], line.quantity) for line in then]
    voucher = None
    if order.voucher_reference:
        voucher = voucher_for(
            customer_id=order.customer_id, reference=order.voucher_reference, lines=full_lines(items)
        )
    lines = [
        AgainLine(item, None if item.product.price == line.unit_price else line.unit_price)
        for item, line in zip(items, then, strict=True)
    ]
    return CartContents(items, voucher), lines


def _problem(contents: CartContents) -> str:
    for item in contents.items:
        left = item.product.stock if item.product.is_active else 0
        if left <= 0:
            return _("%(name)s is sold out.") % {"name": item.product.name}
        if item.quantity > left:
            words = ngettext(
                "Only %(left)d of %(name)s is left.", "Only %(left)d of %(name)s are left.", left
            )
            return words % {"left": left, "name": item.product.name}
    return ""


def _exact(amount: Money) -> Money:
    return from_minor(to_minor(amount), str(amount.currency))
