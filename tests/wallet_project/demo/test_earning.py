"""How the demo's customers earn."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import uuid4

import pytest

from rewards.models import Accrual, EarningRule, Tier, TierMembership
from rewards.rule_checks import problems_of
from rewards.verification import CHECKS
from rewards.verification_tiers import TIER_CHECKS
from tests.factories.earning import money
from tests.factories.storefront import make_order
from tests.factories.wallets import make_user
from wallet_project.demo.earning import let_customers_earn, load_earning
from wallet_project.storefront.catalog import load_catalog
from wallet_project.storefront.models import Product
from wallet_project.storefront.services.orders import mark_order_paid
from wallets.ledger.verification import verify
from wallets.verification import checks_of

pytestmark = pytest.mark.django_db


def test_rules_and_tiers_are_loaded_once():
    load_earning()
    load_earning()
    assert (EarningRule.objects.count(), Tier.objects.count()) == (7, 3)


@pytest.mark.parametrize("currency", ["EUR", "USD", "INR", "JPY", "KWD"])
def test_the_rules_make_sense_in_every_currency(settings: Any, currency: str):
    settings.STORE_CURRENCY = currency
    load_earning()
    assert [problem for rule in EarningRule.objects.all() for problem in problems_of(rule)] == []


def test_the_customer_with_history_has_rewards_to_use_and_on_their_way():
    load_catalog()
    load_earning()
    mira, theo = make_user(), make_user()
    order = make_order(mira, (Product.objects.get(slug="pour-over-set"), 1))
    mark_order_paid(number=order.number, payment_id=uuid4())
    for _ in range(2):
        let_customers_earn(mira, theo)
    earned = Accrual.objects.filter(wallet__customer=mira).order_by("id")
    assert [(accrual.money, accrual.status) for accrual in earned] == [
        (money("100 PTS"), "available"),
        (money("0.88 EUR"), "pending"),
        (money("88 PTS"), "pending"),
    ]
    assert TierMembership.objects.filter(tier__slug="bronze").count() == 2
    mira.refresh_from_db()
    assert mira.birthday == date(1990, 5, 17)
    assert not [found for found in verify(checks=checks_of(CHECKS | TIER_CHECKS)) if found.differences]
