"""Sending something back: asked for by a customer, handled by staff, paid to wallet or card, or refused."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import expect

from refunds.models import ReturnRequest
from tests.browser.shop import Shop, money_of, told
from tests.browser.staff import chooses, staff
from tests.browser.steps import mira
from tests.browser.visitor import DESKTOP, Visit, Visitor
from tests.factories.checkout import make_saved_card, pay
from tests.factories.refunds import make_terms
from tests.factories.returns import ask, picture
from tests.factories.storefront import make_order
from tests.support.fake_stripe import sdk
from wallet_project.checkout.models import Payment
from wallet_project.core.money import from_minor, to_minor
from wallet_project.storefront.models import Order, Product
from wallets.models import Wallet


@pytest.fixture(autouse=True)
def _place(settings: Any, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path


def bought(shop: Shop, customer: Any) -> Order:
    """Two tins of tea and a set, 68.00 by card, in a shop that gives 5 % for store credit."""
    make_terms(bonus_percent=5, shipping_to_card="2.50")
    tin, pour_over = (Product.objects.get(slug=slug) for slug in ("earl-grey-tin", "pour-over-set"))
    order = make_order(customer, (tin, 2), (pour_over, 1))
    wallet = Wallet.objects.get(customer=customer)
    card = make_saved_card(wallet, shop.bank)
    total = from_minor(to_minor(order.total), "EUR")
    pay(wallet, total, order_reference=order.number, saved_card_id=card.pk)
    return order


def choose(visitor: Visitor, number: str, reason: str) -> None:
    """So many tins of tea, for this reason."""
    visitor.field("Earl Grey").select_option(number)
    visitor.page.get_by_role("radio", name=reason).check()


def opens_the_only_return(admin: Visitor) -> ReturnRequest:
    found = ReturnRequest.objects.get()
    admin.goes_to(f"/admin/refunds/returnrequest/{found.pk}/change/")
    return found


def presses(admin: Visitor, name: str, *, look: bool = False, **typed: str) -> None:
    """A button of the return, what its page asks for, and the yes."""
    admin.page.get_by_role("link", name=name, exact=True).click()
    for label, text in typed.items():
        admin.field(label.replace("_", " ")).first.fill(text)
    if look:
        admin.looks(f"admin, {name.lower()} a return")
    admin.button("Confirm").click()
    expect(admin.body).to_contain_text("Done.")


def test_a_return_to_the_wallet_from_the_order_to_the_money(visit: Visit, shop: Shop) -> None:
    customer = mira()
    order = bought(shop, customer)
    visitor = visit(customer)
    visitor.goes_to(f"/orders/{order.number}/")
    visitor.looks("order, can be returned")
    visitor.link("Return something").click()
    visitor.is_at("Return something")
    visitor.looks("new return")
    visitor.button("Send the return").click()
    expect(visitor.main).to_contain_text("Choose what you want to send back.")
    visitor.looks("new return, refused")

    choose(visitor, "2", "Changed my mind")
    outcomes = visitor.page.locator("#outcomes")
    tea = from_minor(2 * to_minor(order.lines.first().unit_price), "EUR")
    expect(outcomes).to_contain_text(f"{tea * 105 / 100} in your wallet")
    expect(outcomes).to_contain_text("Return shipping: €2.50 is taken off")
    expect(visitor.page.locator("#announcement")).to_contain_text("in your wallet, or")
    visitor.field("In your words").fill("It tastes of <b>soap</b>.")
    visitor.field("Up to 5 photos").set_input_files(
        [{"name": f"{n}.jpg", "mimeType": "image/jpeg", "buffer": picture((900, 600))} for n in range(2)]
    )
    visitor.button("Send the return").click()
    expect(visitor.main).to_contain_text("Choose where the money should go.")
    expect(visitor.page.get_by_role("checkbox", name="Keep it")).to_have_count(2)
    visitor.looks("new return, with photos and numbers")
    visitor.page.get_by_role("radio", name="in your wallet").check()
    visitor.button("Send the return").click()
    expect(visitor.main).to_contain_text("We have your return.")
    visitor.looks("return, asked for")

    admin = visit(staff("Operations"), size=DESKTOP)
    admin.goes_to("/admin/")
    chooses(admin, "Returns")
    expect(admin.body).to_contain_text("2 × Earl Grey")
    admin.looks("admin, returns")
    found = opens_the_only_return(admin)
    admin.looks("admin, a return")
    presses(admin, "Approve")
    presses(admin, "Send label", look=True, Label_or_tracking="RR 482 913 775 BG")
    visitor.goes_to(f"/returns/{found.pk}/")
    expect(visitor.main).to_contain_text("RR 482 913 775 BG")
    visitor.looks("return, label sent")
    presses(admin, "Received")
    presses(admin, "Inspected", look=True)
    presses(admin, "Refund", look=True)
    admin.looks("admin, a return refunded")

    visitor.goes_to(f"/returns/{found.pk}/")
    expect(visitor.page.locator(".badge")).to_have_text("Refunded")
    expect(visitor.main).to_contain_text("Bonus from us, in your wallet")
    visitor.looks("return, refunded")
    assert money_of(customer)[0] == str((tea * 105 / 100).amount)
    visitor.goes_to("/returns/")
    visitor.looks("returns")
    visitor.goes_to(f"/orders/{order.number}/")
    expect(visitor.page.locator("#returns")).to_contain_text("2 × Earl Grey")
    assert told(customer)[-1] == "refunded"


def test_a_return_to_the_card_without_scripts(visit: Visit, shop: Shop) -> None:
    customer = mira()
    order = bought(shop, customer)
    visitor = visit(customer, java_script_enabled=False)
    visitor.goes_to(f"/orders/{order.number}/")
    visitor.link("Return something").click()
    choose(visitor, "1", "Changed my mind")
    visitor.field("In your words").fill("Not for me.")
    visitor.button("Show me the amounts").click()
    expect(visitor.main).to_contain_text("to your card or bank")
    expect(visitor.field("In your words")).to_have_value("Not for me.")
    visitor.page.get_by_role("radio", name="to your card or bank").check()
    visitor.button("Send the return").click()
    expect(visitor.main).to_contain_text("We have your return.")

    admin = visit(staff("Operations"), size=DESKTOP)
    found = opens_the_only_return(admin)
    for name in ("Approve", "Received", "Inspected", "Refund"):
        presses(admin, name)
    visitor.goes_to(f"/returns/{found.pk}/")
    expect(visitor.main).to_contain_text("To your card or bank")
    price = order.lines.first().unit_price
    payment = Payment.objects.get().card_tender
    assert payment is not None
    [at_the_bank] = sdk(shop.bank).v1.refunds.list({"payment_intent": payment.gateway_payment}).data
    assert at_the_bank.amount == to_minor(price) - 250
    assert money_of(customer) == ("0.00", "0.00")


def test_a_return_is_refused_in_words_and_another_is_canceled(visit: Visit, shop: Shop) -> None:
    customer = mira()
    order = bought(shop, customer)
    line = str(order.lines.first().pk)
    found = ask(Payment.objects.get(), (line, 1), words="The tin is open.")
    admin = visit(staff("Operations"), size=DESKTOP)
    opens_the_only_return(admin)
    admin.link("Reject").click()
    admin.button("Confirm").click()
    expect(admin.body).to_contain_text("This field is required.")
    admin.looks("admin, refuse a return, refused")
    admin.field("Words to the customer").fill("It was open when it came back, so we can't sell it again.")
    admin.button("Confirm").click()
    expect(admin.body).to_contain_text("Done.")

    visitor = visit(customer)
    visitor.goes_to(f"/returns/{found.pk}/")
    expect(visitor.main).to_contain_text("so we can't sell it again.")
    visitor.looks("return, refused by the store")
    visitor.goes_to("/messages/")
    expect(visitor.main).to_contain_text(f"We cannot take back your return of order {order.number}")
    assert money_of(customer) == ("0.00", "0.00")

    again = ask(Payment.objects.get(), (line, 1))
    visitor.goes_to(f"/returns/{again.pk}/")
    visitor.link("Cancel this return").click()
    visitor.looks("cancel a return")
    visitor.button("Cancel this return").click()
    expect(visitor.main).to_contain_text("Your return is canceled.")
    assert ReturnRequest.objects.get(pk=again.pk).state == "canceled"
