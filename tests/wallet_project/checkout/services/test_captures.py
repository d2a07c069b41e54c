import pytest
from djmoney.money import Money

from tests.factories.checkout import pay, require_sums, sales, state
from tests.factories.wallets import balances, make_wallet
from wallet_project.checkout.exceptions import CaptureExceedsAuthorized, OrderNotPayable, PaymentNotOpen
from wallet_project.checkout.services import capture_payment, void_payment
from wallet_project.core.exceptions import AmountOutOfRange, CurrencyMismatch, NotFound, TooManyDecimals
from wallet_project.core.ids import uuid7

pytestmark = pytest.mark.django_db


def eur(amount: str) -> Money:
    return Money(amount, "EUR")


@pytest.fixture
def wallet():
    return make_wallet("50.00")


@pytest.fixture
def authorized(wallet):
    return pay(wallet, "20.00", order_reference="1", capture=False).payment


def test_capturing_all_pays_the_order(wallet, authorized, shop, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        payment = capture_payment(payment_id=authorized.pk)
    assert state(payment) == {"payment": "captured", "wallet": "captured"}
    assert balances(wallet) == ("30.00", "0.00")
    assert (sales(), shop.paid) == (2000, ["1"])
    require_sums()


def test_capturing_a_part_releases_the_rest_and_does_not_pay_the_order(
    wallet, authorized, shop, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        payment = capture_payment(payment_id=authorized.pk, amount=eur("12.34"))
    assert state(payment) == {"payment": "partially_captured", "wallet": "captured"}
    assert payment.captured == eur("12.34")
    assert balances(wallet) == ("37.66", "0.00")
    assert (sales(), shop.paid) == (1234, [])
    require_sums()


@pytest.mark.parametrize("amount", [None, eur("20"), eur("7.50")])
def test_capturing_twice_is_capturing_once(wallet, authorized, amount):
    first = capture_payment(payment_id=authorized.pk, amount=amount)
    assert capture_payment(payment_id=authorized.pk, amount=amount).captured == first.captured
    assert sales() == int(first.captured.amount * 100)


def test_capturing_another_amount_afterwards_is_refused(wallet, authorized):
    capture_payment(payment_id=authorized.pk, amount=eur("5"))
    with pytest.raises(PaymentNotOpen):
        capture_payment(payment_id=authorized.pk, amount=eur("6"))
    assert balances(wallet) == ("45.00", "0.00")


@pytest.mark.parametrize(
    ("amount", "error"),
    [
        (eur("20.01"), CaptureExceedsAuthorized),
        (eur("-1"), AmountOutOfRange),
        (eur("NaN"), AmountOutOfRange),
        (eur("1.005"), TooManyDecimals),
        (Money("1", "USD"), CurrencyMismatch),
    ],
)
def test_a_bad_amount_is_refused_and_nothing_moves(wallet, authorized, amount, error):
    with pytest.raises(error):
        capture_payment(payment_id=authorized.pk, amount=amount)
    assert state(authorized) == {"payment": "authorized", "wallet": "held"}
    assert balances(wallet) == ("30.00", "20.00")


def test_capturing_nothing_is_refused(wallet, authorized):
    with pytest.raises(AmountOutOfRange):
        capture_payment(payment_id=authorized.pk, amount=eur("0"))
    assert balances(wallet) == ("30.00", "20.00")


def test_an_order_that_has_ended_is_not_captured(wallet, authorized, shop):
    shop.ended.add("1")
    with pytest.raises(OrderNotPayable):
        capture_payment(payment_id=authorized.pk)
    assert state(authorized) == {"payment": "authorized", "wallet": "held"}
    assert balances(wallet) == ("30.00", "20.00")


def test_what_was_called_off_is_not_captured(wallet, authorized):
    void_payment(payment_id=authorized.pk, reason="changed my mind")
    with pytest.raises(PaymentNotOpen):
        capture_payment(payment_id=authorized.pk)
    assert balances(wallet) == ("50.00", "0.00")
    assert sales() == 0


def test_an_unknown_payment_is_not_found():
    with pytest.raises(NotFound):
        capture_payment(payment_id=uuid7())
