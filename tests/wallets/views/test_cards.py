from uuid import uuid4

import pytest

from tests.factories.checkout import make_saved_card
from tests.factories.wallets import make_customer, make_user, make_wallet
from wallets.gateways.base import Card
from wallets.models import SavedCard
from wallets.services import save_card

pytestmark = pytest.mark.django_db(transaction=True)


def card_of(user, number=1, year=2040):
    return save_card(
        customer_id=user.pk, card=Card(f"pm_{user.pk}_{number}", "visa", f"{number:04}", 3, year)
    )


def overview(client):
    return client.get("/wallet/cards/").content.decode()


@pytest.mark.django_db
def test_no_card_yet(as_customer):
    assert "No card is saved" in overview(as_customer(make_user()))


@pytest.mark.django_db
def test_cards_with_expiry_and_default(as_customer, query_count):
    user = make_user()
    card_of(user, 1)
    card_of(user, 2, year=2020)
    html = overview(as_customer(user))
    for words in (
        "Visa •••• 0001",
        "Valid to 03/2040",
        "Default",
        "Visa •••• 0002",
        "Valid to 03/2020",
        "Expired",
    ):
        assert words in html


@pytest.mark.django_db
@pytest.mark.parametrize("cards", [1, 3])
def test_the_number_of_queries_does_not_grow(as_customer, query_count, cards):
    user = make_user()
    for number in range(cards):
        card_of(user, number)
    client = as_customer(user)
    with query_count(6):
        overview(client)


def test_a_card_is_added_on_the_gateways_page(as_customer, fake):
    client = as_customer(make_customer())
    key = str(uuid4())
    page = client.post("/wallet/cards/add/", {"key": key})["Location"]
    assert page == client.post("/wallet/cards/add/", {"key": key})["Location"]
    back = fake.pay(page, card="4242424242424242").location
    for _ in range(2):
        answer = client.get(back.removeprefix("http://testserver"), follow=True)
        assert "Visa •••• 4242 is saved." in answer.content.decode()
    assert SavedCard.objects.get().is_default


def test_leaving_the_gateways_page_saves_nothing(as_customer, fake):
    client = as_customer(make_customer())
    page = client.post("/wallet/cards/add/", {"key": "nonsense"})["Location"]
    session = page.rpartition("/")[2]
    assert (
        "No card was saved."
        in client.get(f"/wallet/cards/added/?session={session}", follow=True).content.decode()
    )
    assert not SavedCard.objects.exists()


def test_another_customers_page_saves_nothing_here(as_customer, fake):
    owner, thief = as_customer(make_customer()), as_customer(make_customer())
    back = fake.pay(owner.post("/wallet/cards/add/").headers["Location"], card="4242424242424242").location
    path = back.removeprefix("http://testserver")
    assert thief.get(path).status_code == 404
    make_saved_card(make_wallet(), fake)
    assert thief.get(path).status_code == 404
    assert not SavedCard.objects.filter(last4="4242", customer__wallets=None).exists()


@pytest.mark.parametrize("query", ["", "?session=", "?session=cs_test_nothing", "?session=../x"])
def test_a_return_without_a_page_is_not_found(as_customer, fake, query):
    client = as_customer(make_customer())
    client.post("/wallet/cards/add/")
    assert client.get(f"/wallet/cards/added/{query}").status_code == 404


def test_without_the_gateway_it_says_so(as_customer, fake):
    fake.inject("error_503", "/v1/checkout/sessions", times=20)
    answer = as_customer(make_customer()).post("/wallet/cards/add/", follow=True)
    assert "Nothing was saved." in answer.content.decode()


@pytest.mark.django_db
def test_another_default(as_customer):
    user = make_user()
    card_of(user, 1)
    second = card_of(user, 2)
    answer = as_customer(user).post(f"/wallet/cards/{second.pk}/default/", follow=True)
    assert "Visa •••• 0002 is now your default card." in answer.content.decode()
    assert SavedCard.objects.get(is_default=True) == second


def test_removing_asks_first(as_customer, fake):
    wallet = make_wallet()
    card = make_saved_card(wallet, fake)
    client = as_customer(wallet.customer)
    asked = client.get(f"/wallet/cards/{card.pk}/remove/")
    assert "Remove Visa •••• 4242?" in asked.content.decode()
    card.refresh_from_db()
    assert card.removed_at is None
    assert "is removed." in client.post(f"/wallet/cards/{card.pk}/remove/", follow=True).content.decode()
    card.refresh_from_db()
    assert card.removed_at is not None
    assert client.get(f"/wallet/cards/{card.pk}/remove/").status_code == 404


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("method", "action"), [("get", "remove/"), ("post", "remove/"), ("post", "default/")]
)
def test_another_customers_card_is_not_found_and_left_alone(as_customer, method, action):
    card = card_of(make_user())
    client = as_customer(make_user())
    assert getattr(client, method)(f"/wallet/cards/{card.pk}/{action}").status_code == 404
    card.refresh_from_db()
    assert (card.removed_at, card.is_default) == (None, True)


@pytest.mark.django_db
def test_what_changes_is_no_get(as_customer, fake):
    user = make_user()
    card = card_of(user)
    client = as_customer(user)
    assert client.get("/wallet/cards/add/").status_code == 405
    assert client.get(f"/wallet/cards/{card.pk}/default/").status_code == 405
    assert fake.calls() == []
