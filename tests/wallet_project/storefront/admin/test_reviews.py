"""The queue of reviews in the admin."""

import pytest
from django.test import Client

from rewards.enums import Activity
from tests.factories.earning import make_fixed_rule
from tests.factories.referrals import earned_by
from tests.factories.storefront import make_review
from tests.support.staff import address, client_of, make_role
from wallet_project.storefront.models import Review

pytestmark = pytest.mark.django_db
LIST = "storefront_review_changelist"


def states():
    return list(Review.objects.order_by("pk").values_list("status", "reason"))


def step(review, name):
    return f"{address(LIST)}{review.pk}/{name}/"


def choose(client, action, *reviews, **more):
    chosen = {"action": action, "_selected_action": [review.pk for review in reviews]}
    return client.post(address(LIST), chosen | more)


@pytest.mark.parametrize(
    ("role", "code"), [("", 403), ("Support", 200), ("Operations", 200), ("Finance", 200)]
)
def test_every_role_sees_the_lists_and_staff_without_a_role_none(role, code):
    make_review()
    client = client_of(role)
    lists = (LIST, "storefront_share_changelist")
    assert {name: client.get(address(name)).status_code for name in lists} == dict.fromkeys(lists, code)


def test_many_are_approved_at_once_and_each_earns():
    make_fixed_rule(Activity.REVIEW, 20)
    reviews = [make_review() for _ in range(3)]
    choose(client_of("Operations"), "approve_selected", *reviews[:2])
    assert [state for state, _ in states()] == ["approved", "approved", "waiting"]
    assert [earned_by(review.customer) for review in reviews] == [[20], [20], []]


def test_many_are_turned_down_with_one_reason_that_is_asked_for():
    reviews = [make_review() for _ in range(2)]
    client = client_of("Operations")
    asked = choose(client, "turn_down_selected", *reviews).content.decode()
    assert asked.count('name="_selected_action"') == 2
    choose(client, "turn_down_selected", *reviews, confirmed="1", reason="")
    assert states() == [("waiting", "")] * 2
    choose(client, "turn_down_selected", *reviews, confirmed="1", reason="Not about the product.")
    assert states() == [("rejected", "Not about the product.")] * 2


def test_one_that_can_not_be_decided_does_not_stop_the_others():
    member = make_role("Operations")
    own, other = make_review(customer=member), make_review()
    client = Client()
    client.force_login(member)
    page = choose(client, "approve_selected", own, other, follow="1")
    assert page.status_code == 302
    assert [state for state, _ in states()] == ["waiting", "approved"]
    assert "Somebody else has to decide" in client.get(address(LIST)).content.decode()


def test_an_address_alone_decides_nothing_and_a_click_does():
    make_fixed_rule(Activity.REVIEW, 20)
    review, client = make_review(), client_of("Operations")
    assert client.get(step(review, "approve")).status_code == 200
    assert states() == [("waiting", "")]
    client.post(step(review, "approve"))
    assert earned_by(review.customer) == [20]
    client.post(step(review, "take-down"), {"reason": ""})
    assert states() == [("approved", "")]
    client.post(step(review, "take-down"), {"reason": "Paid for by a competitor."})
    assert states() == [("removed", "Paid for by a competitor.")]
    assert earned_by(review.customer) == []


@pytest.mark.parametrize("name", ["approve", "turn-down", "take-down"])
def test_support_decides_nothing(name):
    review, client = make_review(), client_of("Support")
    assert client.post(step(review, name), {"reason": "x"}).status_code == 403
    choose(client, "approve_selected", review)
    assert states() == [("waiting", "")]


def test_a_form_of_another_site_decides_nothing():
    review = make_review()
    client = client_of("Operations", enforce_csrf_checks=True)
    assert client.post(step(review, "approve")).status_code == 403
    assert states() == [("waiting", "")]


def test_a_review_can_not_be_edited_by_a_post_of_ones_own():
    review = make_review()
    client_of("Superuser").post(address("storefront_review_change", review.pk), {"status": "approved"})
    assert states() == [("waiting", "")]


def test_stored_html_is_shown_as_text():
    evil = "<script>alert(1)</script>"
    review, client = make_review(text=evil), client_of("Operations")
    for url in (address(LIST), address("storefront_review_change", review.pk), step(review, "approve")):
        assert evil not in client.get(url).content.decode()


@pytest.mark.parametrize("reviews", [1, 3])
def test_the_list_costs_the_same_queries_however_long(query_count, reviews):
    for _ in range(reviews):
        make_review()
    client = client_of("Superuser")
    client.get(address(LIST))
    with query_count(5):
        client.get(address(LIST))
