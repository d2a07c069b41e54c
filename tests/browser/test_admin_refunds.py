"""Staff refund orders in the admin, a second person approves, and who asked reads the answer."""

from __future__ import annotations

import re
from typing import Any

import pytest
from playwright.sync_api import Locator, expect

from refunds.models import Refund, RefundAllocation
from refunds.services import settle_refund
from tests.browser.shop import Shop, money_of, told
from tests.browser.staff import (
    acts,
    decides,
    figure,
    opens_the_wallet_of,
    proposes,
    staff,
    waits_for_a_second_person,
)
from tests.browser.steps import KNIFE, mira
from tests.browser.visitor import DESKTOP, PHONE, Size, Visit, Visitor
from tests.factories.refunds import make_limits, make_paid, refund
from tests.factories.storefront import make_bought_order
from wallet_project.storefront.models import Order, Product
from wallets.models import AdjustmentRequest


@pytest.fixture
def order(shop: Shop) -> Order:
    """Two knives, paid from the wallet; nothing is left in it."""
    customer = mira("178.00")
    return make_bought_order(customer, (Product.objects.get(slug=KNIFE), 2))


def opens_the_order(admin: Visitor, order: Order) -> None:
    admin.goes_to(f"/admin/storefront/order/{order.pk}/change/")
    acts(admin, "Credit refund")
    expect(admin.page.get_by_role("heading", name=re.compile(f"Order {order.number}"))).to_be_visible()


def row(admin: Visitor, text: str) -> Locator:
    return admin.page.get_by_role("row").filter(has_text=text)


@pytest.mark.parametrize("size", [PHONE, DESKTOP], ids=["phone", "desktop"])
def test_a_line_of_an_order_is_refunded_once(visit: Visit, order: Order, size: Size) -> None:
    customer: Any = order.customer
    admin, reader = visit(staff("Finance"), size=size), visit(customer, size=size)
    opens_the_order(admin, order)
    expect(figure(admin, "Can be refunded")).to_have_text("€178.00")
    admin.looks("admin, credit refund")

    knives = admin.page.get_by_label(re.compile("knife", re.IGNORECASE))
    knives.fill("3")
    admin.field("Reason").select_option("damaged")
    admin.field("Internal note").fill("Saw the photo")
    admin.field("Note to the customer").fill("Sorry for the chip")
    admin.button("Preview").click()
    expect(knives).to_have_attribute("aria-invalid", "true")
    expect(knives).to_have_accessible_description(re.compile("Only 2"))
    expect(admin.field("Internal note")).to_have_value("Saw the photo")
    admin.looks("admin, credit refund of too many")
    knives.fill("1")
    admin.button("Preview").click()
    expect(figure(admin, "Wallet afterwards")).to_have_text("€89.00")
    expect(row(admin, "Wallet").first).to_contain_text("€89.00")
    admin.looks("admin, preview of a refund")
    assert (money_of(customer), Refund.objects.count()) == (("0.00", "0.00"), 0)

    admin.button("Refund now").dblclick()
    expect(admin.body).to_contain_text("Refund of €89.00: Refunded.")
    expect(admin.page.get_by_role("region", name="Where the money went")).to_contain_text("Arrived")
    admin.looks("admin, a refund")
    assert (money_of(customer), told(customer)[-1]) == (("89.00", "0.00"), "refunded")
    assert Refund.objects.count() == 1

    reader.goes_to("/wallet/")
    expect(reader.wallet_block).to_contain_text("€89.00")
    expect(reader.body).not_to_contain_text("Saw the photo")


def test_a_refund_begins_on_the_customers_page_too(visit: Visit, order: Order) -> None:
    admin = visit(staff("Operations"), size=DESKTOP)
    admin.goes_to(f"/admin/accounts/user/{order.customer_id}/refunds/")
    expect(row(admin, order.number)).to_contain_text("€178.00")
    admin.looks("admin, refunds of a customer")
    admin.link(f"Credit refund of order {order.number}").click()
    admin.page.get_by_role("radio", name="An amount").check()
    admin.page.get_by_role("textbox", name="Amount").fill("10")
    admin.field("Reason").select_option("goodwill")
    admin.button("Preview").click()
    admin.button("Refund now").click()
    expect(admin.body).to_contain_text("Refund of €10.00: Refunded.")
    assert money_of(order.customer) == ("10.00", "0.00")


def test_a_second_admin_approves_a_refund(visit: Visit, order: Order) -> None:
    make_limits(operations_each=50)
    member, second = staff("Operations"), staff("Finance")
    asker, approver = visit(member, size=DESKTOP), visit(second, size=PHONE)
    opens_the_order(asker, order)
    asker.page.get_by_label(re.compile("knife", re.IGNORECASE)).fill("2")
    asker.field("Reason").select_option("late")
    asker.field("Internal note").fill("Parcel was lost")
    asker.button("Preview").click()
    expect(asker.main).to_contain_text("above what you may refund alone")
    asker.looks("admin, preview of a refund that waits")
    asker.button("Ask for approval").click()
    expect(asker.body).to_contain_text("Somebody else has to approve it until")
    expect(asker.page.get_by_role("link", name="Approve", exact=True)).to_have_count(0)
    expect(waits_for_a_second_person(asker)).to_contain_text("somebody else has to decide")
    assert money_of(order.customer) == ("0.00", "0.00")

    waiting = waits_for_a_second_person(approver)
    expect(waiting).to_contain_text("Parcel was lost")
    expect(waiting).to_contain_text(member.email)
    approver.looks("admin, waiting for a second person")
    waiting.get_by_role("link", name=re.compile("Refund of €178.00")).click()
    acts(approver, "Approve")
    expect(approver.main).to_contain_text("What it would do")
    approver.looks("admin, approve a refund")
    approver.field("Reason").fill("Carrier says so too")
    approver.button("Approve").click()
    expect(approver.body).to_contain_text("Done.")
    assert money_of(order.customer) == ("178.00", "0.00")
    asker.goes_to("/admin/")
    expect(asker.page.get_by_role("region", name="What you asked for")).to_contain_text("Carrier says so too")


def test_a_credit_above_the_limit_is_rejected_with_words(visit: Visit) -> None:
    customer = mira("50.00")
    asker, approver = visit(staff("Operations"), size=DESKTOP), visit(staff("Finance"), size=DESKTOP)
    opens_the_wallet_of(asker, customer)
    proposes(asker, "Credit", "250.00", note="He called twice", told="Sorry")
    expect(asker.main).to_contain_text("above what you may move alone")
    asker.looks("admin, preview of a credit that waits")
    asker.button("Ask for approval").click()
    expect(asker.body).to_contain_text("Somebody else has to approve it until")
    expect(asker.main).to_contain_text("Waiting for a second person")
    asker.looks("admin, wallet with a credit that waits")
    assert money_of(customer) == ("50.00", "0.00")

    waits_for_a_second_person(approver).get_by_role("link", name="Credit €250.00").click()
    approver.looks("admin, a credit that waits")
    decides(approver, "Reject", "We owe him nothing.")
    assert (money_of(customer), AdjustmentRequest.objects.get().status) == (("50.00", "0.00"), "rejected")
    asker.goes_to("/admin/")
    answer = asker.page.get_by_role("region", name="What you asked for")
    expect(answer).to_contain_text("Rejected")
    expect(answer).to_contain_text("We owe him nothing.")
    asker.looks("admin, what you asked for")


def test_a_failed_refund_is_tried_again_and_a_refund_is_taken_back(
    visit: Visit, shop: Shop, settings: Any
) -> None:
    settings.CHECKOUT_ORDERS = "tests.factories.checkout.Shop"
    settings.REFUNDS_ORDERS = "refunds.ports.NoLines"
    _wallet, payment = make_paid(shop.bank, wallet="10.00", card="20.00")
    failed = refund(payment, "30.00", destination="original")
    shop.bank.settle_refund(RefundAllocation.objects.get(target="original").gateway_refund, succeeded=False)
    settle_refund(refund_id=failed.pk)
    admin = visit(staff("Finance"), size=DESKTOP)
    admin.goes_to("/admin/")
    admin.page.get_by_role("region", name="To look after").get_by_role("link", name="Failed refunds").click()
    expect(admin.page.locator("#result_list tbody tr")).to_have_count(1)
    admin.looks("admin, failed refunds")
    admin.page.locator("#result_list tbody tr").get_by_role("link").first.click()
    admin.link("Try the card again").click()
    admin.field("Reason").fill("Bank was down")
    admin.button("Confirm").click()
    expect(admin.page.get_by_role("region", name="Where the money went")).to_contain_text("Attempt 1")
    admin.looks("admin, a refund that was tried again")
    shop.hears_everything()
    assert Refund.objects.get().status == "done"

    admin.goes_to(f"/admin/refunds/refund/{failed.pk}/change/")
    admin.link("Take back: the goods were kept").click()
    expect(figure(admin, "Can be taken back")).to_have_text("€10.00")
    expect(figure(admin, "Shortfall: spent, or at a card")).to_have_text("€20.00")
    admin.looks("admin, take a refund back")
    admin.field("Reason").fill("Kept the goods")
    admin.button("Take back").click()
    expect(admin.body).to_contain_text("€20.00 were not: a shortfall.")
    assert Refund.objects.get().status == "reversed"
