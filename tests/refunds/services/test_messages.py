"""What other systems are told of a refund: ids and figures, named as in the API."""

from __future__ import annotations

import pytest

from notifications.models import OutboxMessage
from refunds.services import reject_refund, reverse_refund
from tests.factories.refunds import APPROVE, ISSUE, make_paid, make_terms, refund
from tests.factories.wallets import make_staff

pytestmark = pytest.mark.django_db(transaction=True)


def eur(amount: str) -> dict[str, str]:
    return {"amount": amount, "currency": "EUR"}


def told(kind: str) -> dict:
    return OutboxMessage.objects.get(kind=kind).data


def test_a_refund_is_told_with_its_ids_and_where_the_money_went(fake):
    make_terms(bonus_percent=5, shipping_to_wallet="1.00")
    _wallet, payment = make_paid(fake, wallet="8.00", card="12.00")
    done = refund(payment, "20.00", reason="changed_mind")
    assert told("refunded") == {
        "refund": str(done.pk),
        "payment": str(payment.pk),
        "order_reference": payment.order_reference,
        "status": "done",
        "return": None,
        "reason": "changed_mind",
        "destination": "wallet",
        "amount": eur("20.00"),
        "fee": eur("1.00"),
        "bonus": eur("0.55"),
        "parts": [
            {
                "tender": part.tender.kind,
                "target": "wallet",
                "amount": eur(f"{part.gross.amount}"),
                "fee": eur(f"{part.fee_money.amount}"),
                "bonus": eur(f"{part.bonus_money.amount}"),
            }
            for part in done.allocations.select_related("tender")
        ],
    }
    assert sorted((part["tender"], part["amount"]["amount"]) for part in told("refunded")["parts"]) == [
        ("card", "12.00"),
        ("wallet", "8.00"),
    ]


def test_a_refund_that_the_bank_did_not_take_says_which_part(fake):
    _wallet, payment = make_paid(fake, wallet="8.00", card="12.00")
    fake.inject("error_400", "/v1/refunds")
    failed = refund(payment, "20.00", destination="original")
    data = told("refund_failed")
    assert (data["refund"], data["amount"]) == (str(failed.pk), eur("20.00"))
    assert data["failed"] == {
        "tender": "card",
        "target": "original",
        "amount": eur("12.00"),
        "fee": eur("0.00"),
        "bonus": eur("0.00"),
    }


def test_a_refused_refund_has_no_parts():
    wallet, payment = make_paid(wallet="20.00")
    asked = refund(payment, "5.00", requester_id=wallet.customer_id)
    reject_refund(refund_id=asked.pk, approver_id=make_staff(APPROVE).pk, reason="It was worn.")
    data = told("refund_rejected")
    assert (data["refund"], data["amount"], data["parts"]) == (str(asked.pk), eur("5.00"), [])


def test_a_refund_that_is_taken_back_says_how_much_came_back():
    _wallet, payment = make_paid(wallet="20.00")
    done = refund(payment, "20.00")
    reverse_refund(refund_id=done.pk, actor_id=make_staff(ISSUE).pk, reason="You kept the goods.")
    data = told("refund_reversed")
    assert (data["refund"], data["taken"]) == (str(done.pk), eur("20.00"))
