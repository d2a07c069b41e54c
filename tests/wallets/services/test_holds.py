from datetime import timedelta

import pytest
from django.utils import timezone
from djmoney.money import Money

from tests.factories.wallets import balances, make_wallet
from wallet_project.core.exceptions import (
    AmountOutOfRange,
    CurrencyMismatch,
    IdempotencyConflict,
    InsufficientFunds,
    NotFound,
    TooManyDecimals,
)
from wallet_project.core.ids import uuid7
from wallets.enums import HoldStatus
from wallets.exceptions import CaptureExceedsHold, HoldNotActive, WalletFrozen
from wallets.ledger import chart
from wallets.ledger.models import Posting
from wallets.models import Hold
from wallets.services import capture_hold, expire_hold, freeze_wallet, place_hold, void_hold
from wallets.tasks import expire_holds

pytestmark = pytest.mark.django_db


def eur(amount: str) -> Money:
    return Money(amount, "EUR")


def sales() -> int:
    account = chart.system_account(chart.SALES, "EUR")
    return sum(posting.amount for posting in Posting.objects.filter(account_id=account))


def test_a_hold_moves_money_from_available_to_held():
    wallet = make_wallet("50.00")
    hold = place_hold(wallet_id=wallet.pk, amount=eur("20"), key="h1", reference="1000042")
    assert hold.status == HoldStatus.ACTIVE
    assert hold.money == eur("20.00")
    assert balances(wallet) == ("30.00", "20.00")


def test_a_hold_of_all_that_is_there_is_fine():
    wallet = make_wallet("50.00")
    place_hold(wallet_id=wallet.pk, amount=eur("50"), key="h1")
    assert balances(wallet) == ("0.00", "50.00")


def test_the_same_key_places_one_hold():
    wallet = make_wallet("50.00")
    first = place_hold(wallet_id=wallet.pk, amount=eur("40"), key="h1")
    second = place_hold(wallet_id=wallet.pk, amount=eur("40.00"), key="h1")
    assert first.pk == second.pk
    assert balances(wallet) == ("10.00", "40.00")


@pytest.mark.parametrize("other", ["amount", "wallet"])
def test_the_same_key_for_something_else_is_a_conflict(other):
    wallet = make_wallet("50.00")
    place_hold(wallet_id=wallet.pk, amount=eur("40"), key="h1")
    target = make_wallet("50.00") if other == "wallet" else wallet
    with pytest.raises(IdempotencyConflict):
        place_hold(wallet_id=target.pk, amount=eur("40" if other == "wallet" else "5"), key="h1")
    assert balances(wallet) == ("10.00", "40.00")


def test_held_money_can_not_be_held_again():
    wallet = make_wallet("50.00")
    place_hold(wallet_id=wallet.pk, amount=eur("40"), key="h1")
    with pytest.raises(InsufficientFunds) as refused:
        place_hold(wallet_id=wallet.pk, amount=eur("10.01"), key="h2")
    assert refused.value.available == eur("10.00")
    assert Hold.objects.count() == 1
    assert balances(wallet) == ("10.00", "40.00")


@pytest.mark.parametrize(
    ("amount", "error"),
    [
        (eur("0"), AmountOutOfRange),
        (eur("-1"), AmountOutOfRange),
        (eur("NaN"), AmountOutOfRange),
        (eur("Infinity"), AmountOutOfRange),
        (eur("1E+308"), AmountOutOfRange),
        (eur("1.005"), TooManyDecimals),
        (Money("1", "USD"), CurrencyMismatch),
    ],
)
def test_a_bad_amount_is_refused_and_nothing_moves(amount, error):
    wallet = make_wallet("50.00")
    with pytest.raises(error):
        place_hold(wallet_id=wallet.pk, amount=amount, key="h1")
    assert balances(wallet) == ("50.00", "0.00")
    assert not Hold.objects.exists()


def test_a_frozen_wallet_holds_nothing():
    wallet = make_wallet("50.00")
    freeze_wallet(wallet_id=wallet.pk, reason="looks odd")
    with pytest.raises(WalletFrozen):
        place_hold(wallet_id=wallet.pk, amount=eur("1"), key="h1")
    assert balances(wallet) == ("50.00", "0.00")


def test_an_unknown_wallet_or_hold_is_not_found():
    with pytest.raises(NotFound):
        place_hold(wallet_id=uuid7(), amount=eur("1"), key="h1")
    with pytest.raises(NotFound):
        void_hold(hold_id=uuid7())


def test_capturing_pays_the_store():
    wallet = make_wallet("50.00")
    hold = place_hold(wallet_id=wallet.pk, amount=eur("20"), key="h1")
    captured = capture_hold(hold_id=hold.pk)
    assert (captured.status, captured.captured) == (HoldStatus.CAPTURED, eur("20"))
    assert balances(wallet) == ("30.00", "0.00")
    assert sales() == 2000


def test_capturing_a_part_gives_the_rest_back():
    wallet = make_wallet("50.00")
    hold = place_hold(wallet_id=wallet.pk, amount=eur("20"), key="h1")
    capture_hold(hold_id=hold.pk, amount=eur("12.34"))
    assert balances(wallet) == ("37.66", "0.00")
    assert sales() == 1234


def test_capturing_twice_is_capturing_once():
    wallet = make_wallet("50.00")
    hold = place_hold(wallet_id=wallet.pk, amount=eur("20"), key="h1")
    capture_hold(hold_id=hold.pk)
    capture_hold(hold_id=hold.pk)
    assert sales() == 2000
    with pytest.raises(HoldNotActive):
        capture_hold(hold_id=hold.pk, amount=eur("1"))
    assert balances(wallet) == ("30.00", "0.00")


def test_capturing_more_than_held_is_refused():
    wallet = make_wallet("50.00")
    hold = place_hold(wallet_id=wallet.pk, amount=eur("20"), key="h1")
    with pytest.raises(CaptureExceedsHold) as refused:
        capture_hold(hold_id=hold.pk, amount=eur("20.01"))
    assert refused.value.data["held"] == eur("20.00")
    assert balances(wallet) == ("30.00", "20.00")


def test_a_void_gives_all_back_and_can_be_repeated():
    wallet = make_wallet("50.00")
    hold = place_hold(wallet_id=wallet.pk, amount=eur("20"), key="h1")
    assert void_hold(hold_id=hold.pk).status == HoldStatus.VOIDED
    assert void_hold(hold_id=hold.pk).status == HoldStatus.VOIDED
    assert balances(wallet) == ("50.00", "0.00")


def test_a_void_after_a_capture_is_refused():
    wallet = make_wallet("50.00")
    hold = place_hold(wallet_id=wallet.pk, amount=eur("20"), key="h1")
    capture_hold(hold_id=hold.pk)
    with pytest.raises(HoldNotActive):
        void_hold(hold_id=hold.pk)
    assert balances(wallet) == ("30.00", "0.00")


def test_a_capture_after_a_void_is_refused():
    wallet = make_wallet("50.00")
    hold = place_hold(wallet_id=wallet.pk, amount=eur("20"), key="h1")
    void_hold(hold_id=hold.pk)
    with pytest.raises(HoldNotActive):
        capture_hold(hold_id=hold.pk)
    assert balances(wallet) == ("50.00", "0.00")


def test_a_hold_expires_when_its_time_is_over():
    wallet = make_wallet("50.00")
    now = timezone.now()
    late = place_hold(wallet_id=wallet.pk, amount=eur("20"), key="h1", expires_at=now - timedelta(seconds=1))
    place_hold(wallet_id=wallet.pk, amount=eur("5"), key="h2", expires_at=now + timedelta(hours=1))
    place_hold(wallet_id=wallet.pk, amount=eur("3"), key="h3")
    assert expire_holds() == 1
    assert expire_holds() == 0
    late.refresh_from_db()
    assert late.status == HoldStatus.EXPIRED
    assert balances(wallet) == ("42.00", "8.00")


def test_an_expired_hold_says_so_when_captured():
    wallet = make_wallet("50.00")
    past = timezone.now() - timedelta(seconds=1)
    hold = place_hold(wallet_id=wallet.pk, amount=eur("20"), key="h1", expires_at=past)
    expire_holds()
    with pytest.raises(HoldNotActive) as refused:
        capture_hold(hold_id=hold.pk)
    assert refused.value.code == "hold_expired"


def test_expiring_leaves_a_hold_alone_that_is_not_due():
    wallet = make_wallet("50.00")
    hold = place_hold(wallet_id=wallet.pk, amount=eur("20"), key="h1")
    assert expire_hold(hold_id=hold.pk, now=timezone.now()).status == HoldStatus.ACTIVE
    assert balances(wallet) == ("30.00", "20.00")


@pytest.mark.parametrize(("currency", "amount"), [("JPY", "500"), ("KWD", "1.234"), ("INR", "99.99")])
def test_every_currency_holds_its_own_smallest_unit(currency, amount):
    wallet = make_wallet("1000", currency)
    hold = place_hold(wallet_id=wallet.pk, amount=Money(amount, currency), key="h1")
    capture_hold(hold_id=hold.pk)
    assert balances(wallet)[0] == str((Money("1000", currency) - Money(amount, currency)).amount)


def test_capturing_nothing_is_refused_and_not_taken_for_everything():
    wallet = make_wallet("50.00")
    hold = place_hold(wallet_id=wallet.pk, amount=eur("20"), key="h1")
    with pytest.raises(AmountOutOfRange):
        capture_hold(hold_id=hold.pk, amount=eur("0"))
    assert balances(wallet) == ("30.00", "20.00")
