"""What an order will earn, said on the product, in the cart and at the checkout; then it is booked so."""

from __future__ import annotations

from typing import Any

from playwright.sync_api import expect

from rewards.enums import Activity
from rewards.models import Accrual
from tests.browser.shop import Shop
from tests.browser.staff import staff
from tests.browser.steps import (
    SET,
    fills_in_the_address,
    goes_to_the_checkout,
    mira,
    order_is,
    puts_into_the_cart,
)
from tests.browser.visitor import DESKTOP, Visit
from tests.factories.earning import make_fixed_rule, make_rule
from tests.factories.rewards import make_policy, make_reward_wallet
from wallet_project.storefront.tasks import reward_orders


def test_what_is_promised_is_what_is_earned(shop: Shop, visit: Visit) -> None:
    """44.00 and 4.90 for the delivery; 10.00 reward money pays its share of both."""
    make_rule(name="A point a euro")
    make_policy(most=10)
    customer = mira("100.00")
    make_reward_wallet("10.00", customer=customer)
    visitor = visit(customer, size=DESKTOP)
    puts_into_the_cart(visitor, SET)
    expect(visitor.main).to_contain_text("You earn 44 points with this.")
    visitor.main.get_by_text("How it is counted").click()
    expect(visitor.main).to_contain_text("“A point a euro”: €44.00 counts, 44 times €1.00")
    visitor.looks("promise-on-a-product")
    visitor.goes_to("/cart/")
    expect(visitor.main).to_contain_text("You earn 44 points with this.")
    visitor.looks("promise-in-the-cart")
    goes_to_the_checkout(visitor, SET, customer)
    expect(visitor.main).to_contain_text("You earn 35 points with this.")
    visitor.main.get_by_text("How it is counted").click()
    expect(visitor.main).to_contain_text("€9.00 of it is paid with reward money and does not count.")
    visitor.looks("promise-at-the-checkout")
    fills_in_the_address(visitor)
    visitor.button("Order and pay").click()
    order_is(visitor, "Paid")
    reward_orders()
    accrual = Accrual.objects.get(wallet__customer=customer)
    assert (accrual.amount, accrual.status, accrual.matures_at) == (35, "pending", None)


def test_a_customer_notes_a_birthday(shop: Shop, visit: Visit) -> None:
    make_fixed_rule(Activity.BIRTHDAY, 200)
    visitor = visit(mira())
    visitor.goes_to("/account/profile/")
    visitor.field("Your birthday").fill("1990-05-17")
    visitor.button("Save").click()
    expect(visitor.main).to_contain_text("You can change it again from")
    visitor.looks("about-you")


def test_staff_previews_a_rule(shop: Shop, visit: Visit) -> None:
    rule: Any = make_rule(name="A point a euro")
    visitor = visit(staff("Finance"), size=DESKTOP)
    visitor.goes_to(f"/admin/rewards/earningrule/{rule.pk}/change/")
    expect(visitor.main).to_contain_text("an order of €80.00")
    visitor.looks("rule-in-admin")
