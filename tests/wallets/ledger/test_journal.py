import pytest
from django.db import transaction
from djmoney.money import Money

from wallets.ledger import chart, journal, queries
from wallets.ledger.enums import EntryKind


@pytest.mark.django_db(transaction=True)
def test_an_entry_moves_money():
    account = queries.open_guarded_account(code="customer_available", currency="EUR", type_="liability").pk
    clearing = chart.system_account(chart.GATEWAY_CLEARING, "EUR")
    entry = journal.Entry(
        key="top-up-1",
        kind=EntryKind.TOP_UP,
        lines=[journal.Line(account, Money("10", "EUR")), journal.Line(clearing, Money("-10", "EUR"))],
    )
    with transaction.atomic():
        posted = journal.post_entry(entry)
    assert posted.balances == {account: 1000}
