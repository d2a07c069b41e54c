"""What a customer may ask to return, and what is refused with nothing held."""

from datetime import timedelta

import pytest
from django.utils import timezone
from djmoney.money import Money

from notifications.models import OutboxMessage
from refunds.enums import Destination, RefundReason
from refunds.exceptions import (
    FeesExceedRefund,
    LineRefundedAlready,
    LineReturnedAlready,
    PaymentDisputed,
    PhotoRefused,
    RefundExceedsCaptured,
    RefundNotOffered,
    ReturnNotOpen,
)
from refunds.models import ReturnLine, ReturnRequest
from refunds.queries_returns import offer_for, policy_of_return
from refunds.services import LineWanted, cancel_return, reject_return
from tests.factories.refunds import days_ago, make_terms, refund
from tests.factories.returns import (
    HANDLE,
    ask,
    bring_to,
    fresh_return,
    history,
    make_bought,
    make_photo,
    make_return,
)
from tests.factories.wallets import make_staff, make_user
from tests.refunds.services.test_requests import dispute
from wallet_project.checkout.enums import CardReturnStatus
from wallet_project.checkout.models import Payment
from wallet_project.core.exceptions import AmountOutOfRange, IdempotencyConflict, NotFound
from wallet_project.core.ids import uuid7

pytestmark = pytest.mark.django_db


def eur(amount: str) -> Money:
    return Money(amount, "EUR")


@pytest.fixture
def bought():
    return make_bought()[1]


def rests(payment) -> dict[str, int]:
    offer = offer_for(
        customer_id=payment.customer_id, order_reference=payment.order_reference, now=timezone.now()
    )
    return {one.line.reference: one.rest for one in offer.lines}


def test_a_return_waits_for_the_store_with_what_it_is_worth(bought):
    found = ask(bought, ("tea", 1), ("pot", 1), words=" too small ")
    lines = [(line.reference, line.quantity, line.bought, line.money) for line in found.lines.all()]
    assert lines == [("tea", 1, 2, eur("6.00")), ("pot", 1, 1, eur("18.00"))]
    assert (found.state, found.words, history(found)) == ("requested", "too small", ["requested"])
    assert found.events.get().actor_id == bought.customer_id
    assert rests(bought) == {"tea": 1}


def test_the_customer_is_told_that_it_has_come(bought):
    found = ask(bought)
    assert OutboxMessage.objects.get(kind="return_status").context == {
        "state": "requested",
        "order": bought.order_reference,
        "goods": "1 × Tea",
        "note": "",
        "tracking": "",
        "url": f"/returns/{found.pk}/",
    }


def nothing_is_held(payment) -> bool:
    return not ReturnRequest.objects.exists() and rests(payment) == {"tea": 2, "pot": 1}


@pytest.mark.parametrize(
    ("lines", "error"),
    [
        ([("tea", 3)], LineReturnedAlready),
        ([("tea", 0)], LineReturnedAlready),
        ([("tea", -1)], LineReturnedAlready),
        ([("kettle", 1)], LineReturnedAlready),
    ],
)
def test_what_was_not_bought_is_not_returned(bought, lines, error):
    with pytest.raises(error):
        ask(bought, *lines)
    assert nothing_is_held(bought)


def test_a_return_of_nothing_is_refused(bought):
    with pytest.raises(AmountOutOfRange, match="Choose what"):
        ask(bought, lines=[])
    assert nothing_is_held(bought)


def test_the_delivery_is_no_thing_to_send_back():
    _wallet, payment = make_bought(lines={"tea": (2, "12.00")}, delivery="4.00")
    with pytest.raises(LineReturnedAlready):
        ask(payment, ("delivery", 1))


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"reason": RefundReason.GOODWILL}, "nothing back for this reason"),
        ({"now": timezone.now() + timedelta(days=15)}, "14 days"),
    ],
)
def test_customers_return_what_the_policy_offers_and_no_more(changes, words):
    make_terms(window_days=14)
    payment = make_bought()[1]
    with pytest.raises(RefundNotOffered, match=words):
        ask(payment, **changes)
    assert nothing_is_held(payment)


@pytest.mark.django_db(transaction=True)
def test_a_policy_can_keep_returns_from_the_card(fake):
    make_terms(card_allowed=False)
    _wallet, payment = make_bought(fake, card="30.00")
    with pytest.raises(RefundNotOffered, match="to the wallet"):
        ask(payment, destination=Destination.ORIGINAL)
    assert ask(payment).state == "requested"


def test_the_policy_of_the_day_of_the_order_holds_and_no_later_one():
    old = make_terms(window_days=30, starts_at=days_ago(40))
    payment = make_bought()[1]
    Payment.objects.filter(pk=payment.pk).update(created_at=days_ago(20), settled_at=days_ago(20))
    make_terms(window_days=14, starts_at=days_ago(5))
    found = ask(payment)
    assert (found.policy, policy_of_return(found).window_days) == (old, 30)


def test_without_a_policy_sane_terms_hold(bought):
    found = ask(bought)
    assert (found.policy, policy_of_return(found).window_days) == (None, 30)


def test_another_customers_payment_is_not_found(bought):
    with pytest.raises(NotFound):
        ask(bought, customer_id=make_user().pk)
    with pytest.raises(NotFound):
        ask(bought, payment_id=uuid7())
    assert nothing_is_held(bought)


@pytest.mark.django_db(transaction=True)
def test_a_disputed_payment_is_not_returned(fake):
    _wallet, payment = make_bought(fake, card="30.00")
    dispute(payment, CardReturnStatus.OPEN)
    with pytest.raises(PaymentDisputed):
        ask(payment)
    assert not ReturnRequest.objects.exists()


def test_a_return_that_costs_more_than_it_gives_is_refused():
    make_terms(shipping_to_wallet="6.00")
    payment = make_bought()[1]
    with pytest.raises(FeesExceedRefund):
        ask(payment)
    assert nothing_is_held(payment)


def test_money_that_was_refunded_without_lines_is_not_returned_again(bought):
    refund(bought, "20.00")
    with pytest.raises(RefundExceedsCaptured):
        ask(bought, ("pot", 1))
    assert ask(bought, ("tea", 1)).state == "requested"


def test_where_no_card_paid_the_money_goes_to_the_wallet(bought):
    assert ask(bought, destination=Destination.ORIGINAL).destination == "wallet"


def test_the_last_of_a_line_takes_what_rounding_left():
    _wallet, payment = make_bought(lines={"tea": (3, "10.00")})
    amounts = [str(ask(payment, ("tea", 1)).lines.get().money.amount) for _ in range(3)]
    assert amounts == ["3.33", "3.33", "3.34"]


def test_what_an_open_return_holds_is_not_refunded_by_staff_beside_it(bought):
    ask(bought, ("tea", 1))
    with pytest.raises(LineRefundedAlready):
        refund(bought, lines=[LineWanted("tea", 2)])
    assert refund(bought, lines=[LineWanted("tea", 1)]).money == eur("6.00")
    with pytest.raises(LineReturnedAlready):
        ask(bought, ("tea", 1))


def test_what_a_refused_return_held_is_free_again(bought):
    for end in ("canceled", "rejected"):
        found = ask(bought, ("tea", 2))
        assert "tea" not in rests(bought)
        if end == "canceled":
            cancel_return(return_id=found.pk, customer_id=bought.customer_id, now=timezone.now())
        else:
            staff = make_staff(HANDLE)
            reject_return(return_id=found.pk, actor_id=staff.pk, reason="Worn.", now=timezone.now())
        assert rests(bought)["tea"] == 2


def test_the_same_form_sent_twice_is_one_return(bought):
    first = ask(bought, key="k")
    assert ask(bought, key="k", words="again") == first
    with pytest.raises(IdempotencyConflict):
        ask(bought, ("pot", 1), key="k")
    with pytest.raises(IdempotencyConflict):
        ask(make_bought()[1], key="k")
    assert (ReturnRequest.objects.count(), ReturnLine.objects.count()) == (1, 1)


def test_small_returns_pass_without_a_person_so_often_and_the_record_says_why():
    make_terms(automatic_limit="6", automatic_in_90_days=2)
    payment = make_bought(lines={"tea": (4, "24.00")})[1]
    found = [ask(payment) for _ in range(3)]
    assert [one.state for one in found] == ["approved", "approved", "requested"]
    assert history(found[0]) == ["requested", "approved"]
    event = found[1].events.last()
    assert (event.actor, event.note) == (None, "")
    assert event.staff_note == "By the policy: €6.00 is within €6.00, number 2 of 2 in 90 days."
    letters = OutboxMessage.objects.filter(kind="return_status").order_by("pk")
    assert [one.context["state"] for one in letters] == ["approved", "approved", "requested"]


def test_what_is_dearer_or_was_refused_does_not_count_for_passing():
    make_terms(automatic_limit="6", automatic_in_90_days=1)
    payment = make_bought()[1]
    assert ask(payment, ("tea", 2)).state == "requested"
    assert ask(make_bought()[1], ("pot", 1)).state == "requested"


def test_canceling_is_for_the_customer_and_only_while_nobody_has_decided(bought):
    found = ask(bought)
    about = {"return_id": found.pk, "now": timezone.now()}
    with pytest.raises(NotFound):
        cancel_return(**about, customer_id=make_user().pk)
    assert fresh_return(found).state == "requested"
    for _ in range(2):
        assert cancel_return(**about, customer_id=bought.customer_id).state == "canceled"
    assert history(found) == ["requested", "canceled"]
    decided = bring_to(ask(bought), "approved")
    with pytest.raises(ReturnNotOpen, match="Approved"):
        cancel_return(return_id=decided.pk, customer_id=bought.customer_id, now=timezone.now())
    with pytest.raises(NotFound):
        cancel_return(return_id=uuid7(), customer_id=bought.customer_id, now=timezone.now())


def test_photos_come_with_the_return_in_their_order(bought):
    photos = [make_photo(bought.customer) for _ in range(3)]
    found = ask(bought, photo_ids=[one.pk for one in photos])
    assert [one.pk for one in found.photos.all()] == [one.pk for one in photos]
    assert [one.position for one in found.photos.all()] == [1, 2, 3]


def test_photos_of_others_photos_of_other_returns_and_too_many_are_refused(bought):
    mine, theirs = make_photo(bought.customer), make_photo(make_user())
    six = [make_photo(bought.customer).pk for _ in range(6)]
    for ids in ([theirs.pk], [mine.pk, uuid7()], six):
        with pytest.raises(PhotoRefused):
            ask(bought, photo_ids=ids)
    assert nothing_is_held(bought)
    ask(bought, photo_ids=[mine.pk])
    with pytest.raises(PhotoRefused):
        ask(bought, photo_ids=[mine.pk])


def test_the_offer_says_why_nothing_can_be_returned(bought):
    def why(**changes):
        about = {"customer_id": bought.customer_id, "order_reference": bought.order_reference}
        return offer_for(**{**about, "now": timezone.now(), **changes}).refusal

    assert why() == ""
    assert "No money was paid" in why(order_reference="nothing")
    assert "No money was paid" in why(customer_id=make_user().pk)
    assert "is over" in why(now=timezone.now() + timedelta(days=31))
    make_return(bought, ("tea", 2), ("pot", 1), state="refunded")
    assert "All of this order" in why()
