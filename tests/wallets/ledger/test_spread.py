"""One entry of many customers' lines, in minor units: the same rules as any other entry."""

import pytest
from django.db import transaction

from tests.support.ledger import balance, clearing, differences, everything, open_account
from wallet_project.core.db import NotInTransaction
from wallet_project.core.exceptions import IdempotencyConflict
from wallets.ledger import journal
from wallets.ledger.enums import EntryKind
from wallets.ledger.exceptions import BelowFloor
from wallets.ledger.models import Posting
from wallets.ledger.queries import open_guarded_accounts

pytestmark = pytest.mark.django_db


def spread(amounts, key="k"):
    with transaction.atomic():
        return journal.post_spread(
            journal.Spread(key, EntryKind.TOP_UP, "EUR", amounts, clearing(), "r", "Thank you")
        )


def accounts(count):
    return open_guarded_accounts(code="customer_available", currency="EUR", type_="liability", count=count)


def test_every_account_gets_its_amount_and_the_store_the_sum():
    one, two, three = accounts(3)
    entry_id, replayed = spread({three: 300, one: 100, two: 200})
    assert replayed is False
    postings = Posting.objects.filter(entry_id=entry_id).order_by("account_id")
    assert {posting.account_id: posting.amount for posting in postings} == {
        one: 100, two: 200, three: 300, clearing(): -600,
    }  # fmt: skip
    assert [balance(account) for account in (one, two, three)] == [100, 200, 300]
    assert differences() == []


def test_the_same_again_replays_and_another_under_the_key_is_refused():
    [one] = accounts(1)
    first, _replayed = spread({one: 100})
    assert spread({one: 100}) == (first, True)
    before = everything()
    with pytest.raises(IdempotencyConflict):
        spread({one: 101})
    assert everything() == before


def test_one_account_with_too_little_refuses_all():
    rich, poor = open_account(minor=500), open_account(minor=5)
    before = everything()
    with pytest.raises(BelowFloor):
        spread({rich: -10, poor: -10})
    assert everything() == before


@pytest.mark.django_db(transaction=True)
def test_outside_a_transaction_it_is_refused():
    with pytest.raises(NotInTransaction):
        journal.post_spread(journal.Spread("k", EntryKind.TOP_UP, "EUR", {open_account(): 1}, clearing()))
