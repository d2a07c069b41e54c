"""Two connections at the same moment, for the locks and constraints of reviews and shares."""

import pytest
from django.utils import timezone

from rewards.enums import Activity
from tests.factories.earning import make_fixed_rule
from tests.factories.referrals import earned_by
from tests.factories.storefront import ProductFactory, make_delivered_order, make_review
from tests.factories.wallets import make_user
from tests.support.threads import at_once, kinds
from wallet_project.storefront.models import Review, Share
from wallet_project.storefront.services import reviews as service
from wallet_project.storefront.services.shares import record_share

pytestmark = pytest.mark.django_db(transaction=True)


def test_a_review_approved_ten_times_at_once_earns_once():
    make_fixed_rule(Activity.REVIEW, 20)
    review, staff, now = make_review(), make_user(is_staff=True), timezone.now()
    results = at_once(
        lambda: service.approve_review(review_id=review.pk, actor_id=staff.pk, now=now), times=10
    )
    assert kinds(results) == {"Review": 10}
    assert earned_by(review.customer) == [20]


def test_approving_and_turning_down_at_once_do_one_of_the_two():
    make_fixed_rule(Activity.REVIEW, 20)
    staff, now = make_user(is_staff=True), timezone.now()
    for _ in range(3):
        review = make_review()
        arguments = {"review_id": review.pk, "actor_id": staff.pk, "now": now}
        results = at_once(
            lambda arguments=arguments: service.approve_review(**arguments),
            lambda arguments=arguments: service.reject_review(reason="No.", **arguments),
            times=3,
        )
        assert kinds(results) == {"Review": 3, "ReviewStateError": 3}
        earned = {"approved": [20], "rejected": []}[Review.objects.get(pk=review.pk).status]
        assert earned_by(review.customer) == earned


def test_a_review_written_ten_times_at_once_is_one_review():
    customer, product, now = make_user(), ProductFactory(), timezone.now()
    make_delivered_order(customer, (product, 1))
    results = at_once(
        lambda: service.save_review(
            customer_id=customer.pk, product_id=product.pk, stars=5, text="Very good.", now=now
        ),
        times=10,
    )
    assert kinds(results) == {"Review": 10}
    assert Review.objects.count() == 1


def test_reviews_written_at_once_can_not_beat_the_limit_of_a_day():
    customer, products, now = make_user(), ProductFactory.create_batch(14), timezone.now()
    make_delivered_order(customer, *[(product, 1) for product in products])
    writes = [
        lambda one=product: service.save_review(
            customer_id=customer.pk, product_id=one.pk, stars=5, text="Very good.", now=now
        )
        for product in products
    ]
    assert kinds(at_once(*writes)) == {"Review": 10, "ReviewNotAllowed": 4}


def test_a_share_posted_fifty_times_at_once_earns_once():
    make_fixed_rule(Activity.SOCIAL_SHARE, 5)
    customer, product, now = make_user(), ProductFactory(), timezone.now()
    results = at_once(
        lambda: record_share(customer_id=customer.pk, product=product, target="link", now=now), times=50
    )
    assert kinds(results) == {"list": 50}
    assert len({accrual.pk for accruals in results for accrual in accruals}) == 1
    assert earned_by(customer) == [5]
    assert Share.objects.count() == 1
