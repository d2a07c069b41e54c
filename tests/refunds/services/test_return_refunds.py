"""The money of a return: as it was promised, once, by who may, and never more than was accepted."""

from datetime import timedelta

import pytest
from django.utils import timezone
from djmoney.money import Money

from notifications.models import OutboxMessage
from refunds.exceptions import (
    NeedsAnotherPerson,
    RefundExceedsCaptured,
    RefundNotAllowed,
    ReturnBeingRefunded,
    ReturnNotOpen,
)
from refunds.models import Refund
from refunds.services import (
    approve_refund,
    inspect_return,
    quote_return,
    refund_return,
    reject_refund,
    request_refund,
    reverse_refund,
)
from refunds.services.lines import LineWanted
from rewards.enums import Activity
from rewards.models import Accrual
from rewards.services import Earning, book_accrual
from tests.factories.refunds import (
    APPROVE,
    ISSUE,
    days_ago,
    make_limits,
    make_terms,
    refund,
    refunded,
)
from tests.factories.returns import (
    HANDLE,
    ask,
    bring_to,
    fresh_return,
    history,
    make_bought,
    make_return,
    refund_of,
)
from tests.factories.wallets import balances, make_staff
from wallet_project.checkout.models import Payment
from wallet_project.core.exceptions import InvalidState, NotFound
from wallet_project.core.ids import uuid7

pytestmark = pytest.mark.django_db


def eur(amount: str) -> Money:
    return Money(amount, "EUR")


def earn_points(payment, number: int):
    """The order has earned so many points; a function that says how many there still are."""
    book_accrual(
        customer_id=payment.customer_id,
        activity=Activity.PURCHASE,
        reference=payment.order_reference,
        earning=Earning(Money(number, "PTS")),
        matures_at=timezone.now() + timedelta(days=14),
        now=timezone.now(),
    )
    return lambda: sum(one.amount - one.clawed_back for one in Accrual.objects.all())


def pay_back(found, staff=None, **changes):
    actor = (staff or make_staff(ISSUE)).pk
    return refund_return(**{"return_id": found.pk, "actor_id": actor, "now": timezone.now(), **changes})


@pytest.mark.django_db(transaction=True)
def test_to_the_wallet_with_bonus_and_free_return(fake):
    """12.00 of tea by card: 12.60 in the wallet, as the customer was told before."""
    make_terms(bonus_percent=5, shipping_to_card="2.50")
    wallet, payment = make_bought(fake, card="30.00")
    found = make_return(payment, ("tea", 2), state="inspected")
    assert quote_return(found, now=timezone.now()).wallet == eur("12.60")
    done = pay_back(found)
    assert (done.status, balances(wallet)[0], refunded(payment)) == (
        "done",
        "12.60",
        ("12.00", {"card": "12.00"}),
    )
    assert [(line.reference, line.quantity) for line in done.lines.all()] == [("tea", 2)]
    assert history(found)[-1] == "refunded"


@pytest.mark.django_db(transaction=True)
def test_to_the_card_less_return_shipping(fake):
    make_terms(bonus_percent=5, shipping_to_card="2.50")
    wallet, payment = make_bought(fake, card="30.00")
    found = make_return(payment, ("tea", 2), destination="original", state="inspected")
    done = pay_back(found)
    assert (done.status, done.fee_money, balances(wallet)[0]) == ("done", eur("2.50"), "0.00")
    assert [part.paid for part in done.allocations.all()] == [eur("9.50")]
    assert fresh_return(found).state == "refunded"


@pytest.mark.django_db(transaction=True)
def test_what_a_return_costs_can_be_waived(fake):
    make_terms(shipping_to_card="2.50")
    _wallet, payment = make_bought(fake, card="30.00")
    found = make_return(payment, ("tea", 2), destination="original", state="inspected")
    assert pay_back(found, waive_fees=True).fee_money == eur("0.00")


@pytest.mark.django_db(transaction=True)
def test_the_terms_of_the_order_hold_whatever_the_store_says_meanwhile(fake):
    make_terms(bonus_percent=5, starts_at=days_ago(10))
    wallet, payment = make_bought(fake, card="30.00")
    Payment.objects.filter(pk=payment.pk).update(created_at=days_ago(5))
    found = make_return(payment, ("tea", 2), state="inspected")
    make_terms(bonus_percent=0, shipping_to_wallet="3.00", starts_at=timezone.now())
    assert pay_back(found).policy == found.policy
    assert balances(wallet)[0] == "12.60"


def test_only_what_was_accepted_is_refunded_and_the_rest_is_free_to_return_again():
    wallet, payment = make_bought()
    found = make_return(payment, ("tea", 2), ("pot", 1), state="received")
    staff = make_staff(HANDLE, ISSUE)
    inspect_return(
        return_id=found.pk,
        actor_id=staff.pk,
        now=timezone.now(),
        accepted={"tea": 1, "pot": 0},
        note="One tin was open, the pot is broken.",
    )
    pay_back(found, staff)
    assert balances(wallet)[0] == "6.00"
    assert ask(payment, ("tea", 1), ("pot", 1)).state == "requested"


def test_where_nothing_was_accepted_there_is_nothing_to_refund():
    found = make_return(state="received")
    staff = make_staff(HANDLE, ISSUE)
    about = {"return_id": found.pk, "actor_id": staff.pk, "now": timezone.now()}
    inspect_return(**about, accepted={"tea": 0}, note="The box was empty.")
    assert quote_return(fresh_return(found), now=timezone.now()) is None
    with pytest.raises(InvalidState, match="Nothing of it was accepted"):
        refund_return(**about)
    assert not Refund.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_reward_money_goes_back_and_what_was_earned_is_taken_in_proportion(fake):
    wallet, payment = make_bought(fake, reward="10.00", card="20.00")
    points = earn_points(payment, 300)
    found = make_return(payment, ("tea", 2), ("pot", 1), state="inspected")
    outcome = quote_return(found, now=timezone.now())
    assert (outcome.reward, outcome.wallet) == (eur("10.00"), eur("20.00"))
    pay_back(found)
    assert refunded(payment) == ("30.00", {"reward": "10.00", "card": "20.00"})
    assert (balances(wallet)[0], points()) == ("20.00", 0)


def test_a_part_takes_a_part_of_what_was_earned():
    _wallet, payment = make_bought()
    points = earn_points(payment, 300)
    pay_back(make_return(payment, ("tea", 2), state="inspected"))
    assert points() == 180


def test_a_return_is_refunded_once_however_often_somebody_asks():
    wallet, payment = make_bought()
    found, staff = make_return(payment, state="inspected"), make_staff(ISSUE)
    first = pay_back(found, staff)
    assert pay_back(found, staff) == first
    with pytest.raises(ReturnBeingRefunded):
        pay_back(found)
    assert (Refund.objects.count(), balances(wallet)[0], history(found).count("refunded")) == (1, "6.00", 1)


@pytest.mark.parametrize("state", ["requested", "approved", "label_sent", "received"])
def test_before_it_was_looked_at_a_return_is_not_refunded(state):
    found = make_return(state=state)
    with pytest.raises(ReturnNotOpen):
        pay_back(found)
    assert (Refund.objects.count(), fresh_return(found).state) == (0, state)


def test_a_refund_in_the_name_of_a_return_is_exactly_its_goods():
    _wallet, payment = make_bought()
    found = make_return(payment, state="inspected")
    about = {"return_id": found.pk, "reason": "changed_mind", "requester_id": None}
    for wrong in (
        {"lines": [LineWanted("tea", 2)]},
        {"lines": [LineWanted("tea", 1)]},
        {"amount": "6.00"},
    ):
        with pytest.raises(ReturnNotOpen):
            refund(payment, **about, **wrong)
    with pytest.raises(NotFound):
        refund(make_bought()[1], **about, lines=[LineWanted("tea", 1, eur("6.00"))])
    assert not Refund.objects.exists()


def test_who_may_not_refund_does_not_and_nobody_their_own():
    found = make_return(state="inspected")
    with pytest.raises(RefundNotAllowed, match="role"):
        pay_back(found, make_staff(HANDLE))
    payment = make_bought()[1]
    own = make_staff(HANDLE, ISSUE)
    Payment.objects.filter(pk=payment.pk).update(customer=own)
    mine = bring_to(ask(Payment.objects.get(pk=payment.pk)), "inspected")
    with pytest.raises(RefundNotAllowed, match="own order"):
        pay_back(mine, own)
    with pytest.raises(NotFound):
        pay_back(found, return_id=uuid7())
    assert not Refund.objects.exists()


def test_above_the_limit_a_second_person_approves_and_then_it_is_refunded():
    make_limits(operations_each=5)
    wallet, payment = make_bought()
    found, staff = make_return(payment, state="inspected"), make_staff(ISSUE)
    waiting = pay_back(found, staff)
    assert (waiting.status, fresh_return(found).state) == ("requested", "inspected")
    with pytest.raises(NeedsAnotherPerson):
        approve_refund(refund_id=waiting.pk, approver_id=staff.pk)
    approve_refund(refund_id=waiting.pk, approver_id=make_staff(APPROVE).pk)
    assert (balances(wallet)[0], fresh_return(found).state) == ("6.00", "refunded")


def test_after_a_refusal_by_the_second_person_it_can_be_asked_for_again():
    make_limits(operations_each=5)
    found, staff = make_return(state="inspected"), make_staff(ISSUE)
    refused = pay_back(found, staff)
    reject_refund(refund_id=refused.pk, approver_id=make_staff(APPROVE).pk, reason="Which box?")
    again = pay_back(found, staff)
    assert (again.status, again != refused, fresh_return(found).state) == ("requested", True, "inspected")
    assert not OutboxMessage.objects.filter(kind="refund_rejected").exists()


def test_the_letter_of_the_refund_leads_to_the_return_and_stands_for_its_last_step():
    found = make_return(state="refunded")
    letters = OutboxMessage.objects.filter(kind__in=["return_status", "refunded"]).order_by("pk")
    assert [one.context.get("state", one.kind) for one in letters] == [
        "requested",
        "approved",
        "label_sent",
        "received",
        "inspected",
        "refunded",
    ]
    assert letters.last().kind == "refunded"
    assert letters.last().context["url"] == f"/returns/{found.pk}/"


@pytest.mark.django_db(transaction=True)
def test_while_the_bank_takes_its_time_the_customer_is_told_that_it_is_on_its_way(fake):
    fake.configure(refund_mode="pending")
    _wallet, payment = make_bought(fake, card="30.00")
    found = make_return(payment, destination="original", state="inspected")
    assert pay_back(found).status == "pending_gateway"
    assert fresh_return(found).state == "refunded"
    last = OutboxMessage.objects.order_by("-pk").first()
    assert (last.kind, last.context["state"]) == ("return_status", "refunded")


def test_money_that_staff_gave_meanwhile_is_not_given_again():
    _wallet, payment = make_bought()
    found = make_return(payment, ("pot", 1), state="inspected")
    refund(payment, "20.00")
    assert quote_return(found, now=timezone.now()) is None
    with pytest.raises(RefundExceedsCaptured):
        pay_back(found)
    assert fresh_return(found).state == "inspected"


def test_goods_that_were_kept_after_all_can_be_returned_again():
    wallet, payment = make_bought()
    found = make_return(payment, state="refunded")
    reverse_refund(refund_id=refund_of(found).pk, actor_id=make_staff(ISSUE).pk, reason="kept")
    assert (balances(wallet)[0], fresh_return(found).state) == ("0.00", "refunded")
    assert ask(payment, ("tea", 2)).state == "requested"


def test_a_return_cannot_be_asked_to_be_refunded_beside_its_service():
    """The customer's own request of a refund does not take what a return holds."""
    _wallet, payment = make_bought()
    found = make_return(payment, ("tea", 2))
    with pytest.raises(Exception, match="Tea"):
        request_refund(
            payment_id=payment.pk,
            reason="damaged",
            destination="wallet",
            key="k",
            requester_id=found.customer_id,
            lines=[LineWanted("tea", 1)],
        )
    assert not Refund.objects.exists()
