import pytest
from django.db import transaction
from djmoney.money import Money

from tests.factories.wallets import balances, make_wallet
from tests.support.ledger import balance, changed_function, everything, open_account, signature_of
from wallet_project.core.exceptions import InsufficientFunds
from wallets.ledger.journal import FEW_LINES
from wallets.ledger.models import JournalEntry, Posting
from wallets.services.posting import EntryKind, chart, line, post, post_spread, store_line

pytestmark = pytest.mark.django_db


def eur(amount: str | int) -> Money:
    return Money(amount, "EUR")


def campaign(wallet, accounts, amount, kind=EntryKind.ADJUSTMENT_CREDIT):
    """One entry that moves the same amount on the wallet and on other customers' accounts."""
    lines = [line(account, eur(amount)) for account in (wallet.available_account_id, *accounts)]
    lines.append(store_line(chart.STORE_CREDIT_GRANTED, eur(-amount * len(lines))))
    with transaction.atomic():
        return post(key="campaign", kind=kind, lines=lines)


def test_one_entry_of_more_than_a_few_lines_moves_each_account_once():
    wallet, accounts = make_wallet(), [open_account() for _ in range(FEW_LINES)]
    first, second = campaign(wallet, accounts, 3), campaign(wallet, accounts, 3)
    assert balances(wallet) == ("3.00", "0.00")
    assert [balance(account) for account in accounts] == [300] * FEW_LINES
    assert first.balances == dict.fromkeys([wallet.available_account_id, *accounts], 300)
    assert (second.entry_id, first.replayed, second.replayed) == (first.entry_id, False, True)
    assert (JournalEntry.objects.count(), Posting.objects.count()) == (1, FEW_LINES + 2)


def test_one_of_many_that_has_too_little_keeps_all_as_they_were():
    wallet, accounts = make_wallet("2.99"), [open_account(minor=300) for _ in range(FEW_LINES)]
    with pytest.raises(InsufficientFunds) as refused:
        campaign(wallet, accounts, -3, EntryKind.ADJUSTMENT_DEBIT)
    assert refused.value.available == eur("2.99")
    assert balances(wallet) == ("2.99", "0.00")
    assert [balance(account) for account in accounts] == [300] * FEW_LINES


def test_one_of_many_in_bulk_that_has_too_little_keeps_all_as_they_were():
    wallet, accounts = make_wallet("2.99"), [open_account(minor=300) for _ in range(3)]
    before = everything()
    with pytest.raises(InsufficientFunds) as refused, transaction.atomic():
        post_spread(
            key="campaign",
            kind=EntryKind.ADJUSTMENT_DEBIT,
            currency="EUR",
            amounts=dict.fromkeys([wallet.available_account_id, *accounts], -300),
            against=chart.STORE_CREDIT_GRANTED,
        )
    assert (refused.value.available, refused.value.code) == (None, "insufficient_funds")
    assert everything() == before


def test_without_the_functions_own_look_the_tables_refusal_has_the_customers_words_too():
    """What is left then is not known: the constraint says no more than that it is too little."""
    wallet = make_wallet("2.99")
    before = everything()
    blind = changed_function(signature_of("ledger_post_entry"), "v_short IS NOT NULL THEN", "false THEN")
    with blind, pytest.raises(InsufficientFunds) as refused, transaction.atomic():
        post(
            key="x",
            kind=EntryKind.ADJUSTMENT_DEBIT,
            lines=[
                line(wallet.available_account_id, eur(-3)),
                store_line(chart.STORE_CREDIT_GRANTED, eur(3)),
            ],
        )
    assert refused.value.available is None
    assert refused.value.message == "There is not enough money in the wallet."
    assert everything() == before


def test_lines_of_zero_are_left_out():
    wallet = make_wallet()
    with transaction.atomic():
        post(
            key="x",
            kind=EntryKind.TOP_UP,
            lines=[
                line(wallet.available_account_id, eur(5)),
                line(wallet.held_account_id, eur(0)),
                store_line(chart.GATEWAY_CLEARING, eur(-5)),
            ],
        )
    assert sorted(Posting.objects.values_list("amount", flat=True)) == [-500, 500]
    assert balances(wallet) == ("5.00", "0.00")
