"""What terms would have given, by the same calculation that gives."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.utils import timezone
from djmoney.money import Money

from refunds.automation import preview
from refunds.automation.ports import NoEvents, get_events
from refunds.automation.preview import preview_terms
from refunds.models import CreditRuleIssue, CreditRuleTerms
from tests.factories.automation import LATE, happened, make_rule
from tests.factories.wallets import make_wallet

pytestmark = pytest.mark.django_db
NOW = timezone.now()


class Told:
    """A shop to which this has happened."""

    events = []
    asked = []

    def happened(self, kind, *, since, until, window_days):
        self.asked.append((kind, until - since, window_days))
        return [event for event in self.events if event.kind == kind and since <= event.happened_at < until]


@pytest.fixture
def shop(monkeypatch):
    """The store's shop is this one."""
    Told.asked = []
    Told.events = [happened(happened_at=NOW - timedelta(days=days)) for days in (1, 2, 3, 29)]
    monkeypatch.setattr(preview, "get_events", Told)
    return Told


def would_give(**terms):
    budget = terms.pop("budget", "100")
    rule = make_rule(budget=budget)
    fields = {"rule": rule, "days": 1, "amount": 5, "starts_at": NOW, **terms}
    seen = preview_terms(CreditRuleTerms(**fields), now=NOW)
    assert not CreditRuleIssue.objects.exists()
    return seen


def test_terms_that_hold_from_now_are_previewed_as_if_they_had_held(shop):
    seen = would_give()
    assert (seen.given, seen.total, seen.refused) == (4, Money("20", "EUR"), ())
    assert shop.asked == [(LATE, timedelta(days=30), 1)]


def test_limits_count_in_the_preview_too(shop):
    customer = make_wallet("0").customer
    shop.events = [replace(event, customer_id=customer.pk) for event in shop.events]
    shop.events.append(replace(happened(), happened_at=shop.events[0].happened_at))
    assert would_give(per_customer=12).given == 3
    assert dict(would_give(per_customer=12).refused) == {"customer": 2}
    assert dict(would_give(budget="12").refused) == {"budget": 3}
    assert dict(would_give(per_day=5).refused) == {"day": 1}


def test_what_the_terms_are_not_about_is_not_counted(shop):
    shop.events.append(happened(currency="USD", happened_at=NOW - timedelta(days=1)))
    shop.events.append(happened(days=1, happened_at=NOW - timedelta(days=1)))
    assert would_give(days=2).given == 4


def test_a_preview_of_very_much_says_that_it_is_partial(shop, monkeypatch):
    monkeypatch.setattr(preview, "MOST_EVENTS", 2)
    seen = would_give()
    assert (seen.given, seen.is_partial) == (2, True)


def test_a_store_without_events_previews_nothing(settings):
    settings.REFUNDS_EVENTS = "refunds.automation.ports.NoEvents"
    assert isinstance(get_events(), NoEvents)
    assert would_give().given == 0
