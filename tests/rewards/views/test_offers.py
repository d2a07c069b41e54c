"""Offers with what is missing, bought in one step that says that it can't be undone; own vouchers only."""

from uuid import uuid4

import pytest

from rewards.models import OfferRedemption, Voucher
from tests.factories.offers import make_offer, make_voucher, with_points
from tests.factories.wallets import make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def customer():
    user = make_user()
    with_points(150, user)
    return user


@pytest.fixture
def browser(client, customer):
    client.force_login(customer)
    return client


def text_of(answer):
    return " ".join(answer.content.decode().split())


def test_the_list_says_what_can_be_had_and_what_is_missing(browser):
    make_offer(points=150)
    make_offer(points=200)
    make_offer(points=1, tier="gold")
    page = text_of(browser.get("/rewards/offers/"))
    assert "You have <strong>150 points</strong> to spend." in page
    for words in ("You have enough points", "50 points missing", "for customers from tier gold on"):
        assert page.count(words) == 1


def test_what_is_sold_out_or_over_is_not_shown(browser):
    make_offer(limit_total=1, redeemed=1)
    make_offer(ends_at="2021-01-01T00:00Z")
    assert "No offers at the moment" in text_of(browser.get("/rewards/offers/"))


def test_an_offer_says_what_it_costs_and_what_is_left(browser):
    offer = make_offer(minimum_order=2000, valid_days=30, limit_each=1, limit_total=5)
    page = text_of(browser.get(f"/rewards/offers/{offer.pk}/"))
    for words in (
        "For orders from €20.00.",
        "can be used for 30 days",
        "Once for each customer.",
        "5 are left.",
        "This can't be undone",
        "Buy it for 100 points",
    ):
        assert words.replace("'", "&#x27;") in page or words in page


def test_what_can_not_be_bought_has_no_button(browser):
    dear, gold = make_offer(points=151), make_offer(tier="gold")
    assert "You need 1 point more." in text_of(browser.get(f"/rewards/offers/{dear.pk}/"))
    for offer in (dear, gold):
        assert "Buy it" not in text_of(browser.get(f"/rewards/offers/{offer.pk}/"))


def test_buying_shows_the_code_once_however_often_it_is_sent(browser):
    offer, key = make_offer(), str(uuid4())
    for _time in range(2):
        answer = browser.post(f"/rewards/offers/{offer.pk}/redeem/", {"key": key})
        assert answer.url == "/rewards/vouchers/"
    assert Voucher.objects.get().code in text_of(browser.get(answer.url))


def test_what_went_wrong_is_said_on_the_offers_page(browser):
    offer = make_offer(points=151)
    answer = browser.post(f"/rewards/offers/{offer.pk}/redeem/", {"key": str(uuid4())}, follow=True)
    assert "There are not enough points: 150 can be used." in text_of(answer)
    assert not OfferRedemption.objects.exists()


@pytest.mark.parametrize("data", [{}, {"key": "1"}])
def test_without_a_key_nothing_is_bought(browser, data):
    offer = make_offer()
    assert browser.post(f"/rewards/offers/{offer.pk}/redeem/", data).url == f"/rewards/offers/{offer.pk}/"
    assert browser.get(f"/rewards/offers/{offer.pk}/redeem/").status_code == 405
    assert not OfferRedemption.objects.exists()


def test_no_such_offer_is_not_found(browser):
    assert browser.get(f"/rewards/offers/{uuid4()}/").status_code == 404
    assert browser.post(f"/rewards/offers/{uuid4()}/redeem/", {"key": str(uuid4())}).status_code == 404


def test_vouchers_are_shown_to_their_owner_only(browser, customer):
    """Attack 20."""
    own, anothers = make_voucher(customer), make_voucher()
    page = text_of(browser.get("/rewards/vouchers/"))
    assert own.code in page
    assert anothers.code not in page


def test_who_has_no_voucher_is_shown_the_offers(browser):
    assert "No voucher yet" in text_of(browser.get("/rewards/vouchers/"))


@pytest.mark.parametrize("number", [1, 3])
@pytest.mark.parametrize(("path", "queries"), [("/rewards/offers/", 11), ("/rewards/vouchers/", 6)])
def test_lists_cost_the_same_queries_however_long(browser, customer, query_count, number, path, queries):
    for _voucher in range(number):
        make_voucher(customer)
    with query_count(queries):
        browser.get(path)
