"""Signing up by a friend's link or code."""

import pytest
from django.test import Client

from rewards.devices import COOKIE
from rewards.models import Referral, ReferralCode, SeenDevice
from rewards.services import open_referral_code
from tests.factories.wallets import PASSWORD, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def referrer():
    return make_user(email="mira@example.com", name="Mira Petrova")


@pytest.fixture
def code(referrer):
    return open_referral_code(customer_id=referrer.pk).code


def sign_up(client, code="", email="theo@example.com"):
    form = {"email": email, "password1": PASSWORD, "referral_code": code}
    return client.post("/account/signup/", form)


def log_in(client, user):
    return client.post("/account/login/", {"login": user.email, "password": PASSWORD})


def test_a_link_fills_in_the_code_and_the_friend_is_bound(client, referrer, code):
    assert client.get(f"/r/{code}/").url == "/account/signup/"
    client.get("/shop/")
    page = client.get("/account/signup/").content.decode()
    written = f"{code[:4]}-{code[4:]}"
    assert f'value="{written}"' in page
    sign_up(client, written)
    referral = Referral.objects.get()
    assert (referral.referrer, referral.friend.email, referral.status) == (
        referrer,
        "theo@example.com",
        "invited",
    )
    assert "referral_code" not in client.session


def test_without_a_code_nobody_is_bound_and_the_customer_gets_one(client):
    assert sign_up(client).status_code == 302
    assert Referral.objects.count() == 0
    assert ReferralCode.objects.get().customer.email == "theo@example.com"


def test_a_code_that_nobody_has_is_refused_before_the_account_is_made(client):
    response = sign_up(client, "ABCD-2345")
    assert "don&#x27;t know this code" in response.content.decode()
    assert ReferralCode.objects.count() == 0


@pytest.mark.parametrize("link", ["ABCDEFGH", "x", "<script>", "%00"])
def test_a_link_that_nobody_has_leads_to_the_sign_up_with_a_word(client, link):
    response = client.get(f"/r/{link}/", follow=True)
    assert "know this link any more" in response.content.decode()
    assert "referral_code" not in client.session


def test_a_link_means_nothing_to_who_has_an_account(client, code):
    client.force_login(make_user())
    response = client.get(f"/r/{code}/", follow=True)
    assert "you have an account already" in response.content.decode()
    assert "referral_code" not in client.session


def test_a_link_can_only_be_looked_at(client, code):
    assert client.post(f"/r/{code}/").status_code == 405


def test_a_second_account_in_the_same_browser_is_refused(client, referrer, code):
    log_in(client, referrer)
    client.post("/account/logout/")
    sign_up(client, code)
    referral = Referral.objects.get()
    assert (referral.status, referral.reason) == ("refused", "same_device")


def test_a_second_address_of_the_same_person_is_refused(client, code):
    sign_up(client, code, email="m.ira+friend@example.com")
    assert Referral.objects.get().reason == "same_person"


def test_the_browsers_mark_is_random_signed_and_stored_as_a_hash(client, referrer):
    log_in(client, referrer)
    cookie = client.cookies[COOKIE]
    secret = cookie.value.partition(":")[0]
    mark = SeenDevice.objects.get().mark
    assert (cookie["httponly"], cookie["samesite"]) == (True, "Lax")
    assert cookie["max-age"] == 400 * 24 * 60 * 60
    assert secret not in mark
    assert len(mark) == 64


def test_the_same_browser_keeps_its_mark_and_another_has_its_own(client, referrer):
    log_in(client, referrer)
    client.post("/account/logout/")
    log_in(client, referrer)
    assert SeenDevice.objects.count() == 1
    log_in(Client(), referrer)
    assert SeenDevice.objects.count() == 2


def test_a_forged_mark_is_no_mark(client, referrer, code):
    log_in(client, referrer)
    stranger = Client()
    stranger.cookies[COOKIE] = client.cookies[COOKIE].value[:-3] + "xyz"
    sign_up(stranger, code)
    assert Referral.objects.get().status == "invited"
    assert SeenDevice.objects.count() == 2
