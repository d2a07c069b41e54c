"""What the wallet covers, on the wallet's page, on a product's and after a refund."""

import pytest
from djmoney.money import Money

from tests.factories.refunds import refund
from tests.factories.storefront import ProductFactory, make_delivered_order, make_order
from tests.factories.wallets import make_customer, make_user, make_wallet
from wallet_project.checkout.services import authorize_payment
from wallets.services import close_wallet, freeze_wallet, place_hold

pytestmark = pytest.mark.django_db

WHOLE, PART, NONE = "Your wallet covers this.", "of this is covered by your wallet.", "Pay from your wallet"


def shown(client, address):
    answer = client.get(address)
    assert answer.status_code == 200
    return answer.content.decode()


def product(price="12.60", **fields):
    return ProductFactory(price=Money(price, "EUR"), **fields)


@pytest.mark.parametrize(
    ("balance", "says"),
    [("12.60", WHOLE), ("50.00", WHOLE), ("12.59", f"€12.59 {PART}"), ("0.01", f"€0.01 {PART}")],
)
def test_a_product_says_how_much_of_it_the_wallet_covers(as_customer, balance, says):
    html = shown(as_customer(make_customer(balance)), product().get_absolute_url())
    assert says in html
    assert NONE not in html


def test_held_money_covers_nothing(as_customer):
    wallet = make_wallet("12.60")
    place_hold(wallet_id=wallet.pk, amount=Money("2.60", "EUR"), key="h", reference="1")
    assert f"€10.00 {PART}" in shown(as_customer(wallet.customer), product().get_absolute_url())


@pytest.mark.parametrize(
    "who", ["guest", "no wallet", "empty", "frozen", "closed", "other currency", "sold out"]
)
def test_who_can_not_pay_from_it_is_told_of_no_cover(client, as_customer, who):
    item = product(stock=0 if who == "sold out" else 5)
    wallet = make_wallet(
        "0.00" if who in ("empty", "closed") else "50.00", "USD" if "other" in who else "EUR"
    )
    if who == "frozen":
        freeze_wallet(wallet_id=wallet.pk, reason="Look")
    if who == "closed":
        close_wallet(wallet_id=wallet.pk, reason="Gone")
    visitor = {"guest": client, "no wallet": as_customer(make_user())}.get(who) or as_customer(
        wallet.customer
    )
    html = shown(visitor, item.get_absolute_url())
    assert NONE in html
    assert "cover" not in html.split("<main")[1].split("</main>")[0]
    if who not in ("guest", "sold out"):
        assert "What your wallet buys" not in shown(visitor, "/wallet/")


@pytest.mark.parametrize("products", [1, 3])
def test_a_product_page_asks_no_more_for_what_is_covered(as_customer, query_count, products):
    item = product()
    ProductFactory.create_batch(products, category=item.category)
    client = as_customer(make_customer("50.00"))
    with query_count(11) as asked:
        client.get(item.get_absolute_url())
    assert sum("wallets_wallet " in query["sql"] for query in asked.captured_queries) == 1


def test_the_page_of_one_customer_is_not_for_a_cache_that_others_share(as_customer):
    item = product()
    rich, poor = as_customer(make_customer("50.00")), as_customer(make_customer("1.00"))
    answers = [one.get(item.get_absolute_url()) for one in (rich, poor, rich)]
    assert [WHOLE in answer.content.decode() for answer in answers] == [True, False, True]
    assert all("Cookie" in answer["Vary"] and answer["Cache-Control"] == "private" for answer in answers)


def test_the_wallet_shows_what_it_buys_and_why(as_customer):
    wallet = make_wallet("12.60")
    tea = product(name="Earl Grey")
    make_delivered_order(wallet.customer, (tea, 1))
    product(name="Sencha", category=tea.category)
    product("12.61", name="Gyokuro", category=tea.category)
    html = shown(as_customer(wallet.customer), "/wallet/")
    assert "What your wallet buys" in html
    assert "Because you bought “Earl Grey”" in html
    assert "costs no more than the €12.60 that you have to spend" in html
    assert "Sencha" in html
    assert "Gyokuro" not in html


def test_who_has_bought_nothing_sees_the_front_page_first(as_customer):
    product(name="Spoon")
    product(name="Lamp", is_featured=True)
    html = shown(as_customer(make_customer("50.00")), "/wallet/")
    assert html.index("Lamp") < html.index("Spoon")
    assert "We begin with what is on our front page." in html
    assert "Because you bought" not in html


def test_a_wallet_of_another_currency_shows_no_goods(as_customer):
    customer = make_customer("50.00")
    make_wallet("50.00", "USD", customer=customer)
    product()
    assert "What your wallet buys" not in shown(as_customer(customer), "/wallet/?currency=USD")


@pytest.mark.parametrize("products", [1, 3])
def test_the_wallet_page_asks_as_often_however_much_it_covers(as_customer, query_count, products):
    wallet = make_wallet("50.00")
    for item in [product() for _ in range(products)]:
        make_delivered_order(wallet.customer, (item, 1))
        product()
    client = as_customer(wallet.customer)
    with query_count(13):
        client.get("/wallet/")


def test_a_refunded_order_shows_what_the_money_buys(as_customer):
    wallet = make_wallet("50.00")
    order = make_order(wallet.customer, (product("50.00"), 1))
    payment = authorize_payment(
        customer_id=wallet.customer_id,
        order_reference=order.number,
        total=order.total,
        wallet_amount=Money("50.00", "EUR"),
        saved_card_id=None,
        save_card=False,
        key="k",
        return_url="http://shop.test/back",
        cancel_url="http://shop.test/",
    ).payment
    product(name="Sencha")
    client = as_customer(wallet.customer)
    assert "What your wallet buys" not in shown(client, f"/orders/{order.number}/")
    refund(payment, "20.00")
    html = shown(client, f"/orders/{order.number}/")
    assert "What your wallet buys" in html
    assert "Sencha" in html
