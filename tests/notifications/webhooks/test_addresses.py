from __future__ import annotations

import socket
from typing import Any

import pytest

from notifications.exceptions import AddressRefused
from notifications.webhooks.addresses import is_allowed, require_public

INTERNAL = [
    "127.0.0.1",
    "127.8.8.8",
    "10.1.2.3",
    "172.16.0.1",
    "192.168.1.1",
    "169.254.169.254",
    "100.64.0.1",
    "0.0.0.0",
    "224.0.0.1",
    "255.255.255.255",
    "::1",
    "::",
    "fe80::1%eth0",
    "fc00::1",
    "ff02::1",
    "::ffff:127.0.0.1",
    "::ffff:10.0.0.1",
    "64:ff9b::a00:1",
    "2002:7f00:1::",
    "2002:a9fe:a9fe::1",
    "::127.0.0.1",
    "::ffff:0:10.0.0.1",
    "64:ff9b:1::a00:1",
    "fec0::1",
    "2001:0:0:0:0:0:f5ff:fffe",
]


@pytest.mark.parametrize("address", INTERNAL)
def test_an_internal_address_is_refused(address: str) -> None:
    assert not is_allowed(address)


@pytest.mark.parametrize("address", ["93.184.215.14", "2606:2800:21f:cb07:6820:80da:af6b:8b2c"])
def test_a_public_address_is_allowed(address: str) -> None:
    assert is_allowed(address)


def test_a_store_can_allow_a_network_of_its_own(settings: Any) -> None:
    settings.WEBHOOKS_ALLOWED_NETWORKS = ["10.7.0.0/16"]
    assert is_allowed("10.7.1.1")
    assert not is_allowed("10.8.1.1")


@pytest.mark.parametrize(
    "url",
    [
        "https://127.0.0.1/",
        "https://2130706433/",
        "https://0x7f000001/",
        "https://0177.0.0.1/",
        "https://127.1/",
        "https://[::1]/",
        "https://[::ffff:127.0.0.1]/",
        "https://[::ffff:7f00:1]/",
        "https://[0:0:0:0:0:ffff:a9fe:a9fe]/",
        "https://2852039166/",
        "https://0xa9fea9fe/",
        "https://１２７.0.0.1/",
        "https://localhost/",
        "https://169.254.169.254/latest/meta-data/",
    ],
)
def test_an_address_inside_is_refused_however_it_is_written(url: str) -> None:
    with pytest.raises(AddressRefused, match="internal"):
        require_public(url)


@pytest.mark.parametrize(
    ("url", "why"),
    [
        ("http://93.184.215.14/", "https"),
        ("ftp://93.184.215.14/", "https"),
        ("file:///etc/passwd", "https"),
        ("https://", "https"),
        ("https://me:secret@93.184.215.14/", "password"),
        ("https://93.184.215.14:99999/", "no address"),
        ("https://no.such.host.invalid/", "no server"),
    ],
)
def test_what_is_no_public_https_address_is_refused_in_words(url: str, why: str) -> None:
    with pytest.raises(AddressRefused, match=why):
        require_public(url)


def test_the_call_goes_to_the_address_that_was_checked() -> None:
    target = require_public("https://93.184.215.14:8443/hooks?a=1")
    assert (target.address, target.port, target.path) == ("93.184.215.14", 8443, "/hooks?a=1")


def test_one_internal_answer_among_public_ones_is_enough(monkeypatch: pytest.MonkeyPatch) -> None:
    answers = [(0, 0, 0, "", ("93.184.215.14", 443)), (0, 0, 0, "", ("10.0.0.1", 443))]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *args, **kwargs: answers)
    with pytest.raises(AddressRefused, match="internal"):
        require_public("https://two.example/")
