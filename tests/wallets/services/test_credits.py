import pytest
from djmoney.money import Money

from notifications.models import OutboxMessage
from notifications.texts import details_of
from tests.factories.wallets import balances, make_user, make_wallet
from wallet_project.core.exceptions import AmountOutOfRange, IdempotencyConflict
from wallets.exceptions import WalletFrozen
from wallets.ledger.models import JournalEntry
from wallets.models import Wallet
from wallets.services import (
    credit_rescued_payment,
    freeze_wallet,
    give_store_credit,
    take_back_store_credit,
)

pytestmark = pytest.mark.django_db


def rescue(customer, amount="12.50", key="tender-1"):
    return credit_rescued_payment(
        customer_id=customer.pk, amount=Money(amount, "EUR"), key=key, order_reference="1000042"
    )


def test_a_rescued_payment_goes_to_the_wallet_once_and_the_customer_is_told():
    wallet = make_wallet("5")
    assert not rescue(wallet.customer).replayed
    assert rescue(wallet.customer).replayed
    assert balances(wallet) == ("17.50", "0.00")
    message = OutboxMessage.objects.get(kind="payment_rescued")
    assert details_of(message) == {"amount": "€12.50", "order": "1000042"}


def test_a_rescued_payment_opens_a_wallet_where_there_is_none():
    user = make_user()
    rescue(user)
    assert balances(Wallet.objects.get(customer=user)) == ("12.50", "0.00")


def test_a_frozen_wallet_still_gets_what_is_the_customers():
    wallet = make_wallet()
    freeze_wallet(wallet_id=wallet.pk, reason="check")
    rescue(wallet.customer)
    assert balances(wallet) == ("12.50", "0.00")


def test_another_amount_under_the_same_key_is_a_conflict():
    wallet = make_wallet()
    rescue(wallet.customer)
    with pytest.raises(IdempotencyConflict):
        rescue(wallet.customer, "13")
    with pytest.raises(AmountOutOfRange):
        rescue(wallet.customer, "-1", key="tender-2")
    assert balances(wallet) == ("12.50", "0.00")


def give(customer, amount="5.00", key="rule:late:1", url="/orders/1000042/"):
    return give_store_credit(
        customer_id=customer.pk,
        amount=Money(amount, "EUR"),
        key=key,
        order_reference="1000042",
        note="Sorry for the wait.",
        url=url,
    )


def test_store_credit_is_given_once_at_the_stores_cost_and_the_customer_reads_why():
    wallet = make_wallet("5")
    assert not give(wallet.customer).replayed
    assert give(wallet.customer).replayed
    assert balances(wallet) == ("10.00", "0.00")
    entry = JournalEntry.objects.get(kind="credit_given")
    assert (entry.reference, entry.description) == ("1000042", "Sorry for the wait.")
    codes = dict(entry.postings.values_list("account__code", "amount"))
    assert codes == {"customer_available": 500, "store_credit_granted": -500}
    message = OutboxMessage.objects.get(dedupe_key="credit_given:rule:late:1")
    assert (message.kind, details_of(message)) == (
        "credited_by_store",
        {"amount": "€5.00", "note": "Sorry for the wait.", "balance": "€10.00", "url": "/orders/1000042/"},
    )


def test_a_frozen_wallet_is_given_nothing():
    wallet = make_wallet()
    freeze_wallet(wallet_id=wallet.pk, reason="check")
    with pytest.raises(WalletFrozen):
        give(wallet.customer)
    assert balances(wallet) == ("0.00", "0.00")


def test_nothing_is_no_credit():
    wallet = make_wallet()
    for amount in ("0", "-5"):
        with pytest.raises(AmountOutOfRange):
            give(wallet.customer, amount)
    assert balances(wallet) == ("0.00", "0.00")


def test_credit_is_taken_back_as_far_as_it_is_there_and_an_empty_wallet_gives_nothing():
    wallet = make_wallet("3.00")

    def take_back(key):
        taken, entry_id = take_back_store_credit(
            customer_id=wallet.customer_id,
            amount=Money("5.00", "EUR"),
            key=key,
            order_reference="1000042",
            note="It was refunded.",
        )
        return str(taken.amount), entry_id

    first = JournalEntry.objects.filter(kind="credit_taken_back")
    assert take_back("a") == ("3.00", first.get().pk)
    told = OutboxMessage.objects.count()
    assert take_back("b") == ("0.00", None)
    assert (balances(wallet), first.count(), OutboxMessage.objects.count()) == (("0.00", "0.00"), 1, told)
