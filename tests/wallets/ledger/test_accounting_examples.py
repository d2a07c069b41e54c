"""A store's month, worked through as an accountant would: each case and its trial balance."""

from __future__ import annotations

import pytest
from django.db import transaction

from tests.support.ledger import balance, open_account, post
from wallets.ledger import chart, journal, queries
from wallets.ledger.enums import EntryKind, NormalSide

pytestmark = pytest.mark.django_db


def store(account: chart.ChartAccount, currency: str = "EUR") -> int:
    return chart.system_account(account, currency)


def held(currency: str = "EUR") -> int:
    return queries.open_guarded_account(code="customer_held", currency=currency, type_="liability").pk


def trial_balance() -> dict[str, int]:
    """Cents by account, each on its normal side; accounts at zero left out."""
    sides = {total.code: chart.BY_CODE[total.code].normal_side for total in queries.trial_balance()}
    return {
        total.code: int(total.balance.amount * 100) * (-1 if sides[total.code] == NormalSide.DEBIT else 1)
        for total in queries.trial_balance()
        if total.balance.amount
    }


def test_a_top_up_is_money_at_the_gateway_and_a_debt_to_the_customer():
    wallet = open_account()
    post("t", {store(chart.GATEWAY_CLEARING): -5000, wallet: 5000})
    assert trial_balance() == {"gateway_clearing": 5000, "customer_available": 5000}


def test_an_order_paid_at_once_from_the_wallet_turns_debt_into_sales():
    wallet = open_account(minor=5000)
    post("paid", {wallet: -1990, store(chart.SALES): 1990}, kind=EntryKind.ORDER_PAID)
    assert trial_balance() == {"gateway_clearing": 5000, "customer_available": 3010, "sales": 1990}


def test_an_order_that_waited_is_held_for_and_then_turned_into_sales():
    wallet, hold = open_account(minor=5000), held()
    post("hold", {wallet: -1990, hold: 1990}, kind=EntryKind.HOLD_PLACED)
    assert trial_balance() == {"gateway_clearing": 5000, "customer_available": 3010, "customer_held": 1990}
    post("capture", {hold: -1990, store(chart.SALES): 1990}, kind=EntryKind.HOLD_CAPTURED)
    assert trial_balance() == {"gateway_clearing": 5000, "customer_available": 3010, "sales": 1990}


def test_an_order_that_failed_gives_back_what_was_held():
    wallet, hold = open_account(minor=5000), held()
    post("hold", {wallet: -1990, hold: 1990}, kind=EntryKind.HOLD_PLACED)
    post("void", {hold: -1990, wallet: 1990}, kind=EntryKind.HOLD_RELEASED)
    assert trial_balance() == {"gateway_clearing": 5000, "customer_available": 5000}


def test_what_is_held_cannot_be_spent_again():
    from wallets.ledger.exceptions import BelowFloor

    wallet, hold = open_account(minor=5000), held()
    post("hold", {wallet: -4000, hold: 4000}, kind=EntryKind.HOLD_PLACED)
    with pytest.raises(BelowFloor) as refusal:
        post("another", {wallet: -1001, hold: 1001}, kind=EntryKind.HOLD_PLACED)
    assert refusal.value.available == 1000


def test_wallet_and_card_pay_one_order_together():
    wallet, hold = open_account(minor=1000), held()
    post("hold", {wallet: -1000, hold: 1000}, kind=EntryKind.HOLD_PLACED)
    post(
        "paid",
        {hold: -1000, store(chart.GATEWAY_CLEARING): -2990, store(chart.SALES): 3990},
        kind=EntryKind.HOLD_CAPTURED,
    )
    assert trial_balance() == {"gateway_clearing": 3990, "sales": 3990}


def test_store_credit_is_an_expense_and_a_debt():
    wallet = open_account()
    post("sorry", {store(chart.STORE_CREDIT_GRANTED): -500, wallet: 500}, kind=EntryKind.ADJUSTMENT_CREDIT)
    assert trial_balance() == {"store_credit_granted": 500, "customer_available": 500}


def test_a_refund_to_the_wallet_takes_back_the_sale():
    wallet = open_account(minor=2000)
    post("buy", {wallet: -2000, store(chart.SALES): 2000}, kind=EntryKind.ORDER_PAID)
    post("refund", {store(chart.SALES): -750, wallet: 750}, kind=EntryKind.ORDER_REFUNDED)
    assert trial_balance() == {"gateway_clearing": 2000, "sales": 1250, "customer_available": 750}


def test_a_dispute_takes_the_top_up_back_and_the_store_bears_what_was_spent():
    wallet = open_account(minor=5000)
    post("buy", {wallet: -2000, store(chart.SALES): 2000}, kind=EntryKind.ORDER_PAID)
    post(
        "dispute",
        {wallet: -3000, store(chart.DISPUTE_LOSSES): -2000, store(chart.GATEWAY_CLEARING): 5000},
        kind=EntryKind.TOP_UP_DISPUTED,
    )
    assert trial_balance() == {"sales": 2000, "dispute_losses": 2000}
    assert balance(wallet) == 0


def test_a_mistake_is_corrected_by_its_reversal_and_the_right_entry():
    wallet = open_account()
    wrong = post("wrong", {store(chart.STORE_CREDIT_GRANTED): -5000, wallet: 5000})
    with transaction.atomic():
        journal.reverse_entry(entry_id=wrong.entry_id, key="undo")
    post("right", {store(chart.STORE_CREDIT_GRANTED): -500, wallet: 500})
    assert trial_balance() == {"store_credit_granted": 500, "customer_available": 500}


def test_points_turn_into_money_without_touching_each_other():
    euro, points = open_account("EUR"), open_account("PTS", minor=1000)
    lines = [
        journal.Line(points, -queries.from_minor(1000, "PTS")),
        journal.Line(store(chart.GATEWAY_CLEARING, "PTS"), queries.from_minor(1000, "PTS")),
        journal.Line(store(chart.STORE_CREDIT_GRANTED), -queries.from_minor(1000, "EUR")),
        journal.Line(euro, queries.from_minor(1000, "EUR")),
    ]
    post("convert", {}, lines=lines)
    assert (balance(points), balance(euro)) == (0, 1000)
    for currency in ("EUR", "PTS"):
        totals = [t.balance.amount for t in queries.trial_balance() if str(t.balance.currency) == currency]
        assert sum(totals) == 0
