"""What letters about money say beside it: the balance right after, whatever has moved since."""

from __future__ import annotations

from typing import Any

import pytest
from djmoney.money import Money

from notifications.models import OutboxMessage
from notifications.services import Told
from notifications.texts import details_of
from tests.factories.wallets import make_wallet
from wallets.letters import balance_after
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


def told(letter: OutboxMessage, **data: str) -> Told:
    return Told(letter.recipient_id, {}, letter.data | data, letter.created_at)


def test_a_letter_that_goes_out_late_says_the_balance_of_then() -> None:
    wallet = make_wallet("10.00")
    adjust(wallet, "credit", "2.50")
    letter = OutboxMessage.objects.filter(recipient=wallet.customer).latest("pk")
    adjust(wallet, "debit", "4.00")
    assert balance_after(told(letter)) == {"balance": Money("12.50", "EUR")}


def test_the_balance_of_another_is_told_to_nobody() -> None:
    wallet, other = make_wallet("10.00"), make_wallet("99.00")
    adjust(wallet, "credit", "2.50")
    letter = OutboxMessage.objects.filter(recipient=wallet.customer).latest("pk")
    assert balance_after(told(letter, wallet=str(other.pk))) == {}
    assert balance_after(told(letter, journal_entry="")) == {}
