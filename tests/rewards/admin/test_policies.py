"""Deciding in the admin: the form, the examples, the decision, the history."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.contrib.admin.models import LogEntry
from django.utils import timezone

from rewards.models import PointsProgram, RewardPolicy
from tests.factories.rewards import make_policy, make_program
from tests.factories.storefront import CategoryFactory, ProductFactory
from tests.rewards.admin.test_permissions import policy, program
from tests.support.staff import address, client_of

pytestmark = pytest.mark.django_db


def send(data, name="rewardpolicy", client=None):
    client = client or client_of("Finance")
    return client.post(address(f"rewards_{name}_add"), data)


def test_the_preview_computes_examples_and_saves_nothing():
    page = send(policy(most="20", minimum_order="50")).content.decode()
    for words in ("An order of €80.00", "€8.00", "€49.99", "only for orders from €50.00", "Holds at once"):
        assert words in page
    assert not RewardPolicy.objects.exists()


def test_without_a_decision_the_form_says_what_holds():
    client = client_of("Finance")
    page = client.get(address("rewards_rewardpolicy_add")).content.decode()
    assert "Until then reward money pays at most a tenth of an order." in page
    page = client.get(address("rewards_pointsprogram_add")).content.decode()
    assert "Until then points can&#x27;t be turned into money." in page


def test_saved_twice_it_is_decided_once_and_noted():
    client, data = client_of("Finance"), policy(decide="1")
    assert [send(data, client=client).status_code for _ in range(2)] == [302, 302]
    made = RewardPolicy.objects.get()
    assert (made.percent, made.with_coupon, made.most) == (10, True, None)
    assert str(made.created_by_id) == client.session["_auth_user_id"]
    assert LogEntry.objects.filter(object_id=str(made.pk)).exists()


def test_the_same_form_with_other_values_is_refused():
    client, data = client_of("Finance"), policy(decide="1")
    send(data, client=client)
    assert "other values" in send({**data, "percent": "20"}, client=client).content.decode()
    assert RewardPolicy.objects.get().percent == 10


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"percent": "101"}, "from 0 to 100"),
        ({"most": "-1"}, "below zero"),
        ({"most": "1.005"}, "decimals"),
        ({"currency": "JPY", "most": "1.5"}, "decimals"),
        ({"most": "1", "minimum_order": "30"}, "would never count"),
        ({"starts_on": "2020-01-01"}, "a day to come"),
        ({"excluded_products": "no-such-thing"}, "not one of the available choices"),
    ],
)
@pytest.mark.parametrize("decide", [{}, {"decide": "1"}])
def test_contradictions_are_refused_in_words_with_what_was_typed(changes, words, decide):
    page = send(policy(**changes, **decide)).content.decode()
    assert words in page
    assert 'name="percent"' in page
    assert not RewardPolicy.objects.exists()


def test_goods_are_chosen_by_name_and_kept_by_reference():
    ProductFactory(slug="mug", name="Stoneware mug", category=CategoryFactory(slug="tea", name="Tea"))
    page = client_of("Finance").get(address("rewards_rewardpolicy_add")).content.decode()
    assert "Stoneware mug" in page
    send(policy(excluded_products=["mug"], excluded_categories=["tea"], decide="1"))
    made = RewardPolicy.objects.get()
    assert (made.excluded_products, made.excluded_categories) == (["mug"], ["tea"])
    page = client_of("Support").get(address("rewards_rewardpolicy_change", made.pk)).content.decode()
    assert "Stoneware mug" in page


def test_without_a_catalog_the_references_are_written(settings):
    settings.REWARDS_CATALOG = ""
    send(policy(excluded_products=" mug, spoon ", decide="1"))
    assert RewardPolicy.objects.get().excluded_products == ["mug", "spoon"]
    assert "is no reference" in send(policy(excluded_products="<b>")).content.decode()


def test_a_planned_decision_is_shown_beside_the_one_that_holds():
    make_policy(percent=5)
    day = timezone.localdate() + timedelta(days=10)
    send(policy(starts_on=day.isoformat(), decide="1"))
    client = client_of("Support")
    page = client.get(address("rewards_rewardpolicy_changelist")).content.decode()
    for words in ("Planned", "Holds now", "at most 5%", "at most 10%"):
        assert words in page


@pytest.mark.parametrize(("name", "make"), [("rewardpolicy", make_policy), ("pointsprogram", make_program)])
def test_the_list_and_the_history_cost_the_same_with_one_and_with_three(
    name, make, django_assert_max_num_queries
):
    client, now = client_of("Support"), timezone.now()
    first = make()
    urls = [address(f"rewards_{name}_changelist"), address(f"rewards_{name}_change", first.pk)]

    def look():
        with django_assert_max_num_queries(60) as found:
            for url in urls:
                assert client.get(url).status_code == 200
        return len(found)

    look()
    one = look()
    for days in (3, 2):
        make(starts_at=now - timedelta(days=days))
    assert look() == one
    assert "Past" in client.get(urls[1]).content.decode()


def test_points_are_previewed_and_decided():
    data = program(step="100", minimum="500")
    page = send(data, "pointsprogram").content.decode()
    assert "500 points are €5.00." in page
    assert "537 points give €5.00, and 37 points stay." in page
    assert not PointsProgram.objects.exists()
    send({**data, "decide": "1"}, "pointsprogram")
    made = PointsProgram.objects.get()
    assert (made.points, made.value, made.step, made.minimum) == (100, 1, 100, 500)


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"value": "0"}, "more than zero"),
        ({"value": "1.005"}, "decimals"),
        ({"points": "0"}, "greater than or equal to 1"),
        ({"step": "1000"}, "less than one step"),
        ({"most_per_day": "99"}, "at least the smallest conversion"),
        ({"valid_days": "30"}, "does not expire"),
    ],
)
def test_a_program_that_contradicts_itself_is_refused_in_words(changes, words):
    assert words in send(program(**changes, decide="1"), "pointsprogram").content.decode()
    assert not PointsProgram.objects.exists()
