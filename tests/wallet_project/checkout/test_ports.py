from tests.factories.checkout import Shop
from wallet_project.checkout.ports import NoOrders, get_orders


def test_the_setting_names_the_order_side():
    assert isinstance(get_orders(), Shop)


def test_a_store_that_keeps_its_orders_elsewhere_takes_every_payment(settings):
    settings.CHECKOUT_ORDERS = "wallet_project.checkout.ports.NoOrders"
    orders = get_orders()
    assert isinstance(orders, NoOrders)
    assert orders.payment_captured(order_reference="1", payment_id="x") is True
    assert orders.payment_failed(order_reference="1", payment_id="x", reason="no") is None
    assert orders.describe("1") == "Order 1"
    assert (orders.letter_facts("1"), orders.pay_again_url("1")) == ({}, "")


def test_another_storefronts_orders_are_nobodys_here():
    assert isinstance(get_orders(external=True), NoOrders)
