"""What the database itself refuses of returns, whoever writes."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from refunds.enums import RETURN_FOLLOWING, ReturnState
from refunds.models import Refund, ReturnEvent, ReturnLine, ReturnPhoto, ReturnRequest
from tests.factories.refunds import refund
from tests.factories.returns import ask, make_bought, make_photo, make_return
from tests.factories.wallets import make_staff
from tests.support.ledger import fetch, undone

pytestmark = pytest.mark.django_db


@contextmanager
def refused(name: str) -> Iterator[None]:
    """Whatever happens inside is refused by the rule of this name, at the end at the latest."""
    with pytest.raises(IntegrityError) as found, accepted():
        yield
    assert found.value.__cause__.diag.constraint_name == name


@contextmanager
def accepted() -> Iterator[None]:
    """Whatever happens inside is in order, also at its end."""
    with transaction.atomic():
        fetch("SET CONSTRAINTS ALL DEFERRED")
        yield
        fetch("SET CONSTRAINTS ALL IMMEDIATE")


def note(found: ReturnRequest, state: str, **fields: Any) -> ReturnEvent:
    fields.setdefault("actor", None)
    return ReturnEvent.objects.create(
        return_request=found, state=state, at=timezone.now(), note="words", **fields
    )


@pytest.mark.parametrize("before", ReturnState)
def test_the_database_knows_the_ways_that_the_code_knows_and_no_other(before):
    found = make_return()
    with accepted():
        for state in _way_to(before):
            note(found, state)
        ReturnRequest.objects.filter(pk=found.pk).update(state=before, tracking="x")
    for to in ReturnState:
        if to not in RETURN_FOLLOWING[before]:
            with refused("return_goes_from_state_to_state"):
                note(found, to)
            continue
        with undone(), accepted():
            note(found, to)
            ReturnRequest.objects.filter(pk=found.pk).update(state=to)


def _way_to(state: str) -> list[str]:
    way = ["approved", "label_sent", "received", "inspected", "refunded"]
    if state == "requested":
        return []
    return [state] if state in ("rejected", "canceled") else way[: way.index(state) + 1]


@pytest.mark.parametrize("sql", ["UPDATE {} SET note = 'x'", "DELETE FROM {}", "TRUNCATE {}"])
def test_history_is_never_changed(sql):
    with accepted():
        make_return()
    with refused("return_history_is_never_changed"):
        fetch(sql.format("refunds_returnevent"))
    assert ReturnEvent.objects.count() == 1


def test_a_return_stands_where_its_history_says():
    found = make_return()
    with refused("return_stands_where_its_history_says"):
        ReturnRequest.objects.filter(pk=found.pk).update(state="approved")
    with refused("return_stands_where_its_history_says"):
        note(found, "approved")


@pytest.mark.parametrize("to", ["approved", "rejected"])
def test_who_returns_does_not_decide(to):
    found = make_return()
    with refused("return_is_not_decided_by_who_returns"):
        note(found, to, actor=found.customer)


def test_a_refusal_says_why():
    found = make_return()
    with refused("rejected_return_says_why"):
        ReturnEvent.objects.create(return_request=found, state="rejected", at=timezone.now())


@pytest.mark.parametrize(
    ("fields", "name"),
    [
        ({"state": "lost"}, "return_state_is_known"),
        ({"reason": "whim"}, "return_reason_is_known"),
        ({"destination": "cash"}, "return_is_paid_to_a_known_place"),
        ({"state": "label_sent", "tracking": ""}, "return_whose_label_was_sent_has_one"),
    ],
)
def test_a_return_has_known_words(fields, name):
    found = make_return()
    with refused(name):
        ReturnRequest.objects.filter(pk=found.pk).update(**fields)


def test_a_key_is_one_return():
    payment = make_bought()[1]
    ask(payment, key="k")
    other = ask(payment)
    with refused("return_key_is_unique"):
        ReturnRequest.objects.filter(pk=other.pk).update(key="k")


@pytest.mark.parametrize(
    ("fields", "name"),
    [
        ({"quantity": 0}, "returned_line_is_of_what_was_bought"),
        ({"quantity": 3}, "returned_line_is_of_what_was_bought"),
        ({"amount": 0}, "returned_line_is_of_what_was_bought"),
        ({"reference": ""}, "returned_line_is_named"),
        ({"accepted": 2}, "no_more_is_accepted_than_came_back"),
    ],
)
def test_a_line_is_of_what_was_bought(fields, name):
    make_return()
    with refused(name):
        ReturnLine.objects.update(**fields)


def test_no_more_is_returned_and_refunded_than_was_bought():
    payment = make_bought()[1]
    first, second = ask(payment, ("tea", 1)), ask(payment, ("tea", 1))
    with refused("line_is_returned_at_most_as_bought"):
        ReturnLine.objects.filter(return_request=second).update(quantity=2)
    with refused("line_is_returned_at_most_as_bought"):
        ReturnLine.objects.filter(return_request=first).update(quantity=2)
    other = make_bought()[1]
    ask(other, ("pot", 1))
    done = refund(other, "3.00")
    with refused("line_is_returned_at_most_as_bought"):
        done.lines.create(
            reference="pot", description="Pot", quantity=1, amount=done.money, line_total=done.money
        )


def test_a_return_has_one_refund_that_was_not_refused():
    found = make_return(state="refunded")
    other = refund(make_bought()[1], "3.00")
    with refused("return_is_refunded_once"):
        Refund.objects.filter(pk=other.pk).update(return_request=found)


def test_a_return_has_at_most_five_photos_each_with_a_place():
    found = make_return()
    photos = [make_photo(found.customer).pk for _ in range(2)]
    for position in (6, None):
        with refused("return_has_at_most_five_photos"):
            ReturnPhoto.objects.filter(pk=photos[0]).update(return_request=found, position=position)
    with refused("photo_of_a_return_has_a_place"):
        ReturnPhoto.objects.filter(pk__in=photos).update(return_request=found, position=1)


def test_a_return_and_what_belongs_to_it_say_what_they_are(settings):
    found = make_return()
    assert str(found) == f"{found.order_reference}: Asked for"
    event = found.events.get()
    assert str(event) == f"Asked for {event.at:%Y-%m-%d %H:%M}"
    assert str(make_photo(found.customer)) == "60 × 40"
    assert found.get_absolute_url() == f"/returns/{found.pk}/"
    settings.ROOT_URLCONF = "tests.wallets.no_urls"
    assert found.get_absolute_url() == ""


def test_what_staff_decide_is_written_by_them():
    found, staff = make_return(), make_staff()
    with accepted():
        note(found, "approved", actor=staff)
        ReturnRequest.objects.filter(pk=found.pk).update(state="approved")
    assert found.events.last().actor == staff
