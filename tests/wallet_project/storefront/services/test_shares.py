"""Shares: once for each product and day of the customer's clock."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import IntegrityError, transaction

from rewards.enums import Activity
from rewards.models import Accrual
from tests.factories.earning import make_fixed_rule
from tests.factories.referrals import earned_by
from tests.factories.storefront import ProductFactory
from tests.factories.wallets import make_user
from wallet_project.storefront.models import Share
from wallet_project.storefront.services.shares import has_shared, record_share

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 11, 26, 12, 0, tzinfo=UTC)


def share(customer, product, now=NOON, target="link"):
    return record_share(customer_id=customer.pk, product=product, target=target, now=now)


@pytest.fixture(autouse=True)
def rule():
    return make_fixed_rule(Activity.SOCIAL_SHARE, 5, most_per_day=10)


def test_a_product_earns_once_a_day_wherever_it_is_shared():
    customer, product = make_user(), ProductFactory()
    share(customer, product)
    share(customer, product, NOON + timedelta(hours=3), target="email")
    assert earned_by(customer) == [5]
    assert Accrual.objects.get().reference == f"share:{product.sku}:2026-11-26"
    assert Share.objects.get().target == "link"


def test_the_next_day_earns_again():
    customer, product = make_user(), ProductFactory()
    share(customer, product)
    share(customer, product, NOON + timedelta(days=1))
    assert earned_by(customer) == [5, 5]


def test_the_day_is_that_of_the_customers_clock():
    customer, product = make_user(time_zone="Asia/Tokyo"), ProductFactory()
    share(customer, product, datetime(2026, 11, 26, 14, 59, tzinfo=UTC))
    share(customer, product, datetime(2026, 11, 26, 15, 1, tzinfo=UTC))
    days = Share.objects.order_by("day").values_list("day", flat=True)
    assert [day.isoformat() for day in days] == ["2026-11-26", "2026-11-27"]


def test_several_products_earn_up_to_the_rules_limit_of_a_day():
    customer = make_user()
    results = [share(customer, product) for product in ProductFactory.create_batch(3)]
    assert [len(accruals) for accruals in results] == [1, 1, 0]
    assert earned_by(customer) == [5, 5]
    assert Share.objects.count() == 3


def test_whether_it_was_shared_today_is_known():
    customer, product = make_user(), ProductFactory()
    share(customer, product)
    when = {"customer_id": customer.pk, "product_id": product.pk}
    assert has_shared(**when, now=NOON)
    assert not has_shared(**when, now=NOON + timedelta(days=1))


def test_the_database_itself_counts_a_share_once_a_day():
    customer, product = make_user(), ProductFactory()
    share(customer, product)
    with pytest.raises(IntegrityError, match="share_counts_once_per_product_and_day"), transaction.atomic():
        Share.objects.create(
            customer=customer, product=product, day=NOON.date(), target="link", shared_at=NOON
        )
