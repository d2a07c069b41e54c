"""What the shop adds to letters: the goods, what they earn, the policy, and what credit buys."""

from __future__ import annotations

from uuid import uuid4

import pytest
from django.conf import settings
from django.utils import timezone
from djmoney.money import Money

from notifications.models import OutboxMessage
from notifications.texts import details_of, render_letter
from rewards.models import RewardProgramSettings
from tests.factories.earning import make_rule
from tests.factories.notifications import given_out, make_message
from tests.factories.offers import make_voucher
from tests.factories.refunds import make_terms
from tests.factories.storefront import ADDRESS, ProductFactory, fill_cart, make_order
from tests.factories.wallets import make_user, make_wallet
from wallet_project.storefront.models import Cart, DeliveryRate, Order
from wallet_project.storefront.services.checkout import PaymentChoice, order_and_pay
from wallet_project.storefront.services.rewarding import reward_order
from wallets.services import freeze_wallet

pytestmark = pytest.mark.django_db


def buy(customer, *lines, total, wallet="0"):
    """An order of these lines, paid from the wallet; its number."""
    fill_cart(customer, *lines)
    order, _url = order_and_pay(
        customer_id=customer.pk,
        address=ADDRESS,
        key=uuid4(),
        agreed_total=Money(total, "EUR"),
        choice=PaymentChoice(Money(wallet, "EUR"), Money("0", "EUR"), None, False),
        address_of=lambda name, number: f"https://shop.example/{name}/{number}/",
    )
    return order


def thing(name, price):
    return ProductFactory(name=name, price=Money(price, "EUR"))


def test_the_goods_the_sums_and_the_policy():
    make_terms(window_days=14, bonus_percent=5)
    DeliveryRate.objects.create(currency="EUR", price="4.90")
    wallet = make_wallet("50.00")
    order = buy(wallet.customer, (thing("Mug: blue", "12.50"), 2), total="29.90", wallet="29.90")
    context = details_of(given_out("order_paid"))
    assert context == {
        "order": order.number,
        "total": "€29.90",
        "lines": "2 × Mug: blue: €25.00",
        "items": "€25.00",
        "delivery": "€4.90",
        "wallet": "€29.90",
        "balance": "€20.10",
        "policy": "You can ask to return something until 14 days after it was delivered. What your card paid"
        " goes to your wallet with 5% on top, or to the card in 5–10 days. Sending something back costs you"
        " nothing.",
        "policy_url": "/policy/#returns",
        "url": f"/orders/{order.number}/",
    }


def test_the_letter_says_it_in_text_and_in_html():
    wallet = make_wallet("50.00")
    buy(
        wallet.customer,
        (thing("Mug: blue", "12.50"), 2),
        (thing("Tea", "3.00"), 1),
        total="28.00",
        wallet="28",
    )
    letter = render_letter(given_out("order_paid"))
    assert "\n2 × Mug: blue: €25.00\n1 × Tea: €3.00\n" in letter.text
    assert "In your wallet after this order: €22.00" in letter.text
    assert f"\n{settings.SITE_URL}/policy/#returns\n" in letter.text
    assert ">2 × Mug: blue</th>" in letter.html
    assert "<td>€25.00</td>" in letter.html


@pytest.mark.parametrize("is_booked", [True, False])
def test_what_is_earned_and_when_it_can_be_used(is_booked):
    make_rule()
    RewardProgramSettings.objects.create(return_days=14)
    wallet = make_wallet("50.00")
    order = buy(wallet.customer, (thing("Mug", "12.50"), 2), total="25.00", wallet="25.00")
    if is_booked:
        reward_order(number=order.number, now=timezone.now())
    context = details_of(given_out("order_paid"))
    assert context["earned"] == "25 points"
    assert context["earned_when"] == (
        "Yours to use 14 days after delivery, when the time to return things is over."
    )


def test_an_order_of_zero_is_told_once_with_all_of_it():
    voucher = make_voucher(amount=2000)
    Cart.objects.create(customer=voucher.customer, voucher_reference=str(voucher.pk))
    order = buy(voucher.customer, (thing("Mug", "12.50"), 1), total="0")
    assert Order.objects.get(pk=order.pk).status == "paid"
    message = given_out("order_paid")
    assert (details_of(message)["lines"], details_of(message)["discount"], details_of(message)["total"]) == (
        "1 × Mug: €12.50",
        "−€12.50",
        "€0.00",
    )
    assert message.data["total"] == {"amount": "0.00", "currency": "EUR"}
    assert OutboxMessage.objects.filter(kind="order_paid").count() == 1


def refund_letter(customer, **context):
    make_message(recipient=customer, kind="refunded", context={"order": "1000042", **context})
    return given_out("refunded")


def test_a_refund_to_the_wallet_says_what_it_buys():
    wallet = make_wallet("12.60")
    for name, price in (("Tea", "3.00"), ("Mug", "12.60"), ("Lamp", "12.61")):
        thing(name, price)
    message = refund_letter(wallet.customer, wallet="€12.60")
    assert details_of(message) == {
        "order": "1000042",
        "wallet": "€12.60",
        "credit": "€12.60",
        "covers": "Tea: €3.00\nMug: €12.60",
    }
    letter = render_letter(message)
    assert "Your wallet has €12.60 to spend. It covers, for instance:\nTea: €3.00\nMug: €12.60" in letter.text


@pytest.mark.parametrize("why", ["to the card", "frozen", "nothing so cheap"])
def test_where_the_wallet_buys_nothing_nothing_is_said_of_it(why):
    wallet = make_wallet("12.60")
    if why == "frozen":
        freeze_wallet(wallet_id=wallet.pk, reason="Look")
    thing("Tea", "12.61" if why == "nothing so cheap" else "3.00")
    paid = {"card": "€5.00"} if why == "to the card" else {"wallet": "€5.00"}
    message = refund_letter(wallet.customer, **paid)
    assert details_of(message) == {"order": "1000042", **paid}


@pytest.mark.parametrize(("whose", "url"), [("own", "/orders/{number}/"), ("somebody else's", "")])
def test_a_refund_leads_to_the_order_if_it_is_the_customers_own(whose, url):
    """Another storefront may use the numbers that this shop uses."""
    order = make_order(make_user())
    reader = order.customer if whose == "own" else make_user()
    message = refund_letter(reader, order=order.number, card="€5.00")
    assert details_of(message).get("url", "") == url.format(number=order.number)
