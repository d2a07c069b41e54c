"""Shelves, goods, carts and orders."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

import factory
from django.utils import timezone
from djmoney.money import Money

from tests.factories.wallets import make_user
from wallet_project.core.money import zero
from wallet_project.storefront.models import Cart, CartLine, Category, Order, Product, Review
from wallet_project.storefront.services.cart import CustomerCart
from wallet_project.storefront.services.checkout import PaymentChoice, order_and_pay
from wallet_project.storefront.services.orders import mark_delivered, mark_order_paid, mark_shipped
from wallet_project.storefront.services.placing import Address, place_order
from wallet_project.storefront.services.reviews import approve_review, save_review
from wallet_project.storefront.services.shopping import cart_contents

ADDRESS = Address(
    full_name="Ana Petrova",
    street="Vitosha 15",
    postcode="1000",
    city="Sofia",
    country="BG",
)


class CategoryFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Category

    slug = factory.Sequence(lambda n: f"shelf-{n}")
    name = factory.Sequence(lambda n: f"Shelf {n}")
    picture = "categories/tea.svg"


class ProductFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Product

    category = factory.SubFactory(CategoryFactory)
    slug = factory.Sequence(lambda n: f"thing-{n}")
    sku = factory.Sequence(lambda n: f"T-{n}")
    name = factory.Sequence(lambda n: f"Thing {n:03d}")
    price = Money("12.50", "EUR")
    stock = 10
    picture = "products/moka-pot.svg"


def checkout_form(**changes: str) -> dict[str, str]:
    """The checkout's form as a browser sends it: to ADDRESS, for 25.00, paid with a new card."""
    address = {
        name: getattr(ADDRESS, name) for name in ("full_name", "street", "postcode", "city", "country")
    }
    rest = {"street_extra": "", "phone": "", "key": str(uuid4()), "agreed_total": "25.00", "card": "new"}
    return {**address, **rest, **changes}


def fill_cart(customer: Any, *lines: tuple[Product, int]) -> None:
    """Have so many of each in the customer's cart."""
    cart, _ = Cart.objects.get_or_create(customer=customer)
    for product, quantity in lines:
        CartLine.objects.update_or_create(cart=cart, product=product, defaults={"quantity": quantity})


def in_cart(customer: Any) -> dict[str, int]:
    """What is in the customer's cart: names and numbers."""
    lines = CartLine.objects.filter(cart__customer=customer)
    return dict(lines.values_list("product__name", "quantity"))


def make_order(customer: Any, *lines: tuple[Product, int], **changes: Any) -> Order:
    """An order that waits for payment, of one new product unless lines are given."""
    fill_cart(customer, *(lines or ((ProductFactory(), 1),)))
    arguments: dict[str, Any] = {"customer_id": customer.pk, "address": ADDRESS, "key": uuid4()}
    return place_order(**{**arguments, **changes})


def on_the_shelf(product: Product) -> int:
    return Product.objects.get(pk=product.pk).stock


def status_of(order: Order) -> str:
    return Order.objects.get(pk=order.pk).status


def make_delivered_order(customer: Any, *lines: tuple[Product, int], **changes: Any) -> Order:
    """An order that was paid, sent and has arrived."""
    order = make_order(customer, *lines, **changes)
    mark_order_paid(number=order.number, payment_id=uuid4())
    mark_shipped(number=order.number)
    return mark_delivered(number=order.number)


def make_review(
    product: Product | None = None, *, customer: Any = None, approved: bool = False, **fields: Any
) -> Review:
    """Four stars from a customer who bought the product; waiting for staff, or shown."""
    product, customer = product or ProductFactory(), customer or make_user(name="Mira Petrova")
    make_delivered_order(customer, (product, 1))
    said = {"stars": 4, "text": "Keeps the tea warm for an hour.", "now": timezone.now(), **fields}
    review = save_review(customer_id=customer.pk, product_id=product.pk, **said)
    if approved:
        staff = make_user(is_staff=True)
        approve_review(review_id=review.pk, actor_id=staff.pk, now=timezone.now())
        review.refresh_from_db()
    return review


def make_bought_order(customer: Any, *lines: tuple[Product, int]) -> Order:
    """An order that the customer paid from the wallet, which holds enough for it."""
    fill_cart(customer, *(lines or ((ProductFactory(), 1),)))
    total = cart_contents(CustomerCart(customer.pk)).total
    order, _address = order_and_pay(
        customer_id=customer.pk,
        address=ADDRESS,
        key=uuid4(),
        agreed_total=total,
        address_of=lambda name, number: f"http://shop.test/{name}/{number}",
        choice=PaymentChoice(
            wallet_amount=total,
            reward_amount=zero(str(total.currency)),
            saved_card_id=None,
            save_card=False,
        ),
    )
    order.refresh_from_db()
    return order
