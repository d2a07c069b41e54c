"""Each check of returns finds what it is there to find; rows are changed behind the application."""

import pytest

from refunds.models import Refund, RefundLine, ReturnLine, ReturnRequest
from tests.factories.refunds import refund
from tests.factories.returns import ask, make_bought, make_return
from tests.support.ledger import behind_the_triggers, fetch
from tests.support.refunds import found

pytestmark = pytest.mark.django_db


@pytest.fixture
def done():
    made = make_return(make_bought()[1], ("tea", 2), ("pot", 1), state="refunded")
    check_now()
    return made


def check_now():
    """Let the database check what it would check at the end, and go on."""
    fetch("SET CONSTRAINTS ALL IMMEDIATE")
    fetch("SET CONSTRAINTS ALL DEFERRED")


def test_what_the_services_wrote_is_in_order(done):
    ask(make_bought()[1])
    make_return(state="inspected")
    assert found() == []


def test_a_return_that_says_what_its_history_does_not_shows():
    made = make_return()
    check_now()
    with behind_the_triggers():
        ReturnRequest.objects.filter(pk=made.pk).update(state="approved")
    assert found() == ["returns stand where their history says"]


def test_a_refunded_return_without_its_refund_shows(done):
    with behind_the_triggers():
        Refund.objects.update(return_request=None)
    assert found() == ["returns are refunded once"]


def test_a_refund_of_a_return_that_was_never_looked_at_shows():
    payment = make_bought()[1]
    made, other = make_return(payment), refund(payment, "1.00")
    check_now()
    with behind_the_triggers():
        Refund.objects.filter(pk=other.pk).update(return_request=made)
    assert found() == ["returns are refunded once"]


@pytest.mark.parametrize(("model", "fields"), [(RefundLine, {"quantity": 1}), (ReturnLine, {"accepted": 1})])
def test_a_refund_of_more_or_less_than_was_accepted_shows(done, model, fields):
    with behind_the_triggers():
        model.objects.filter(reference="tea").update(**fields)
    assert found() == ["returns are refunded as accepted"]


def test_goods_that_were_accepted_and_not_refunded_show(done):
    with behind_the_triggers():
        RefundLine.objects.filter(reference="pot").delete()
    assert found() == ["returns are refunded as accepted"]


def test_more_returned_than_was_bought_shows():
    payment = make_bought()[1]
    made = ask(payment, ("tea", 2))
    check_now()
    with behind_the_triggers():
        ReturnLine.objects.create(
            return_request=ask(payment, ("pot", 1)),
            reference="tea",
            description="Tea",
            quantity=1,
            bought=2,
            amount=made.lines.get().amount,
        )
    assert found() == ["no more is returned than was bought"]
