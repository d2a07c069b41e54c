from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.db import IntegrityError
from django.urls import reverse
from django.utils import timezone

from notifications.models import OutboxMessage
from rewards.models import StatementRun
from rewards.services import monthly
from rewards.services.monthly import open_statement_runs, run_statement_chunk
from rewards.tasks import send_statements
from tests.factories.holds import take
from tests.factories.rewards import make_reward_wallet
from tests.factories.wallets import credit, make_user, make_wallet
from tests.support.threads import at_once

pytestmark = pytest.mark.django_db


def after_this_month(zone: str = "UTC", *, hour: int = 9, day: int = 1) -> datetime:
    """So late on a day of next month: what is posted now belongs to the month that has ended."""
    first = (timezone.now().astimezone(ZoneInfo(zone)).date().replace(day=1) + timedelta(days=32)).replace(
        day=1
    )
    return datetime(first.year, first.month, day, hour, tzinfo=ZoneInfo(zone)).astimezone(UTC)


def run_all(now: datetime) -> None:
    for run_id in open_statement_runs(now=now):
        while run_statement_chunk(run_id=run_id, now=now):
            pass


def told() -> dict[int, OutboxMessage]:
    return {row.recipient_id: row for row in OutboxMessage.objects.filter(kind="monthly_statement")}


def test_a_statement_says_what_there_was_came_and_went() -> None:
    wallet = make_wallet("20.00")
    take(wallet, "12.50")
    make_wallet("500", "JPY", customer=wallet.customer)
    make_reward_wallet("3.00", customer=wallet.customer)
    make_reward_wallet("250", "PTS", customer=wallet.customer)
    now = after_this_month()
    run_all(now)
    message = told()[wallet.customer_id]
    month = (now.date().replace(day=1) - timedelta(days=1)).replace(day=1)
    assert message.context == {
        "month": f"{month:%B %Y}",
        "url": f"{reverse('wallets:transactions')}?since={month}&until={now.date() - timedelta(days=1)}",
        "wallet_opening": "€0.00",
        "wallet_added": "€20.00",
        "wallet_spent": "€12.50",
        "wallet_closing": "€7.50",
        "reward_opening": "€0.00",
        "reward_added": "€3.00",
        "reward_spent": "€0.00",
        "reward_closing": "€3.00",
        "points_opening": "0 points",
        "points_added": "250 points",
        "points_spent": "0 points",
        "points_closing": "250 points",
        "further": "¥0 → ¥500",
    }
    assert message.data["month"] == f"{month:%Y-%m}"
    assert message.data["wallets"][-1] == {
        "part": "wallet",
        "opening": {"amount": "0", "currency": "JPY"},
        "added": {"amount": "500", "currency": "JPY"},
        "spent": {"amount": "0", "currency": "JPY"},
        "closing": {"amount": "500", "currency": "JPY"},
    }


def test_a_shop_whose_pages_are_not_ours_is_told_without_a_link(settings: Any) -> None:
    settings.ROOT_URLCONF = "tests.wallets.no_urls"
    wallet = make_wallet("20.00")
    run_all(after_this_month())
    context = told()[wallet.customer_id].context
    assert (context["url"], context["wallet_closing"]) == ("", "€20.00")


@pytest.mark.django_db(transaction=True)
def test_workers_at_once_write_each_statement_once() -> None:
    customers = {make_wallet("1.00").customer_id for _ in range(3)}
    now = after_this_month()
    (run,) = open_statement_runs(now=now)
    assert at_once(lambda: run_statement_chunk(run_id=run, now=now), times=6) == [False] * 6
    assert set(told()) == customers
    assert OutboxMessage.objects.filter(kind="monthly_statement").count() == 3
    assert (StatementRun.objects.get().told, StatementRun.objects.get().finished_at) == (3, now)


def test_a_run_that_is_over_or_never_was_writes_nothing() -> None:
    make_wallet()
    now = after_this_month()
    (run,) = open_statement_runs(now=now)
    run_statement_chunk(run_id=run, now=now)
    credit(make_wallet(), "1.00")
    for run_id in (run, run + 1):
        assert run_statement_chunk(run_id=run_id, now=now) is False
    assert (told(), StatementRun.objects.get().told) == ({}, 0)


def test_only_who_had_something_gets_one() -> None:
    rich, empty = make_wallet("1.00").customer, make_wallet().customer
    left = make_wallet("1.00", customer=make_user(is_active=False)).customer
    run_all(after_this_month())
    assert set(told()) == {rich.pk}
    assert {empty.pk, left.pk, make_user().pk} & set(told()) == set()


def test_who_only_spent_all_of_it_gets_one_too() -> None:
    wallet = make_wallet("1.00")
    take(wallet, "1.00")
    run_all(after_this_month())
    assert told()[wallet.customer_id].context["wallet_closing"] == "€0.00"


def test_once_for_each_customer_and_month() -> None:
    wallet = make_wallet("1.00")
    now = after_this_month()
    for later in range(3):
        run_all(now + timedelta(hours=later))
    assert len(told()) == 1
    StatementRun.objects.all().delete()
    run_all(now)
    assert OutboxMessage.objects.filter(kind="monthly_statement").count() == 1
    wallet.customer.time_zone = "Asia/Tokyo"
    wallet.customer.save()
    run_all(now + timedelta(days=1))
    assert OutboxMessage.objects.filter(kind="monthly_statement").count() == 1


def test_a_month_ends_in_the_customers_own_zone() -> None:
    tokyo = make_wallet("1.00", customer=make_user(time_zone="Asia/Tokyo")).customer
    make_wallet("1.00", customer=make_user(time_zone="America/New_York"))
    run_all(after_this_month("Asia/Tokyo", hour=7))
    assert told() == {}
    run_all(after_this_month("Asia/Tokyo", hour=8))
    assert set(told()) == {tokyo.pk}
    run_all(after_this_month("America/New_York", hour=8))
    assert len(told()) == 2


def test_a_zone_that_is_none_is_the_stores() -> None:
    customer = make_wallet("1.00", customer=make_user(time_zone="Middle/Earth")).customer
    run_all(after_this_month(hour=8))
    assert set(told()) == {customer.pk}


@pytest.mark.parametrize(("day", "hour"), [(1, 7), (6, 9), (20, 9)])
def test_nothing_is_begun_before_the_morning_or_long_after(day: int, hour: int) -> None:
    make_wallet("1.00")
    assert open_statement_runs(now=after_this_month(day=day, hour=hour)) == []


def test_chunks_go_by_key_and_a_killed_one_is_done_again(monkeypatch: Any) -> None:
    monkeypatch.setattr(monthly, "CHUNK", 2)
    customers = [make_wallet("1.00").customer_id for _ in range(5)]
    now = after_this_month()
    (run,) = open_statement_runs(now=now)
    assert run_statement_chunk(run_id=run, now=now)
    assert sorted(told()) == customers[:2]
    StatementRun.objects.update(last_customer_id=0, told=0)  # as if the worker had died before its commit
    while run_statement_chunk(run_id=run, now=now):
        pass
    assert sorted(told()) == customers
    assert StatementRun.objects.get().finished_at == now
    assert open_statement_runs(now=now) == []


def test_a_run_that_was_begun_is_finished_however_late(monkeypatch: Any) -> None:
    monkeypatch.setattr(monthly, "CHUNK", 1)
    for _ in range(2):
        make_wallet("1.00")
    now = after_this_month()
    (run,) = open_statement_runs(now=now)
    run_statement_chunk(run_id=run, now=now)
    run_all(now + timedelta(days=12))
    assert len(told()) == 2


def test_what_moved_after_the_month_is_not_in_it() -> None:
    wallet = make_wallet("1.00")
    StatementRun.objects.create(month=date(2020, 1, 1), zone="UTC")
    run_all(datetime(2020, 2, 1, 9, tzinfo=UTC))
    assert told() == {}
    credit(wallet, "1.00")


def test_a_chunk_costs_the_same_for_one_and_for_three(query_count: Any) -> None:
    now = after_this_month()
    for number in (1, 2):
        for _ in range(number):
            make_wallet("1.00")
        StatementRun.objects.all().delete()
        (run,) = open_statement_runs(now=now)
        with query_count(9):
            run_statement_chunk(run_id=run, now=now)


def test_a_zone_has_one_run_a_month_even_in_the_database() -> None:
    StatementRun.objects.create(month=date(2026, 1, 1), zone="UTC")
    with pytest.raises(IntegrityError, match="one_statement_run_per_month_and_zone"):
        StatementRun.objects.create(month=date(2026, 1, 1), zone="UTC")


def test_the_task_goes_on_with_what_was_begun() -> None:
    wallet = make_wallet("1.00")
    month = timezone.now().date().replace(day=1)
    StatementRun.objects.create(month=month, zone="UTC")
    send_statements()
    assert wallet.customer_id in told()
