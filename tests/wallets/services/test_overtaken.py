"""What a call does that comes second: the row that it wants to write is being written by another."""

import pytest

from tests.factories.wallets import balances, make_user
from tests.wallets.services.overtaking import overtaken
from wallets.ledger.models import LedgerAccount
from wallets.models import GatewayCustomer, Wallet
from wallets.services import ensure_gateway_customer, open_wallet

pytestmark = pytest.mark.django_db(transaction=True)


def test_a_wallet_that_another_is_opening_is_the_answer_and_leaves_no_accounts_behind():
    user = make_user()
    before = LedgerAccount.objects.count()

    def opening():
        return open_wallet(customer_id=user.pk)

    second = overtaken(opening, opening)
    assert second == Wallet.objects.get()
    assert balances(second) == ("0.00", "0.00")
    assert LedgerAccount.objects.count() == before + 2


def test_a_gateway_customer_that_another_is_making_is_asked_for_with_the_same_key(fake):
    user = make_user()

    def making():
        GatewayCustomer.objects.create(customer_id=user.pk, key="customer-of-the-first")

    reference = overtaken(making, lambda: ensure_gateway_customer(customer_id=user.pk))
    row = GatewayCustomer.objects.get()
    assert (row.key, row.reference) == ("customer-of-the-first", reference)
    assert [call["idempotency_key"] for call in fake.calls("/v1/customers")] == ["customer-of-the-first"]
