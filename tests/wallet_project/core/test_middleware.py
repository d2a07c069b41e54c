import pytest
from django.http import HttpResponse
from django.test import RequestFactory

from wallet_project.core.middleware import ClientAddressMiddleware, forwarded_for


@pytest.mark.parametrize(
    ("header", "proxies", "address"),
    [
        ("203.0.113.7", 1, "203.0.113.7"),
        ("10.9.9.9, 203.0.113.7", 1, "203.0.113.7"),
        ("10.9.9.9,203.0.113.7 , 10.0.0.2", 2, "203.0.113.7"),
        ("2001:DB8::1", 1, "2001:db8::1"),
        ("203.0.113.7", 0, ""),
        ("203.0.113.7", 2, ""),
        ("", 1, ""),
        ("unknown", 1, ""),
        ("203.0.113.7:443", 1, ""),
    ],
)
def test_the_address_is_what_our_own_proxies_wrote(header, proxies, address):
    assert forwarded_for(header, proxies) == address


def seen(settings, *, proxies, **headers):
    settings.TRUSTED_PROXIES = proxies
    requests = []
    answer = ClientAddressMiddleware(lambda request: requests.append(request) or HttpResponse())
    answer(RequestFactory().get("/", REMOTE_ADDR="10.0.0.1", headers=headers))
    return requests[0].META["REMOTE_ADDR"]


def test_behind_a_proxy_limits_count_the_client(settings):
    assert seen(settings, proxies=1, **{"X-Forwarded-For": "203.0.113.7"}) == "203.0.113.7"


def test_without_a_proxy_a_client_cannot_choose_its_address(settings):
    assert seen(settings, proxies=0, **{"X-Forwarded-For": "203.0.113.7"}) == "10.0.0.1"


def test_what_the_client_wrote_before_our_proxy_is_not_read(settings):
    forged = {"X-Forwarded-For": "198.51.100.1, 203.0.113.7"}
    assert seen(settings, proxies=1, **forged) == "203.0.113.7"
    assert seen(settings, proxies=1) == "10.0.0.1"


def test_the_store_counts_it_first(settings):
    assert settings.MIDDLEWARE[0] == "wallet_project.core.middleware.ClientAddressMiddleware"
