"""The page to share a product."""

import re

import pytest
from django.test import Client

from rewards.enums import Activity
from tests.factories.earning import make_fixed_rule
from tests.factories.referrals import earned_by
from tests.factories.storefront import ProductFactory
from tests.factories.wallets import make_user
from wallet_project.storefront.models import Share

pytestmark = pytest.mark.django_db


@pytest.fixture
def product():
    return ProductFactory(name="Tea & pot <3")


@pytest.fixture
def address(product):
    return f"/product/{product.slug}/share/"


def outward(page):
    return re.findall(r'<a [^>]*href="(?:https?://|mailto:)[^"]*"[^>]*>', page)


def test_the_links_lead_elsewhere_only_for_who_clicks_them(client, address):
    page = client.get(address).content.decode()
    links = outward(page)
    assert len(links) == 5
    assert all('rel="noopener noreferrer"' in link for link in links)
    assert not re.findall(r'(?:src|action)="(?:https?:)?//', page)


def test_address_and_name_are_quoted_in_the_links(client, address, product):
    links = " ".join(outward(client.get(address).content.decode()))
    assert "Tea+%26+pot+%3C3" in links
    assert f"http%3A%2F%2Ftestserver%2Fproduct%2F{product.slug}%2F" in links


def test_what_it_earns_is_said_in_words_and_is_what_is_booked(client, address):
    make_fixed_rule(Activity.SOCIAL_SHARE, 5)
    customer = make_user()
    client.force_login(customer)
    page = " ".join(client.get(address).content.decode().split())
    assert "Sharing earns you 5 points, once a day per product." in page
    assert client.post(address, {"target": "email"}).url == address
    assert earned_by(customer) == [5]
    assert "You have told us today" in client.get(address).content.decode()


def test_without_a_rule_nothing_is_promised(client, address):
    client.force_login(make_user())
    assert "Sharing earns" not in client.get(address).content.decode()
    client.post(address, {"target": "link"})
    assert "nothing more to earn" in client.get(address).content.decode()


def test_looking_changes_nothing(client, address):
    make_fixed_rule(Activity.SOCIAL_SHARE, 5)
    customer = make_user()
    client.force_login(customer)
    client.get(address, {"target": "link"})
    client.head(address)
    assert (Share.objects.count(), earned_by(customer)) == (0, [])


@pytest.mark.parametrize("target", ["", "myspace", "link\x00"])
def test_a_target_that_there_is_not_is_refused(client, address, target):
    client.force_login(make_user())
    assert client.post(address, {"target": target}).status_code == 422
    assert Share.objects.count() == 0


def test_guests_log_in_first_and_other_sites_share_nothing(address):
    assert Client().post(address, {"target": "link"}).url == f"/account/login/?next={address}"
    client = Client(enforce_csrf_checks=True)
    client.force_login(make_user())
    assert client.post(address, {"target": "link"}).status_code == 403
    assert Share.objects.count() == 0
