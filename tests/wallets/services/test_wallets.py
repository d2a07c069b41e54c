import pytest
from djmoney.money import Money

from notifications.models import OutboxMessage
from tests.factories.wallets import balances, make_user, make_wallet
from wallet_project.core.exceptions import AmountOutOfRange, CurrencyMismatch, InsufficientFunds, InvalidState
from wallets.enums import WalletStatus
from wallets.models import Wallet
from wallets.services import (
    close_wallet,
    freeze_wallet,
    open_wallet,
    place_hold,
    set_credit_line,
    unfreeze_wallet,
)

pytestmark = pytest.mark.django_db


def test_a_new_wallet_is_empty_and_open():
    wallet = open_wallet(customer_id=make_user().pk)
    assert (wallet.currency, wallet.status) == ("EUR", WalletStatus.OPEN)
    assert balances(wallet) == ("0.00", "0.00")


def test_opening_twice_opens_one_wallet():
    user = make_user()
    assert open_wallet(customer_id=user.pk).pk == open_wallet(customer_id=user.pk).pk
    assert Wallet.objects.count() == 1


def test_each_currency_has_a_wallet_of_its_own():
    user = make_user()
    assert open_wallet(customer_id=user.pk).pk != open_wallet(customer_id=user.pk, currency="JPY").pk


def test_a_currency_that_the_store_does_not_take_is_refused():
    with pytest.raises(CurrencyMismatch):
        open_wallet(customer_id=make_user().pk, currency="CHF")
    assert not Wallet.objects.exists()


def test_freezing_tells_the_customer_and_can_be_repeated():
    wallet, staff = make_wallet("5"), make_user(is_staff=True)
    freeze_wallet(wallet_id=wallet.pk, reason="stolen phone", actor_id=staff.pk)
    frozen = freeze_wallet(wallet_id=wallet.pk, reason="again", actor_id=staff.pk)
    assert (frozen.status, frozen.status_reason, frozen.status_changed_by) == (
        WalletStatus.FROZEN,
        "stolen phone",
        staff,
    )
    assert OutboxMessage.objects.filter(kind="wallet_frozen").count() == 1


def test_unfreezing_lets_the_wallet_spend_again():
    wallet = make_wallet("5")
    freeze_wallet(wallet_id=wallet.pk, reason="check")
    assert unfreeze_wallet(wallet_id=wallet.pk, reason="all fine").is_open
    assert unfreeze_wallet(wallet_id=wallet.pk, reason="again").status_reason == "all fine"
    place_hold(wallet_id=wallet.pk, amount=Money("1", "EUR"), key="h")


def test_a_change_of_status_needs_a_reason():
    wallet = make_wallet("5")
    with pytest.raises(InvalidState):
        freeze_wallet(wallet_id=wallet.pk, reason="  ")
    wallet.refresh_from_db()
    assert wallet.is_open


def test_only_an_empty_wallet_can_be_closed():
    wallet = make_wallet("5")
    with pytest.raises(InvalidState):
        close_wallet(wallet_id=wallet.pk, reason="left us")
    empty = make_wallet()
    assert close_wallet(wallet_id=empty.pk, reason="left us").status == WalletStatus.CLOSED
    assert close_wallet(wallet_id=empty.pk, reason="again").status_reason == "left us"


@pytest.mark.parametrize("change", [freeze_wallet, unfreeze_wallet])
def test_a_closed_wallet_stays_closed(change):
    wallet = make_wallet()
    close_wallet(wallet_id=wallet.pk, reason="left us")
    with pytest.raises(InvalidState):
        change(wallet_id=wallet.pk, reason="oops")


def test_a_credit_line_lets_the_wallet_go_below_zero_up_to_it():
    wallet = make_wallet("5")
    set_credit_line(wallet_id=wallet.pk, amount=Money("10", "EUR"))
    place_hold(wallet_id=wallet.pk, amount=Money("15", "EUR"), key="h1")
    assert balances(wallet) == ("-10.00", "15.00")
    with pytest.raises(InsufficientFunds) as refused:
        place_hold(wallet_id=wallet.pk, amount=Money("0.01", "EUR"), key="h2")
    assert refused.value.available == Money("0", "EUR")


@pytest.mark.parametrize("amount", ["-1", "4.99"])
def test_a_credit_line_below_zero_or_below_what_is_drawn_is_refused(amount):
    wallet = make_wallet("5")
    set_credit_line(wallet_id=wallet.pk, amount=Money("5", "EUR"))
    place_hold(wallet_id=wallet.pk, amount=Money("10", "EUR"), key="h1")
    with pytest.raises(AmountOutOfRange):
        set_credit_line(wallet_id=wallet.pk, amount=Money(amount, "EUR"))
