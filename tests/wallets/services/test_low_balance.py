from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest
from django.db import IntegrityError, connection
from djmoney.money import Money

from notifications.models import OutboxMessage
from notifications.texts import details_of, render_letter
from tests.factories.holds import take
from tests.factories.wallets import credit, make_wallet
from wallet_project.core.exceptions import AmountError, CurrencyMismatch, NotFound
from wallet_project.core.ids import uuid7
from wallets.enums import AdjustmentDirection, AdjustmentReason
from wallets.models import LowBalanceAlert, Wallet
from wallets.services import (
    adjust_wallet,
    freeze_wallet,
    place_hold,
    set_low_balance_alert,
    tell_low_balances,
    unfreeze_wallet,
)

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 3, 1, 12, 0, tzinfo=UTC)


def make_watched(balance: str, threshold: str, currency: str = "EUR") -> Wallet:
    wallet = make_wallet(balance, currency)
    set_low_balance_alert(wallet_id=wallet.pk, threshold=Money(threshold, currency), now=NOW)
    return wallet


def debit(wallet: Wallet, amount: str, key: str) -> None:
    adjust_wallet(
        wallet_id=wallet.pk,
        direction=AdjustmentDirection.DEBIT,
        amount=Money(amount, wallet.currency),
        reason=AdjustmentReason.CORRECTION,
        key=key,
        actor_id=None,
    )


def told() -> list[dict[str, str]]:
    rows = OutboxMessage.objects.filter(kind="low_balance").order_by("pk")
    return [details_of(row) for row in rows]


def test_a_balance_that_falls_below_is_told_once_and_again_after_it_rose() -> None:
    wallet = make_watched("20.00", "10.00")
    assert tell_low_balances(now=NOW) == 0
    debit(wallet, "12.00", "first")
    assert tell_low_balances(now=NOW) == 1
    debit(wallet, "1.00", "second")
    assert tell_low_balances(now=NOW + timedelta(minutes=1)) == 0
    credit(wallet, "3.00")
    assert tell_low_balances(now=NOW + timedelta(minutes=2)) == 0
    debit(wallet, "0.01", "third")
    assert tell_low_balances(now=NOW + timedelta(minutes=3)) == 1
    assert [(row["balance"], row["threshold"]) for row in told()] == [
        ("€8.00", "€10.00"),
        ("€9.99", "€10.00"),
    ]


def test_the_threshold_itself_is_not_below() -> None:
    wallet = make_watched("20.00", "10.00")
    debit(wallet, "10.00", "to the cent")
    assert tell_low_balances(now=NOW) == 0


def test_other_systems_are_told_in_numbers() -> None:
    wallet = make_watched("1500", "1000", "JPY")
    debit(wallet, "600", "a")
    tell_low_balances(now=NOW)
    message = OutboxMessage.objects.get(kind="low_balance")
    assert message.data == {
        "wallet": str(wallet.pk),
        "balance": {"amount": "900", "currency": "JPY"},
        "threshold": {"amount": "1000", "currency": "JPY"},
    }
    assert message.subject == f"wallet:{wallet.pk}"
    assert message.context["url"].endswith("?currency=JPY")


def test_a_shop_whose_pages_are_not_ours_is_told_without_a_link(settings) -> None:
    settings.ROOT_URLCONF = "tests.wallets.no_urls"
    wallet = make_watched("20.00", "10.00")
    debit(wallet, "15.00", "a")
    assert tell_low_balances(now=NOW) == 1
    message = OutboxMessage.objects.get(kind="low_balance")
    assert message.context["url"] == ""
    assert "€5.00" in render_letter(message).text


def test_what_is_held_still_counts() -> None:
    wallet = make_watched("20.00", "10.00")
    place_hold(wallet_id=wallet.pk, amount=Money("15.00", "EUR"), key="hold", reference="7", expires_at=None)
    assert tell_low_balances(now=NOW) == 0


def test_a_payment_is_told_of() -> None:
    wallet = make_watched("20.00", "10.00")
    take(wallet, "20.00")
    assert tell_low_balances(now=NOW) == 1


def test_a_wallet_that_is_low_already_has_not_fallen() -> None:
    wallet = make_watched("5.00", "10.00")
    assert tell_low_balances(now=NOW) == 0
    credit(wallet, "6.00")
    tell_low_balances(now=NOW)
    debit(wallet, "6.00", "a")
    assert tell_low_balances(now=NOW) == 1


def test_a_frozen_wallet_is_told_of_when_it_can_be_topped_up_again() -> None:
    wallet = make_watched("20.00", "10.00")
    debit(wallet, "15.00", "a")
    freeze_wallet(wallet_id=wallet.pk, reason="Asked for")
    assert tell_low_balances(now=NOW) == 0
    unfreeze_wallet(wallet_id=wallet.pk, reason="Asked for")
    assert tell_low_balances(now=NOW) == 1


def test_who_wants_it_no_more_is_not_told() -> None:
    wallet = make_watched("20.00", "10.00")
    set_low_balance_alert(wallet_id=wallet.pk, threshold=None, now=NOW)
    debit(wallet, "15.00", "a")
    assert tell_low_balances(now=NOW) == 0


@pytest.mark.django_db(transaction=True)
def test_two_workers_tell_once() -> None:
    for number in range(3):
        debit(make_watched("20.00", "10.00"), "15.00", f"{number}")

    def tell(_: int) -> int:
        try:
            return tell_low_balances(now=NOW)
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        assert sum(pool.map(tell, range(4))) == 3
    assert len(told()) == 3


@pytest.mark.parametrize(
    ("threshold", "error"),
    [
        (Money("0", "EUR"), AmountError),
        (Money("-1", "EUR"), AmountError),
        (Money("1.005", "EUR"), AmountError),
        (Money("1", "USD"), CurrencyMismatch),
    ],
)
def test_a_threshold_that_is_no_amount_of_the_wallet_is_refused(threshold: Money, error: type) -> None:
    wallet = make_wallet("20.00")
    with pytest.raises(error):
        set_low_balance_alert(wallet_id=wallet.pk, threshold=threshold, now=NOW)
    assert not LowBalanceAlert.objects.exists()


def test_a_wallet_that_is_not_there_is_not_found() -> None:
    with pytest.raises(NotFound):
        set_low_balance_alert(wallet_id=uuid7(), threshold=Money("1", "EUR"), now=NOW)


def test_zero_is_refused_even_in_the_database() -> None:
    with pytest.raises(IntegrityError, match="low_balance_is_above_zero"):
        LowBalanceAlert.objects.create(wallet=make_wallet(), threshold=0)
