"""Nothing that opens a door is in the logs: flows with secrets in them, logged at DEBUG as in production."""

from __future__ import annotations

import copy
import io
import logging
import logging.config
import re
from collections.abc import Iterator
from typing import Any
from uuid import uuid4

import pytest
from allauth.account.models import EmailAddress
from django.conf import settings as django_settings
from django.core import mail
from django.test import Client
from django.urls import reverse
from djmoney.money import Money

from notifications.exceptions import DeliveryError
from notifications.services import add_endpoint, request_phone_code, rotate_secret, send_test_event
from notifications.unsubscribe import unsubscribe_url
from tests.factories.checkout import make_saved_card
from tests.factories.notifications import NOW, make_message
from tests.factories.storefront import ProductFactory, make_order, status_of
from tests.factories.wallets import make_staff, make_user, make_wallet
from tests.support.receiver import Receiver, running_receiver
from wallet_project.celery import app
from wallet_project.checkout.services import authorize_payment, settle_payment
from wallet_project.fake_stripe.client import FakeStripe
from wallets.gateways.base import GatewayError
from wallets.gateways.registry import get_gateway
from wallets.services import start_top_up

pytestmark = pytest.mark.django_db(transaction=True)

PASSWORD, OTHER = "correct horse battery staple", "another horse battery staple"
CARD = "4242424242424242"


@pytest.fixture
def log(settings: Any) -> Iterator[io.StringIO]:
    """All that the store would write, at DEBUG."""
    stream = io.StringIO()
    production: dict[str, Any] = copy.deepcopy(
        {name: value for name, value in django_settings.LOGGING.items() if name != "handlers"}
    )
    production["handlers"] = {"stderr": {**django_settings.LOGGING["handlers"]["stderr"], "stream": stream}}
    production["root"]["level"] = "DEBUG"
    logging.config.dictConfig(production)
    yield stream
    logging.config.dictConfig(django_settings.LOGGING)


@pytest.fixture
def receiver(settings: Any) -> Iterator[Receiver]:
    settings.WEBHOOKS_ALLOWED_NETWORKS = ["127.0.0.0/8"]
    settings.WEBHOOKS_ALLOW_HTTP = True
    with running_receiver() as server:
        settings.NOTIFICATIONS_SMS_URL = (
            f"json://shop:sms-key-1234@127.0.0.1:{server.server_address[1]}/{{to}}"
        )
        yield server


def member() -> Any:
    user = make_user(password=PASSWORD)
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    return user


def require_absent(log: io.StringIO, *secrets: str) -> None:
    """That something was logged, and nothing of these."""
    written = log.getvalue()
    assert written
    for secret in secrets:
        assert len(secret) > 3
        assert secret not in written


def test_signing_up_and_in_leaves_no_password_and_no_session(log: io.StringIO) -> None:
    client = Client(enforce_csrf_checks=True)
    client.get("/account/signup/")
    token = client.cookies["csrftoken"].value
    form = {"email": "theo@example.com", "password1": PASSWORD, "csrfmiddlewaretoken": token}
    client.post("/account/signup/", form)
    client.post("/account/login/", {"login": "theo@example.com", "password": OTHER})  # without its token
    session = client.cookies["sessionid"].value
    logging.getLogger("shop").debug("seen")
    require_absent(log, PASSWORD, OTHER, token, session)


def test_a_password_reset_leaves_no_link(log: io.StringIO) -> None:
    user, client = member(), Client(enforce_csrf_checks=True)
    Client().post(reverse("account_reset_password"), {"email": user.email})
    link = re.search(r"/account/password/reset/key/(\S+?)/", mail.outbox[-1].body)
    assert link
    client.get(link[0])
    client.post(link[0], {"password1": OTHER})  # forbidden, and logged with its address
    client.get(link[0] + "nowhere/")  # not found, and logged with its address
    assert "/account/password/reset/key/***" in log.getvalue()
    require_absent(log, link[1], OTHER)


def test_the_link_that_confirms_an_address_is_not_logged(log: io.StringIO) -> None:
    Client().post("/account/signup/", {"email": "theo@example.com", "password1": PASSWORD})
    link = re.search(r"/account/confirm-email/(\S+?)/", mail.outbox[-1].body)
    assert link
    Client().get(link[0])
    Client().get(link[0] + "nowhere/")  # not found, and logged with its address
    logging.getLogger("shop").debug("confirmed")
    require_absent(log, link[1], PASSWORD)


def test_keys_of_the_api_are_not_logged(log: io.StringIO, as_customer: Any) -> None:
    rights = ("view_apikey", "add_apikey", "change_apikey")
    keeper = as_customer(make_staff(*(f"api_access.{right}" for right in rights)))
    form = {"name": "Shop", "scopes": ["wallets:read"], "allowed_networks": ""}
    add = reverse("admin:api_access_apikey_add")
    key = re.search(r"<code>(sw_\S+)</code>", keeper.post(add, form).content.decode())
    assert key
    unknown = key[1][:-6] + "abcdef"
    calls = [
        ("wallets", key[1]),
        ("webhook-endpoints", key[1]),
        ("wallets", unknown),
    ]
    answers = [
        Client().get(f"/api/v1/{path}/", headers={"authorization": f"Api-Key {one}"}) for path, one in calls
    ]
    assert [answer.status_code for answer in answers] == [200, 403, 401]
    Client().get(f"/api/v1/nothing/?key={key[1]}")
    logging.getLogger("shop").error("called with %s", key[1])
    require_absent(log, key[1], unknown)


def test_a_payment_leaves_no_key_and_no_link_to_pay(log: io.StringIO, fake: FakeStripe) -> None:
    wallet = make_wallet("10.00")
    order = make_order(wallet.customer, (ProductFactory(), 1))
    outcome = authorize_payment(
        customer_id=order.customer_id,
        order_reference=order.number,
        total=order.total,
        wallet_amount=Money("0", "EUR"),
        saved_card_id=None,
        save_card=True,
        key="pay",
        return_url="http://shop.test/back",
        cancel_url="http://shop.test/cart",
    )
    assert outcome.redirect_url
    fake.pay(outcome.redirect_url)
    settle_payment(payment_id=outcome.payment.pk)
    logging.getLogger("shop").debug("paid")
    assert status_of(order) == "paid"
    require_absent(log, outcome.redirect_url, CARD, fake.secret_key.rpartition("_")[2])


def test_a_link_that_unsubscribes_is_not_logged(log: io.StringIO) -> None:
    address = unsubscribe_url(make_message(kind="rewards_expiring"))
    token = address.rstrip("/").rpartition("/")[2]
    Client().get(f"/messages/unsubscribe/{token}x/")
    assert "/messages/unsubscribe/***" in log.getvalue()
    require_absent(log, token)


def test_webhooks_leave_no_secret_and_no_signature(log: io.StringIO, receiver: Receiver) -> None:
    receiver.answers = [500]
    endpoint = add_endpoint(name="ERP", url=receiver.url)
    send_test_event(endpoint_id=endpoint.pk, now=NOW)
    rotated = rotate_secret(endpoint_id=endpoint.pk, now=NOW)
    send_test_event(endpoint_id=endpoint.pk, now=NOW)
    signatures = [call.headers["webhook-signature"] for call in receiver.calls]
    assert signatures
    logging.getLogger("shop").error("endpoint %s", rotated.secret)
    require_absent(
        log, endpoint.secret.removeprefix("whsec_"), rotated.secret.removeprefix("whsec_"), *signatures
    )


def test_a_code_by_sms_and_the_providers_key_are_not_logged(log: io.StringIO, receiver: Receiver) -> None:
    request_phone_code(user_id=make_user().pk, number="+359881234567", now=NOW)
    code = re.search(rb"[0-9]{6} is your code", receiver.calls[0].body)
    assert code
    logging.getLogger("shop").debug("sent")
    require_absent(log, code[0][:6].decode(), "sms-key-1234")


def test_top_ups_and_their_errors_leave_no_key_and_no_card(
    log: io.StringIO, fake: FakeStripe, settings: Any
) -> None:
    wallet = make_wallet()
    card = make_saved_card(wallet, fake)
    arguments: dict[str, Any] = {
        "customer_id": wallet.customer_id,
        "wallet_id": wallet.pk,
        "amount": Money("25.00", "EUR"),
        "success_url": "http://shop.test/done",
        "cancel_url": "http://shop.test/back",
    }
    start_top_up(**arguments, key=uuid4().hex, saved_card_id=card.pk)
    settings.STRIPE_SECRET_KEY = "sk_test_revoked_0123456789"
    get_gateway.cache_clear()
    try:
        start_top_up(**arguments, key=uuid4().hex)
    except GatewayError:
        logging.getLogger("shop").exception("The gateway refused %s", CARD)
    signed = {"stripe-signature": "t=1,v1=ab"}
    Client().post("/webhooks/stripe/", b"{}", content_type="application/json", headers=signed)
    secrets = [fake.secret_key, fake.webhook_secret, "sk_test_revoked_0123456789", CARD]
    logging.getLogger("shop").error("all of them: %s", " ".join(secrets))
    require_absent(log, *(secret.rpartition("_")[2] for secret in secrets))


def test_an_error_with_everything_in_it_is_redacted(log: io.StringIO) -> None:
    everything = {"password": PASSWORD, "sessionid": "s3ss10n", "key": "sk_live_abc123", "card": CARD}
    try:
        raise DeliveryError(f"Could not send {everything}.", permanent=False)
    except DeliveryError:
        logging.getLogger("django.request").exception(
            "Internal Server Error: /account/password/reset/key/1-tok3n/"
        )
    require_absent(log, PASSWORD, "s3ss10n", "abc123", CARD, "tok3n")


def test_workers_log_by_the_same_settings() -> None:
    """Else Celery would put handlers of its own in their place, which redact nothing."""
    root = logging.getLogger()
    before = root.handlers[:], root.level
    app.log.setup_logging_subsystem(loglevel=root.level)
    assert (root.handlers, root.level) == before
