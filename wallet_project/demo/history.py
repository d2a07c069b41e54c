"""What one customer of the demo did before: real top-ups, orders and credits, through the services.

Each step has a key of its own, so that a load that was interrupted goes on where it stopped.
"""

from __future__ import annotations

from uuid import NAMESPACE_URL, UUID, uuid5

from django.conf import settings
from django.urls import reverse
from djmoney.money import Money

from wallet_project.accounts.models import User
from wallet_project.checkout.services import settle_payment
from wallet_project.core.money import from_minor, smallest, to_minor
from wallet_project.fake_stripe.client import FakeStripe
from wallet_project.storefront.enums import OrderStatus
from wallet_project.storefront.models import Order, Product
from wallet_project.storefront.services.cart import CustomerCart
from wallet_project.storefront.services.checkout import PaymentChoice, call_off_order, order_and_pay
from wallet_project.storefront.services.delivery import delivery_price
from wallet_project.storefront.services.orders import mark_delivered, mark_shipped
from wallet_project.storefront.services.placing import Address
from wallets.enums import AdjustmentDirection, AdjustmentReason
from wallets.limits import limits_for
from wallets.models import SavedCard, Wallet
from wallets.services import adjust_wallet, open_wallet, settle_top_up, start_top_up

HOME = Address(
    full_name="Mira Petrova", street="12 Oborishte Street", postcode="1504", city="Sofia", country="BG"
)
DONE = "history-complete"


def write_history(customer: User, admin: User) -> None:
    """Top-ups by a new and by the saved card, orders by wallet and by wallet and card, one that was
    canceled while the bank was slow, and a credit by the store. Safe to repeat."""
    wallet = open_wallet(customer_id=customer.pk)
    if wallet.adjustments.filter(key=DONE).exists():
        return
    presets = limits_for(wallet.currency).presets
    _top_up_on_the_page(wallet, presets[2])
    card = SavedCard.objects.get(customer=customer, is_default=True)
    first = buy(customer, "first", ["morning-house-blend", "earl-grey-tin"], from_wallet=presets[2])
    deliver(first)
    _top_up_by(card, wallet, presets[1])
    second = buy(customer, "second", ["pour-over-set"], from_wallet=presets[0], card=card)
    if second.status == OrderStatus.PAID:
        mark_shipped(number=second.number)
    _pay_too_late(customer)
    _say_sorry(wallet, admin, presets[0])


def key_of(step: str) -> UUID:
    """The same key for the same step, every time."""
    return uuid5(NAMESPACE_URL, f"demo-history/{step}")


def _bank() -> FakeStripe:
    return FakeStripe(settings.STRIPE_API_BASE or "", settings.STRIPE_SECRET_KEY)


def _address(path: str) -> str:
    return f"{settings.SITE_URL}{path}"


def _top_up_on_the_page(wallet: Wallet, amount: Money) -> None:
    top_up = start_top_up(
        customer_id=wallet.customer_id,
        wallet_id=wallet.pk,
        amount=amount,
        key=str(key_of("top-up-page")),
        success_url=_address("/wallet/top-ups/{top_up}/"),
        cancel_url=_address("/wallet/"),
        save_card=True,
    )
    if top_up.redirect_url:
        _bank().pay(top_up.redirect_url, name="Mira Petrova")
    settle_top_up(top_up_id=top_up.pk)


def _top_up_by(card: SavedCard, wallet: Wallet, amount: Money) -> None:
    start_top_up(
        customer_id=wallet.customer_id,
        wallet_id=wallet.pk,
        amount=amount,
        key=str(key_of("top-up-card")),
        success_url=_address("/wallet/top-ups/{top_up}/"),
        cancel_url=_address("/wallet/"),
        saved_card_id=card.pk,
    )


def buy(
    customer: User,
    step: str,
    slugs: list[str],
    *,
    from_wallet: Money,
    card: SavedCard | None = None,
    address: Address = HOME,
) -> Order:
    """An order of these goods, paid from the wallet up to `from_wallet`, the rest by card."""
    key = key_of(step)
    placed = Order.objects.filter(customer=customer, key=key).first()
    total = placed.total if placed else _fill_cart(customer, slugs)
    order, _url = order_and_pay(
        customer_id=customer.pk,
        address=address,
        key=key,
        agreed_total=total,
        choice=PaymentChoice(
            wallet_amount=smallest(total, from_wallet),
            reward_amount=total * 0,
            saved_card_id=card.pk if card else None,
            save_card=False,
        ),
        address_of=lambda name, number: _address(reverse(name, args=[number])),
    )
    return order


def _fill_cart(customer: User, slugs: list[str]) -> Money:
    """Put one of each into the cart; answers with what it costs, delivered."""
    cart = CustomerCart(customer.pk)
    cart.clear()
    products = list(Product.objects.filter(slug__in=slugs))
    for product in products:
        cart.change(product.pk, to=1)
    items = sum((product.price for product in products[1:]), start=products[0].price)
    total = items + delivery_price(items)
    return from_minor(to_minor(total), str(total.currency))


def deliver(order: Order) -> None:
    """Send a paid order, and let it arrive."""
    if order.status == OrderStatus.PAID:
        mark_shipped(number=order.number)
        mark_delivered(number=order.number)


def _pay_too_late(customer: User) -> None:
    """The customer cancels while the bank is at work; then the bank pays: the money is kept for her."""
    order = buy(customer, "late", ["wildflower-honey"], from_wallet=Money(0, settings.STORE_CURRENCY))
    assert order.payment_id is not None
    payment = settle_payment(payment_id=order.payment_id)
    tender = payment.card_tender
    if tender is not None and payment.redirect_url:
        _bank().pay_by_bank(payment.redirect_url, method="netbanking", outcome="never")
        payment = settle_payment(payment_id=payment.pk)
        tender = payment.card_tender
    if order.is_waiting:
        call_off_order(number=order.number, reason="You canceled the order.")
    if tender is not None and tender.gateway_payment and payment.is_open:
        _bank().settle_payment(tender.gateway_payment, succeeded=True)
    settle_payment(payment_id=payment.pk)
    CustomerCart(customer.pk).clear()


def _say_sorry(wallet: Wallet, admin: User, amount: Money) -> None:
    adjust_wallet(
        wallet_id=wallet.pk,
        direction=AdjustmentDirection.CREDIT,
        amount=amount,
        reason=AdjustmentReason.GOODWILL,
        key=DONE,
        actor_id=admin.pk,
        note="Parcel was two days late.",
        customer_note="Sorry that your parcel came late. Thank you for your patience.",
    )
