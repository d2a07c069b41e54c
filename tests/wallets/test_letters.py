"""What letters about money say beside it: the balance right after, whatever has moved since."""

from __future__ import annotations

from typing import Any

import pytest
from djmoney.money import Money

from notifications.models import OutboxMessage
from notifications.services import dispatch_message
from notifications.texts import details_of
from tests.factories.wallets import make_wallet
from wallets.models import Wallet
from wallets.services import adjust_wallet

pytestmark = pytest.mark.django_db(transaction=True)


def adjust(wallet: Wallet, direction: str, amount: str) -> Any:
    return adjust_wallet(
        wallet_id=wallet.pk,
        direction=direction,
        amount=Money(amount, "EUR"),
        reason="goodwill",
        key=f"{direction}-{amount}",
        actor_id=None,
    )


def test_each_says_the_balance_after_it() -> None:
    wallet = make_wallet("10.00")
    adjust(wallet, "credit", "2.50")
    adjust(wallet, "debit", "4.00")
    letters = OutboxMessage.objects.filter(recipient=wallet.customer_id).order_by("pk")
    said = {letter.kind: details_of(letter)["balance"] for letter in letters}
    assert said == {"credited_by_store": "€12.50", "debited_by_store": "€8.50"}


def test_a_letter_that_goes_out_late_says_the_balance_of_then() -> None:
    wallet = make_wallet("10.00")
    adjust(wallet, "credit", "2.50")
    adjust(wallet, "debit", "4.00")
    letter = OutboxMessage.objects.get(kind="credited_by_store")
    OutboxMessage.objects.update(dispatched_at=None, context={"amount": "€2.50"})
    dispatch_message(message_id=letter.pk, now=letter.created_at)
    letter.refresh_from_db()
    assert details_of(letter)["balance"] == "€12.50"


def test_the_balance_of_another_is_told_to_nobody() -> None:
    wallet, other = make_wallet("10.00"), make_wallet("99.00")
    adjust(wallet, "credit", "2.50")
    letter = OutboxMessage.objects.get(kind="credited_by_store")
    data = {**letter.data, "wallet": str(other.pk)}
    OutboxMessage.objects.update(dispatched_at=None, context={"amount": "€2.50"}, data=data)
    dispatch_message(message_id=letter.pk, now=letter.created_at)
    letter.refresh_from_db()
    assert "balance" not in letter.context
