"""A customer's rewards in a browser: at a glance, used for an order, turned into money, told line by line."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.utils import timezone
from djmoney.money import Money
from playwright.sync_api import expect

from rewards.enums import POINTS, Activity
from rewards.models import Tier
from rewards.services import Earning, book_accrual
from tests.browser.shop import Shop, last_order, money_of, told
from tests.browser.steps import (
    KNIFE,
    PAYS,
    fills_in_the_address,
    goes_to_the_checkout,
    mira,
    order_is,
    orders,
    pays_with,
    share,
)
from tests.browser.visitor import DESKTOP, PHONE, Size, Visit
from tests.factories.rewards import add_rewards, left_of, make_policy, make_program, make_reward_wallet
from wallet_project.storefront.models import Product
from wallets.models import Wallet
from wallets.services import freeze_wallet

SIZES = pytest.mark.parametrize("size", [PHONE, DESKTOP], ids=["phone", "desktop"])


def mira_with_rewards(balance: str = "200.00", *, rewards: str = "100.00", points: str = "0") -> Any:
    customer = mira(balance)
    make_reward_wallet(rewards, customer=customer)
    make_reward_wallet(points, POINTS, customer=customer)
    return customer


def rewards_of(customer: Any) -> list[int]:
    return left_of(customer.reward_wallets.get(currency="EUR"))


def changes_the_reward(visitor: Any, amount: str) -> None:
    visitor.field("From your reward money").fill(amount)
    expect(share(visitor, "From your reward money")).to_have_text(f"€{amount}")


@SIZES
def test_the_rewards_home_shows_what_there_is_and_what_is_coming(visit: Visit, size: Size) -> None:
    make_policy(most=20)
    make_program(step=50)
    customer = mira_with_rewards(points="537")
    now = timezone.now()
    money = customer.reward_wallets.get(currency="EUR")
    add_rewards(money, "5.00", days=3)
    for reference, amount in {"1000042": Money("2.40", "EUR"), "1000043": Money(120, POINTS)}.items():
        book_accrual(
            customer_id=customer.pk,
            activity=Activity.PURCHASE,
            reference=reference,
            earning=Earning(amount),
            matures_at=now + timedelta(days=20),
            now=now,
        )
    Tier.objects.create(slug="silver", name="Silver", rank=1, points=500, multiplier=Decimal("1.5"))
    visitor = visit(customer, size=size)
    visitor.goes_to("/rewards/")
    visitor.is_at("Your rewards")
    for words in ("an order of €80.00 could use €20.00 of it", "€105.00", "537 points", "500 points more"):
        expect(visitor.main).to_contain_text(words)
    expect(visitor.wallet_block).to_contain_text("Rewards €105.00")
    expect(visitor.wallet_block).to_contain_text("537 points")
    visitor.looks("rewards home")
    visitor.link("All of points").click()
    visitor.is_at("Movements of your rewards")
    visitor.looks("statement of points")
    visitor.link("Credited by the store").first.click()
    visitor.is_at("Credited by the store")
    visitor.looks("movement of points")


def test_a_new_customer_reads_how_to_earn(visit: Visit) -> None:
    visitor = visit(mira())
    visitor.goes_to("/rewards/")
    expect(visitor.main).to_contain_text("it costs nothing to begin")
    visitor.looks("rewards home, empty")
    visitor.goes_to("/rewards/movements/")
    expect(visitor.main).to_contain_text("No movements yet")
    visitor.looks("statement of rewards, empty")
    visitor.goes_to("/rewards/convert/")
    expect(visitor.main).to_contain_text("Not at the moment")
    visitor.looks("conversion, not offered")
    for path in ("/how-your-wallet-works/", "/policy/", "/wallet/"):
        visitor.goes_to(path)
        expect(visitor.main).to_contain_text("an order of €80.00 could use €8.00 of it")
        visitor.looks(f"difference told at {path}")


@SIZES
def test_rewards_wallet_and_card_pay_an_order_to_the_cent(visit: Visit, shop: Shop, size: Size) -> None:
    """Wallet 200, an order of 300, at most 20 of the 100 of reward money; 80 are left for the card."""
    make_policy(most=20)
    Product.objects.filter(slug=KNIFE).update(price=Decimal(300))
    customer = mira_with_rewards()
    visitor = visit(customer, size=size)
    goes_to_the_checkout(visitor, KNIFE, customer)
    expect(visitor.main).to_contain_text("At most €20.00 of reward money can be used for one order.")
    expect(share(visitor, "From your reward money")).to_have_text("€20.00")
    expect(share(visitor, "From your wallet")).to_have_text("€200.00")
    expect(share(visitor, "By card")).to_have_text("€80.00")
    visitor.looks("checkout with rewards")

    visitor.field("From your reward money").fill("20.01")
    expect(visitor.page.locator("#reward_amount-error")).to_have_text("At most €20.00 can be used here.")
    expect(visitor.field("From your reward money")).to_have_attribute("aria-invalid", "true")
    expect(visitor.page.locator("#wallet_amount-error")).to_have_text("")
    visitor.looks("checkout, too much of rewards")
    changes_the_reward(visitor, "12.50")
    expect(share(visitor, "By card")).to_have_text("€87.50")
    expect(share(visitor, "Reward money left after this order")).to_have_text("€87.50")
    expect(visitor.page.locator("#reward_amount-error")).to_have_text("")
    changes_the_reward(visitor, "20.00")
    fills_in_the_address(visitor)
    orders(visitor)

    expect(visitor.page.get_by_role("button", name="Pay €80.00")).to_be_visible()
    assert (money_of(customer), rewards_of(customer)) == (("0.00", "200.00"), [8000])
    pays_with(visitor, PAYS)
    order_is(visitor, "Paid")
    expect(visitor.main).to_contain_text("From your reward money")
    expect(visitor.wallet_block).to_contain_text("Rewards €80.00")
    visitor.looks("order paid with rewards")
    assert (money_of(customer), rewards_of(customer)) == (("0.00", "0.00"), [8000])
    assert shop.charged() == ["80.00 succeeded"]
    assert "order_paid" in told(customer)

    number = last_order(customer).number
    visitor.goes_to("/rewards/movements/")
    visitor.main.get_by_role("link", name=f"Paid for order #{number}").click()
    expect(visitor.main).to_contain_text("€20.00 of the €100.00 credited on")
    visitor.looks("movement of rewards")


def test_the_checkout_with_rewards_needs_no_script(visit: Visit, shop: Shop) -> None:
    make_policy(most=20)
    customer = mira_with_rewards("30.00")
    visitor = visit(customer, java_script_enabled=False)
    goes_to_the_checkout(visitor, KNIFE, customer)
    fills_in_the_address(visitor)
    visitor.field("From your reward money").fill("20.01")
    visitor.button("Update").click()
    expect(visitor.page.locator("#reward_amount-error")).to_contain_text("At most €20.00 can be used here.")
    expect(visitor.field("From your reward money")).to_have_value("20.01")
    visitor.field("From your reward money").fill("15.00")
    visitor.button("Update").click()
    expect(share(visitor, "By card")).to_have_text("€44.00")
    orders(visitor)
    pays_with(visitor, PAYS)
    order_is(visitor, "Paid")
    assert (money_of(customer), rewards_of(customer)) == (("0.00", "0.00"), [8500])


@SIZES
def test_points_become_money_after_a_quote(visit: Visit, size: Size) -> None:
    make_program(step=50, minimum=100, most_per_day=1000)
    customer = mira_with_rewards("2.00", points="537")
    visitor = visit(customer, size=size)
    visitor.goes_to("/rewards/")
    visitor.link("Turn points into money").click()
    visitor.is_at("Turn points into money")
    visitor.looks("conversion")
    visitor.field("How many points?").fill("600")
    expect(visitor.page.locator("#points-error")).to_contain_text("537 can be used.")
    expect(visitor.page.locator("#quote")).to_have_text("")
    visitor.looks("conversion, too many")
    visitor.field("How many points?").fill("210")
    expect(visitor.page.locator("#quote")).to_contain_text("200 points are €2.00; you keep 337 points.")
    visitor.link("The most: 500 points").click()
    expect(visitor.page.locator("#quote")).to_contain_text("500 points are €5.00; you keep 37 points.")
    visitor.looks("conversion with a quote")
    assert money_of(customer) == ("2.00", "0.00")
    visitor.button("Turn 500 points into €5.00").click()
    visitor.is_at("Your points are money now")
    expect(visitor.wallet_block).to_contain_text("€7.00")
    visitor.looks("converted")
    assert money_of(customer) == ("7.00", "0.00")
    visitor.link("See the movement").click()
    expect(visitor.main).to_contain_text("−500 points")


def test_converting_needs_no_script(visit: Visit) -> None:
    make_program(step=50)
    customer = mira_with_rewards("0", points="537")
    visitor = visit(customer, java_script_enabled=False)
    visitor.goes_to("/rewards/convert/")
    visitor.field("How many points?").fill("9999")
    visitor.button("See what they give").click()
    expect(visitor.page.locator("#points-error")).to_contain_text("537 can be used.")
    expect(visitor.field("How many points?")).to_have_value("9999")
    visitor.field("How many points?").fill("537")
    visitor.button("See what they give").click()
    visitor.button("Turn 500 points into €5.00").click()
    visitor.is_at("Your points are money now")
    assert money_of(customer) == ("5.00", "0.00")


def test_a_frozen_wallet_uses_no_rewards(visit: Visit) -> None:
    make_program()
    customer = mira_with_rewards("30.00", points="500")
    freeze_wallet(wallet_id=Wallet.objects.get(customer=customer).pk, reason="We look into a payment.")
    visitor = visit(customer)
    goes_to_the_checkout(visitor, KNIFE, customer)
    expect(visitor.main).to_contain_text("neither it nor reward money can pay now")
    expect(visitor.page.get_by_label("From your reward money")).to_have_count(0)
    visitor.goes_to("/rewards/convert/")
    expect(visitor.main).to_contain_text("This wallet is frozen")
    visitor.looks("conversion with a frozen wallet")
