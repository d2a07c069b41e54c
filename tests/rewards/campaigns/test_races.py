"""Two workers at once: a chunk is credited once, and a budget is spent once."""

from datetime import timedelta

import pytest
from django.utils import timezone
from djmoney.money import Money

from rewards.campaigns import freezing
from rewards.campaigns.enums import CampaignStatus
from rewards.campaigns.services import progress_of, run_chunk, schedule_campaign, start_campaign
from rewards.models import RewardWallet
from rewards.services import open_reward_wallet
from tests.factories.campaigns import begin, credited, fresh, make_campaign, make_customers, run, verify
from tests.support.threads import at_once, kinds

pytestmark = pytest.mark.django_db(transaction=True)


def runs(chunk_id):
    return lambda: run_chunk(chunk_id=chunk_id, now=timezone.now())


@pytest.mark.parametrize("_attempt", range(5))
def test_two_workers_run_the_same_chunk_and_everybody_is_credited_once(_attempt):
    customers = make_customers(200)
    run(make_campaign())  # Everybody has a reward wallet: to open one stops the second worker too.
    [chunk] = begin(campaign := make_campaign("5.00"))
    results = at_once(runs(chunk), times=4)
    assert sorted(results) == [0, 0, 0, 200]
    assert credited(campaign) == {customer.pk: [500] for customer in customers}
    assert fresh(campaign).status == CampaignStatus.DONE


@pytest.mark.parametrize("_attempt", range(5))
def test_two_chunks_at_once_do_not_spend_the_same_budget(_attempt, monkeypatch):
    monkeypatch.setattr(freezing, "CHUNK", 50)
    make_customers(100)
    chunks = begin(campaign := make_campaign("1.00", budget=Money("70", "EUR")))
    assert sum(at_once(*map(runs, chunks))) == 70
    assert (fresh(campaign).allotted, progress_of(campaign).credited) == (7000, 70)
    assert fresh(campaign).status == CampaignStatus.EXHAUSTED


def test_a_campaign_is_started_once():
    make_customers(20)
    campaign, due = make_campaign(), timezone.now() + timedelta(minutes=1)
    schedule_campaign(campaign_id=campaign.pk, starts_at=due, actor_id=None, now=timezone.now())
    results = at_once(lambda: start_campaign(campaign_id=campaign.pk, now=due), times=4)
    assert kinds(results) == {"Campaign": 4}
    assert list(campaign.chunks.values_list("recipients", flat=True)) == [20]


def test_wallets_that_open_in_the_same_moment_are_in_nobodys_way():
    customers = make_customers(60)
    [chunk] = begin(campaign := make_campaign())
    results = at_once(
        runs(chunk), *(lambda one=one: open_reward_wallet(customer_id=one.pk) for one in customers[:8])
    )
    assert kinds(results) == {"int": 1, "RewardWallet": 8}
    if results[0] == 0:
        run_chunk(chunk_id=chunk, now=timezone.now())
    assert len(credited(campaign)) == RewardWallet.objects.count() == 60
    verify()
