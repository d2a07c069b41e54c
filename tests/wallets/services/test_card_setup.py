import pytest
from djmoney.money import Money

from tests.factories.wallets import make_user
from wallet_project.core.exceptions import NotFound
from wallets.gateways.base import CheckoutRequest, GatewayError, SetupRequest
from wallets.gateways.registry import get_gateway
from wallets.models import SavedCard
from wallets.services import ensure_gateway_customer, finish_card_setup, start_card_setup

pytestmark = pytest.mark.django_db(transaction=True)

BACK = "http://shop.test/back?session={CHECKOUT_SESSION_ID}"


def opened_for(user):
    return start_card_setup(customer_id=user.pk, key="k", success_url=BACK, cancel_url=BACK)


def session_of(address):
    return address.rpartition("/")[2]


def test_the_card_that_the_page_saved_is_kept_once(fake):
    user = make_user()
    back = fake.pay(opened_for(user), card="4242424242424242").location
    session = back.rpartition("=")[2]
    first = finish_card_setup(customer_id=user.pk, session=session)
    again = finish_card_setup(customer_id=user.pk, session=session)
    assert (first.last4, first.is_default) == ("4242", True)
    assert again == first
    assert SavedCard.objects.count() == 1


def test_a_page_that_was_left_saves_nothing(fake):
    user = make_user()
    assert finish_card_setup(customer_id=user.pk, session=session_of(opened_for(user))) is None
    assert not SavedCard.objects.exists()


def test_another_customers_page_is_not_found(fake):
    user, thief = make_user(), make_user()
    back = fake.pay(opened_for(user), card="4242424242424242").location
    for has_a_record in (False, True):
        if has_a_record:
            ensure_gateway_customer(customer_id=thief.pk)
        with pytest.raises(NotFound):
            finish_card_setup(customer_id=thief.pk, session=back.rpartition("=")[2])
    assert not SavedCard.objects.exists()


def test_a_page_of_another_customer_at_the_gateway_is_not_found(fake):
    user, other = make_user(), make_user()
    ensure_gateway_customer(customer_id=user.pk)
    page = get_gateway().create_setup(
        SetupRequest(
            key="k",
            gateway_customer=ensure_gateway_customer(customer_id=other.pk),
            success_url=BACK,
            cancel_url=BACK,
            metadata={"purpose": "setup", "customer": str(user.pk)},
        )
    )
    fake.pay(page.redirect_url, card="4242424242424242")
    with pytest.raises(NotFound):
        finish_card_setup(customer_id=user.pk, session=page.session)
    assert not SavedCard.objects.exists()


def test_a_page_that_took_money_is_not_one_that_saves_a_card(fake):
    user = make_user()
    page = get_gateway().create_checkout(
        CheckoutRequest(
            key="k",
            amount=Money("5.00", "EUR"),
            gateway_customer=ensure_gateway_customer(customer_id=user.pk),
            description="x",
            success_url=BACK,
            cancel_url=BACK,
            metadata={"purpose": "top_up", "customer": str(user.pk)},
            save_card=True,
        )
    )
    fake.pay(page.redirect_url, card="4242424242424242")
    with pytest.raises(NotFound):
        finish_card_setup(customer_id=user.pk, session=page.session)


def test_a_page_that_does_not_exist_is_the_gateways_error(fake):
    user = make_user()
    ensure_gateway_customer(customer_id=user.pk)
    with pytest.raises(GatewayError) as caught:
        finish_card_setup(customer_id=user.pk, session="cs_test_nothing")
    assert caught.value.permanent
