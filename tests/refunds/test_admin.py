"""Refunds in the admin: read by all roles, decided by those who may, and never by who is concerned."""

import html
from datetime import timedelta

import pytest
from django.contrib.admin.models import LogEntry
from django.test import Client
from django.utils import timezone

from notifications.models import OutboxMessage
from notifications.texts import details_of
from refunds.exceptions import PaymentDisputed, RefundNotOpen
from refunds.limits import limits_for
from refunds.models import Refund, RefundAllocation, RefundLimits, StoreCreditPolicy
from refunds.services import refund_return
from tests.factories.refunds import dispute, make_limits, make_paid, make_terms, refund, refunded
from tests.factories.returns import make_bought, make_photo, make_return
from tests.factories.wallets import balances
from tests.support.staff import ROLES, address, client_of, make_role

pytestmark = pytest.mark.django_db(transaction=True)
LIST, CHANGE = "refunds_refund_changelist", "refunds_refund_change"
APPROVE, REJECT = "refunds_refund_approve", "refunds_refund_reject"


def browser_of(user) -> Client:
    client = Client()
    client.force_login(user)
    return client


@pytest.fixture
def asked():
    """40.00 that a customer asked for."""
    wallet, payment = make_paid(wallet="300.00")
    return refund(payment, "40.00", requester_id=wallet.customer_id, note="seam came loose")


def stands(one):
    return Refund.objects.get(pk=one.pk).status, refunded(one.payment)[0]


@pytest.mark.parametrize("role", ROLES)
def test_every_role_reads_refunds_and_policies(asked, role):
    make_terms()
    client = client_of(role)
    assert asked.payment.order_reference in client.get(address(LIST)).content.decode()
    page = client.get(address(CHANGE, asked.pk)).content.decode()
    assert all(text in page for text in ("€40.00", "seam came loose", "Damaged"))
    assert client.get(address("refunds_storecreditpolicy_changelist")).status_code == 200
    assert client.get(address("refunds_refundlimits_changelist")).status_code == 200


def test_staff_without_a_role_see_nothing(asked):
    assert client_of("").get(address(LIST)).status_code == 403


@pytest.mark.parametrize("search", ["order", "refund", "payment", "customer", "gateway"])
def test_a_refund_is_found_by_any_of_its_names(fake, search):
    _wallet, payment = make_paid(fake, card="20.00")
    one = refund(payment, "5.00", destination="original")
    refund(make_paid(wallet="20.00")[1], "5.00")
    terms = {
        "order": payment.order_reference,
        "refund": str(one.pk),
        "payment": str(payment.pk),
        "customer": payment.customer.email,
        "gateway": RefundAllocation.objects.exclude(gateway_refund="").get().gateway_refund,
    }
    answer = client_of("Support").get(address(LIST), {"q": terms[search]})
    assert [row.pk for row in answer.context["cl"].result_list] == [one.pk]


def test_the_list_asks_as_often_for_three_as_for_one(django_assert_max_num_queries):
    client, counts = client_of("Support"), []
    _wallet, payment = make_paid(wallet="300.00")
    for _ in range(2):
        refund(payment, "5.00")
        with django_assert_max_num_queries(40) as queries:
            client.get(address(LIST))
        counts.append(len(queries))
        refund(payment, "5.00")
    assert counts[0] == counts[1]


def test_finance_approves_after_seeing_what_it_is_about(asked):
    client, url = client_of("Finance"), address(APPROVE, asked.pk)
    page = client.get(url).content.decode()
    assert all(text in page for text in ("€40.00", "Damaged", str(asked.customer)))
    assert stands(asked) == ("requested", "0.00")
    client.post(url, {"reason": "photo seen"})
    assert stands(asked) == ("done", "40.00")
    assert "photo seen" in LogEntry.objects.first().change_message


def test_without_a_reason_nothing_is_decided(asked):
    for name in (APPROVE, REJECT):
        assert client_of("Finance").post(address(name, asked.pk), {"reason": ""}).status_code == 200
    assert stands(asked) == ("requested", "0.00")


def test_rejected_with_words(asked):
    client_of("Finance").post(address(REJECT, asked.pk), {"reason": "It was worn."})
    assert stands(asked) == ("rejected", "0.00")
    assert details_of(OutboxMessage.objects.get(kind="refund_rejected"))["reason"] == "It was worn."


@pytest.mark.parametrize("who", ["requester", "customer"])
@pytest.mark.parametrize("name", [APPROVE, REJECT])
def test_who_asked_and_who_gets_it_are_refused_by_the_page(name, who):
    finance = make_role("Finance")
    _wallet, payment = make_paid(wallet="900.00")
    if who == "customer":
        type(payment).objects.filter(pk=payment.pk).update(customer=finance)
    asked = refund(payment, "600.00", requester_id=finance.pk)
    client = browser_of(finance)
    assert client.get(address(name, asked.pk)).status_code == 403
    assert client.post(address(name, asked.pk), {"reason": "please"}).status_code == 403
    assert address(name, asked.pk) not in client.get(address(CHANGE, asked.pk)).content.decode()
    assert stands(asked) == ("requested", "0.00")


@pytest.mark.parametrize("role", ["", "Support"])
def test_others_do_not_decide(asked, role):
    client, url = client_of(role), address(APPROVE, asked.pk)
    assert client.get(url).status_code == 403
    assert client.post(url, {"reason": "please"}).status_code == 403
    assert stands(asked) == ("requested", "0.00")


def test_what_a_role_may_not_decide_is_said_in_words():
    wallet, payment = make_paid(wallet="300.00")
    asked = refund(payment, "200.00", requester_id=wallet.customer_id)
    answer = client_of("Operations").post(address(APPROVE, asked.pk), {"reason": "fine"})
    assert "Your role does not allow deciding on this refund." in answer.content.decode()
    assert 'value="fine"' in answer.content.decode()
    assert stands(asked) == ("requested", "0.00")


def test_a_failed_refund_is_paid_to_the_wallet_and_taken_back_again(fake):
    wallet, payment = make_paid(fake, card="20.00")
    fake.inject("error_400", "/v1/refunds")
    failed = refund(payment, "20.00", destination="original")
    client = client_of("Operations")
    pay, back = (
        address("refunds_refund_pay_to_wallet", failed.pk),
        address("refunds_refund_take_back", failed.pk),
    )
    page = client.get(address(CHANGE, failed.pk)).content.decode()
    assert pay in page
    assert back not in page
    client.post(pay, {"reason": "card expired"})
    assert balances(wallet)[0] == "20.00"
    assert back in client.get(address(CHANGE, failed.pk)).content.decode()
    client.post(back, {"reason": "kept the goods"})
    assert (balances(wallet)[0], stands(failed)) == ("0.00", ("reversed", "0.00"))
    page = client.get(address(CHANGE, failed.pk)).content.decode()
    assert all(link not in page for link in (pay, back))


def test_what_can_not_be_approved_now_says_why_before_and_after_the_button(fake):
    wallet, payment = make_paid(fake, wallet="10.00", card="20.00")
    asked = refund(payment, "5.00", requester_id=wallet.customer_id)
    dispute(payment)
    client, url = client_of("Finance"), address(APPROVE, asked.pk)
    for page in (client.get(url), client.post(url, {"reason": "fine"})):
        assert PaymentDisputed().message in html.unescape(page.content.decode())
    assert (stands(asked), balances(wallet)[0]) == (("requested", "0.00"), "0.00")


def test_what_can_not_be_taken_back_says_why_before_and_after_the_button(asked):
    client, url = client_of("Finance"), address("refunds_refund_take_back", asked.pk)
    for page in (client.get(url), client.post(url, {"reason": "kept the goods"})):
        assert RefundNotOpen("requested").message in html.unescape(page.content.decode())
    assert stands(asked) == ("requested", "0.00")


def test_the_queue_says_where_the_money_goes_what_is_kept_and_what_comes_on_top(fake):
    make_terms(restocking_percent=10, bonus_percent=5, free_reasons=[])
    wallet, payment = make_paid(fake, card="200.00")
    fields = {"requester_id": wallet.customer_id, "reason": "changed_mind"}
    first = refund(payment, "40.00", destination="original", **fields)
    page = queue()
    assert "What the card or bank paid goes to: Card or bank that paid" in page
    assert "The store keeps €4.00 for the return." in page
    assert "on top" not in page
    client_of("Finance").post(address(REJECT, first.pk), {"reason": "no"})
    refund(payment, "20.00", destination="wallet", **fields)
    page = queue()
    assert "What the card or bank paid goes to: Wallet" in page
    assert "The store keeps €2.00 for the return." in page
    assert "€0.90 come on top for taking store credit." in page


def test_a_refund_of_a_return_leads_to_it_once_with_its_photos():
    make_limits(operations_each=1)
    payment = make_bought()[1]
    found = make_return(payment, photo_ids=[make_photo(payment.customer).pk], state="inspected")
    refund_return(return_id=found.pk, actor_id=make_role("Operations").pk, now=timezone.now())
    page = queue()
    assert "The return, with 1 photo" in page
    assert page.count(address("refunds_returnrequest_change", found.pk)) == 1


def test_a_store_without_orders_of_its_own_is_led_to_none(asked, settings):
    orders = f"{address('storefront_order_changelist')}?q={asked.payment.order_reference}"
    assert orders in queue()
    settings.REFUNDS_ORDERS_ADMIN = ""
    assert orders not in queue()


def queue() -> str:
    return html.unescape(client_of("Finance").get(address("approvals")).content.decode())


@pytest.mark.parametrize("method", ["add", "delete"])
def test_nobody_adds_or_deletes_refunds_by_hand(asked, method):
    arguments = (asked.pk,) if method == "delete" else ()
    answer = client_of("Superuser").post(address(f"refunds_refund_{method}", *arguments), {"post": "yes"})
    assert (answer.status_code, Refund.objects.count()) == (403, 1)


def test_a_refund_that_does_not_exist_is_not_found():
    client = client_of("Finance")
    assert client.get(address(APPROVE, "nonsense")).status_code == 404


def policy_form(**changes):
    starts = timezone.now() + timedelta(days=1)
    return {
        "currency": "EUR",
        "starts_at_0": f"{starts:%Y-%m-%d}",
        "starts_at_1": f"{starts:%H:%M:%S}",
        "reasons": ["damaged", "changed_mind"],
        "free_reasons": ["damaged"],
        "window_days": "14",
        "card_allowed": "on",
        "shipping_to_wallet": "0",
        "shipping_to_card": "2.50",
        "card_days_from": "5",
        "card_days_to": "10",
        "restocking_percent": "0",
        "bonus_percent": "5",
        "bonus_valid_days": "",
        "tender_order": "in_ratio",
        "automatic_limit": "20",
        "automatic_in_90_days": "3",
        **changes,
    }


def test_finance_publishes_a_policy_and_changes_it_until_it_holds():
    finance = make_role("Finance")
    client = browser_of(finance)
    assert client.get(address("refunds_storecreditpolicy_add")).status_code == 200
    client.post(address("refunds_storecreditpolicy_add"), policy_form())
    policy = StoreCreditPolicy.objects.get()
    assert (policy.reasons, policy.bonus_percent, policy.created_by) == (
        ["damaged", "changed_mind"],
        5,
        finance,
    )
    change = address("refunds_storecreditpolicy_change", policy.pk)
    client.post(change, policy_form(window_days="30"))
    policy.refresh_from_db()
    assert (policy.window_days, policy.created_by) == (30, finance)


def test_a_policy_that_holds_is_only_read():
    policy = make_terms(window_days=14)
    client = client_of("Superuser")
    change = address("refunds_storecreditpolicy_change", policy.pk)
    assert client.get(change).status_code == 200
    assert client.post(change, policy_form(window_days="1")).status_code == 403
    assert (
        client.post(address("refunds_storecreditpolicy_delete", policy.pk), {"post": "yes"}).status_code
        == 403
    )
    policy.refresh_from_db()
    assert policy.window_days == 14


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"shipping_to_card": "2.505"}, "shipping_to_card"),
        ({"shipping_to_card": "-1"}, "shipping_to_card"),
        ({"bonus_percent": "101"}, "bonus_percent"),
        ({"reasons": ["whim"]}, "reasons"),
        ({"card_days_from": "11"}, "card_days_to"),
        ({"card_days_from": "0", "card_days_to": "0"}, "card_days_to"),
        ({"starts_at_0": "2020-01-01"}, "starts_at"),
        ({"currency": "XXX"}, "currency"),
    ],
)
def test_a_policy_that_makes_no_sense_is_refused_in_words(changes, field):
    answer = client_of("Finance").post(address("refunds_storecreditpolicy_add"), policy_form(**changes))
    assert field in answer.context["adminform"].form.errors
    assert not StoreCreditPolicy.objects.exists()


def test_finance_sets_the_limits_of_staff():
    client = client_of("Finance")
    body = {"currency": "EUR", "operations_each": "25", "decide_within_days": "7"}
    client.post(address("refunds_refundlimits_add"), body)
    limits = RefundLimits.objects.get()
    assert (limits.operations_each, limits.finance_each) == (25, None)
    change = address("refunds_refundlimits_change", limits.pk)
    assert client.post(change, body | {"operations_each": "5000"}).status_code == 403
    client.post(address("refunds_refundlimits_add"), body | {"operations_each": "-1"})
    assert RefundLimits.objects.get() == limits
    client.post(address("refunds_refundlimits_add"), body | {"operations_each": "40", "finance_each": "500"})
    assert (limits_for("EUR").operations_each, limits_for("EUR").finance_each) == (40, 500)
    gone = address("refunds_refundlimits_delete", limits.pk)
    assert client.post(gone, {"post": "yes"}).status_code == 403


def test_the_history_of_limits_says_who_changed_what_and_when():
    client = client_of("Finance")
    body = {"currency": "EUR", "operations_each": "25", "decide_within_days": "7"}
    client.post(address("refunds_refundlimits_add"), body)
    client.post(address("refunds_refundlimits_add"), body | {"operations_each": "40", "finance_each": "500"})
    later, first = RefundLimits.objects.all()
    finance = str(later.created_by)
    assert (later.created_by, first.created_by) == (first.created_by, later.created_by)
    pages = [client.get(address("refunds_refundlimits_change", one.pk)) for one in (later, first)]
    page, page_of_first = (answer.content.decode() for answer in pages)
    assert "operations: alone up to, each: 25 → 40" in page
    assert "finance: alone up to, each: empty → 500" in page
    assert finance in page
    assert "It is the first one." in page_of_first
    listed = client.get(address("refunds_refundlimits_changelist")).content.decode()
    assert listed.count(finance) >= 2
