"""Pages of scratch cards: nothing in them says what a card wins before it is scratched."""

import pytest
from django.utils import timezone

from rewards.models import ScratchCard
from tests.factories.offers import make_card, make_game
from tests.factories.wallets import make_user

pytestmark = pytest.mark.django_db

# A prize that stands on no page by chance.
PRIZE, WON = 87_31, "€87.31"


@pytest.fixture
def customer():
    return make_user()


@pytest.fixture
def browser(client, customer):
    client.force_login(customer)
    return client


@pytest.fixture
def card(customer):
    return make_card(make_game((PRIZE, 1)), customer, reason="Thank you for order #1")


def gives_away(answer):
    text = answer.content.decode() + str(answer.headers)
    return any(hint in text for hint in ("87.31", "8731"))


def test_no_page_gives_the_prize_away(browser, card):
    for path in ("/rewards/", "/rewards/scratch-cards/", f"/rewards/scratch-cards/{card.pk}/"):
        answer = browser.get(path)
        assert answer.status_code == 200
        assert not gives_away(answer)


def test_the_button_scratches_and_shows_the_card(browser, card):
    answer = browser.post(f"/rewards/scratch-cards/{card.pk}/scratch/")
    assert answer.url == f"/rewards/scratch-cards/{card.pk}/"
    for path in (answer.url, "/rewards/scratch-cards/"):
        assert f"You won {WON}" in browser.get(path).content.decode()


def test_with_a_script_only_what_the_card_holds_comes_back(browser, card):
    for _time in range(2):
        answer = browser.post(f"/rewards/scratch-cards/{card.pk}/scratch/", headers={"HX-Request": "true"})
        assert f"You won {WON}" in answer.content.decode()
        assert "<html" not in answer.content.decode()


def test_nothing_won_is_said_kindly(browser, customer):
    card = make_card(make_game((0, 1)), customer)
    answer = browser.post(f"/rewards/scratch-cards/{card.pk}/scratch/", follow=True)
    assert "No prize this time" in answer.content.decode()


@pytest.mark.parametrize("headers", [{}, {"HX-Request": "true"}])
def test_a_card_that_ended_says_so(browser, card, headers):
    ScratchCard.objects.filter(pk=card.pk).update(expires_at=timezone.now())
    answer = browser.post(f"/rewards/scratch-cards/{card.pk}/scratch/", headers=headers)
    assert not gives_away(answer)
    assert (answer.get("HX-Redirect") or answer.url) == f"/rewards/scratch-cards/{card.pk}/"
    page = browser.get(f"/rewards/scratch-cards/{card.pk}/")
    assert "It was not scratched in time" in page.content.decode()
    assert not gives_away(page)


def test_anothers_card_is_not_found(browser):
    """Attack 20."""
    card = make_card(make_game((PRIZE, 1)))
    for answer in (
        browser.get(f"/rewards/scratch-cards/{card.pk}/"),
        browser.post(f"/rewards/scratch-cards/{card.pk}/scratch/"),
    ):
        assert answer.status_code == 404
    assert ScratchCard.objects.get().status == "granted"


def test_a_get_scratches_nothing(browser, card):
    """Attack 22."""
    assert browser.get(f"/rewards/scratch-cards/{card.pk}/scratch/").status_code == 405
    assert ScratchCard.objects.get().status == "granted"


def test_who_has_no_card_is_told_where_they_come_from(browser):
    assert "No scratch card yet" in browser.get("/rewards/scratch-cards/").content.decode()


@pytest.mark.parametrize("number", [1, 3])
def test_the_list_costs_the_same_queries_however_long(browser, customer, query_count, number):
    for _card in range(number):
        make_card(make_game(), customer)
    with query_count(6):
        browser.get("/rewards/scratch-cards/")
