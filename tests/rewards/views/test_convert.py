from uuid import uuid4

import pytest
from django.test import Client
from django.utils import timezone

from rewards.enums import POINTS
from rewards.models import PointsConversion
from tests.factories.rewards import left_of, make_program, make_reward_wallet
from tests.factories.wallets import balances, make_user, make_wallet
from tests.support.threads import at_once
from wallets.services import freeze_wallet

pytestmark = pytest.mark.django_db(transaction=True)
HTMX = {"HX-Request": "true"}


class Customer:
    """537 points, of which 100 are 1.00, in whole steps of 50."""

    def __init__(self, points="537", **program):
        make_program(**{"step": 50, "minimum": 100} | program)
        self.wallet = make_wallet("2.00")
        self.points = make_reward_wallet(points, POINTS, customer=self.wallet.customer)
        self.client = Client()
        self.client.force_login(self.wallet.customer)

    def page(self, query=""):
        return self.client.get(f"/rewards/convert/{query}")

    def confirm(self, **changes):
        form = {"points": "500", "agreed": "5.00", "key": str(uuid4())}
        return self.client.post("/rewards/convert/", form | changes)

    def nothing_moved(self):
        return (
            balances(self.wallet) == ("2.00", "0.00")
            and left_of(self.points) == [537]
            and not PointsConversion.objects.exists()
        )


@pytest.fixture
def customer():
    return Customer()


def main_of(answer):
    return " ".join(answer.content.decode().partition("<main")[2].split())


def test_a_guest_signs_in_first(client):
    assert client.get("/rewards/convert/").url == "/account/login/?next=/rewards/convert/"


def test_the_page_says_what_there_is_and_what_the_rules_are(customer):
    html = main_of(customer.page())
    for words in (
        "You have <strong>537 points</strong>.",
        "500 points are worth €5.00.",
        "Only whole steps of 50 points are taken.",
        "The smallest conversion is 100 points.",
        "The money goes into your wallet.",
        'href="/rewards/convert/?points=500"',
    ):
        assert words in html
    assert "undone" not in html


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("500", "500 points are €5.00; you keep 37 points."),
        ("537", "500 points are €5.00; you keep 37 points."),
        ("149", "100 points are €1.00; you keep 437 points."),
    ],
)
@pytest.mark.parametrize("path", ["", "quote/"])
def test_first_comes_a_quote_that_says_it_can_not_be_undone(customer, path, typed, words):
    html = customer.client.get(f"/rewards/convert/{path}?points={typed}").content.decode()
    assert words in html
    assert "This can&#x27;t be undone" in html or "This can't be undone" in html
    assert customer.nothing_moved()


HOSTILE = ["-1", "abc", "NaN", "1e308", "100.5", "１００", "99", "538", "0", "", "9" * 30]


@pytest.mark.parametrize("typed", HOSTILE)
def test_what_can_not_be_is_refused_beside_the_field_with_what_was_typed(customer, typed):
    answer = customer.client.get("/rewards/convert/", {"points": typed})
    html = main_of(answer)
    assert answer.status_code == 422
    assert 'class="field-error' in html.partition('id="points-error"')[2].partition("</form>")[0]
    assert f'value="{typed}"' in html
    assert "undone" not in html
    assert customer.nothing_moved()


@pytest.mark.parametrize("typed", HOSTILE)
def test_confirming_what_can_not_be_moves_nothing(customer, typed):
    answer = customer.confirm(points=typed)
    assert answer.status_code == 422
    assert customer.nothing_moved()


def test_the_yes_converts_and_shows_the_movement(customer):
    answer = customer.confirm()
    done = PointsConversion.objects.get()
    assert answer.url == f"/rewards/conversions/{done.pk}/"
    assert (balances(customer.wallet), left_of(customer.points)) == (("7.00", "0.00"), [37])
    html = main_of(customer.client.get(answer.url))
    assert "+€5.00" in html
    assert "500 points became money in your wallet." in html
    assert f'href="/rewards/movements/{done.entry_id}/?currency=PTS"' in html


def test_the_quote_that_the_page_makes_is_one_that_it_takes(customer):
    """What was typed and not only what is taken counts for the smallest conversion."""
    odd = Customer("560", starts_at=timezone.now(), minimum=450, step=100)
    html = odd.page("?points=560").content.decode()
    assert "500 points are €5.00" in html
    assert 'name="points" value="560"' in html
    assert odd.confirm(points="560").status_code == 302
    assert left_of(odd.points) == [60]


def test_sent_twice_it_converts_once(customer):
    key = str(uuid4())
    first, second = customer.confirm(key=key), customer.confirm(key=key)
    assert first.url == second.url
    assert left_of(customer.points) == [37]


def test_sent_four_times_at_once_it_converts_once(customer):
    key = str(uuid4())
    answers = at_once(lambda: customer.confirm(key=key, points="200", agreed="2.00"), times=4)
    assert {answer.status_code for answer in answers} == {302}
    assert left_of(customer.points) == [337]


def test_the_same_form_for_another_amount_is_refused_in_words(customer):
    key = str(uuid4())
    customer.confirm(key=key, points="100", agreed="1.00")
    answer = customer.confirm(key=key, points="200", agreed="2.00")
    assert answer.status_code == 422
    assert "You confirmed this before" in main_of(answer)
    assert left_of(customer.points) == [437]


def test_points_that_are_worth_less_meanwhile_are_quoted_again(customer):
    make_program(starts_at=timezone.now(), points=200, step=50)
    answer = customer.confirm()
    html = main_of(answer)
    assert answer.status_code == 422
    assert "has changed while you were here" in html
    assert "500 points are €2.50; you keep 37 points." in html
    assert customer.nothing_moved()


@pytest.mark.parametrize("changes", [{"key": "x"}, {"agreed": ""}, {"agreed": "NaN"}, {"key": ""}])
def test_a_form_that_came_back_incomplete_converts_nothing(customer, changes):
    answer = customer.confirm(**changes)
    assert answer.status_code == 422
    assert "The form came back incomplete." in main_of(answer)
    assert customer.nothing_moved()


def test_a_day_has_its_most():
    customer = Customer(most_per_day=200)
    html = main_of(customer.page())
    assert "At most 200 points within 24 hours." in html
    assert 'href="/rewards/convert/?points=200"' in html
    assert customer.confirm(points="250", agreed="2.50").status_code == 422
    customer.confirm(points="200", agreed="2.00")
    assert "Not enough points yet" in main_of(customer.page())


def test_who_has_too_few_reads_from_how_many_on():
    html = main_of(Customer("99").page())
    assert "Not enough points yet" in html
    assert "From 100 points on you can turn them into money: that is €1.00." in html


def test_a_customer_without_points_makes_none_by_looking(as_customer):
    make_program()
    customer = make_user()
    html = main_of(as_customer(customer).get("/rewards/convert/"))
    assert "You have <strong>0 points</strong>." in html
    assert as_customer(customer).get("/rewards/convert/?points=5").status_code == 422
    assert not customer.reward_wallets.exists()


def test_a_store_that_does_not_convert_says_so(as_customer):
    client = as_customer(make_user())
    assert "Not at the moment" in main_of(client.get("/rewards/convert/"))
    assert client.post("/rewards/convert/", {"points": "5", "agreed": "1", "key": uuid4()}).status_code == 422


def test_with_a_frozen_wallet_nothing_is_converted_and_the_page_says_why(customer):
    freeze_wallet(wallet_id=customer.wallet.pk, reason="Checked.")
    assert "This wallet is frozen" in main_of(customer.page())
    assert customer.confirm().status_code == 422
    assert left_of(customer.points) == [537]


def test_into_the_reward_wallet_it_says_how_long_it_can_be_used():
    customer = Customer(target="reward_wallet", valid_days=90)
    html = main_of(customer.page())
    assert "The money goes into your reward wallet. It can be used for 90 days." in html
    answer = customer.client.get(customer.confirm().url)
    assert "became money in your reward wallet." in main_of(answer)
    assert balances(customer.wallet) == ("2.00", "0.00")


def test_another_customers_conversion_is_not_found(customer, as_customer):
    url = customer.confirm().url
    assert as_customer(make_user()).get(url).status_code == 404


def test_a_form_of_another_site_converts_nothing(customer):
    client = Client(enforce_csrf_checks=True)
    client.force_login(customer.wallet.customer)
    form = {"points": "500", "agreed": "5.00", "key": str(uuid4())}
    assert client.post("/rewards/convert/", form).status_code == 403
    assert customer.nothing_moved()


def test_the_quote_for_a_page_that_is_open_is_a_part_of_it(customer):
    html = customer.client.get("/rewards/convert/quote/?points=99", headers=HTMX).content.decode()
    assert "<html" not in html
    assert 'hx-swap-oob="innerHTML"' in html
    assert Client().get("/rewards/convert/quote/", headers=HTMX)["HX-Redirect"] == "/account/login/"


def test_in_yen_nothing_smaller_than_one_is_promised(settings):
    settings.STORE_CURRENCY = "JPY"
    make_program(currency="JPY", points=10, value=1)
    account = make_reward_wallet("9", POINTS)
    client = Client()
    client.force_login(account.customer)
    assert "From 10 points on you can turn them into money: that is ¥1." in main_of(
        client.get("/rewards/convert/")
    )
