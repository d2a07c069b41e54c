"""Chunks credit each customer once, within the budget, whatever happens to them."""

from datetime import timedelta

import pytest
from django.utils import timezone
from djmoney.money import Money

from notifications.models import OutboxMessage
from notifications.texts import details_of
from rewards.campaigns import freezing
from rewards.campaigns.chunks import LEASE, MOST_ATTEMPTS, MOST_IN_HAND
from rewards.campaigns.enums import CampaignStatus
from rewards.campaigns.services import (
    cancel_campaign,
    hand_out_chunks,
    pause_campaign,
    progress_of,
    resume_campaign,
    run_chunk,
    try_chunk,
)
from rewards.models import CampaignChunk, CampaignRecipient, CreditLot, RewardWallet
from rewards.services import open_reward_wallet
from tests.factories.campaigns import begin, credited, fresh, make_campaign, make_customers, run, verify
from tests.factories.wallets import make_staff, make_user
from wallets.ledger.models import JournalEntry
from wallets.services import close_wallet, open_wallet

pytestmark = pytest.mark.django_db


def eur(amount):
    return Money(amount, "EUR")


@pytest.fixture(autouse=True)
def _small_chunks(monkeypatch):
    monkeypatch.setattr(freezing, "CHUNK", 4)


def run_all(chunks):
    return [run_chunk(chunk_id=chunk, now=timezone.now()) for chunk in chunks]


def test_everybody_is_credited_once_with_a_lot_and_a_message():
    customers = make_customers(10)
    open_reward_wallet(customer_id=customers[0].pk)
    campaign = run(make_campaign("5.00"))
    assert campaign.status == CampaignStatus.DONE
    assert credited(campaign) == {customer.pk: [500] for customer in customers}
    assert [wallet.posted for wallet in RewardWallet.objects.all()] == [eur("5.00")] * 10
    assert JournalEntry.objects.count() == 3
    lot = CreditLot.objects.first()
    assert (lot.source, lot.note) == ("campaign", "Thank you for a good year.")
    assert lot.expires_at == campaign.started_at + timedelta(days=30)
    message = OutboxMessage.objects.get(recipient=customers[3])
    assert (message.kind, details_of(message)["amount"]) == ("rewards_credited", "€5.00")
    assert details_of(message)["note"] == "Thank you for a good year."
    assert OutboxMessage.objects.count() == 10
    verify()


def test_points_open_the_points_accounts_that_are_missing():
    customers = make_customers(5)
    campaign = run(make_campaign("120", "PTS", budget=Money("10000", "PTS"), tells=False))
    assert credited(campaign) == {customer.pk: [120] for customer in customers}
    assert set(RewardWallet.objects.values_list("currency", flat=True)) == {"PTS"}
    assert not OutboxMessage.objects.exists()
    verify()


def test_a_chunk_that_is_done_credits_nobody_again():
    make_customers(6)
    chunks = begin(campaign := make_campaign())
    assert run_all(chunks) == [4, 2]
    assert run_all(chunks) == [0, 0]
    assert progress_of(campaign).credited == 6
    verify()


def test_the_budget_is_never_exceeded_and_the_campaign_says_so():
    make_customers(10)
    campaign = run(make_campaign("5.00", budget=eur("32.00")))
    assert campaign.status == CampaignStatus.EXHAUSTED
    assert campaign.allotted == 3000
    progress = progress_of(campaign)
    assert (progress.credited, progress.granted, progress.percent) == (6, eur("30.00"), 100)
    assert list(progress.left_out) == [("Budget used up", 4)]
    verify()


def test_a_budget_for_exactly_everybody_is_done_and_not_exhausted():
    make_customers(6)
    assert run(make_campaign("5.00", budget=eur("30.00"))).status == CampaignStatus.DONE


def test_who_comes_after_the_start_gets_nothing_and_who_leaves_gets_nothing():
    gone, closed, stays = make_customers(3)
    wallet = open_wallet(customer_id=closed.pk)
    campaign = make_campaign()
    chunks = begin(campaign)
    late = make_user()
    type(gone).objects.filter(pk=gone.pk).update(is_active=False)
    close_wallet(wallet_id=wallet.pk, reason="Asked for it")
    run_all(chunks)
    assert credited(campaign) == {stays.pk: [500]}
    assert not RewardWallet.objects.filter(customer__in=[late, gone, closed]).exists()
    reasons = dict(CampaignRecipient.objects.values_list("customer_id", "left_out"))
    assert reasons == {gone.pk: "inactive", closed.pk: "closed", stays.pk: ""}
    verify()


def test_staff_get_nothing_from_campaigns():
    make_staff("rewards.run_campaign")
    [customer] = make_customers(1)
    assert credited(run(make_campaign())) == {customer.pk: [500]}


def test_a_campaign_without_anybody_is_done_at_once():
    assert begin(campaign := make_campaign()) == []
    assert fresh(campaign).status == CampaignStatus.DONE


def test_nothing_is_credited_while_it_is_paused_nor_after_it_is_canceled():
    make_customers(9)
    first, second, third = begin(campaign := make_campaign())
    run_all([first])
    pause_campaign(campaign_id=campaign.pk)
    assert run_all([second]) == [0]
    assert hand_out_chunks(campaign_id=campaign.pk, now=timezone.now()) == []
    resume_campaign(campaign_id=campaign.pk)
    assert run_all([second]) == [4]
    cancel_campaign(campaign_id=campaign.pk, now=timezone.now())
    assert run_all([third]) == [0]
    assert (fresh(campaign).status, progress_of(campaign).credited) == (CampaignStatus.CANCELED, 8)
    verify()


def test_a_pause_between_the_two_steps_of_a_chunk_credits_nobody_and_loses_no_budget():
    make_customers(4)
    [chunk] = begin(campaign := make_campaign(budget=eur("20.00")))
    from rewards.campaigns import chunks as module

    module._allot(chunk)
    pause_campaign(campaign_id=campaign.pk)
    assert module._credit(chunk, timezone.now()) == 0
    resume_campaign(campaign_id=campaign.pk)
    assert run_all([chunk]) == [4]
    assert fresh(campaign).allotted == 2000


def test_what_would_have_expired_already_is_not_credited_and_the_campaign_stops():
    make_customers(2)
    [chunk] = begin(campaign := make_campaign(valid_days=1))
    late = timezone.now() + timedelta(days=2)
    assert try_chunk(chunk_id=chunk, now=late) == 0
    stopped = fresh(campaign)
    assert stopped.status == CampaignStatus.FAILED
    assert stopped.status_note == "What it would credit has expired already. Make a new campaign."
    assert credited(campaign) == {}


def test_a_chunk_that_fails_again_and_again_stops_the_campaign_with_its_words(monkeypatch):
    make_customers(2)
    [chunk] = begin(campaign := make_campaign())

    def break_down(*_args):
        raise RuntimeError("the disk is full")

    with monkeypatch.context() as broken:
        broken.setattr("rewards.campaigns.chunks.credit_members", break_down)
        for attempt in range(1, MOST_ATTEMPTS + 1):
            assert fresh(campaign).status == CampaignStatus.RUNNING
            assert try_chunk(chunk_id=chunk, now=timezone.now()) == 0
            assert CampaignChunk.objects.get().attempts == attempt
    assert fresh(campaign).status == CampaignStatus.FAILED
    assert fresh(campaign).status_note == "RuntimeError: the disk is full"
    resume_campaign(campaign_id=campaign.pk)
    assert run_all([chunk]) == [2]
    assert fresh(campaign).status == CampaignStatus.DONE


def test_chunks_are_handed_out_a_few_at_a_time_and_again_when_a_worker_does_not_come_back():
    make_customers(4 * (MOST_IN_HAND + 3))
    chunks = begin(campaign := make_campaign())
    now = timezone.now()
    assert hand_out_chunks(campaign_id=campaign.pk, now=now) == chunks[:MOST_IN_HAND]
    assert hand_out_chunks(campaign_id=campaign.pk, now=now) == []
    run_chunk(chunk_id=chunks[0], now=now)
    assert hand_out_chunks(campaign_id=campaign.pk, now=now) == [chunks[MOST_IN_HAND]]
    later = now + LEASE + timedelta(seconds=1)
    assert hand_out_chunks(campaign_id=campaign.pk, now=later) == chunks[1 : MOST_IN_HAND + 1]


def test_a_chunk_costs_the_same_number_of_queries_however_many_customers_it_has(
    django_assert_max_num_queries, monkeypatch
):
    monkeypatch.setattr(freezing, "CHUNK", 40)
    counts = []
    for size in (1, 3, 30):
        make_customers(size)
        [chunk] = begin(make_campaign())
        with django_assert_max_num_queries(60) as made:
            assert run_chunk(chunk_id=chunk, now=timezone.now()) >= size
        counts.append(len(made))
    assert len(set(counts)) == 1
