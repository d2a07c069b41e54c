"""Customers are sent back only to hosts that the key allows."""

import pytest
from django.core.management import CommandError, call_command

from tests.factories.wallets import balances, make_wallet
from tests.support.api import Api, as_browser, as_store, money, problem
from tests.support.payments import order
from wallet_project.api_access.models import ApiKey
from wallet_project.checkout.models import Payment
from wallet_project.core.api.return_hosts import plain_host
from wallets.models import TopUp

pytestmark = pytest.mark.django_db(transaction=True)

HOSTS = ["shop.example", ".stores.example", "xn--bcher-kva.example"]
REFUSED = (422, "return_host_not_allowed")


def pay(store, wallet, url, **fields):
    return store.post("/payments/", order(wallet, "20.00", return_url=url, **fields))


def top_up(api, wallet, url):
    body = {"amount": money("20.00"), "payment_method": "checkout", "return_url": url}
    return api.post(f"/wallets/{wallet.pk}/top-ups/", body)


@pytest.mark.parametrize(
    "url",
    [
        "https://shop.example/thanks?payment={payment}",
        "https://SHOP.example:8443/",
        "https://a.stores.example/",
        "https://bücher.example/",
    ],
)
def test_to_a_host_of_the_key_they_are_sent(fake, url):
    wallet, store = make_wallet("8.00"), as_store(return_hosts=HOSTS)
    answer = pay(store, wallet, url)
    assert (answer.status_code, answer.json()["status"]) == (201, "waiting")


@pytest.mark.parametrize(
    "url",
    [
        "https://evil.example/",
        "https://shop.example.evil.example/",
        "https://evilshop.example/",
        "https://stores.example/",
        "https://evilstores.example/",
        "https://evil.example/?shop.example",
        "https://evil.example#.stores.example",
        "http://localhost/",
    ],
)
def test_to_any_other_they_are_not_and_nothing_moves(fake, url):
    wallet, store = make_wallet("8.00"), as_store(return_hosts=HOSTS)
    assert problem(pay(store, wallet, url)) == REFUSED
    assert problem(pay(store, wallet, "https://shop.example/", cancel_url=url)) == REFUSED
    assert problem(top_up(store, wallet, url)) == REFUSED
    assert (Payment.objects.count(), TopUp.objects.count()) == (0, 0)
    assert (balances(wallet), fake.calls("/v1/checkout/sessions")) == (("8.00", "0.00"), [])


@pytest.mark.parametrize(
    "url", ["https://evil.example\\.stores.example/", "https://evil.example\\@shop.example/"]
)
def test_what_browsers_read_otherwise_is_no_address(fake, url):
    wallet, store = make_wallet("8.00"), as_store(return_hosts=HOSTS)
    assert problem(pay(store, wallet, url)) == (400, "invalid_input")
    assert Payment.objects.count() == 0


def test_a_key_without_hosts_and_a_customer_may_name_any(fake):
    wallet = make_wallet("8.00")
    assert pay(as_store(), wallet, "https://anywhere.example/").status_code == 201
    assert top_up(as_browser(wallet.customer), wallet, "https://anywhere.example/").status_code == 201


@pytest.mark.parametrize("text", ["https://shop.example", "shop.example/x", "*.shop.example", "a b", ".", ""])
def test_what_is_no_host_is_refused(text):
    with pytest.raises(ValueError, match=r".*"):
        plain_host(text)


def test_the_command_sets_them(capsys, fake):
    options = {"scope": ["payments:write"], "return_host": ["Shop.example", "bücher.example"]}
    call_command("create_api_key", "Shop", **options)
    assert ApiKey.objects.get().return_hosts == ["shop.example", "xn--bcher-kva.example"]
    store = Api(Authorization=f"Api-Key {capsys.readouterr().out.strip()}")
    assert problem(pay(store, make_wallet("8.00"), "https://evil.example/")) == REFUSED
    with pytest.raises(CommandError, match=r"Write hosts like shop\.example"):
        call_command("create_api_key", "Shop", **options | {"return_host": ["https://shop.example"]})
    assert ApiKey.objects.count() == 1
