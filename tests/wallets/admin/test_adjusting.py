"""Crediting and debiting on a customer's Wallet tab: preview, confirm, once."""

from __future__ import annotations

import re
from uuid import uuid4

import pytest
from djmoney.money import Money

from notifications.models import OutboxMessage
from notifications.texts import details_of
from tests.factories.wallets import balances, make_wallet
from tests.support.staff import address, client_of
from wallets.ledger.models import JournalEntry
from wallets.models import Adjustment, AdjustmentPolicy, AdjustmentRequest
from wallets.services import credit_rescued_payment

pytestmark = pytest.mark.django_db


def typed(**changes):
    return {
        "key": str(uuid4()),
        "direction": "credit",
        "amount": "12.50",
        "reason": "goodwill",
        "note": "called us",
        "customer_note": "Sorry for the wait",
        **changes,
    }


def preview(client, wallet, data, form="adjust"):
    return client.post(address(f"preview_{form}", wallet.customer_id, wallet.pk), data)


def book(client, wallet, data, form="adjust"):
    return client.post(address(f"book_{form}", wallet.customer_id, wallet.pk), data)


def test_the_form_is_shown_with_a_key_of_its_own_each_time():
    wallet, client = make_wallet("50"), client_of("Operations")
    pages = [client.get(address("customer_wallet", wallet.customer_id)).content.decode() for _ in range(2)]
    keys = [re.search(r'name="key" value="([0-9a-f-]{36})"', page).group(1) for page in pages]
    assert keys[0] != keys[1]


def test_the_preview_shows_before_and_after_and_what_the_customer_reads_and_moves_nothing():
    wallet = make_wallet("50")
    page = preview(client_of("Operations"), wallet, typed()).content.decode()
    assert "€50.00" in page
    assert "€62.50" in page
    assert "Credited by the store" in page
    assert "Sorry for the wait" in page
    assert balances(wallet) == ("50.00", "0.00")
    assert Adjustment.objects.count() == 1


def test_a_credit_is_booked_with_who_why_and_what_was_told():
    wallet, client = make_wallet("50"), client_of("Operations")
    answer = book(client, wallet, typed())
    assert answer.url == address("customer_wallet", wallet.customer_id)
    assert balances(wallet) == ("62.50", "0.00")
    made = Adjustment.objects.latest("pk")
    assert (made.reason, made.note, made.customer_note) == ("goodwill", "called us", "Sorry for the wait")
    assert made.actor_id == int(client.session["_auth_user_id"])
    told = OutboxMessage.objects.filter(kind="credited_by_store", recipient=wallet.customer)
    assert details_of(told.latest("created_at"))["note"] == "Sorry for the wait"


def test_sending_the_form_twice_books_once():
    wallet, client, data = make_wallet("50"), client_of("Operations"), typed(direction="debit")
    assert [book(client, wallet, data).status_code for _ in range(2)] == [302, 302]
    assert balances(wallet) == ("37.50", "0.00")


def test_sending_it_again_with_another_amount_is_refused_and_gets_a_new_key():
    wallet, client, data = make_wallet("50"), client_of("Operations"), typed()
    book(client, wallet, data)
    page = book(client, wallet, {**data, "amount": "99"}).content.decode()
    assert "sent before with other values" in page
    assert 'value="99"' in page
    assert data["key"] not in page
    assert balances(wallet) == ("62.50", "0.00")


@pytest.mark.parametrize(
    ("amount", "words"),
    [
        ("-1", "more than zero"),
        ("0", "more than zero"),
        ("NaN", "in digits"),
        ("Infinity", "in digits"),
        ("1e308", "in digits"),
        ("１２", "in digits"),
        ("1,000", "in digits"),
        ("1.005", "at most 2 decimals"),
        ("9" * 17, "too large"),
        ("", "required"),
        ("0x10", "in digits"),
        ("50.01", "€50.00"),
    ],
)
@pytest.mark.parametrize("step", [preview, book])
def test_a_bad_amount_is_refused_beside_its_field_with_the_typed_values_kept(amount, words, step):
    wallet = make_wallet("50")
    page = step(client_of("Finance"), wallet, typed(amount=amount, direction="debit")).content.decode()
    error = re.search(r'id="id_adjust_EUR_amount_error">(.*?)</p>', page, re.S)
    assert words in error.group(1)
    assert "Sorry for the wait" in page
    assert 'aria-invalid="true"' in page
    assert balances(wallet) == ("50.00", "0.00")


@pytest.mark.parametrize(
    "changes",
    [
        {"direction": "sideways"},
        {"reason": ""},
        {"reason": "rescue"},
        {"reason": "because"},
        {"key": "not-a-key"},
        {"key": ""},
        {"customer_note": "x" * 301},
        {"note": "x" * 2001},
        {"note": "nul\0"},
    ],
)
def test_anything_else_that_does_not_fit_moves_nothing(changes):
    wallet = make_wallet("50")
    assert book(client_of("Finance"), wallet, typed(**changes)).status_code == 200
    assert balances(wallet) == ("50.00", "0.00")


def test_fields_that_the_form_does_not_have_change_nothing():
    wallet, other = make_wallet("50"), make_wallet("50")
    book(
        client_of("Finance"),
        wallet,
        typed(wallet=str(other.pk), actor_id="1", currency="JPY", status="closed"),
    )
    assert balances(wallet) == ("62.50", "0.00")
    assert balances(other) == ("50.00", "0.00")


def test_change_comes_back_to_the_form_with_what_was_typed():
    wallet = make_wallet("50")
    page = preview(client_of("Operations"), wallet, typed(edit="1")).content.decode()
    assert 'value="12.50"' in page
    assert "called us" in page
    assert balances(wallet) == ("50.00", "0.00")


def test_a_wallet_of_another_customer_is_not_found():
    wallet, other = make_wallet("50"), make_wallet("50")
    client = client_of("Finance")
    for name in ("preview_adjust", "book_adjust", "preview_rescue", "book_rescue", "change_wallet_status"):
        assert client.post(address(name, other.customer_id, wallet.pk), typed()).status_code == 404
    assert balances(wallet) == ("50.00", "0.00")


def test_operations_are_told_at_the_preview_already_that_it_needs_a_second_person():
    AdjustmentPolicy.objects.create(currency="EUR", operations_each="10", per_admin_and_day="1000")
    wallet = make_wallet("50")
    page = preview(client_of("Operations"), wallet, typed()).content.decode()
    assert "above what you may move alone" in page
    assert "Ask for approval" in page
    page = preview(client_of("Finance"), wallet, typed()).content.decode()
    assert "above what you may move alone" not in page
    assert "Update wallet" in page


def test_without_limits_of_the_store_nobody_credits_without_bound():
    wallet = make_wallet("50")
    book(client_of("Operations"), wallet, typed(amount="100.01"))
    book(client_of("Finance"), wallet, typed(amount="500.01"))
    assert [str(one) for one in AdjustmentRequest.objects.all()] == ["Credit €500.01", "Credit €100.01"]
    assert "€2,000.00" in book(client_of("Finance"), wallet, typed(amount="2000.01")).content.decode()
    assert balances(wallet) == ("50.00", "0.00")


@pytest.mark.parametrize("role", ["Operations", "Finance", "Superuser"])
def test_nobody_adjusts_their_own_wallet(role):
    client = client_of(role)
    from django.contrib.auth import get_user_model

    wallet = make_wallet("50", customer=get_user_model().objects.get(pk=client.session["_auth_user_id"]))
    assert "your own wallet" in client.get(address("customer_wallet", wallet.customer_id)).content.decode()
    assert "own wallet" in book(client, wallet, typed()).content.decode()
    assert "own wallet" in preview(client, wallet, typed()).content.decode()
    assert balances(wallet) == ("50.00", "0.00")


def test_html_in_notes_is_shown_as_text():
    wallet, client = make_wallet("50"), client_of("Finance")
    evil = "<img src=x onerror=alert(1)>"
    pages = [preview(client, wallet, typed(note=evil, customer_note=evil))]
    book(client, wallet, typed(note=evil, customer_note=evil))
    entry = JournalEntry.objects.latest("pk")
    adjustment = Adjustment.objects.latest("pk")
    for name, *arguments in [
        ("customer_wallet", wallet.customer_id),
        ("all_movements",),
        ("ledger_journalentry_changelist",),
        ("ledger_journalentry_change", entry.pk),
        ("wallets_adjustment_changelist",),
        ("wallets_adjustment_change", adjustment.pk),
    ]:
        pages.append(client.get(address(name, *arguments)))
    for page in pages:
        text = page.content.decode()
        assert page.status_code == 200
        assert evil not in text
        assert "&lt;img" in text


class TestRescue:
    """The bank took the money, the order failed."""

    typed = {"order_reference": "1000042", "amount": "30.00", "bank_reference": "pi_3ABC 77"}

    def test_it_credits_the_payment_and_tells_the_customer(self):
        wallet, client = make_wallet("50"), client_of("Operations")
        assert "€80.00" in preview(client, wallet, self.typed, "rescue").content.decode()
        book(client, wallet, self.typed, "rescue")
        assert balances(wallet) == ("80.00", "0.00")
        made = Adjustment.objects.latest("pk")
        assert (made.reason, made.reference) == ("rescue", "1000042")
        assert "1000042" in made.customer_note
        codes = made.entry.postings.values_list("account__code", flat=True)
        assert set(codes) == {"customer_available", "gateway_clearing"}

    def test_the_same_bank_reference_is_credited_once_however_it_is_written(self):
        wallet = make_wallet("50")
        book(client_of("Operations"), wallet, self.typed, "rescue")
        again = {**self.typed, "bank_reference": " PI_3abc77 "}
        page = preview(client_of("Finance"), wallet, again, "rescue").content.decode()
        assert "booked already" in page
        book(client_of("Finance"), wallet, again, "rescue")
        assert balances(wallet) == ("80.00", "0.00")

    def test_the_same_bank_reference_for_somebody_else_is_refused(self):
        wallet, other, client = make_wallet("50"), make_wallet("50"), client_of("Operations")
        book(client, wallet, self.typed, "rescue")
        assert "credited already" in book(client, other, self.typed, "rescue").content.decode()
        assert balances(other) == ("50.00", "0.00")

    def test_another_payment_for_the_same_order_is_warned_of(self):
        wallet, client = make_wallet("50"), client_of("Operations")
        book(client, wallet, self.typed, "rescue")
        page = preview(client, wallet, {**self.typed, "bank_reference": "other"}, "rescue").content.decode()
        assert "For this order €30.00 was credited already" in page

    @pytest.mark.parametrize("typed", ["pi_3ABC77", " PI_3abc 77 "])
    def test_a_payment_that_was_rescued_by_its_id_is_in_the_wallet_already(self, typed):
        wallet, client = make_wallet("50"), client_of("Operations")
        credit_rescued_payment(
            customer_id=wallet.customer_id,
            amount=Money("30", "EUR"),
            key="gateway:pi_3ABC77",
            order_reference="1",
        )
        page = book(client, wallet, {**self.typed, "bank_reference": typed}, "rescue").content.decode()
        assert "This payment is in the customer&#x27;s wallet already." in page
        assert balances(wallet) == ("80.00", "0.00")

    @pytest.mark.parametrize("reference", ["", " ", "päy", "pi_<b>", "x" * 101])
    def test_a_reference_that_no_bank_writes_is_refused(self, reference):
        wallet = make_wallet("50")
        answer = book(client_of("Finance"), wallet, {**self.typed, "bank_reference": reference}, "rescue")
        assert answer.status_code == 200
        assert balances(wallet) == ("50.00", "0.00")
