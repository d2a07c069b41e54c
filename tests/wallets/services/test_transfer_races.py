"""Transfers at the same moment, each on a connection of its own."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from threading import Barrier
from typing import Any

import pytest
from django.db import OperationalError
from djmoney.money import Money

from notifications.models import OutboxMessage
from tests.factories.wallets import balances, make_user, make_wallet
from tests.support.ledger import differences
from tests.support.locks import meet_before, without_row_locks
from tests.support.threads import at_once, kinds
from wallets.models import TopUpPolicy, Transfer, TransferPolicy, Wallet
from wallets.services import freeze_wallet, place_hold, transfer_money

pytestmark = pytest.mark.django_db(transaction=True)

NOW = datetime(2026, 3, 1, 12, 0, tzinfo=UTC)


def eur(amount: str) -> Money:
    return Money(amount, "EUR")


def sending(source: Wallet, target: Wallet, amount: str, key: str) -> Callable[[], Any]:
    return lambda: transfer_money(
        from_wallet_id=source.pk, to_customer_id=target.customer_id, amount=eur(amount), key=key, now=NOW
    )


def test_of_twenty_transfers_of_all_there_is_one_is_sent() -> None:
    source, targets = make_wallet("50"), [make_wallet() for _ in range(4)]
    results = at_once(*(sending(source, targets[n % 4], "50", f"t{n}") for n in range(20)))
    assert kinds(results) == {"Transfer": 1, "InsufficientFunds": 19}
    assert balances(source) == ("0.00", "0.00")
    assert sorted(balances(target)[0] for target in targets) == ["0.00", "0.00", "0.00", "50.00"]
    assert (Transfer.objects.count(), OutboxMessage.objects.filter(kind="money_received").count()) == (1, 1)
    assert differences() == []


def test_a_transfer_and_a_hold_of_the_same_money_are_one_of_both() -> None:
    for number in range(3):
        source, target = make_wallet("50"), make_wallet()
        at_once(
            sending(source, target, "50", f"t{number}"),
            lambda n=number, wallet=source: place_hold(wallet_id=wallet.pk, amount=eur("50"), key=f"h{n}"),
        )
        assert (balances(source), balances(target)) in (
            (("0.00", "0.00"), ("50.00", "0.00")),
            (("0.00", "50.00"), ("0.00", "0.00")),
        )


def test_one_transfer_sent_twenty_times_is_one_transfer() -> None:
    source, target = make_wallet("50"), make_wallet()
    results = at_once(sending(source, target, "10", "t1"), times=20)
    assert len({result.pk for result in results}) == 1
    assert (balances(source), balances(target)) == (("40.00", "0.00"), ("10.00", "0.00"))
    assert OutboxMessage.objects.filter(kind__in=["money_sent", "money_received"]).count() == 2


def test_transfers_that_cross_wait_for_each_other_and_all_arrive() -> None:
    first, second = make_wallet("50"), make_wallet("50")
    there = [sending(first, second, "2", f"there{n}") for n in range(10)]
    back = [sending(second, first, "1", f"back{n}") for n in range(10)]
    assert kinds(at_once(*there, *back)) == {"Transfer": 20}
    assert (balances(first), balances(second)) == (("40.00", "0.00"), ("60.00", "0.00"))
    assert differences() == []


def test_locked_in_the_order_of_the_transfer_two_that_cross_die(monkeypatch: pytest.MonkeyPatch) -> None:
    """What the order by key in `lock_wallets` is for."""
    first, second = make_wallet("50"), make_wallet("50")
    both_have_one = Barrier(2)

    def lock(*wallet_ids: Any) -> list[Wallet]:
        rows = Wallet.objects.select_for_update(no_key=True)
        source = rows.get(pk=wallet_ids[0])
        both_have_one.wait(timeout=20)
        return [source, rows.get(pk=wallet_ids[1])]

    monkeypatch.setattr("wallets.services.transfers.lock_wallets", lock)
    results = at_once(sending(first, second, "2", "there"), sending(second, first, "1", "back"))
    assert kinds(results) == {"Transfer": 1, "OperationalError": 1}
    [died] = [result for result in results if isinstance(result, OperationalError)]
    assert "deadlock" in str(died)


def of_one_days_limit() -> tuple[list[Any], Wallet]:
    """What came of four transfers, each to somebody else, where a day's limit fits two."""
    TransferPolicy.objects.create(currency="EUR", each="10", per_day="25")
    source = make_wallet("90")
    return at_once(*(sending(source, make_wallet(), "10", f"t{n}") for n in range(4))), source


def test_transfers_at_once_can_not_beat_the_days_limit() -> None:
    results, source = of_one_days_limit()
    assert kinds(results) == {"Transfer": 2, "TransferOutOfLimits": 2}
    assert balances(source) == ("70.00", "0.00")


def test_without_the_wallets_lock_they_do_beat_it(monkeypatch: pytest.MonkeyPatch) -> None:
    """The ledger's own lock keeps the balance; what is read before it is safe under the wallet's only."""
    without_row_locks(monkeypatch, Wallet)
    meet_before(monkeypatch, "wallets.services.transfers._post", parties=4)
    results, source = of_one_days_limit()
    assert kinds(results) == {"Transfer": 4}
    assert balances(source) == ("50.00", "0.00")


def to_one_wallet() -> tuple[list[Any], Wallet]:
    """What came of three customers who send to one whose wallet has room for one of them."""
    TopUpPolicy.objects.create(
        currency="EUR", presets="10", minimum=1, maximum=50, maximum_balance=50, daily_limit=1000
    )
    target = make_wallet("25")
    return at_once(*(sending(make_wallet("20"), target, "20", f"t{n}") for n in range(3))), target


def test_senders_at_once_can_not_fill_a_wallet_over_its_brim() -> None:
    results, target = to_one_wallet()
    assert kinds(results) == {"Transfer": 1, "InvalidState": 2}
    assert balances(target) == ("45.00", "0.00")


def test_without_the_wallets_lock_they_do_fill_it(monkeypatch: pytest.MonkeyPatch) -> None:
    without_row_locks(monkeypatch, Wallet)
    meet_before(monkeypatch, "wallets.services.transfers._post", parties=3)
    results, target = to_one_wallet()
    assert kinds(results) == {"Transfer": 3}
    assert balances(target) == ("85.00", "0.00")


def test_two_who_send_to_a_new_customer_open_one_wallet() -> None:
    friend, senders = make_user(), [make_wallet("20") for _ in range(6)]
    sends = [
        lambda n=n, wallet=wallet: transfer_money(
            from_wallet_id=wallet.pk, to_customer_id=friend.pk, amount=eur("5"), key=f"t{n}", now=NOW
        )
        for n, wallet in enumerate(senders)
    ]
    assert kinds(at_once(*sends)) == {"Transfer": 6}
    assert balances(Wallet.objects.get(customer=friend)) == ("30.00", "0.00")


def test_what_is_frozen_meanwhile_sends_and_receives_nothing_after_it() -> None:
    for side in range(2):
        pair = make_wallet("50"), make_wallet()
        results = at_once(
            lambda wallet=pair[side]: freeze_wallet(wallet_id=wallet.pk, reason="check"),
            *(sending(*pair, "1", f"t{side}-{n}") for n in range(10)),
        )
        assert set(kinds(results)) <= {"Wallet", "Transfer", ("WalletFrozen", "InvalidState")[side]}
        frozen_at = Wallet.objects.get(pk=pair[side].pk).status_changed_at
        sent = Transfer.objects.filter(from_wallet=pair[0]).select_related("entry")
        assert all(transfer.entry.posted_at <= frozen_at for transfer in sent)
        assert balances(pair[1]) == (f"{len(sent)}.00", "0.00")
