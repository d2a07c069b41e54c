"""A campaign and an expiry whose workers are killed with -9 five times: everybody gets it once.

The short form has some thousand customers; `make soak` runs a million.
"""

from __future__ import annotations

import os
import subprocess
import sys
from datetime import timedelta

import pytest
from django.utils import timezone
from djmoney.money import Money

from rewards.campaigns import freezing
from rewards.campaigns.enums import CampaignStatus
from rewards.models import CreditLot
from tests.factories.campaigns import begin, fresh, make_campaign, verify
from tests.fire.test_under_fire import SOAK
from tests.support.environments import ROOT
from tests.support.ledger import behind_the_triggers, database_url, fetch

pytestmark = [
    pytest.mark.soak,
    pytest.mark.django_db(transaction=True),
]

KILLS = 5
COUNT, CHUNK, SECONDS = (1_000_000, 5_000, 8.0) if SOAK else (2_400, 60, 0.05)

CUSTOMERS = """
    INSERT INTO accounts_user
        (password, is_superuser, email, name, locale, time_zone, is_active, is_staff, date_joined)
    SELECT '!', false, 'c' || n || '@example.com', '', 'en', 'UTC', true, false, now()
    FROM generate_series(1, %s) AS n
"""
CREDITED = """
    SELECT count(*), count(DISTINCT w.customer_id), min(l.amount), max(l.amount), sum(a.balance)
    FROM rewards_creditlot l JOIN rewards_rewardwallet w ON w.id = l.wallet_id
    JOIN ledger_account a ON a.id = w.available_account_id
"""
TOLD = "SELECT count(*), count(DISTINCT recipient_id) FROM notifications_outboxmessage"
LEFT = """
    SELECT sum(l.remaining), sum(l.expired), sum(a.balance), min(l.expired), max(l.expired)
    FROM rewards_creditlot l JOIN rewards_rewardwallet w ON w.id = l.wallet_id
    JOIN ledger_account a ON a.id = w.available_account_id
"""
BREAKAGE = """
    SELECT sum(p.amount) FROM ledger_posting p JOIN ledger_account a ON a.id = p.account_id
    WHERE a.code = 'breakage' AND a.currency = 'EUR'
"""


def run_and_kill(what: str) -> None:
    """Workers in processes of their own, on the database of the tests."""
    command = [sys.executable, "-m", "tests.fire.bulk", what, str(CHUNK), str(KILLS), str(SECONDS)]
    environment = os.environ | {"DATABASE_URL": database_url(), "DEMO": "1", "TESTING": "0"}
    done = subprocess.run(
        command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False, timeout=3600
    )
    assert done.returncode == 0, done.stderr
    assert int(done.stdout) >= (KILLS if SOAK else 1)


def test_a_campaign_and_an_expiry_whose_workers_are_killed_reach_everybody_once(monkeypatch):
    monkeypatch.setattr(freezing, "CHUNK", CHUNK)
    with behind_the_triggers():
        fetch(CUSTOMERS, COUNT)
    begin(campaign := make_campaign("5.00", budget=Money(5 * COUNT, "EUR")))
    run_and_kill("campaign")
    assert fresh(campaign).status == CampaignStatus.DONE
    assert fetch(CREDITED) == [(COUNT, COUNT, 500, 500, 500 * COUNT)]
    assert fetch(TOLD) == [(COUNT, COUNT)]
    verify()

    CreditLot.objects.update(expires_at=timezone.now() - timedelta(minutes=1))
    run_and_kill("expiry")
    assert fetch(LEFT) == [(0, 500 * COUNT, 0, 500, 500)]
    assert fetch(BREAKAGE) == [(500 * COUNT,)]
    verify()
