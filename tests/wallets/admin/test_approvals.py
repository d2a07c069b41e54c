"""The queue of what waits for a second person, and deciding about adjustments in the admin."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest
from django.contrib.admin.models import LogEntry
from django.contrib.messages import get_messages
from django.test import Client
from django.utils import timezone

from notifications.models import WebhookDelivery, WebhookEndpoint
from tests.factories.approvals import KINDS, REWARDS, WALLETS
from tests.factories.checkout import Shop
from tests.factories.refunds import make_paid, refund
from tests.factories.wallets import balances, make_wallet
from tests.support.staff import ROLES, address, client_of, make_role
from tests.wallets.admin.test_adjusting import book, preview, typed
from wallets.admin.navigation import sidebar
from wallets.models import Adjustment, AdjustmentRequest
from wallets.services import credit_rescued_payment

pytestmark = pytest.mark.django_db
EVERYTHING = 60


@pytest.fixture(autouse=True)
def _orders_in_memory(settings):
    settings.CHECKOUT_ORDERS = "tests.factories.checkout.Shop"
    settings.REFUNDS_ORDERS = "refunds.ports.NoLines"
    Shop.reset()


@pytest.fixture(params=KINDS, ids=lambda kind: kind.name)
def kind(request):
    return request.param


@pytest.fixture
def asked(kind):
    wallet = kind.make("50")
    return kind.ask(wallet, "100.01", kind.requester(), note="long call", customer_note="So sorry")


def logged_in(user) -> Client:
    client = Client()
    client.force_login(user)
    return client


def queue(client) -> str:
    return client.get(address("approvals")).content.decode()


def decide(client, kind, asked, verb, reason="fine"):
    return client.post(address(f"{kind.admin}_{verb}", asked.pk), {"reason": reason})


def stands(kind, asked):
    return kind.model.objects.get(pk=asked.pk).status, kind.balance(asked.wallet)


@pytest.mark.parametrize("role", ROLES)
def test_every_role_sees_what_waits_with_its_difference_and_evidence(kind, asked, role):
    page = queue(client_of(role))
    for text in ("€50.00", "€150.01", "long call", "So sorry", str(asked.requester), "Goodwill"):
        assert text in page, text


def test_staff_without_a_role_see_no_queue():
    assert client_of("").get(address("approvals")).status_code == 403


def test_an_empty_queue_says_so():
    assert "Nothing waits" in queue(client_of("Finance"))


def test_the_queue_shows_all_kinds_and_the_first_to_expire_first():
    later = WALLETS.ask(WALLETS.make("50"), "101.00", WALLETS.requester())
    sooner = REWARDS.ask(REWARDS.make("50"), "102.00", REWARDS.requester())
    wallet, payment = make_paid(wallet="300.00")
    refund(payment, "103.00", requester_id=wallet.customer_id)
    type(sooner).objects.update(decide_until=timezone.now() + timedelta(days=1))
    type(later).objects.update(decide_until=timezone.now() + timedelta(days=99))
    page = queue(client_of("Finance"))
    places = [page.index(text) for text in ("Credit €102.00", "Refund of €103.00", "Credit €101.00")]
    assert places == sorted(places)


def test_what_is_overdue_or_decided_is_not_in_the_queue(kind, asked):
    kind.model.objects.update(decide_until=timezone.now() - timedelta(seconds=1))
    assert "Nothing waits" in queue(client_of("Finance"))


def test_the_queue_asks_as_often_for_three_as_for_one(django_assert_max_num_queries):
    client, counts = client_of("Finance"), []
    for number in (1, 2):
        for _ in range(number):
            for kind in KINDS:
                kind.ask(kind.make("50"), "100.01", kind.requester())
            wallet, payment = make_paid(wallet="300.00")
            refund(payment, "5.00", requester_id=wallet.customer_id)
        queue(client)
        with django_assert_max_num_queries(EVERYTHING) as queries:
            queue(client)
        counts.append(len(queries))
    assert counts[0] == counts[1]


@pytest.mark.parametrize("name", ["wallets_adjustmentrequest", "rewards_rewardadjustmentrequest"])
def test_the_lists_ask_as_often_for_three_as_for_one(name, django_assert_max_num_queries):
    kind = WALLETS if name.startswith("wallets") else REWARDS
    client, counts = client_of("Support"), []
    for number in (1, 2):
        for _ in range(number):
            kind.ask(kind.make("50"), "100.01", kind.requester())
        with django_assert_max_num_queries(EVERYTHING) as queries:
            client.get(address(f"{name}_changelist"))
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_who_asked_reads_there_that_somebody_else_decides(kind):
    finance = make_role("Operations")
    kind.ask(kind.make("50"), "100.01", finance)
    assert "somebody else has to decide" in queue(logged_in(finance))
    assert "somebody else has to decide" not in queue(client_of("Finance"))


def test_finance_approves_after_seeing_what_it_is_about(kind, asked):
    client, url = client_of("Finance"), address(f"{kind.admin}_approve", asked.pk)
    page = client.get(url).content.decode()
    assert all(text in page for text in ("€50.00", "€150.01", "long call", str(asked.customer)))
    assert stands(kind, asked) == ("requested", "50.00")
    assert client.post(url, {"reason": "heard the call"}).status_code == 302
    assert stands(kind, asked) == ("approved", "150.01")
    assert "heard the call" in LogEntry.objects.first().change_message
    client.post(url, {"reason": "again"})
    assert kind.balance(asked.wallet) == "150.01"


def test_rejected_with_words_that_who_asked_reads_on_the_first_page(kind):
    requester = make_role("Operations")
    asked = kind.ask(kind.make("50"), "100.01", requester)
    decide(client_of("Finance"), kind, asked, "reject", "That was not our fault.")
    assert stands(kind, asked) == ("rejected", "50.00")
    page = logged_in(requester).get(address("index")).content.decode()
    assert all(text in page for text in ("What you asked for", "Rejected", "That was not our fault."))
    assert "That was not our fault." not in client_of("Operations").get(address("index")).content.decode()


@pytest.mark.parametrize("verb", ["approve", "reject"])
def test_without_words_nothing_is_decided(kind, asked, verb):
    assert decide(client_of("Finance"), kind, asked, verb, "").status_code == 200
    assert stands(kind, asked) == ("requested", "50.00")


@pytest.mark.parametrize("role", ["", "Support"])
@pytest.mark.parametrize("verb", ["approve", "reject"])
def test_others_do_not_decide(kind, asked, role, verb):
    client = client_of(role)
    assert client.get(address(f"{kind.admin}_{verb}", asked.pk)).status_code == 403
    assert decide(client, kind, asked, verb).status_code == 403
    assert stands(kind, asked) == ("requested", "50.00")


def test_what_a_role_may_not_decide_is_said_in_words_with_what_was_typed(kind, asked):
    page = decide(client_of("Operations"), kind, asked, "approve", "seen it").content.decode()
    assert "Your role does not allow deciding on this." in page
    assert 'value="seen it"' in page
    assert stands(kind, asked) == ("requested", "50.00")


def test_a_form_from_elsewhere_is_refused(kind, asked):
    client = client_of("Finance", enforce_csrf_checks=True)
    assert decide(client, kind, asked, "approve").status_code == 403
    assert stands(kind, asked) == ("requested", "50.00")


@pytest.mark.parametrize("method", ["add", "delete"])
def test_nobody_adds_or_deletes_requests_by_hand(kind, asked, method):
    arguments = (asked.pk,) if method == "delete" else ()
    answer = client_of("Superuser").post(address(f"{kind.admin}_{method}", *arguments), {"post": "yes"})
    assert (answer.status_code, kind.model.objects.count()) == (403, 1)


def test_operations_ask_from_the_wallet_and_the_form_sent_twice_asks_once():
    wallet, client, data = make_wallet("50"), client_of("Operations"), typed(amount="100.01")
    answers = [book(client, wallet, data) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [302, 302]
    assert "Somebody else has to approve it" in str(next(iter(get_messages(answers[0].wsgi_request))))
    assert (AdjustmentRequest.objects.count(), balances(wallet)[0]) == (1, "50.00")
    assert "asked for already" in preview(client, wallet, data).content.decode()
    page = client.get(address("customer_wallet", wallet.customer_id)).content.decode()
    assert "Waiting for a second person" in page
    assert "Credit €100.01" in page


def test_a_rescue_above_the_limit_waits_and_its_bank_reference_still_counts_once():
    wallet, client = make_wallet("50"), client_of("Operations")
    data = {"order_reference": "1000042", "amount": "300.00", "bank_reference": "pi_3ABC 77"}
    book(client, wallet, data, "rescue")
    asked = AdjustmentRequest.objects.get()
    assert "1000042" in queue(client_of("Finance"))
    assert decide(client_of("Finance"), WALLETS, asked, "approve").status_code == 302
    book(client, wallet, data, "rescue")
    assert (Adjustment.objects.filter(reason="rescue").count(), balances(wallet)[0]) == (1, "350.00")


def test_what_was_rescued_by_its_id_while_it_waited_is_not_credited_again():
    wallet = make_wallet("50")
    data = {"order_reference": "1000042", "amount": "300.00", "bank_reference": "pi_3ABC"}
    book(client_of("Operations"), wallet, data, "rescue")
    asked = AdjustmentRequest.objects.get()
    credit_rescued_payment(
        customer_id=wallet.customer_id, amount=asked.money, key="gateway:pi_3ABC", order_reference="1000042"
    )
    answer = decide(client_of("Finance"), WALLETS, asked, "approve")
    assert "already" in answer.content.decode()
    assert stands(WALLETS, asked) == ("requested", "350.00")
    assert not Adjustment.objects.filter(reason="rescue").exists()


def test_the_first_page_counts_what_waits_and_what_failed(kind, asked):
    _wallet, payment = make_paid(wallet="300.00")
    done = refund(payment, "5.00")
    type(done).objects.filter(pk=done.pk).update(status="failed")
    endpoint = WebhookEndpoint.objects.create(name="shop", url="https://example.com/hook", secret="whsec_x")
    WebhookDelivery.objects.create(endpoint=endpoint, event_id=uuid4(), status="dead")
    client = client_of("Finance")
    tasks = {task.title: task for task in client.get(address("index")).context["tasks"]}
    for title in ("Waiting for a second person", "Failed refunds", "Webhooks given up"):
        assert (tasks[title].figure, tasks[title].alarms) == ("1", True), title
    assert tasks["Refunds on their way"].figure == "0"
    for task in tasks.values():
        assert client.get(task.link).status_code == 200


def test_the_menu_says_how_much_waits_and_nothing_where_nothing_does(kind):
    client = client_of("Finance")

    def badge():
        request = client.get(address("approvals")).wsgi_request
        items = [item for group in sidebar(request) for item in group["items"]]
        return next(item for item in items if item["title"] == "Waiting for a second person").get("badge")

    assert badge() is None
    for _ in range(2):
        kind.ask(kind.make("50"), "100.01", kind.requester())
    assert badge() == "2"
    assert "supervisor_account" in queue(client)
