"""The page to invite friends."""

import pytest
from django.test import Client

from rewards.models import ReferralCode, ReferralPolicy, SeenDevice
from rewards.services import open_referral_code
from rewards.tasks import settle_referrals
from tests.factories.referrals import deliver, earned_by, long_ago, make_referral, make_referral_rules
from tests.factories.wallets import make_user

pytestmark = pytest.mark.django_db
ADDRESS = "/rewards/referral/"


@pytest.fixture
def customer(client):
    user = make_user(name="Mira Petrova")
    client.force_login(user)
    return user


def page(client, address=ADDRESS):
    return " ".join(client.get(address).content.decode().split())


def test_link_and_code_are_there_to_copy(client, customer):
    code = open_referral_code(customer_id=customer.pk).code
    shown = page(client)
    assert f'value="http://testserver/r/{code}/"' in shown
    assert f'value="{code[:4]}-{code[4:]}"' in shown


def test_looking_makes_no_code_and_one_click_does(client, customer):
    assert "Get my link" in page(client)
    client.get(f"{ADDRESS}open/")
    assert (ReferralCode.objects.count(), SeenDevice.objects.count()) == (0, 0)
    assert client.post(f"{ADDRESS}open/").url == ADDRESS
    assert ReferralCode.objects.get().customer == customer
    assert SeenDevice.objects.get().customer == customer


def test_the_reward_and_the_limit_are_the_stores_own(client, customer):
    make_referral_rules()
    ReferralPolicy.objects.create(starts_at=long_ago(), most_per_month=3)
    shown = page(client)
    assert "you get 50 points, your friend gets 30 points" in shown
    assert "More than 3 friends in one month" in shown


def test_without_a_rule_nothing_is_promised(client, customer):
    assert "gives no reward for inviting friends" in page(client)


def test_without_a_rule_a_referral_is_settled_and_earns_nothing(client, customer):
    referral = deliver(make_referral(customer), at=long_ago())
    settle_referrals()
    referral.refresh_from_db()
    assert (referral.status, earned_by(customer), earned_by(referral.friend)) == ("rewarded", [], [])


def test_friends_are_shown_by_masked_names_and_state(client, customer):
    make_referral(customer, name="Theo Marin", email="theo.marin@example.com")
    deliver(make_referral(customer, email="anna@example.com"), order="10000002")
    shown = page(client)
    assert "T••• M•••" in shown
    assert "a•••" in shown
    assert "Waiting for your friend&#x27;s first order" in shown
    assert "The first order has arrived" in shown
    for secret in ("Theo", "Marin", "theo", "anna", "10000002"):
        assert secret not in shown


def test_friends_of_others_are_not_shown(client, customer):
    make_referral(name="Zoe Zander")
    assert "Z•••" not in page(client)
    assert "Nobody has signed up with your code yet" in page(client)


def test_a_refusal_is_said_in_words(client, customer):
    make_referral(customer, email=customer.email.replace("@", "+2@"))
    assert "This looks like a second account of your own." in page(client)


def test_an_older_page_is_found_by_key_and_a_strange_key_is_none(client, customer, monkeypatch):
    from rewards import queries_referral

    monkeypatch.setattr(queries_referral, "PAGE_SIZE", 2)
    for _ in range(3):
        make_referral(customer)
    first = client.get(ADDRESS)
    second = client.get(f"{ADDRESS}{first.context['older']}")
    assert [len(answer.context["friends"]) for answer in (first, second)] == [2, 1]
    assert client.get(f"{ADDRESS}?before=x").status_code == 200


@pytest.mark.parametrize("friends", [1, 3])
def test_the_page_costs_the_same_queries_however_many_friends(client, customer, query_count, friends):
    for _ in range(friends):
        make_referral(customer)
    with query_count(11):
        client.get(ADDRESS)


def test_guests_log_in_first_and_other_sites_make_no_code():
    assert Client().get(ADDRESS).url == f"/account/login/?next={ADDRESS}"
    client = Client(enforce_csrf_checks=True)
    client.force_login(make_user())
    assert client.post(f"{ADDRESS}open/").status_code == 403
    assert ReferralCode.objects.count() == 0
