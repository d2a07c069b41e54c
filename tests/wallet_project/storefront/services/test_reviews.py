"""Reviews: who may write one, what staff decide, what it earns."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from notifications.models import OutboxMessage
from rewards.enums import Activity
from rewards.models import Accrual
from tests.factories.earning import make_fixed_rule
from tests.factories.referrals import earned_by
from tests.factories.storefront import ProductFactory, make_delivered_order, make_order, make_review
from tests.factories.wallets import make_user
from wallet_project.core.exceptions import NotFound
from wallet_project.storefront.exceptions import ModerationNotAllowed, ReviewNotAllowed, ReviewStateError
from wallet_project.storefront.models import Review
from wallet_project.storefront.services import reviews as service

pytestmark = pytest.mark.django_db
WORDS = "A very good pot for tea."


def save(customer, product, stars=5, text=WORDS, now=None):
    return service.save_review(
        customer_id=customer.pk, product_id=product.pk, stars=stars, text=text, now=now or timezone.now()
    )


def decide(verb, review, actor=None, **more):
    verbs = {
        "approve": service.approve_review,
        "reject": service.reject_review,
        "remove": service.remove_review,
    }
    reason = {} if verb == "approve" else {"reason": "It is about another shop."}
    staff = actor or make_user(is_staff=True)
    return verbs[verb](review_id=review.pk, actor_id=staff.pk, now=timezone.now(), **reason | more)


def told(customer):
    kinds = OutboxMessage.objects.filter(recipient=customer, kind__startswith="review")
    return list(kinds.order_by("id").values_list("kind", flat=True))


def test_who_got_the_product_can_review_it():
    customer, product = make_user(), ProductFactory()
    order = make_delivered_order(customer, (product, 1))
    review = save(customer, product)
    assert (review.order, review.status, review.stars, review.text) == (order, "waiting", 5, WORDS)


def test_who_only_ordered_it_or_bought_something_else_can_not():
    customer, product = make_user(), ProductFactory()
    make_order(customer, (product, 1))
    make_delivered_order(customer, (ProductFactory(), 1))
    with pytest.raises(ReviewNotAllowed):
        save(customer, product)
    assert Review.objects.count() == 0


def test_somebody_elses_purchase_gives_no_right():
    product = ProductFactory()
    make_delivered_order(make_user(), (product, 1))
    with pytest.raises(ReviewNotAllowed):
        save(make_user(), product)
    assert Review.objects.count() == 0


def test_writing_again_changes_the_one_review_until_it_is_approved():
    review = make_review()
    save(review.customer, review.product, stars=2, text="It broke after a week.")
    changed = Review.objects.get()
    assert (changed.pk, changed.stars, changed.text) == (review.pk, 2, "It broke after a week.")
    decide("approve", review)
    with pytest.raises(ReviewStateError):
        save(review.customer, review.product, stars=1)
    assert Review.objects.get().stars == 2


def test_the_database_itself_allows_one_review_per_product_and_customer():
    review = make_review()
    with pytest.raises(IntegrityError, match="one_review_per_product_and_customer"), transaction.atomic():
        Review.objects.create(
            product=review.product, customer=review.customer, order=review.order, stars=1, text="x"
        )


@pytest.mark.parametrize(
    ("change", "name"),
    [
        ({"stars": 0}, "review_has_one_to_five_stars"),
        ({"stars": 6}, "review_has_one_to_five_stars"),
        ({"text": ""}, "review_has_words"),
        ({"status": "rejected", "reason": ""}, "review_that_is_not_shown_says_why"),
        ({"status": "paid"}, "review_status_is_known"),
    ],
)
def test_the_database_refuses_what_a_review_can_not_be(change, name):
    review = make_review()
    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        Review.objects.filter(pk=review.pk).update(**change)


def test_an_approved_review_earns_once_and_its_writer_is_told():
    make_fixed_rule(Activity.REVIEW, 20)
    review = make_review()
    assert earned_by(review.customer) == []
    for _ in range(2):
        assert decide("approve", review).status == "approved"
    assert earned_by(review.customer) == [20]
    assert Accrual.objects.get().reference == f"review:{review.product.sku}"
    assert told(review.customer) == ["review_shown"]


def test_a_turned_down_review_earns_nothing_until_it_was_changed_and_approved():
    make_fixed_rule(Activity.REVIEW, 20)
    review = make_review()
    decide("reject", review)
    assert earned_by(review.customer) == []
    assert told(review.customer) == ["review_turned_down"]
    save(review.customer, review.product, text="Now about this shop's pot.")
    assert Review.objects.get().status == "waiting"
    decide("approve", review)
    assert earned_by(review.customer) == [20]


def test_a_removed_review_loses_what_it_earned_and_nobody_elses():
    make_fixed_rule(Activity.REVIEW, 20)
    abused = make_review(approved=True)
    honest = make_review(abused.product, approved=True)
    decide("remove", abused)
    assert (earned_by(abused.customer), earned_by(honest.customer)) == ([], [20])
    assert Review.objects.get(pk=abused.pk).status == "removed"
    assert told(abused.customer) == ["review_shown", "review_removed"]


def test_removed_is_for_good():
    make_fixed_rule(Activity.REVIEW, 20)
    review = make_review(approved=True)
    decide("remove", review)
    assert decide("remove", review).status == "removed"
    with pytest.raises(ReviewStateError):
        decide("approve", review)
    with pytest.raises(ReviewStateError):
        save(review.customer, review.product, text="Let me try again.")
    assert earned_by(review.customer) == []


@pytest.mark.parametrize(("verb", "state"), [("remove", "waiting"), ("reject", "approved")])
def test_a_decision_that_can_not_follow_is_refused(verb, state):
    review = make_review(approved=state == "approved")
    with pytest.raises(ReviewStateError):
        decide(verb, review)
    assert Review.objects.get().status == state


@pytest.mark.parametrize("verb", ["approve", "reject"])
def test_staff_do_not_decide_about_what_they_wrote(verb):
    make_fixed_rule(Activity.REVIEW, 20)
    review = make_review(customer=make_user(is_staff=True))
    with pytest.raises(ModerationNotAllowed):
        decide(verb, review, review.customer)
    assert (Review.objects.get().status, earned_by(review.customer)) == ("waiting", [])
    with pytest.raises(IntegrityError, match="nobody_decides_about_their_own"), transaction.atomic():
        Review.objects.filter(pk=review.pk).update(decided_by=review.customer)


def test_a_review_that_is_not_there_is_not_found():
    with pytest.raises(NotFound):
        service.approve_review(review_id=12345, actor_id=make_user().pk, now=timezone.now())


def test_more_than_ten_new_reviews_within_a_day_are_refused():
    customer, products = make_user(), ProductFactory.create_batch(11)
    make_delivered_order(customer, *[(product, 1) for product in products])
    for product in products[:10]:
        save(customer, product)
    with pytest.raises(ReviewNotAllowed):
        save(customer, products[10])
    save(customer, products[0], text="A change is always possible.")
    save(customer, products[10], now=timezone.now() + timedelta(days=1, minutes=1))
    assert Review.objects.count() == 11
