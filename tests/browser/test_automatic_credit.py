"""Credit that comes by itself, money that came too late, and payments that staff look for."""

from __future__ import annotations

import re
from typing import Any

from playwright.sync_api import expect

from tests.browser.shop import Shop, last_order, money_of, stock_of, told
from tests.browser.staff import staff
from tests.browser.steps import KNIFE, NEVER, SET, checks_out, mira, order_is, pays_from_the_bank
from tests.browser.visitor import DESKTOP, PHONE, Visit, Visitor
from tests.support.fake_stripe import sdk, session_params
from wallet_project.storefront.models import Order
from wallets.services import ensure_gateway_customer


def pays_too_late(visitor: Visitor, shop: Shop, customer: Any) -> Order:
    """The customer cancels while the bank is at work, and then it pays."""
    checks_out(visitor, SET, customer, wallet="20.00")
    pays_from_the_bank(visitor, "Net banking", NEVER)
    visitor.link("Cancel this order").click()
    visitor.is_at(re.compile("^Cancel order"))
    visitor.button("Cancel this order").click()
    order_is(visitor, "Canceled")
    event = next(iter(shop.bank.events("payment_intent.processing")))
    shop.bank.settle_payment(event["data"]["object"]["id"])
    shop.hears_everything()
    return last_order(customer)


def test_an_order_whose_money_came_late_is_paid_with_it(visit: Visit, shop: Shop) -> None:
    customer, stock = mira("20.00"), stock_of(SET)
    visitor = visit(customer)
    late = pays_too_late(visitor, shop, customer)
    visitor.goes_to(f"/orders/{late.number}/")
    visitor.looks("canceled order that can be paid now")
    visitor.link("Pay the order now with it").click()
    visitor.is_at(f"Pay order #{late.number} now")
    expect(visitor.main).to_contain_text("€48.90")
    visitor.looks("pay an order again")
    visitor.button("Pay €48.90 now").click()
    order_is(visitor, "Paid")
    expect(visitor.main).to_contain_text(f"instead of order #{late.number}")
    visitor.looks("order paid again")
    assert (money_of(customer), stock_of(SET)) == (("0.00", "0.00"), stock - 1)
    visitor.goes_to(f"/orders/{late.number}/")
    expect(visitor.main).to_contain_text("You have ordered it again as order")
    visitor.looks("order that was ordered again")

    admin = visit(staff("Finance"), size=DESKTOP)
    admin.goes_to("/admin/checkout/rescuedpayment/")
    expect(admin.body).to_contain_text(f"Order #{last_order(customer).number} was paid with it.")
    admin.looks("admin, rescued payments")


def test_another_price_is_said_before_it_is_paid(visit: Visit, shop: Shop) -> None:
    customer = mira("20.00")
    visitor = visit(customer, size=DESKTOP)
    late = pays_too_late(visitor, shop, customer)
    line = late.lines.get()
    type(line.product).objects.filter(pk=line.product_id).update(price=line.unit_price * 2)
    visitor.goes_to(f"/orders/{late.number}/pay-again/")
    expect(visitor.main).to_contain_text("One cost €44.00 then, and costs €88.00 now.")
    expect(visitor.main).to_contain_text("There is not enough money in the wallet")
    expect(visitor.button(re.compile("^Pay €"))).to_have_count(0)
    visitor.looks("order that costs more now")


def test_staff_rescue_a_payment_by_its_reference(visit: Visit, shop: Shop) -> None:
    customer = mira()
    gateway_customer = ensure_gateway_customer(customer_id=customer.pk)
    page = sdk(shop.bank).v1.checkout.sessions.create(session_params(gateway_customer, amount=2350))
    assert page.url
    shop.bank.pay(page.url)
    admin = visit(staff("Operations"), size=DESKTOP)
    admin.goes_to("/admin/checkout/rescuedpayment/")
    admin.link("Rescue a payment by its reference").click()
    admin.field("Reference").fill(page.id)
    admin.field("Customer's e-mail").fill(customer.email)
    admin.field("Amount that the bank took").fill("23.00")
    admin.field("Why").fill("Phone order")
    admin.looks("admin, rescue by reference")
    admin.button("Ask the payment service").click()
    expect(admin.body).to_contain_text("took €23.50, not €23.00")
    admin.looks("admin, rescue refused")
    admin.field("Amount that the bank took").fill("23.50")
    admin.button("Ask the payment service").click()
    expect(admin.body).to_contain_text("€23.50 was paid by")
    admin.looks("admin, rescue preview")
    assert money_of(customer) == ("0.00", "0.00")
    admin.button("Credit €23.50").click()
    expect(admin.body).to_contain_text("€23.50 is in the wallet of")
    admin.looks("admin, rescued payment")
    assert (money_of(customer), told(customer)[-1]) == (("23.50", "0.00"), "payment_rescued")


def test_a_rule_made_in_the_admin_gives_credit_that_the_customer_sees(visit: Visit, shop: Shop) -> None:
    customer = mira("100.00")
    visitor = visit(customer, size=PHONE)
    checks_out(visitor, KNIFE, customer, wallet="89.00")
    order_is(visitor, "Paid")
    expect(visitor.main).to_contain_text("It should be with you by")
    order = last_order(customer)
    admin = visit(staff("Finance"), size=DESKTOP)
    admin.goes_to("/admin/refunds/creditrule/add/")
    admin.field("Name").fill("Sold out after paying")
    admin.field("When").select_option("Paid, and then out of stock")
    admin.field("Budget in all").fill("500")
    admin.looks("admin, new credit rule")
    admin.page.locator("button[name=_save]").click()
    expect(admin.body).to_contain_text("Now say what “Sold out after paying” gives.")
    admin.field("Or percent").fill("10")
    admin.field("At most, each time").fill("8")
    admin.field("What the customer reads").fill("Sorry: {item} is sold out.")
    admin.button("Preview").click()
    expect(admin.body).to_contain_text("this rule would have given 0 credits")
    admin.looks("admin, preview of a credit rule")
    admin.page.locator("button[name=_save]").click()
    expect(admin.body).to_contain_text("was added successfully")
    admin.goes_to("/admin/refunds/creditrule/")
    admin.looks("admin, credit rules")

    admin.goes_to(f"/admin/storefront/order/{order.pk}/out-of-stock/")
    admin.looks("admin, out of stock")
    admin.button("Confirm").click()
    expect(admin.body).to_contain_text("can't be delivered")
    assert money_of(customer) == ("19.00", "0.00")
    admin.goes_to("/admin/refunds/creditruleissue/")
    expect(admin.body).to_contain_text(order.number)
    admin.looks("admin, answers of credit rules")

    visitor.goes_to(f"/orders/{order.number}/")
    expect(visitor.main).to_contain_text("1 of 1 can’t be delivered")
    visitor.looks("order with a line that is out of stock")
    visitor.goes_to("/wallet/transactions/")
    credit = visitor.main.get_by_role("listitem").filter(has_text="is sold out.")
    expect(credit).to_contain_text(f"Credit from the store for order #{order.number}")
    expect(credit).to_contain_text("+€8.00")
    visitor.looks("movements with credit from a rule")
    assert told(customer)[-1] == "credited_by_store"
