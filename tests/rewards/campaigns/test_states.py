"""A campaign's life: what may follow what, who may start how much, and what the clock does."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone
from djmoney.money import Money

from rewards.campaigns import freezing
from rewards.campaigns.enums import CampaignStatus, Segment
from rewards.campaigns.exceptions import CampaignNotAllowed, CampaignStateError, SegmentNotAvailable
from rewards.campaigns.services import (
    Plan,
    cancel_campaign,
    draft_campaign,
    pause_campaign,
    resume_campaign,
    schedule_campaign,
    start_campaign,
)
from rewards.campaigns.tasks import run_campaigns
from rewards.models import Campaign, CampaignChunk, CampaignRecipient
from tests.factories.campaigns import begin, credited, fresh, make_campaign, make_customers, run
from tests.factories.wallets import make_staff, make_user
from wallet_project.celery import app
from wallet_project.core.exceptions import AmountError, CurrencyMismatch

pytestmark = pytest.mark.django_db


def eur(amount):
    return Money(amount, "EUR")


def schedule(campaign, *, actor=None, starts_at=None, now=None):
    return schedule_campaign(
        campaign_id=campaign.pk,
        starts_at=starts_at,
        actor_id=actor.pk if actor else None,
        now=now or timezone.now(),
    )


def test_a_scheduled_campaign_waits_for_its_time_and_the_clock_starts_it():
    [customer] = make_customers(1)
    campaign = make_campaign()
    schedule(campaign, starts_at=timezone.now() + timedelta(hours=1))
    assert run_campaigns() == 0
    assert fresh(campaign).status == CampaignStatus.SCHEDULED
    Campaign.objects.update(starts_at=timezone.now())
    assert run_campaigns() == 1
    assert fresh(campaign).status == CampaignStatus.DONE
    assert credited(campaign) == {customer.pk: [500]}
    assert run_campaigns() == 0


def test_workers_know_the_tasks_and_the_clock_runs_them():
    app.loader.import_default_modules()
    names = {
        "rewards.campaigns.tasks.run_campaigns",
        "rewards.tasks.expire_lots",
        "rewards.tasks.remind_of_expiry",
    }
    assert names <= set(app.conf.beat_schedule) & set(app.tasks)
    assert "rewards.campaigns.tasks.run_campaign_chunk" in app.tasks


def test_what_has_ended_does_not_begin_again():
    make_customers(1)
    campaign = run(make_campaign())
    for verb in (
        lambda: schedule(campaign),
        lambda: pause_campaign(campaign_id=campaign.pk),
        lambda: resume_campaign(campaign_id=campaign.pk),
        lambda: cancel_campaign(campaign_id=campaign.pk, now=timezone.now()),
    ):
        with pytest.raises(CampaignStateError):
            verb()
    assert start_campaign(campaign_id=campaign.pk, now=timezone.now()).status == CampaignStatus.DONE
    assert CampaignChunk.objects.count() == 1


def test_every_verb_can_be_repeated():
    make_customers(1)
    begin(campaign := make_campaign())
    for _time in range(2):
        assert pause_campaign(campaign_id=campaign.pk).status == CampaignStatus.PAUSED
    for _time in range(2):
        assert resume_campaign(campaign_id=campaign.pk).status == CampaignStatus.RUNNING
    for _time in range(2):
        canceled = cancel_campaign(campaign_id=campaign.pk, now=timezone.now())
        assert canceled.status == CampaignStatus.CANCELED


def test_a_change_makes_a_scheduled_campaign_a_draft_again_and_a_running_one_is_not_changed():
    make_customers(1)
    campaign = make_campaign()
    schedule(campaign, starts_at=timezone.now() + timedelta(days=1))
    plan = Plan(name="Other", amount=eur("1"), budget=eur("9"), segment=Segment.ALL)
    changed = draft_campaign(plan=plan, actor_id=None, campaign_id=campaign.pk)
    assert (changed.status, changed.starts_at, changed.name) == (CampaignStatus.DRAFT, None, "Other")
    begin(changed)
    with pytest.raises(CampaignStateError):
        draft_campaign(plan=plan, actor_id=None, campaign_id=campaign.pk)


@pytest.mark.parametrize(
    ("changes", "error"),
    [
        ({"amount": "0"}, AmountError),
        ({"amount": "1.005"}, AmountError),
        ({"budget": eur("4.99")}, AmountError),
        ({"budget": Money("100", "USD")}, CurrencyMismatch),
        ({"currency": "CHF", "budget": Money("9", "CHF")}, CurrencyMismatch),
        ({"segment": Segment.UPLOAD}, SegmentNotAvailable),
        ({"segment": Segment.SPENT}, SegmentNotAvailable),
        ({"segment": Segment.INACTIVE}, SegmentNotAvailable),
        ({"segment": Segment.TIER}, SegmentNotAvailable),
    ],
)
def test_a_plan_that_makes_no_sense_is_refused(changes, error):
    with pytest.raises(error):
        make_campaign(**changes)
    assert not Campaign.objects.exists()


class TestWhoMayStart:
    def test_above_the_limit_for_staff_it_needs_finance(self):
        campaign = make_campaign(budget=eur("100.01"))
        for actor in (make_user(), make_staff(), make_staff("rewards.adjust_rewards")):
            with pytest.raises(CampaignNotAllowed):
                schedule(campaign, actor=actor)
        assert fresh(campaign).status == CampaignStatus.DRAFT
        finance = make_staff("rewards.run_campaign")
        assert schedule(campaign, actor=finance).started_by == finance

    def test_several_small_ones_do_not_get_round_the_limit_of_a_day(self):
        actor, now = make_staff("rewards.adjust_rewards"), timezone.now()
        for _campaign in range(20):
            schedule(make_campaign(budget=eur("100")), actor=actor, now=now)
        with pytest.raises(CampaignNotAllowed, match="within 24 hours"):
            schedule(make_campaign(budget=eur("5")), actor=actor, now=now)
        schedule(make_campaign(budget=eur("5")), actor=actor, now=now + timedelta(days=1, minutes=1))


class TestTheDatabaseHoldsToo:
    def test_a_customer_is_in_a_campaign_once(self):
        [customer] = make_customers(1)
        [chunk] = begin(campaign := make_campaign())
        with pytest.raises(IntegrityError, match="campaign_credits_a_customer_once"), transaction.atomic():
            CampaignRecipient.objects.create(campaign=campaign, chunk_id=chunk, customer=customer)

    @pytest.mark.parametrize(
        ("values", "rule"),
        [
            ({"allotted": 100_000_001}, "campaign_never_allots_more_than_its_budget"),
            ({"amount": 0}, "campaign_gives_something"),
            ({"status": "lost"}, "campaign_status_is_known"),
            ({"status": "scheduled"}, "scheduled_campaign_says_when"),
            ({"segment": "spent"}, "campaign_has_what_its_segment_asks_for"),
        ],
    )
    def test_campaigns(self, values, rule):
        make_campaign()
        with pytest.raises(IntegrityError, match=rule), transaction.atomic():
            Campaign.objects.update(**values)

    @pytest.mark.parametrize(
        ("values", "rule"),
        [
            ({"allotted": 3}, "chunk_credits_at_most_what_it_was_allotted"),
            ({"status": "done"}, "finished_chunk_says_when"),
        ],
    )
    def test_chunks(self, values, rule, monkeypatch):
        monkeypatch.setattr(freezing, "CHUNK", 2)
        make_customers(2)
        begin(make_campaign())
        with pytest.raises(IntegrityError, match=rule), transaction.atomic():
            CampaignChunk.objects.update(**values)
