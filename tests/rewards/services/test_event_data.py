"""What other systems are told of rewards: in numbers and ids, as of money."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone
from djmoney.money import Money

from notifications.models import OutboxMessage
from rewards.services import adjust_rewards, convert_points, remind_of_expiry
from tests.factories.rewards import add_rewards, make_program, make_reward_wallet

pytestmark = pytest.mark.django_db


def event(kind: str) -> OutboxMessage:
    return OutboxMessage.objects.get(kind=kind)


def test_a_credit_names_its_entry_and_its_end() -> None:
    wallet = make_reward_wallet()
    lot = add_rewards(wallet, "5.00", days=10)
    message = event("rewards_credited")
    assert message.data["amount"] == {"amount": "5.00", "currency": "EUR"}
    assert message.data["reward_wallet"] == str(wallet.pk)
    assert message.data["journal_entry"] == str(lot.entry_id)
    assert message.data["expires_at"] == lot.expires_at.isoformat()
    assert message.subject == f"reward_wallet:{wallet.pk}"


def test_a_conversion_names_points_and_money() -> None:
    make_program()
    account = make_reward_wallet("500", "PTS")
    convert_points(customer_id=account.customer_id, points=500, currency="EUR", key="a", now=timezone.now())
    message = event("points_converted")
    assert message.data["points"] == 500
    assert message.data["amount"] == {"amount": "5.00", "currency": "EUR"}
    assert message.data["journal_entry"]


def test_a_reminder_of_expiry_names_the_day() -> None:
    wallet, now = make_reward_wallet(), timezone.now()
    add_rewards(wallet, "5.00", days=40, now=now)
    ends = now + timedelta(days=40)
    remind_of_expiry(now=ends - timedelta(days=30))
    data: dict[str, Any] = event("rewards_expiring").data
    assert data == {
        "reward_wallet": str(wallet.pk),
        "amount": {"amount": "5.00", "currency": "EUR"},
        "expires_on": ends.date().isoformat(),
        "days_before": 30,
    }


def test_points_are_a_currency_of_their_own() -> None:
    wallet = make_reward_wallet("250", "PTS")
    adjust_rewards(
        wallet_id=wallet.pk,
        direction="debit",
        amount=Money("50", "PTS"),
        reason="correction",
        key="b",
        actor_id=None,
    )
    assert event("rewards_debited").data["amount"] == {"amount": "50", "currency": "PTS"}
