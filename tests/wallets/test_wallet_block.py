from uuid import uuid4
from zoneinfo import ZoneInfo

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import DatabaseError, connection
from django.template import Context, RequestContext, Template
from django.test import RequestFactory
from django.utils import timezone
from django.utils.formats import date_format
from djmoney.money import Money

from tests.factories.wallets import credit, make_customer, make_user, make_wallet
from wallets.enums import AdjustmentDirection, AdjustmentReason
from wallets.queries import wallet_summary
from wallets.services import adjust_wallet, close_wallet, freeze_wallet, place_hold

BLOCK = Template("{% load wallet %}{% wallet_block %}")


def block_for(user, **context):
    request = RequestFactory().get("/")
    request.user = user
    return Template("{% load wallet %}{% wallet_block %}").render(Context({"request": request, **context}))


@pytest.mark.django_db
def test_a_customer_sees_balance_held_money_and_the_last_movement_in_one_query(query_count):
    wallet = make_wallet("50.00")
    place_hold(wallet_id=wallet.pk, amount=Money("8.00", "EUR"), key="h", reference="1000042")
    customer = wallet.customer
    with query_count(1):
        html = block_for(customer)
    for words in (
        "€50.00",
        "€8.00 held",
        "€42.00 to spend",
        "Held for order #1000042",
        "−€8.00",
        "Add money",
    ):
        assert words in html
    assert 'href="/wallet/top-up/"' in html


@pytest.mark.parametrize("movements", [1, 3])
@pytest.mark.django_db
def test_one_query_however_much_happened(movements, query_count):
    wallet = make_wallet()
    for _ in range(movements):
        credit(wallet, "5.00")
    customer = wallet.customer
    with query_count(1):
        block_for(customer)


@pytest.mark.django_db
def test_a_guest_gets_a_friendly_link_and_no_query(query_count):
    with query_count(0):
        html = block_for(AnonymousUser())
    assert "Open your wallet" in html
    assert "€" not in html


@pytest.mark.django_db
def test_a_new_customer_is_invited_to_add_money():
    for customer in (make_customer(), make_user()):
        html = block_for(customer)
        assert "€0.00" in html
        assert "Add money" in html


@pytest.mark.django_db
def test_a_frozen_wallet_says_so_and_offers_no_top_up():
    wallet = make_wallet("5.00")
    freeze_wallet(wallet_id=wallet.pk, reason="Look")
    html = block_for(wallet.customer)
    assert "Frozen: it can&#x27;t pay now." in html or "Frozen: it can't pay now." in html
    assert "Add money" not in html


@pytest.mark.django_db
def test_a_closed_wallet_says_so():
    wallet = make_wallet()
    close_wallet(wallet_id=wallet.pk, reason="Gone")
    assert "Closed." in block_for(wallet.customer)


@pytest.mark.django_db
def test_a_note_is_text_and_not_html():
    wallet = make_wallet()
    adjust_wallet(
        wallet_id=wallet.pk,
        direction=AdjustmentDirection.CREDIT,
        amount=Money("5.00", "EUR"),
        reason=AdjustmentReason.GIFT,
        key=uuid4().hex,
        actor_id=None,
        customer_note="<script>alert(1)</script>",
    )
    html = block_for(wallet.customer)
    assert "<script>" not in html
    assert "&lt;script&gt;" in html


@pytest.mark.parametrize("zone", ["Pacific/Kiritimati", "Pacific/Niue"])
@pytest.mark.django_db
def test_the_day_is_the_customers(zone):
    """The two zones are 25 hours apart: it is never the same day in both."""
    customer = make_customer("5.00", time_zone=zone)
    last = wallet_summary(customer).last
    day = timezone.localtime(last.posted_at, ZoneInfo(zone))
    assert f'<span class="wallet-block-date">{date_format(day, "j N")}</span>' in block_for(customer)


@pytest.mark.django_db
def test_a_time_zone_that_does_not_exist_is_the_stores():
    assert "€5.00" in block_for(make_customer("5.00", time_zone="../Nowhere"))


@pytest.mark.parametrize("context", [{}, {"request": None}, {"request": object()}])
def test_without_a_request_there_is_a_link(context):
    html = BLOCK.render(Context(context))
    assert "Go to your wallet" in html


class Broken:
    is_authenticated = True
    pk = 1


@pytest.mark.django_db(transaction=True)
def test_without_a_database_the_page_is_still_shown(monkeypatch):
    def refuse(*_args, **_kwargs):
        raise DatabaseError("no database")

    monkeypatch.setattr(connection, "cursor", refuse)
    html = block_for(Broken())
    assert "Go to your wallet" in html


@pytest.mark.django_db
def test_in_a_broken_transaction_the_page_is_still_shown():
    with pytest.raises(DatabaseError), connection.cursor() as cursor:
        cursor.execute("SELECT 1/0")
    assert "Go to your wallet" in block_for(Broken())


def test_without_the_wallets_addresses_there_are_no_dead_links(settings):
    settings.ROOT_URLCONF = "tests.wallets.no_urls"
    html = block_for(AnonymousUser())
    assert "wallet-block" in html
    assert "<a " not in html


@pytest.mark.parametrize(
    "template",
    [
        "{% load wallet %}{% wallet_block %}",
        "<html><body>{% load wallet %}{% wallet_block %}</body></html>",
        "{% load wallet %}{% for i in '12' %}{% wallet_block %}{% endfor %}",
        "{% load wallet %}{% with x=1 %}{% wallet_block %}{% endwith %}",
    ],
)
@pytest.mark.django_db
def test_any_template_can_show_it_with_its_own_style(template):
    request = RequestFactory().get("/")
    request.user = make_customer("5.00")
    html = Template(template).render(RequestContext(request))
    assert "€5.00" in html
    assert 'rel="stylesheet" href="/static/css/wallet-block.css"' in html


@pytest.mark.django_db
def test_for_htmx_it_replaces_the_one_on_the_page():
    request = RequestFactory().get("/")
    request.user = make_customer("5.00")
    template = Template("{% load wallet %}{% wallet_block out_of_band=True %}")
    html = template.render(Context({"request": request}))
    assert 'hx-swap-oob="true"' in html
    assert "stylesheet" not in html


@pytest.mark.django_db
def test_a_cache_of_whole_pages_keeps_customers_apart(as_customer, settings):
    settings.CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
    settings.MIDDLEWARE = [
        "django.middleware.cache.UpdateCacheMiddleware",
        *settings.MIDDLEWARE,
        "django.middleware.cache.FetchFromCacheMiddleware",
    ]
    settings.ROOT_URLCONF = "tests.wallets.shop_urls"
    rich, poor = as_customer(make_customer("77.00")), as_customer(make_customer("3.00"))
    answers = [client.get("/any/") for client in (rich, poor, rich)]
    assert ["€77.00" in answer.content.decode() for answer in answers] == [True, False, True]
    assert all("Cookie" in answer["Vary"] for answer in answers)


@pytest.mark.parametrize("path", ["/", "/cart/", "/orders/", "/account/email/", "/wallet/", "/nothing/"])
@pytest.mark.django_db
def test_it_is_on_every_page_also_on_error_pages(path, as_customer):
    answer = as_customer(make_customer("77.00")).get(path)
    assert "€77.00" in answer.content.decode()


@pytest.mark.parametrize("path", ["/", "/cart/", "/account/login/", "/nothing/"])
@pytest.mark.django_db
def test_guests_see_their_link_on_every_page(path, client):
    assert "Open your wallet" in client.get(path).content.decode()


@pytest.mark.parametrize(("path", "status"), [("/breaks/", 500), ("/forbidden/", 403), ("/bad/", 400)])
@pytest.mark.django_db
def test_it_is_on_the_pages_for_errors(path, status, as_customer, settings):
    settings.ROOT_URLCONF = "tests.wallets.shop_urls"
    answer = as_customer(make_customer("77.00"), raise_request_exception=False).get(path)
    assert answer.status_code == status
    assert "€77.00" in answer.content.decode()


@pytest.mark.django_db
def test_it_is_on_the_page_after_a_forged_form(as_customer):
    client = as_customer(make_customer("77.00"), enforce_csrf_checks=True)
    answer = client.post("/wallet/top-up/")
    assert answer.status_code == 403
