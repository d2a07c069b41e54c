from uuid import uuid4

import pytest
from django.db import transaction
from djmoney.money import Money

from tests.factories.wallets import credit, make_user, make_wallet
from tests.support.ledger import entry
from wallet_project.core.exceptions import NotFound
from wallets.ledger import chart, journal
from wallets.ledger.enums import EntryKind
from wallets.models import Hold, Wallet
from wallets.movement_details import movement_details
from wallets.services import capture_hold, pay_at_once, place_hold
from wallets.statements import statement_page

pytestmark = pytest.mark.django_db


def last_entry(wallet: Wallet) -> int:
    page = statement_page(customer_id=wallet.customer_id, wallet_id=wallet.pk)
    return page.movements[0].entry_id


def parts(details):
    return [(part.who, str(part.amount.amount), part.is_own) for part in details.parts]


def paid_hold(wallet) -> Hold:
    hold = place_hold(wallet_id=wallet.pk, amount=Money("8.00", "EUR"), key=uuid4().hex, reference="1000042")
    return capture_hold(hold_id=hold.pk)


def test_a_credit_with_both_its_sides():
    wallet = make_wallet("50.00")
    details = movement_details(customer_id=wallet.customer_id, entry_id=last_entry(wallet))
    assert parts(details) == [
        ("Your wallet, free to spend", "50.00", True),
        ("The store, credits and corrections", "-50.00", False),
    ]
    assert (details.hold, details.top_up, details.is_available) == (None, None, True)


def test_a_hold_knows_its_order_and_what_became_of_it():
    wallet = make_wallet("50.00")
    hold = paid_hold(wallet)
    details = movement_details(customer_id=wallet.customer_id, entry_id=hold.placed_entry_id)
    assert details.movement.title == "Paid for order #1000042"
    assert details.hold == hold
    captured = movement_details(customer_id=wallet.customer_id, entry_id=hold.closed_entry_id)
    assert parts(captured) == [
        ("Your wallet, held for an order", "-8.00", True),
        ("The store, for your order", "8.00", False),
    ]
    assert not captured.is_available


def test_an_order_paid_at_once_has_two_parts_and_no_hold():
    wallet = make_wallet("50.00")
    with transaction.atomic():
        paid = pay_at_once(wallet=wallet, amount=Money("8.00", "EUR"), key="k", reference="1000042")
    details = movement_details(customer_id=wallet.customer_id, entry_id=paid.entry_id)
    assert (details.movement.title, details.movement.reference) == ("Paid for order #1000042", "1000042")
    assert parts(details) == [
        ("Your wallet, free to spend", "-8.00", True),
        ("The store, for your order", "8.00", False),
    ]
    assert (details.hold, details.is_available) == (None, True)


def test_a_correction_and_what_it_corrects_point_at_each_other():
    wallet = make_wallet("50.00")
    original = last_entry(wallet)
    with transaction.atomic():
        reversal = journal.reverse_entry(entry_id=original, key="undo", description="Wrong customer").entry_id
    undone = movement_details(customer_id=wallet.customer_id, entry_id=original)
    undoing = movement_details(customer_id=wallet.customer_id, entry_id=reversal)
    assert (undone.corrected_by, undoing.corrects) == (reversal, original)
    assert (undoing.movement.title, undoing.movement.note) == ("Correction by the store", "Wrong customer")


def test_another_customers_movement_is_not_found():
    wallet, stranger = make_wallet("50.00"), make_user()
    make_wallet("1.00", customer=stranger)
    with pytest.raises(NotFound):
        movement_details(customer_id=stranger.pk, entry_id=last_entry(wallet))
    with pytest.raises(NotFound):
        movement_details(customer_id=wallet.customer_id, entry_id=10**15)


def test_an_entry_for_many_customers_shows_nothing_of_the_others():
    mine, theirs = make_wallet(), make_wallet()
    granted = chart.system_account(chart.STORE_CREDIT_GRANTED, "EUR")
    amounts = {mine.available_account_id: 300, theirs.available_account_id: 4500, granted: -4800}
    with transaction.atomic():
        posted = journal.post_entry(entry("campaign", amounts, kind=EntryKind.ADJUSTMENT_CREDIT))
    details = movement_details(customer_id=mine.customer_id, entry_id=posted.entry_id)
    assert parts(details) == [
        ("Your wallet, free to spend", "3.00", True),
        ("The store, credits and corrections", "-3.00", False),
    ]


@pytest.mark.parametrize("wallets", [1, 3])
def test_the_number_of_queries_does_not_grow(wallets, query_count):
    wallet = make_wallet("50.00")
    for currency in ("USD", "INR")[: wallets - 1]:
        credit(make_wallet(currency=currency, customer=wallet.customer), "100")
    hold = paid_hold(wallet)
    with query_count(4):
        movement_details(customer_id=wallet.customer_id, entry_id=hold.placed_entry_id)
