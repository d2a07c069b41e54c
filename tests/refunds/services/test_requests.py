"""Who may ask for which refund, and what waits for a second person."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.utils import timezone
from djmoney.money import Money

from notifications.models import OutboxMessage
from notifications.texts import details_of
from refunds.enums import Destination, RefundReason
from refunds.exceptions import (
    FeesExceedRefund,
    PaymentDisputed,
    RefundExceedsCaptured,
    RefundNotAllowed,
    RefundNotOffered,
)
from refunds.models import Refund
from tests.factories.refunds import (
    ISSUE,
    LARGE,
    make_daily_sum,
    make_limits,
    make_paid,
    make_terms,
    refund,
    refunded,
)
from tests.factories.wallets import balances, make_staff, make_wallet
from wallet_project.checkout.enums import CardReturnKind, CardReturnStatus
from wallet_project.checkout.services import record_card_return
from wallet_project.core.exceptions import AmountOutOfRange, CurrencyMismatch, IdempotencyConflict, NotFound
from wallet_project.core.ids import uuid7

pytestmark = pytest.mark.django_db(transaction=True)


def eur(amount: str) -> Money:
    return Money(amount, "EUR")


@pytest.fixture
def paid():
    return make_paid(wallet="200.00")


def nothing_moved(wallet, payment):
    return balances(wallet)[0] == "0.00" and refunded(payment) == ("0.00", {}) and not Refund.objects.exists()


def test_a_customers_request_waits_for_the_store_and_moves_nothing(paid):
    wallet, payment = paid
    asked = refund(payment, "5.00", requester_id=wallet.customer_id, note=" torn ")
    assert (asked.status, asked.note, asked.asked_by_customer) == ("requested", "torn", True)
    assert (asked.expires_at - timezone.now()).days == 13
    assert (balances(wallet)[0], refunded(payment)) == ("0.00", ("0.00", {}))


def test_what_is_asked_for_can_not_be_asked_for_again(paid):
    wallet, payment = paid
    refund(payment, "150.00", requester_id=wallet.customer_id)
    with pytest.raises(RefundExceedsCaptured) as refused:
        refund(payment, "50.01")
    assert refused.value.refundable == eur("50.00")


def test_the_policy_lets_small_requests_pass_without_a_person_three_times(paid):
    make_terms(automatic_limit="10", automatic_in_90_days=3)
    wallet, payment = paid
    asked = [refund(payment, "10.00", requester_id=wallet.customer_id).status for _ in range(4)]
    assert asked == ["done", "done", "done", "requested"]
    assert refund(payment, "10.01", requester_id=wallet.customer_id).status == "requested"
    assert balances(wallet)[0] == "30.00"


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"reason": RefundReason.GOODWILL}, "nothing back for this reason"),
        ({"waive_fees": True}, "Only the store"),
        ({"now": timezone.now() + timedelta(days=31)}, "30 days"),
    ],
)
def test_customers_get_what_the_policy_offers_and_no_more(paid, changes, words):
    make_terms()
    wallet, payment = paid
    with pytest.raises(RefundNotOffered, match=words):
        refund(payment, "5.00", requester_id=wallet.customer_id, **changes)
    assert nothing_moved(wallet, payment)


def test_a_policy_can_keep_returns_from_the_card(fake):
    make_terms(card_allowed=False)
    wallet, payment = make_paid(fake, card="20.00")
    asked = {"requester_id": wallet.customer_id, "destination": Destination.ORIGINAL}
    with pytest.raises(RefundNotOffered, match="to the wallet"):
        refund(payment, "5.00", **asked)
    assert refund(payment, "5.00", **asked | {"requester_id": None}).status == "done"


def test_a_refund_without_a_card_part_goes_to_the_wallet_at_the_wallets_fees():
    make_terms(shipping_to_wallet="1.00", shipping_to_card="4.00")
    wallet, payment = make_paid(wallet="20.00")
    done = refund(payment, "5.00", destination=Destination.ORIGINAL, reason="changed_mind")
    assert (done.destination, done.fee_money, balances(wallet)[0]) == ("wallet", eur("1.00"), "4.00")


def test_restocking_is_a_percentage_rounded_down_and_can_be_waived():
    make_terms(restocking_percent="12.5")
    wallet, payment = make_paid(wallet="20.00")
    asked = {"reason": "changed_mind"}
    assert refund(payment, "9.99", **asked).fee_money == eur("1.24")
    assert refund(payment, "9.99", waive_fees=True, **asked).fee_money == eur("0.00")
    assert balances(wallet)[0] == "18.74"


def test_fees_that_leave_nothing_are_refused():
    make_terms(shipping_to_wallet="5.00")
    wallet, payment = make_paid(wallet="20.00")
    with pytest.raises(FeesExceedRefund) as refused:
        refund(payment, "5.00", reason="changed_mind")
    assert refused.value.fee == eur("5.00")
    assert nothing_moved(wallet, payment)


def test_staff_refund_alone_up_to_the_limit_of_their_role(paid):
    _wallet, payment = paid
    make_limits(operations_each=50, finance_each=100)
    operations, finance = make_staff(ISSUE), make_staff(ISSUE, LARGE)
    assert refund(payment, "50.00", requester_id=operations.pk).status == "done"
    assert refund(payment, "50.01", requester_id=operations.pk).status == "requested"
    assert refund(payment, "99.99", requester_id=finance.pk).status == "done"


def test_until_the_store_sets_limits_there_are_sane_ones(paid):
    _wallet, payment = paid
    operations = make_staff(ISSUE)
    assert refund(payment, "100.00", requester_id=operations.pk).status == "done"
    assert refund(payment, "100.00", requester_id=operations.pk).status == "done"
    _wallet, more = make_paid(wallet="100.01")
    assert refund(more, "100.01", requester_id=operations.pk).status == "requested"


def test_no_limit_is_no_limit(paid):
    make_limits()
    assert refund(paid[1], "200.00", requester_id=make_staff(ISSUE).pk).status == "done"


def test_one_admin_has_a_daily_sum(paid):
    wallet, payment = paid
    make_daily_sum(30)
    staff = make_staff(ISSUE)
    refund(payment, "20.00", requester_id=staff.pk)
    with pytest.raises(RefundNotAllowed, match=r"€30\.00; €10\.00 of it is left"):
        refund(payment, "10.01", requester_id=staff.pk)
    assert balances(wallet)[0] == "20.00"
    Refund.objects.update(created_at=timezone.now() - timedelta(hours=25))
    assert refund(payment, "10.01", requester_id=staff.pk).status == "done"


@pytest.mark.parametrize("permissions", [(), ("refunds.approve_refund",), ("wallets.adjust_wallet",)])
def test_staff_without_the_right_role_refund_nothing(paid, permissions):
    with pytest.raises(RefundNotAllowed, match="role"):
        refund(paid[1], "5.00", requester_id=make_staff(*permissions).pk)
    assert nothing_moved(*paid)


def test_staff_who_left_refund_nothing(paid):
    with pytest.raises(RefundNotAllowed, match="role"):
        refund(paid[1], "5.00", requester_id=make_staff(ISSUE, is_active=False).pk)
    assert nothing_moved(*paid)


def test_staff_do_not_refund_their_own_orders_without_the_policy():
    staff = make_staff(ISSUE, LARGE)
    make_wallet("0", customer=staff)
    _wallet, payment = make_paid(wallet="20.00")
    type(payment).objects.filter(pk=payment.pk).update(customer=staff)
    asked = refund(payment, "5.00", requester_id=staff.pk)
    assert (asked.status, refunded(payment)) == ("requested", ("0.00", {}))


def test_a_disputed_payment_is_not_refunded(fake):
    wallet, payment = make_paid(fake, card="20.00")
    dispute(payment, CardReturnStatus.OPEN)
    with pytest.raises(PaymentDisputed, match="Refunds wait"):
        refund(payment, "5.00")
    assert nothing_moved(wallet, payment)


@pytest.mark.parametrize(("status", "left"), [("kept", "20.00"), ("returned", "8.00")])
def test_after_the_dispute_what_the_bank_gave_back_is_gone(fake, status, left):
    _wallet, payment = make_paid(fake, wallet="5.00", card="15.00")
    dispute(payment, CardReturnStatus(status))
    with pytest.raises(RefundExceedsCaptured) as refused:
        refund(payment, "20.01")
    assert refused.value.refundable == eur(left)
    assert refund(payment, left).status == "done"


def dispute(payment, status, amount="12.00"):
    record_card_return(
        tender_id=payment.card_tender.pk,
        kind=CardReturnKind.DISPUTE,
        status=status,
        gateway_id="dp_1",
        amount=eur(amount),
    )


@pytest.mark.parametrize(
    ("changes", "error"),
    [
        ({"amount": Money("5", "USD")}, CurrencyMismatch),
        ({"amount": eur("0")}, AmountOutOfRange),
        ({"amount": eur("1e308")}, AmountOutOfRange),
        ({"amount": None}, AmountOutOfRange),
        ({"payment_id": uuid7()}, NotFound),
    ],
)
def test_what_makes_no_sense_is_refused(paid, changes, error):
    with pytest.raises(error):
        refund(paid[1], **{"amount": "5.00", **changes})
    assert nothing_moved(*paid)


@pytest.mark.parametrize("changes", [{"amount": eur("6")}, {"destination": "original"}, {"reason": "late"}])
def test_a_key_used_for_something_else_is_refused(paid, changes):
    refund(paid[1], "5.00", key="k")
    with pytest.raises(IdempotencyConflict):
        refund(paid[1], **{"amount": "5.00", "key": "k", **changes})
    assert balances(paid[0])[0] == "5.00"


def test_the_key_of_another_payment_is_refused(paid):
    refund(paid[1], "5.00", key="k")
    with pytest.raises(IdempotencyConflict):
        refund(make_paid(wallet="20.00")[1], "5.00", key="k")


def test_the_customer_is_told_where_the_money_went(fake):
    make_terms(bonus_percent=5, shipping_to_wallet="1.00")
    _wallet, payment = make_paid(fake, wallet="8.00", card="12.00")
    refund(payment, "20.00", reason="changed_mind", customer_note="Sorry!")
    letter = details_of(OutboxMessage.objects.get(kind="refunded"))
    assert letter == {
        "order": payment.order_reference,
        "amount": "€20.00",
        "wallet": "€19.55",
        "reward": "",
        "card": "",
        "bonus": "€0.55",
        "fee": "€1.00",
        "note": "Sorry!",
    }


def test_all_refunds_of_a_payment_give_back_in_one_order(fake):
    terms = make_terms(tender_order="reward_first")
    _wallet, payment = make_paid(fake, reward="5.00", card="5.00")
    refund(payment, "2.00")
    make_terms(tender_order="reward_last", starts_at=timezone.now())
    refund(payment, "4.00")
    assert refunded(payment) == ("6.00", {"reward": "5.00", "card": "1.00"})
    assert Refund.objects.first().policy != terms
    assert Decimal(Refund.objects.first().amount.amount) == 4
