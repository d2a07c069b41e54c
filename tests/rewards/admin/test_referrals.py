"""Referrals as staff see and decide them."""

import pytest
from django.test import Client
from django.utils import timezone

from rewards.enums import Evidence
from rewards.models import Referral, ReferralPolicy
from tests.factories.referrals import deliver, make_referral
from tests.support.staff import address, client_of, make_role

pytestmark = pytest.mark.django_db
NAMES = ("referral", "referralcode", "referralpolicy")


@pytest.fixture
def doubtful():
    return deliver(make_referral(), evidence=[Evidence.SAME_ADDRESS])


def steps(referral):
    change = address("rewards_referral_change", referral.pk)
    base = change.removesuffix("change/")
    return {"count": f"{base}count/", "refuse": f"{base}refuse/"}


def status(referral):
    now = Referral.objects.get(pk=referral.pk)
    return now.status, now.is_doubtful


@pytest.mark.parametrize(
    ("role", "code"), [("", 403), ("Support", 200), ("Operations", 200), ("Finance", 200)]
)
def test_every_role_sees_the_lists_and_staff_without_a_role_none(role, code, doubtful):
    client = client_of(role)
    lists = {name: client.get(address(f"rewards_{name}_changelist")).status_code for name in NAMES}
    assert lists == dict.fromkeys(NAMES, code)


def test_evidence_is_said_in_words(doubtful):
    page = client_of("Support").get(address("rewards_referral_change", doubtful.pk)).content.decode()
    assert "The first order went to an address of the other" in page
    assert "Let it count" not in page


@pytest.mark.parametrize(("step", "after"), [("count", ("pending", False)), ("refuse", ("refused", False))])
def test_operations_decide_with_a_reason(doubtful, step, after):
    client = client_of("Operations")
    url = steps(doubtful)[step]
    assert client.get(url).status_code == 200
    client.post(url, {"reason": ""})
    assert status(doubtful) == ("pending", True)
    client.post(url, {"reason": "A family of two."})
    assert status(doubtful) == after
    assert Referral.objects.get().decision_note == "A family of two."


@pytest.mark.parametrize("step", ["count", "refuse"])
def test_support_decides_nothing(doubtful, step):
    assert client_of("Support").post(steps(doubtful)[step], {"reason": "x"}).status_code == 403
    assert status(doubtful) == ("pending", True)


def test_a_form_of_another_site_decides_nothing(doubtful):
    client = client_of("Operations", enforce_csrf_checks=True)
    assert client.post(steps(doubtful)["count"], {"reason": "x"}).status_code == 403
    assert status(doubtful) == ("pending", True)


def test_a_referral_can_not_be_edited_by_a_post_of_ones_own(doubtful):
    client_of("Superuser").post(address("rewards_referral_change", doubtful.pk), {"status": "rewarded"})
    assert status(doubtful) == ("pending", True)


def test_finance_sets_a_limit_that_starts_now_or_later_and_stays():
    member = make_role("Finance")
    client = Client()
    client.force_login(member)
    add = address("rewards_referralpolicy_add")
    past = {"starts_at_0": "2020-01-01", "starts_at_1": "00:00", "most_per_month": "3"}
    assert client.post(add, past).status_code == 200
    now = timezone.localtime()
    client.post(add, past | {"starts_at_0": f"{now:%Y-%m-%d}", "starts_at_1": f"{now:%H:%M:%S}"})
    policy = ReferralPolicy.objects.get()
    assert (policy.most_per_month, policy.created_by) == (3, member)
    client.post(address("rewards_referralpolicy_change", policy.pk), past | {"most_per_month": "99"})
    assert ReferralPolicy.objects.get().most_per_month == 3
    assert client_of("Operations").get(add).status_code == 403


@pytest.mark.parametrize("referrals", [1, 3])
def test_the_list_costs_the_same_queries_however_long(query_count, referrals):
    for _ in range(referrals):
        make_referral()
    client = client_of("Superuser")
    client.get(address("rewards_referral_changelist"))
    with query_count(4):
        client.get(address("rewards_referral_changelist"))
