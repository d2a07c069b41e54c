"""Whatever the rules, the promise is the booking; and no order earns more than it should."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from django.db import transaction
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from rewards.engine import OrderLine, Purchase, earn
from rewards.enums import Activity, EarningKind, Stacking
from rewards.services import promise, record_activity
from rewards.verification_tiers import TIER_CHECKS
from tests.factories.earning import (
    cashback,
    make_fixed_rule,
    make_rule,
    make_tiers,
    occasion,
    points_for_each,
)
from tests.factories.wallets import make_user
from wallet_project.core.money import from_minor
from wallets.ledger.verification import verify
from wallets.verification import checks_of

QUICK = {"deadline": None, "suppress_health_check": list(HealthCheck)}
SHELVES = ["coffee", "tea", "home"]
CURRENCIES = ["EUR", "INR", "JPY", "KWD"]


@st.composite
def purchases(draw: st.DrawFn, currencies: list[str] = CURRENCIES) -> Purchase:
    """An order of up to four lines with delivery, partly paid with reward money."""
    currency = draw(st.sampled_from(currencies))
    amounts = draw(st.lists(st.integers(1, 50_000), min_size=1, max_size=4))
    lines = [
        OrderLine(from_minor(amount, currency), f"p{index}", draw(st.sampled_from(SHELVES)))
        for index, amount in enumerate(amounts)
    ]
    total = sum(amounts) + draw(st.integers(0, 500))
    return Purchase(
        total=from_minor(total, currency),
        rewarded=from_minor(draw(st.integers(0, total)), currency),
        lines=lines,
        has_coupon=draw(st.booleans()),
    )


@st.composite
def rule_fields(draw: st.DrawFn) -> dict[str, Any]:
    """The fields of a stored rule for purchases in euro."""
    fields: dict[str, Any] = {
        "stacking": draw(st.sampled_from(Stacking)),
        "unrewarded_only": draw(st.booleans()),
        "tier_counts": draw(st.booleans()),
        "with_coupon": draw(st.booleans()),
        "priority": draw(st.integers(0, 3)),
        "excluded_categories": draw(st.lists(st.sampled_from(SHELVES), max_size=1)),
        "most_per_order": draw(st.none() | st.integers(1, 100)),
        "most_per_day": draw(st.none() | st.integers(100, 200)),
        "multipliers": draw(st.lists(multipliers(), max_size=2)),
    }
    kind = draw(st.sampled_from(EarningKind))
    if kind == EarningKind.PERCENT:
        percent = Decimal(draw(st.integers(1, 10_000))) / 100
        return fields | {"kind": kind, "unit": "EUR", "amount": None, "per_amount": None, "percent": percent}
    per = Decimal(draw(st.integers(1, 2000))) / 100 if kind == EarningKind.PER_SPENT else None
    return fields | {"kind": kind, "amount": draw(st.integers(1, 20)), "per_amount": per}


@st.composite
def multipliers(draw: st.DrawFn) -> dict[str, Any]:
    factor = draw(st.integers(101, 500)) / 100
    return {
        "name": "More",
        "factor": factor,
        "categories": draw(st.lists(st.sampled_from(SHELVES), max_size=1)),
    }


@pytest.mark.django_db
@settings(max_examples=25, **QUICK)  # type: ignore[arg-type]
@given(
    rules=st.lists(rule_fields(), min_size=1, max_size=4),
    orders=st.lists(purchases(["EUR"]), min_size=1, max_size=3),
)
def test_what_was_promised_is_what_is_booked(rules: list[dict[str, Any]], orders: list[Purchase]) -> None:
    with transaction.atomic():
        for fields in rules:
            make_rule(**fields)
        promises_and_books(orders)
        transaction.set_rollback(True)


def promises_and_books(orders: list[Purchase]) -> None:
    """Each order in turn: first the promise, then the booking, and they are the same."""
    customer, now = make_user(), timezone.now()
    for number, order in enumerate(orders):
        promised = promise(customer_id=customer.pk, purchase=order, now=now)
        booked = record_activity(
            customer_id=customer.pk,
            activity=Activity.PURCHASE,
            reference=str(number),
            purchase=order,
            now=now,
        )
        assert [(one.amount, list(one.story)) for one in promised] == [
            (accrual.money, accrual.story) for accrual in booked
        ]
    assert not [found for found in verify(checks=checks_of(TIER_CHECKS)) if found.differences]


@settings(max_examples=100, **QUICK)  # type: ignore[arg-type]
@given(order=purchases())
def test_one_percent_is_never_more_than_one_percent_of_what_is_not_paid_by_rewards(order: Purchase) -> None:
    (earned, *_) = earn([cashback("1", order.currency)], occasion(order)) or (None,)
    if earned is not None:
        assert earned.amount.amount * 100 <= order.total.amount - order.paid_by_rewards.amount


@settings(max_examples=100, **QUICK)  # type: ignore[arg-type]
@given(order=purchases(["EUR"]), split=st.integers(1, 4))
def test_splitting_lines_neither_gives_nor_takes_a_point(order: Purchase, split: int) -> None:
    rule = points_for_each("1.00 EUR", unrewarded_only=False)
    one_line = Purchase(order.total, order.rewarded, (OrderLine(order.total),))
    whole = Purchase(order.total, order.rewarded, (*order.lines[split:], *order.lines[:split]))
    amounts = [sum(e.amount.amount for e in earn([rule], occasion(one))) for one in (order, whole)]
    assert amounts[0] == amounts[1] <= sum(e.amount.amount for e in earn([rule], occasion(one_line)))


@pytest.mark.django_db
def test_a_promise_counts_what_was_earned_the_same_day_and_the_tier() -> None:
    customer, now = make_user(), timezone.now()
    make_tiers()
    make_rule(most_per_day=100)
    make_fixed_rule(Activity.REVIEW, 500)
    record_activity(customer_id=customer.pk, activity=Activity.REVIEW, reference="r", now=now)
    order = Purchase(from_minor(6000, "EUR"))
    amounts = []
    for number in range(3):
        promised = promise(customer_id=customer.pk, purchase=order, now=now)
        amounts.append([str(one.amount.amount) for one in promised])
        record_activity(
            customer_id=customer.pk,
            activity=Activity.PURCHASE,
            reference=str(number),
            purchase=order,
            now=now,
        )
    assert amounts == [["90"], ["10"], []]
