"""Terms for returns in plain words, and what a customer's credit buys: on pages and in letters."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone
from djmoney.money import Money
from playwright.sync_api import expect

from notifications.texts import render_letter
from tests.browser.staff import staff
from tests.browser.steps import fills_the_cart, mira
from tests.browser.visitor import DESKTOP, PHONE, Size, Visit, Visitor
from tests.factories.earning import make_rule
from tests.factories.notifications import given_out
from tests.factories.refunds import make_terms, refund
from tests.factories.storefront import ADDRESS
from wallet_project.checkout.models import Payment
from wallet_project.storefront.models import Order, Product
from wallet_project.storefront.services.checkout import PaymentChoice, order_and_pay

KEY = "0b0e7c9e-6ad1-4b7e-9d6e-3c1f2a4b5d6e"


def terms(**fields: object) -> None:
    make_terms(
        **{
            "shipping_to_card": "2.50",
            "bonus_percent": 5,
            "bonus_valid_days": 180,
            "automatic_limit": "50",
            **fields,
        }
    )


def buys(customer: object, slug: str) -> Order:
    """One of it, paid from the wallet."""
    fills_the_cart(customer, slug)
    price = Product.objects.get(slug=slug).price
    total = price if price >= Money(60, "EUR") else price + Money("4.90", "EUR")
    order, _url = order_and_pay(
        customer_id=customer.pk,  # type: ignore[attr-defined]
        address=ADDRESS,
        key=KEY,  # type: ignore[arg-type]
        agreed_total=total,
        choice=PaymentChoice(total, Money(0, "EUR"), None, False),
        address_of=lambda name, number: f"http://shop.test/{name}/{number}/",
    )
    return order


def letter(visitor: Visitor, kind: str) -> None:
    """Show the letter of this kind as a mail program does."""
    visitor.page.goto("about:blank")
    visitor.page.set_content(render_letter(given_out(kind)).html)


@pytest.mark.parametrize("size", [PHONE, DESKTOP], ids=["phone", "desktop"])
def test_the_terms_are_read_before_anything_is_bought(visit: Visit, size: Size) -> None:
    terms()
    terms(starts_at=timezone.now() + timedelta(days=40), window_days=14, bonus_percent=3)
    visitor = visit(size=size)
    visitor.goes_to("/policy/#returns")
    expect(visitor.main).to_contain_text("return something until 30 days after it was delivered.")
    expect(visitor.main).to_contain_text("brings you 5% on top")
    expect(visitor.page.get_by_role("region", name="From ")).to_contain_text("until 14 days")
    visitor.looks("policy")


def test_credit_is_shown_where_it_buys_something(visit: Visit) -> None:
    terms()
    make_rule()
    customer = mira("60.00")
    visitor = visit(customer)
    visitor.goes_to("/wallet/")
    expect(visitor.main).to_contain_text("What your wallet buys")
    expect(visitor.main).to_contain_text("We begin with what is on our front page.")
    order = buys(customer, "earl-grey-tin")
    visitor.goes_to("/wallet/")
    expect(visitor.main).to_contain_text("Because you bought “Earl Grey")
    visitor.looks("wallet, with what it buys")
    visitor.main.get_by_role("region", name="What your wallet buys").get_by_role("link").first.click()
    expect(visitor.main).to_contain_text("Your wallet covers this.")
    visitor.looks("product that the wallet covers")
    visitor.goes_to("/product/pour-over-set/")
    visitor.looks("product that the wallet covers in part")
    visitor.goes_to(f"/orders/{order.number}/")
    expect(visitor.main).to_contain_text("It can be sent back until")
    visitor.looks("order, with the terms for returns")
    payment = Payment.objects.get(order_reference=order.number)
    refund(payment, payment.money)
    visitor.goes_to(f"/orders/{order.number}/")
    expect(visitor.main).to_contain_text("What your wallet buys")
    expect(visitor.main).not_to_contain_text("can be sent back")
    visitor.looks("order, refunded")
    letter(visitor, "order_paid")
    visitor.looks("letter about a paid order")
    letter(visitor, "refunded")
    visitor.looks("letter about a refund")


def test_staff_read_the_text_before_they_publish_it(visit: Visit) -> None:
    terms()
    admin = visit(staff("Finance"), size=DESKTOP)
    admin.goes_to("/admin/refunds/storecreditpolicy/add/")
    admin.looks("admin, new store-credit policy")
    admin.page.get_by_label("days to return something").fill("17")
    admin.button("Preview").click()
    expect(admin.page.get_by_role("region", name="What customers read")).to_contain_text("Correct what is")
    admin.page.locator("#id_starts_at_0").fill(f"{timezone.localdate() + timedelta(days=9)}")
    admin.page.locator("#id_starts_at_1").fill("09:00:00")
    admin.button("Preview").click()
    expect(admin.page.get_by_role("region", name="What customers read")).to_contain_text("until 17 days")
    admin.looks("admin, preview of a store-credit policy")
