"""A customer's returns: where each stands, what happened, what happens next; nobody else's."""

import pytest
from django.test import Client
from django.utils import timezone
from djmoney.money import Money

from refunds.models import ReturnRequest
from refunds.services import inspect_return, reject_return, send_label
from tests.factories.refunds import make_terms
from tests.factories.returns import (
    HANDLE,
    ask,
    bring_to,
    fresh_return,
    make_bought,
    make_photo,
    make_return,
    picture,
)
from tests.factories.storefront import ProductFactory
from tests.factories.wallets import make_staff, make_user
from wallet_project.core.ids import uuid7

pytestmark = pytest.mark.django_db


@pytest.fixture
def payment(client):
    made = make_bought(lines={"tea": (30, "180.00")})[1]
    client.force_login(made.customer)
    return made


def page_of(client, found) -> str:
    return " ".join(client.get(f"/returns/{found.pk}/").content.decode().split())


def test_the_list_has_the_customers_own_returns_and_no_others(client, payment):
    mine, theirs = make_return(payment), make_return()
    page = client.get("/returns/").content.decode()
    assert str(mine.pk) in page
    assert str(theirs.pk) not in page


def test_an_empty_list_says_where_returns_begin(client):
    client.force_login(make_user())
    assert "on the page of its order" in client.get("/returns/").content.decode()


def test_the_list_is_paged_by_key(client, payment, monkeypatch):
    monkeypatch.setattr("refunds.queries_returns.PAGE_SIZE", 2)
    made = [ask(payment).pk for _ in range(5)][::-1]
    seen, address = [], "/returns/"
    while address:
        answer = client.get(address)
        seen += [one.pk for one in answer.context["rows"]]
        address = f"/returns/{answer.context['older']}" if answer.context["older"] else ""
    assert seen == made
    assert client.get("/returns/?before=nonsense").status_code == 200


@pytest.mark.parametrize("page", ["/returns/", "order"])
def test_lists_ask_as_often_for_three_as_for_one(client, payment, page, django_assert_max_num_queries):
    counts = []
    for _ in range(2):
        ask(payment)
        with django_assert_max_num_queries(40) as queries:
            client.get("/returns/")
        counts.append(len(queries))
        ask(payment)
    assert counts[0] == counts[1]


@pytest.mark.parametrize(
    ("state", "words"),
    [
        ("requested", "A person looks at it, within 14 days at most"),
        ("approved", "We send you a label"),
        ("label_sent", "Put the label on your parcel"),
        ("received", "We open the parcel"),
        ("inspected", "We give the money back"),
        ("refunded", "To your wallet"),
    ],
)
def test_the_page_says_what_happened_and_what_happens_next(client, payment, state, words):
    page = page_of(client, make_return(payment, state=state))
    assert words in page
    assert "by you" in page
    assert ("by the store" in page) == (state != "requested")
    assert ("(still to come)" in page) == (state != "refunded")
    assert ("Cancel this return" in page) == (state == "requested")


@pytest.mark.parametrize(
    ("valid_days", "words"), [(60, "Bonus from us, as reward money"), (None, "Bonus from us, in your wallet")]
)
@pytest.mark.django_db(transaction=True)
def test_a_refunded_return_says_in_which_money_the_bonus_came(client, fake, valid_days, words):
    make_terms(bonus_percent=5, bonus_valid_days=valid_days)
    bought = make_bought(fake, card="30.00")[1]
    client.force_login(bought.customer)
    page = page_of(client, make_return(bought, ("pot", 1), state="refunded"))
    assert words in page
    assert all(amount in page for amount in ("To your wallet", "€18.00", "€0.90"))


def test_staff_have_no_name_on_the_customers_page(client, payment):
    found = make_return(payment, state="approved")
    assert found.events.last().actor.email not in page_of(client, found)


def test_words_of_staff_are_shown_and_internal_ones_are_not(client, payment):
    found = make_return(payment)
    about = {"return_id": found.pk, "actor_id": make_staff(HANDLE).pk, "now": timezone.now()}
    reject_return(**about, reason="It was <b>worn</b>.", staff_note="third time")
    page = page_of(client, found)
    assert "It was &lt;b&gt;worn&lt;/b&gt;." in page
    assert "third time" not in page
    assert "please write to us" in page


@pytest.mark.parametrize(
    ("tracking", "shown"),
    [
        ("RR 123", "<strong>RR 123</strong>"),
        ("https://post.example/label?a=1&b=2", 'href="https://post.example/label?a=1&amp;b=2"'),
        ("javascript:alert(1)", "<strong>javascript:alert(1)</strong>"),
        ("http://post.example/", "<strong>http://post.example/</strong>"),
        ('https://post.example/"onclick="x', 'href="https://post.example/&quot;onclick=&quot;x"'),
    ],
)
def test_a_label_is_text_and_an_address_of_the_web_can_be_followed(client, payment, tracking, shown):
    found = make_return(payment, state="approved")
    send_label(return_id=found.pk, actor_id=make_staff(HANDLE).pk, tracking=tracking, now=timezone.now())
    assert shown in page_of(client, found)


def test_the_page_says_what_the_customer_will_get_and_what_was_accepted(client, payment):
    found = make_return(payment, ("tea", 3), state="received")
    assert "€18.00 in your wallet" in page_of(client, found)
    about = {"return_id": found.pk, "actor_id": make_staff(HANDLE).pk, "now": timezone.now()}
    inspect_return(**about, accepted={"tea": 2}, note="One tin was open.")
    page = page_of(client, found)
    assert "€12.00 in your wallet" in page
    assert "2 of them accepted" in page
    assert "One tin was open." in page


def test_a_policy_that_approves_at_once_says_so(client, payment):
    make_terms(automatic_limit="100")
    found = ask(make_bought()[1])
    client.force_login(found.customer)
    assert "by the store, automatically" in page_of(client, found)


@pytest.mark.parametrize("end", ["", "cancel/"])
def test_anothers_return_is_not_found(client, payment, end):
    found = make_return()
    assert client.get(f"/returns/{found.pk}/{end}").status_code == 404
    assert client.get(f"/returns/{uuid7()}/{end}").status_code == 404
    assert client.post(f"/returns/{found.pk}/cancel/").status_code == 404
    assert fresh_return(found).state == "requested"


@pytest.mark.parametrize("path", ["/returns/", "/returns/{}/", "/returns/{}/cancel/"])
def test_a_guest_signs_in_first(path):
    assert Client().get(path.format(make_return().pk)).url.startswith("/account/login/")


def test_canceling_asks_first_and_only_a_post_does_it(client, payment):
    found = make_return(payment)
    assert "Cancel this return?" in client.get(f"/returns/{found.pk}/cancel/").content.decode()
    assert fresh_return(found).state == "requested"
    answer = client.post(f"/returns/{found.pk}/cancel/", follow=True)
    assert "Your return is canceled." in answer.content.decode()
    assert fresh_return(found).state == "canceled"


def test_what_is_decided_is_not_canceled_and_the_page_says_so(client, payment):
    found = make_return(payment, state="approved")
    assert "canceled any more" in client.get(f"/returns/{found.pk}/cancel/").content.decode()
    answer = client.post(f"/returns/{found.pk}/cancel/", follow=True)
    assert "can&#x27;t be done any more" in answer.content.decode()
    assert ReturnRequest.objects.get(pk=found.pk).state == "approved"


def test_a_photo_is_for_its_owner_with_a_fixed_type_and_no_guessing(client, payment):
    photo = make_photo(payment.customer)
    answer = client.get(f"/returns/photos/{photo.pk}/")
    content = b"".join(answer.streaming_content)
    assert (content[:3], len(content) < len(picture()) * 3) == (b"\xff\xd8\xff", True)
    headers = {
        "Content-Type": "image/jpeg",
        "X-Content-Type-Options": "nosniff",
        "Cross-Origin-Resource-Policy": "same-origin",
        "Content-Disposition": 'inline; filename="photo.jpg"',
    }
    assert {name: answer[name] for name in headers} == headers
    assert "no-store" in answer["Cache-Control"]


def test_a_photo_is_for_nobody_else(client, payment):
    theirs = make_photo(make_user())
    assert client.get(f"/returns/photos/{theirs.pk}/").status_code == 404
    assert Client().get(f"/returns/photos/{theirs.pk}/").status_code == 302
    client.force_login(make_staff(HANDLE, "refunds.view_returnrequest"))
    assert client.get(f"/returns/photos/{theirs.pk}/").status_code == 404
    assert client.get(f"/{theirs.file.name}").status_code == 404
    assert client.get(f"/static/{theirs.file.name}").status_code == 404


def test_a_photo_whose_file_is_gone_is_not_found(client, payment):
    photo = make_photo(payment.customer)
    photo.file.storage.delete(photo.file.name)
    assert client.get(f"/returns/photos/{photo.pk}/").status_code == 404


def test_a_return_that_was_refunded_shows_what_the_money_buys(client, payment):
    ProductFactory(name="Sencha", price=Money("6.00", "EUR"))
    found = make_return(payment, state="received")
    assert "What your wallet buys" not in page_of(client, found)
    page = page_of(client, bring_to(found, "refunded"))
    assert "costs no more than the €6.00 that you have to spend" in page
    assert "Sencha" in page
