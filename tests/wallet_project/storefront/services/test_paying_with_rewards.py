"""An order of the shop paid with reward money, wallet and card: to the cent, and only what may."""

from dataclasses import replace
from uuid import uuid4

import pytest
from django.utils import timezone
from djmoney.money import Money

from notifications.models import OutboxMessage
from notifications.texts import details_of
from rewards.models import RewardPolicy
from tests.factories.checkout import state
from tests.factories.rewards import left_of, make_policy, make_reward_wallet
from tests.factories.storefront import (
    ADDRESS,
    CategoryFactory,
    ProductFactory,
    fill_cart,
    in_cart,
    on_the_shelf,
)
from tests.factories.wallets import balances, make_wallet
from wallet_project.checkout.models import Payment
from wallet_project.checkout.services import settle_payment
from wallet_project.core.exceptions import AmountOutOfRange, IdempotencyConflict, InsufficientFunds
from wallet_project.storefront.models import Order
from wallet_project.storefront.services.cart import CustomerCart
from wallet_project.storefront.services.checkout import (
    PaymentChoice,
    call_off_order,
    order_and_pay,
    payment_of,
    quote,
)
from wallet_project.storefront.services.shopping import cart_contents
from wallets.exceptions import WalletFrozen
from wallets.services import freeze_wallet

pytestmark = pytest.mark.django_db(transaction=True)


def eur(amount):
    return Money(amount, "EUR")


class Buyer:
    """Wallet 200, reward money 100, and an order of 300: 180 for a lamp and 120 for two gift cards."""

    def __init__(self):
        self.wallet = make_wallet("200.00")
        self.rewards = make_reward_wallet("100.00", customer=self.wallet.customer)
        self.lamp = ProductFactory(price=eur("180.00"), name="Lamp", slug="lamp")
        shelf = CategoryFactory(slug="gift-cards")
        self.card = ProductFactory(price=eur("60.00"), name="Gift card", slug="gift-card", category=shelf)
        fill_cart(self.wallet.customer, (self.lamp, 1), (self.card, 2))

    def quote(self, **amounts):
        contents = cart_contents(CustomerCart(self.wallet.customer_id))
        return quote(
            customer_id=self.wallet.customer_id, total=eur("300.00"), lines=contents.reward_lines, **amounts
        )

    def order(self, *, reward, wallet, **changes):
        choice = PaymentChoice(
            wallet_amount=eur(wallet), reward_amount=eur(reward), saved_card_id=None, save_card=False
        )
        arguments = {
            "address": ADDRESS,
            "key": uuid4(),
            "agreed_total": eur("300.00"),
            "address_of": lambda name, number: f"http://shop.test/{name}/{number}",
        }
        return order_and_pay(customer_id=self.wallet.customer_id, choice=choice, **arguments | changes)

    def nothing_moved(self):
        return (
            in_cart(self.wallet.customer) == {"Lamp": 1, "Gift card": 2}
            and on_the_shelf(self.lamp) == 10
            and balances(self.wallet) == ("200.00", "0.00")
            and left_of(self.rewards) == [10000]
            and not Payment.objects.exists()
        )


@pytest.fixture
def buyer():
    return Buyer()


def test_rewards_up_to_the_cap_then_the_wallet_then_the_card(buyer, fake):
    make_policy(most=20)
    quoted = buyer.quote()
    assert (quoted.reward, quoted.wallet, quoted.card) == (eur("20.00"), eur("200.00"), eur("80.00"))
    order, url = buyer.order(reward="20.00", wallet="200.00")
    assert (balances(buyer.wallet), left_of(buyer.rewards)) == (("0.00", "200.00"), [8000])
    fake.pay(url)
    payment = settle_payment(payment_id=order.payment_id)
    assert state(payment) == {
        "payment": "captured",
        "reward": "captured",
        "wallet": "captured",
        "card": "captured",
    }
    parts = [(tender.kind, tender.captured.amount) for tender in payment.tenders.all()]
    assert parts == [("reward", 20), ("wallet", 200), ("card", 80)]
    assert (balances(buyer.wallet), left_of(buyer.rewards)) == (("0.00", "0.00"), [8000])
    told = details_of(OutboxMessage.objects.get(kind="order_paid"))
    assert (told["reward"], told["wallet"], told["card"]) == ("€20.00", "€200.00", "€80.00")


@pytest.mark.parametrize(
    ("reward", "wallet", "card"),
    [("20.00", "45.50", "234.50"), ("0.01", "200.00", "99.99"), ("0", "0", "300.00")],
)
def test_the_customer_may_use_less_of_either(buyer, fake, reward, wallet, card):
    make_policy(most=20)
    order, _url = buyer.order(reward=reward, wallet=wallet)
    payment = Payment.objects.get(pk=order.payment_id)
    assert payment.card_tender.money == eur(card)
    assert left_of(buyer.rewards) == [10000 - int(eur(reward).amount * 100)]


@pytest.mark.parametrize(
    ("reward", "wallet", "error", "part"),
    [
        ("20.01", "0", AmountOutOfRange, "reward"),
        ("20.00", "200.01", InsufficientFunds, "wallet"),
        ("-1", "0", AmountOutOfRange, "reward"),
        ("0", "-1", AmountOutOfRange, "wallet"),
    ],
)
def test_more_than_there_may_be_is_refused_by_its_part_and_nothing_moves(buyer, reward, wallet, error, part):
    make_policy(most=20)
    with pytest.raises(error) as refusal:
        buyer.order(reward=reward, wallet=wallet)
    assert refusal.value.data["tender"] == part
    assert buyer.nothing_moved()
    assert not Order.objects.exists()


def test_more_reward_money_than_there_is_is_refused_in_its_own_words(buyer):
    make_policy()
    with pytest.raises(InsufficientFunds, match=r"not enough reward money: €100\.00 can be used"):
        buyer.order(reward="100.01", wallet="0")
    assert buyer.nothing_moved()


@pytest.mark.parametrize(
    "excluded", [{"excluded_products": ["gift-card"]}, {"excluded_categories": ["gift-cards"]}]
)
def test_excluded_goods_are_not_paid_with_rewards_in_quote_and_order(buyer, fake, excluded):
    make_policy(percent=10, **excluded)
    quoted = buyer.quote()
    assert (quoted.cap.eligible, quoted.cap.amount) == (eur("180.00"), eur("18.00"))
    with pytest.raises(AmountOutOfRange):
        buyer.order(reward="18.01", wallet="0")
    assert buyer.nothing_moved()
    order, _url = buyer.order(reward="18.00", wallet="0")
    assert Payment.objects.get(pk=order.payment_id).part("reward").money == eur("18.00")


def test_a_cap_that_fell_after_the_order_was_placed_pays_nothing(buyer):
    """The payment looks again under its locks: what was quoted is no promise."""
    make_policy(most=20)

    def and_then_the_store_decides_otherwise(_name, _number):
        RewardPolicy.objects.get_or_create(currency="EUR", most=5, defaults={"starts_at": timezone.now()})
        return "http://shop.test/"

    with pytest.raises(AmountOutOfRange):
        buyer.order(reward="20.00", wallet="0", address_of=and_then_the_store_decides_otherwise)
    assert Order.objects.get().status == "payment_failed"
    assert buyer.nothing_moved()


def test_a_frozen_wallet_uses_no_rewards(buyer):
    make_policy(most=20)
    freeze_wallet(wallet_id=buyer.wallet.pk, reason="Look")
    quoted = buyer.quote()
    assert (quoted.reward, quoted.wallet, quoted.card) == (eur("0"), eur("0"), eur("300.00"))
    with pytest.raises(WalletFrozen):
        buyer.order(reward="20.00", wallet="0")
    assert buyer.nothing_moved()


def test_the_same_form_sent_twice_uses_rewards_once(buyer, fake):
    make_policy(most=20)
    key = uuid4()
    first, url = buyer.order(reward="20.00", wallet="200.00", key=key)
    second, again = buyer.order(reward="20.00", wallet="200.00", key=key)
    assert (first, url) == (second, again)
    assert (balances(buyer.wallet), left_of(buyer.rewards)) == (("0.00", "200.00"), [8000])


def test_canceling_gives_reward_money_back(buyer, fake):
    make_policy(most=20)
    order, _url = buyer.order(reward="20.00", wallet="200.00")
    call_off_order(number=order.number, reason="Changed my mind")
    assert (balances(buyer.wallet), left_of(buyer.rewards)) == (("200.00", "0.00"), [10000])
    assert payment_of(order).released_rewards == eur("20.00")


def test_another_address_with_the_same_form_is_no_second_order(buyer, fake):
    make_policy(most=20)
    key = uuid4()
    buyer.order(reward="20.00", wallet="200.00", key=key)
    with pytest.raises(IdempotencyConflict):
        buyer.order(reward="10.00", wallet="200.00", key=key)
    with pytest.raises(IdempotencyConflict):
        buyer.order(reward="20.00", wallet="200.00", key=key, address=replace(ADDRESS, city="Varna"))
    assert left_of(buyer.rewards) == [8000]
