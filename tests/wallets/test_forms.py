from datetime import UTC, timedelta
from uuid import uuid4

import pytest
from django.http import QueryDict
from django.utils import timezone
from djmoney.money import Money

from wallet_project.core.exceptions import IdempotencyConflict, InvalidState, NotFound
from wallets.exceptions import CardNotUsable, TopUpOutOfLimits
from wallets.forms import StatementFilterForm, TopUpForm
from wallets.models import SavedCard
from wallets.queries import top_up_offer

HOSTILE = [
    *("", "-5", "0", "0.00", "NaN", "Infinity", "-inf", "1e308", "1e3", "12.345", "9" * 19, "１２", "٣"),
    *("12,50", "1,000", "$10", "10 USD", "0x10", "1_000", "+5", "12.50\x0012"),
]
pytestmark = pytest.mark.django_db


def card(**fields):
    return SavedCard(**{"brand": "visa", "last4": "4242", "exp_month": 12, "exp_year": 2040, **fields})


def top_up_form(*, cards=(), currency="EUR", **typed):
    data = QueryDict(mutable=True)
    usual = {"key": str(uuid4()), "currency": currency, "preset": "own", "amount": "25", "pay_with": "page"}
    data.update({**usual, **typed})
    offer = top_up_offer(currency=currency, balance=Money(0, currency))
    return TopUpForm(data, offer=offer, cards=list(cards), currency=currency)


@pytest.mark.parametrize(
    ("typed", "currency", "expected"),
    [("25", "EUR", "25.00"), ("25.5", "EUR", "25.50"), (" 7.05 ", "EUR", "7.05"), ("1000", "JPY", "1000")],
)
def test_an_own_amount(typed, currency, expected):
    form = top_up_form(amount=typed, currency=currency)
    assert form.is_valid(), form.errors
    assert str(form.cleaned_data["money"].amount) == expected


def test_a_preset_wins_over_what_was_typed_before_it_was_chosen():
    form = top_up_form(preset="2000", amount="nonsense")
    assert form.is_valid(), form.errors
    assert form.cleaned_data["money"] == Money("20.00", "EUR")


@pytest.mark.parametrize("typed", HOSTILE)
def test_a_hostile_amount_is_refused_beside_the_field_and_kept(typed):
    form = top_up_form(amount=typed)
    assert not form.is_valid()
    assert list(form.errors) == ["amount"]
    assert len(form.errors["amount"][0]) > 10
    assert form["amount"].value() == typed


@pytest.mark.parametrize("currency", ["USD", "XXX", "eur", "<b>"])
def test_another_currency_is_refused_beside_the_amount(currency):
    form = top_up_form()
    form.data["currency"] = currency
    assert not form.is_valid()
    assert "EUR" in form.errors["amount"][0]


@pytest.mark.parametrize("preset", ["", "123", "99999999", "-2000"])
def test_a_preset_that_was_not_offered_is_refused(preset):
    form = top_up_form(preset=preset)
    assert not form.is_valid()
    assert "preset" in form.errors


def test_only_own_cards_that_are_not_expired_can_be_chosen():
    good, expired = card(), card(exp_year=timezone.now().year - 1)
    assert top_up_form(cards=[good, expired], pay_with=str(good.pk)).is_valid()
    for pay_with in (str(expired.pk), str(uuid4()), "", "visa"):
        form = top_up_form(cards=[good, expired], pay_with=pay_with)
        assert list(form.errors) == ["pay_with"]


@pytest.mark.parametrize("key", ["", "1", "not-a-key"])
def test_a_form_without_a_good_key_gets_a_new_one(key):
    form = top_up_form(key=key)
    assert not form.is_valid()
    assert "incomplete" in form.errors["key"][0]
    assert len(form["key"].value()) == 36


@pytest.mark.parametrize(
    ("error", "field"),
    [
        (TopUpOutOfLimits("Too much.", limit=Money(5, "EUR")), "amount"),
        (CardNotUsable(), "pay_with"),
        (NotFound("card"), "pay_with"),
        (InvalidState("Frozen."), "__all__"),
        (IdempotencyConflict("k"), "__all__"),
    ],
)
def test_what_the_wallet_refuses_is_said_beside_its_field(error, field):
    form = top_up_form()
    assert form.is_valid()
    form.refuse(error)
    assert list(form.errors) == [field]


def test_a_conflict_of_keys_gives_a_new_key():
    form = top_up_form()
    key = form.data["key"]
    assert form.is_valid()
    form.refuse(IdempotencyConflict(key))
    assert form["key"].value() != key


def filters_of(**typed):
    form = StatementFilterForm(typed)
    assert form.is_valid(), form.errors
    return form.filters()


def test_days_are_the_customers_and_both_included():
    with timezone.override("Asia/Tokyo"):
        found = filters_of(since="2026-03-01", until="2026-03-01")
    assert found.since.isoformat() == "2026-03-01T00:00:00+09:00"
    assert found.until.isoformat() == "2026-03-02T00:00:00+09:00"


def test_a_day_with_a_clock_change_is_whole():
    with timezone.override("Europe/Sofia"):
        found = filters_of(since="2026-03-29", until="2026-03-29")
    assert (found.until.astimezone(UTC) - found.since.astimezone(UTC)) == timedelta(hours=23)


@pytest.mark.parametrize(("typed", "expected"), [("#1000042", "1000042"), (" 1000042 ", "1000042"), ("", "")])
def test_an_order_number_as_people_write_it(typed, expected):
    assert filters_of(search=typed).reference == expected


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"since": "2026-02-31"}, "since"),
        ({"since": "yesterday"}, "since"),
        ({"since": "0001-01-01"}, "since"),
        ({"until": "9999-12-31"}, "until"),
        ({"since": "2026-03-02", "until": "2026-03-01"}, "until"),
        ({"kind": "everything"}, "kind"),
        ({"search": "x" * 101}, "search"),
        ({"search": "\x00"}, "search"),
    ],
)
def test_filters_that_make_no_sense_are_said_beside_the_field(typed, field):
    form = StatementFilterForm(typed)
    assert not form.is_valid()
    assert list(form.errors) == [field]
