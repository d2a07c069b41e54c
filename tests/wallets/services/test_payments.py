"""An order that a wallet pays at once: one entry, and nothing that waits."""

import pytest
from django.db import transaction
from djmoney.money import Money

from tests.factories.wallets import balances, make_wallet
from tests.support.ledger import everything
from wallet_project.core.db import NotInTransaction
from wallet_project.core.exceptions import (
    AmountOutOfRange,
    CurrencyMismatch,
    IdempotencyConflict,
    InsufficientFunds,
    TooManyDecimals,
)
from wallets.exceptions import WalletFrozen
from wallets.ledger import chart
from wallets.ledger.models import JournalEntry, Posting
from wallets.locks import lock_wallet
from wallets.models import Hold
from wallets.services import freeze_wallet, pay_at_once, set_credit_line

pytestmark = pytest.mark.django_db


def eur(amount):
    return Money(amount, "EUR")


def take(wallet, amount="20", key="k"):
    with transaction.atomic():
        return pay_at_once(wallet=lock_wallet(wallet.pk), amount=eur(amount), key=key, reference="1000042")


def test_it_is_one_entry_of_two_postings_and_no_hold():
    wallet = make_wallet("50.00")
    posted = take(wallet)
    entry = JournalEntry.objects.get(pk=posted.entry_id)
    assert (entry.kind, entry.reference, entry.idempotency_key) == ("order_paid", "1000042", "order_paid:k")
    lines = Posting.objects.filter(entry=entry).values_list("account", "amount", "balance_after")
    assert set(lines) == {
        (chart.system_account(chart.SALES, "EUR"), 2000, None),
        (wallet.available_account_id, -2000, 3000),
    }
    assert (balances(wallet), Hold.objects.count()) == (("30.00", "0.00"), 0)


def test_it_is_one_question_to_the_database(query_count):
    wallet = make_wallet("50.00")
    with transaction.atomic(), query_count(1):
        pay_at_once(wallet=wallet, amount=eur("20"), key="k")


@pytest.mark.parametrize(("currency", "amount"), [("JPY", "500"), ("KWD", "12.345"), ("INR", "99.99")])
def test_it_takes_the_last_smallest_unit_of_every_currency(currency, amount):
    wallet = make_wallet(amount, currency)
    with transaction.atomic():
        pay_at_once(wallet=wallet, amount=Money(amount, currency), key="k")
    assert Money(balances(wallet)[0], currency) == Money(0, currency)


def test_more_than_there_is_is_refused_and_nothing_moves():
    wallet = make_wallet("50.00")
    before = everything()
    with pytest.raises(InsufficientFunds) as refused:
        take(wallet, "50.01")
    assert refused.value.available == eur("50.00")
    assert everything() == before


def test_a_credit_line_can_be_spent_to_its_end():
    wallet = make_wallet("50.00")
    set_credit_line(wallet_id=wallet.pk, amount=eur("10"))
    take(wallet, "60.00")
    before = everything()
    with pytest.raises(InsufficientFunds) as refused:
        take(wallet, "0.01", key="another")
    assert (refused.value.available, balances(wallet)) == (eur("0.00"), ("-10.00", "0.00"))
    assert everything() == before


@pytest.mark.parametrize(
    ("amount", "error"),
    [
        (eur("0"), AmountOutOfRange),
        (eur("-1"), AmountOutOfRange),
        (eur("NaN"), AmountOutOfRange),
        (eur("1.005"), TooManyDecimals),
        (Money("1", "USD"), CurrencyMismatch),
    ],
)
def test_a_bad_amount_is_refused_and_nothing_moves(amount, error):
    wallet = make_wallet("50.00")
    before = everything()
    with pytest.raises(error), transaction.atomic():
        pay_at_once(wallet=wallet, amount=amount, key="k")
    assert everything() == before


def test_a_frozen_wallet_pays_nothing():
    wallet = make_wallet("50.00")
    freeze_wallet(wallet_id=wallet.pk, reason="looks odd")
    with pytest.raises(WalletFrozen):
        take(wallet)
    assert balances(wallet) == ("50.00", "0.00")


def test_one_key_pays_once_and_another_amount_under_it_is_a_conflict():
    wallet = make_wallet("50.00")
    first, second = take(wallet), take(wallet)
    assert (first.entry_id, first.replayed, second.replayed) == (second.entry_id, False, True)
    with pytest.raises(IdempotencyConflict):
        take(wallet, "5")
    assert balances(wallet) == ("30.00", "0.00")


@pytest.mark.django_db(transaction=True)
def test_it_is_a_part_of_the_callers_transaction():
    wallet = make_wallet("50.00")
    with pytest.raises(NotInTransaction):
        pay_at_once(wallet=wallet, amount=eur("20"), key="k")
    assert balances(wallet) == ("50.00", "0.00")
