"""Returns in the admin: the queue for all roles, each button for who may, and never for who returns."""

import re

import pytest
from django.contrib.admin.models import LogEntry
from django.test import Client

from refunds.models import Refund, ReturnRequest
from tests.factories.refunds import make_limits, make_terms
from tests.factories.returns import ask, fresh_return, history, make_bought, make_photo, make_return
from tests.factories.wallets import balances
from tests.support.staff import ROLES, address, client_of, make_role
from wallet_project.checkout.models import Payment

pytestmark = pytest.mark.django_db
LIST, CHANGE = "refunds_returnrequest_changelist", "refunds_returnrequest_change"
BUTTONS = ("approve", "label", "receive", "inspect", "refund", "reject")


def button(name, found):
    return address(f"refunds_returnrequest_{name}", found.pk)


def press(client, name, found, **typed):
    return client.post(button(name, found), {"note": "", "staff_note": "", **typed})


def shown_buttons(client, found) -> list[str]:
    page = client.get(address(CHANGE, found.pk)).content.decode()
    return [name for name in BUTTONS if button(name, found) in page]


@pytest.mark.parametrize("role", ROLES)
def test_every_role_reads_the_queue_and_a_return_with_all_that_it_says(role):
    payment = make_bought()[1]
    photo = make_photo(payment.customer)
    found = ask(payment, ("tea", 2), words="<b>torn</b>", photo_ids=[photo.pk])
    client = client_of(role)
    page = client.get(address(LIST)).content.decode()
    assert payment.order_reference in page
    assert "2 × Tea" in page
    page = client.get(address(CHANGE, found.pk)).content.decode()
    picture = address("refunds_returnrequest_photo", found.pk, photo.pk)
    for text in (
        "&lt;b&gt;torn&lt;/b&gt;",
        picture,
        "1 paid order",
        "1 return in all",
        "€12.00 in your wallet",
    ):
        assert text in page
    assert "then approve or refuse it" in page
    answer = client.get(picture)
    assert (answer.status_code, answer["Content-Type"], answer["X-Content-Type-Options"]) == (
        200,
        "image/jpeg",
        "nosniff",
    )


def test_staff_without_a_role_see_nothing_and_no_photo():
    payment = make_bought()[1]
    photo = make_photo(payment.customer)
    found = ask(payment, photo_ids=[photo.pk])
    client = client_of("")
    assert client.get(address(LIST)).status_code == 403
    assert client.get(address("refunds_returnrequest_photo", found.pk, photo.pk)).status_code == 403
    guest = Client().get(address("refunds_returnrequest_photo", found.pk, photo.pk))
    assert guest.status_code == 302


def test_a_photo_is_shown_with_its_own_return_and_no_draft_is():
    photo = make_photo(make_bought()[0].customer)
    client = client_of("Operations")
    assert client.get(address("refunds_returnrequest_photo", make_return().pk, photo.pk)).status_code == 404


@pytest.mark.parametrize("search", ["order", "customer", "return", "tracking"])
def test_a_return_is_found_by_any_of_its_names(search):
    found = make_return(state="label_sent")
    make_return()
    terms = {
        "order": found.order_reference,
        "customer": found.customer.email,
        "return": str(found.pk),
        "tracking": "RR 123",
    }
    answer = client_of("Support").get(address(LIST), {"q": terms[search]})
    assert [row.pk for row in answer.context["cl"].result_list] == [found.pk]


def test_the_queue_asks_as_often_for_three_as_for_one(django_assert_max_num_queries):
    client, counts = client_of("Support"), []
    for _ in range(2):
        make_return()
        with django_assert_max_num_queries(40) as queries:
            client.get(address(LIST))
        counts.append(len(queries))
        make_return()
    assert counts[0] == counts[1]


@pytest.mark.parametrize(
    ("state", "buttons"),
    [
        ("requested", ["approve", "reject"]),
        ("approved", ["label", "receive", "reject"]),
        ("label_sent", ["label", "receive", "reject"]),
        ("received", ["inspect", "reject"]),
        ("inspected", ["inspect", "refund", "reject"]),
        ("refunded", []),
    ],
)
def test_a_return_has_the_buttons_that_may_follow(state, buttons):
    found = make_return(state=state)
    assert shown_buttons(client_of("Operations"), found) == buttons
    assert shown_buttons(client_of("Support"), found) == []


def test_staff_take_a_return_from_the_request_to_the_money():
    wallet, payment = make_bought()
    found, client = ask(payment, ("tea", 2)), client_of("Operations")
    steps = {
        "approve": {"note": "Gladly."},
        "label": {"tracking": "RR 123"},
        "receive": {},
        "inspect": {"accepted-tea": "1", "note": "One tin was open."},
        "refund": {"staff_note": "as agreed"},
    }
    for name, typed in steps.items():
        assert client.get(button(name, found)).status_code == 200
        assert press(client, name, found, **typed).status_code == 302
    assert history(found) == ["requested", "approved", "label_sent", "received", "inspected", "refunded"]
    assert (balances(wallet)[0], Refund.objects.get().note) == ("6.00", "as agreed")
    assert LogEntry.objects.filter(object_id=str(found.pk)).count() == 5


def test_the_refund_is_shown_in_numbers_before_it_is_confirmed():
    make_terms(shipping_to_wallet="1.00")
    wallet, payment = make_bought()
    found, client = make_return(payment, ("tea", 2), state="inspected"), client_of("Operations")
    page = client.get(button("refund", found)).content.decode()
    assert "€11.00 in your wallet" in page
    assert "Return shipping: €1.00 is taken off" in page
    press(client, "refund", found, waive_fees="on")
    assert balances(wallet)[0] == "12.00"


@pytest.mark.parametrize(
    ("state", "name", "typed", "words"),
    [
        ("requested", "reject", {}, "This field is required."),
        ("approved", "label", {"tracking": " "}, "This field is required."),
        ("received", "inspect", {"accepted-tea": "2"}, "less than or equal to 1"),
        ("received", "inspect", {"accepted-tea": ""}, "This field is required."),
        ("received", "inspect", {"accepted-tea": "0"}, "Say why not all of it is accepted"),
        ("approved", "approve", {"note": "x" * 501}, "at most 500 characters"),
    ],
)
def test_what_is_missing_is_said_beside_the_field_and_nothing_moves(state, name, typed, words):
    found = make_return(state=state)
    before = history(found)
    answer = press(client_of("Operations"), name, found, staff_note="kept words", **typed)
    page = answer.content.decode()
    assert (answer.status_code, words in page, "kept words" in page) == (200, True, True)
    assert history(found) == before


def test_a_button_that_comes_too_late_says_so():
    found = make_return()
    client = client_of("Operations")
    press(client, "reject", found, note="It was worn.")
    page = press(client, "approve", found).content.decode()
    assert "done any more" in page
    assert fresh_return(found).state == "rejected"


def test_above_the_limit_the_refund_waits_and_the_buttons_are_gone():
    make_limits(operations_each=1)
    found, client = make_return(state="inspected"), client_of("Operations")
    answer = client.post(button("refund", found), {"staff_note": ""}, follow=True)
    assert "waits for a second person" in answer.content.decode()
    assert (fresh_return(found).state, Refund.objects.get().status) == ("inspected", "requested")
    assert shown_buttons(client, found) == []


def test_the_second_person_finds_the_return_with_its_photos():
    make_limits(operations_each=1)
    found = make_return(state="inspected")
    press(client_of("Operations"), "refund", found)
    page = client_of("Finance").get(address("approvals")).content.decode()
    assert f'href="{address(CHANGE, found.pk)}"' in page


def test_the_first_page_counts_what_waits_for_the_store():
    for state in ("requested", "approved", "received", "refunded"):
        make_return(state=state)
    client = client_of("Operations")
    page = " ".join(client.get(address("index")).content.decode().split())
    assert re.search(r"Returns to look after</span> <strong[^>]*>2</strong>", page)
    queue = client.get(address(LIST), {"state__in": "requested,received,inspected"})
    assert len(queue.context["cl"].result_list) == 2


@pytest.mark.parametrize("name", BUTTONS)
def test_support_and_strangers_press_nothing(name):
    found = make_return()
    for role in ("", "Support"):
        client = client_of(role)
        assert client.get(button(name, found)).status_code == 403
        assert press(client, name, found, note="x").status_code == 403
    assert history(found) == ["requested"]


@pytest.mark.parametrize("name", BUTTONS)
def test_who_returns_is_refused_by_the_page(name):
    finance, payment = make_role("Finance"), make_bought()[1]
    Payment.objects.filter(pk=payment.pk).update(customer=finance)
    found = ask(Payment.objects.get(pk=payment.pk))
    client = Client()
    client.force_login(finance)
    assert client.get(button(name, found)).status_code == 403
    assert press(client, name, found, note="x").status_code == 403
    assert shown_buttons(client, found) == []
    assert history(found) == ["requested"]


@pytest.mark.parametrize("name", BUTTONS)
def test_looking_changes_nothing_and_a_return_that_is_not_there_is_not_found(name):
    found, client = make_return(), client_of("Finance")
    client.get(button(name, found))
    assert history(found) == ["requested"]
    assert client.get(address(f"refunds_returnrequest_{name}", "nonsense")).status_code == 404


@pytest.mark.parametrize("method", ["add", "delete", "change"])
def test_nobody_writes_returns_by_hand(method):
    found = make_return()
    arguments = () if method == "add" else (found.pk,)
    answer = client_of("Superuser").post(
        address(f"refunds_returnrequest_{method}", *arguments), {"post": "yes", "state": "refunded"}
    )
    assert answer.status_code == 403
    assert ReturnRequest.objects.get().state == "requested"
