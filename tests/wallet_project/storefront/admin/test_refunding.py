"""The way from an order's page to its refund, and back to what was refunded."""

import pytest

from refunds.services import LineWanted, request_refund
from tests.factories.storefront import make_bought_order, make_order
from tests.factories.wallets import make_customer, make_user
from tests.support.staff import address, client_of

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def order():
    return make_bought_order(make_customer("100.00"))


def page_of(client, order):
    return client.get(address("storefront_order_change", order.pk)).content.decode()


@pytest.mark.parametrize("role", ["Support", "Operations", "Finance"])
def test_who_may_refund_has_a_button_that_leads_to_the_form(order, role):
    client, button = client_of(role), address("storefront_order_refund", order.pk)
    assert (button in page_of(client, order)) == (role != "Support")
    answer = client.get(button)
    if role == "Support":
        assert answer.status_code == 403
    else:
        assert answer.url == address("credit_refund", order.payment_id)
        assert order.lines.get().name in client.get(answer.url).content.decode()


def test_an_order_without_a_payment_has_none():
    client, order = client_of("Finance"), make_order(make_user())
    assert address("storefront_order_refund", order.pk) not in page_of(client, order)
    assert client.get(address("storefront_order_refund", order.pk)).status_code == 404


def test_what_was_refunded_stands_on_the_order_and_when_all_is_the_button_is_gone(order):
    wanted = [LineWanted(str(line.pk)) for line in order.lines.all()]
    wanted += [LineWanted("delivery")] if order.shipping.amount else []
    done = request_refund(
        payment_id=order.payment_id,
        reason="damaged",
        destination="wallet",
        key="k",
        requester_id=None,
        lines=wanted,
    )
    page = page_of(client_of("Finance"), order)
    assert address("refunds_refund_change", done.pk) in page
    assert address("storefront_order_refund", order.pk) not in page
