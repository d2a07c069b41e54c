from __future__ import annotations

import socket
from typing import Any

import pytest

from notifications.webhooks import client
from notifications.webhooks.client import WebhookError, post
from tests.support.receiver import Receiver


def test_the_answer_comes_back(receiver: Receiver) -> None:
    answer = post(receiver.url, b'{"a":1}', {"webhook-id": "msg_1"})
    assert (answer.status, answer.text) == (200, "thanks")
    (call,) = receiver.calls
    assert (call.path, call.body) == ("/hooks?shop=1", b'{"a":1}')
    assert call.headers["Content-Type"] == "application/json"
    assert call.headers["webhook-id"] == "msg_1"
    assert call.headers["Host"] == receiver.url.split("/")[2]


@pytest.mark.parametrize(("status", "permanent"), [(400, False), (404, False), (410, True), (500, False)])
def test_another_status_is_a_failure_with_its_answer(
    receiver: Receiver, status: int, permanent: bool
) -> None:
    receiver.answers = [status]
    with pytest.raises(WebhookError, match=str(status)) as refusal:
        post(receiver.url, b"{}", {})
    assert refusal.value.permanent is permanent
    assert refusal.value.answer is not None
    assert refusal.value.answer.status == status


def test_a_redirect_is_not_followed(receiver: Receiver) -> None:
    receiver.answers, receiver.location = [307], "http://169.254.169.254/latest/meta-data/"
    with pytest.raises(WebhookError, match="redirect"):
        post(receiver.url, b"{}", {})
    assert len(receiver.calls) == 1


def test_a_name_that_means_another_address_when_called_changes_nothing(
    receiver: Receiver, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """DNS rebinding: the first look-up is public, the second is inside. There is no second look-up."""
    settings.WEBHOOKS_ALLOWED_NETWORKS = []
    looked_up: list[str] = []
    connected: list[str] = []

    def look_up(host: str, port: int, **kwargs: Any) -> list[Any]:
        looked_up.append(host)
        address = "93.184.215.14" if len(looked_up) == 1 else "127.0.0.1"
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, port))]

    def connect(address: tuple[str, int], timeout: float) -> Any:
        connected.append(address[0])
        raise OSError("no route")

    monkeypatch.setattr(socket, "getaddrinfo", look_up)
    monkeypatch.setattr(client.socket, "create_connection", connect)
    with pytest.raises(WebhookError, match="no route"):
        post("http://changing.example/", b"{}", {})
    assert (looked_up, connected) == (["changing.example"], ["93.184.215.14"])
    assert receiver.calls == []


def test_an_internal_address_is_refused_at_the_call_too(receiver: Receiver, settings: Any) -> None:
    settings.WEBHOOKS_ALLOWED_NETWORKS = []
    with pytest.raises(WebhookError, match="internal") as refusal:
        post(receiver.url, b"{}", {})
    assert refusal.value.permanent is True
    assert receiver.calls == []


def test_nobody_there_is_a_failure_to_try_again(receiver: Receiver) -> None:
    with pytest.raises(WebhookError) as refusal:
        post("http://127.0.0.1:1/", b"{}", {})
    assert refusal.value.permanent is False
    assert refusal.value.answer is None


def test_an_answer_of_single_bytes_is_cut_off(receiver: Receiver, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(client, "SECONDS", 0.3)
    receiver.drip_seconds, receiver.text = 0.05, "x" * 100
    with pytest.raises(WebhookError, match=r"(?i)time"):
        post(receiver.url, b"{}", {})


def test_no_more_than_a_part_of_a_long_answer_is_read(receiver: Receiver) -> None:
    receiver.text = "x" * (client.MOST_BYTES + 1000)
    assert len(post(receiver.url, b"{}", {}).text) == client.MOST_BYTES
