import pytest
from djmoney.money import Money

from tests.factories.checkout import pay
from tests.factories.wallets import balances, make_wallet
from wallet_project.checkout.enums import CardReturnKind, CardReturnStatus
from wallet_project.checkout.models import CardReturn
from wallet_project.checkout.services import record_card_return
from wallet_project.core.exceptions import NotFound
from wallet_project.core.ids import uuid7

pytestmark = pytest.mark.django_db

OPEN, RETURNED, KEPT = CardReturnStatus


@pytest.fixture
def wallet():
    return make_wallet("50.00")


@pytest.fixture
def tender(wallet):
    return pay(wallet, "20.00").payment.tenders.get()


def record(tender, status=OPEN, amount="5", **changes):
    arguments = {
        "tender_id": tender.pk,
        "kind": CardReturnKind.DISPUTE,
        "status": status,
        "gateway_id": "dp_1",
        "amount": Money(amount, "EUR"),
        "reason": "fraudulent",
    }
    return record_card_return(**{**arguments, **changes})


def test_a_dispute_is_noted_and_moves_no_money(wallet, tender):
    noted = record(tender)
    assert (noted.status, noted.amount, noted.reason) == ("open", Money("5", "EUR"), "fraudulent")
    assert balances(wallet) == ("30.00", "0.00")


@pytest.mark.parametrize(
    ("told", "stands"),
    [
        ([OPEN, OPEN], "open"),
        ([OPEN, RETURNED], "returned"),
        ([RETURNED, OPEN], "returned"),
        ([OPEN, KEPT], "kept"),
        ([KEPT, OPEN, RETURNED], "kept"),
        ([RETURNED, KEPT], "kept"),
    ],
)
def test_it_only_moves_on_in_whatever_order_it_is_told(tender, told, stands):
    for status in told:
        record(tender, status)
    assert CardReturn.objects.get().status == stands


def test_an_inquiry_takes_nothing_and_is_not_noted(tender):
    assert record(tender, amount="0") is None
    assert not CardReturn.objects.exists()


def test_an_unknown_tender_is_not_found(tender):
    with pytest.raises(NotFound):
        record(tender, tender_id=uuid7())
