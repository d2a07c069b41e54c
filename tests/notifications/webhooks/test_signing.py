from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone
from standardwebhooks import Webhook
from standardwebhooks.webhooks import WebhookVerificationError

from notifications.services.endpoints import new_secret
from notifications.webhooks.signing import signed_headers
from tests.factories.notifications import make_endpoint
from wallet_project.core.ids import uuid7

pytestmark = pytest.mark.django_db

BODY = '{"type":"top_up.succeeded"}'


def test_the_librarys_own_check_accepts_it() -> None:
    endpoint, event = make_endpoint(), uuid7()
    headers = signed_headers(endpoint, event, BODY, timezone.now())
    assert Webhook(endpoint.secret).verify(BODY, headers) == {"type": "top_up.succeeded"}
    assert headers["webhook-id"] == f"msg_{event.hex}"


def test_another_body_or_secret_is_not_accepted() -> None:
    endpoint = make_endpoint()
    headers = signed_headers(endpoint, uuid7(), BODY, timezone.now())
    for secret, body in ((endpoint.secret, BODY + " "), (new_secret(), BODY)):
        with pytest.raises(WebhookVerificationError):
            Webhook(secret).verify(body, headers)


def test_during_a_rotation_both_secrets_are_good() -> None:
    now = timezone.now()
    endpoint = make_endpoint(previous_secret=new_secret(), previous_until=now + timedelta(hours=1))
    headers = signed_headers(endpoint, uuid7(), BODY, now)
    for secret in (endpoint.secret, endpoint.previous_secret):
        assert Webhook(secret).verify(BODY, headers)


def test_after_the_overlap_the_old_secret_is_none() -> None:
    now = timezone.now()
    endpoint = make_endpoint(previous_secret=new_secret(), previous_until=now)
    headers = signed_headers(endpoint, uuid7(), BODY, now)
    with pytest.raises(WebhookVerificationError):
        Webhook(endpoint.previous_secret).verify(BODY, headers)
