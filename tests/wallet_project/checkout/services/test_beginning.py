"""Beginning a payment in a transaction of the caller's, for an order that another storefront keeps."""

import pytest
from django.db import IntegrityError, transaction
from djmoney.money import Money

from tests.factories.wallets import balances, make_wallet
from wallet_project.checkout.models import Payment, PaymentLine
from wallet_project.checkout.services import PaymentRequest, begin_payment
from wallet_project.core.db import NotInTransaction
from wallet_project.core.exceptions import AmountOutOfRange, IdempotencyConflict

pytestmark = pytest.mark.django_db


def eur(amount):
    return Money(amount, "EUR")


def begin(wallet, total="20.00", **changes):
    request = PaymentRequest(
        **{
            "customer_id": wallet.customer_id,
            "order_reference": "A-1",
            "total": eur(total),
            "wallet_amount": None,
            "reward_amount": None,
            "lines": (),
            "has_coupon": False,
            "saved_card_id": None,
            "save_card": False,
            "capture": True,
            "key": "k",
            "return_url": "",
            "cancel_url": "",
            "is_external": True,
            "takes_card": False,
            **changes,
        }
    )
    with transaction.atomic():
        return begin_payment(request=request)


def test_it_is_paid_with_the_shop_knowing_nothing_of_it(shop):
    wallet = make_wallet("50.00")
    payment = begin(wallet)
    assert (payment.status, shop.paid, balances(wallet)) == ("captured", [], ("30.00", "0.00"))
    assert Payment.objects.get().tenders.get().status == "captured"


def test_the_same_key_answers_with_the_same_payment_and_another_total_is_a_conflict():
    wallet = make_wallet("50.00")
    assert begin(wallet) == begin(wallet)
    with pytest.raises(IdempotencyConflict):
        begin(wallet, "21.00")
    assert balances(wallet) == ("30.00", "0.00")


def test_one_line_twice_is_refused_and_nothing_moves():
    wallet = make_wallet("50.00")
    lines = tuple(PaymentLine(reference="1", amount=eur("1")) for _ in range(2))
    with pytest.raises(IntegrityError, match="payment_has_a_line_once"):
        begin(wallet, order_lines=lines)
    assert (balances(wallet), Payment.objects.count()) == (("50.00", "0.00"), 0)


def test_nothing_is_no_payment():
    with pytest.raises(AmountOutOfRange):
        begin(make_wallet("50.00"), "0.00")


@pytest.mark.django_db(transaction=True)
def test_it_is_part_of_somebodys_transaction():
    with pytest.raises(NotInTransaction):
        begin_payment(request=None)
