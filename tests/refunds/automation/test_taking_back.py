"""What a rule gave for an order goes with what of the order is refunded, unless the rule keeps it."""

from __future__ import annotations

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone
from djmoney.money import Money

from notifications.models import OutboxMessage
from notifications.texts import details_of
from refunds.enums import Destination, RefundReason
from refunds.models import CreditRuleIssue, TakenCredit
from refunds.services import LineWanted, quote_refund, rehearse_refund, reverse_refund
from refunds.services.requests import RefundRequest
from refunds.templatetags.returns import notes
from tests.factories.automation import LATE, OUT_OF_STOCK, PRICE_DROP, answer, happened, make_rule
from tests.factories.checkout import pay
from tests.factories.refunds import ISSUE, make_paid, refund
from tests.factories.returns import make_bought
from tests.factories.wallets import balances, make_staff
from tests.support.ledger import behind_the_triggers
from tests.support.refunds import everything_agrees, found
from tests.support.staff import ROLES, address, client_of
from tests.support.threads import at_once, kinds
from wallets.ledger.models import JournalEntry

pytestmark = pytest.mark.django_db


def credited(kind=LATE, *, lines=None, base="30.00", line="", quantity=0, **terms):
    """An order for 30.00, paid from the wallet, with credit of a rule: wallet and payment."""
    make_rule(kind, **terms)
    wallet, payment = make_bought(lines=lines)
    about = {"base": base, "line": line, "quantity": quantity}
    event = happened(kind, customer=wallet.customer, order_reference=payment.order_reference, **about)
    assert answer(event)[0].outcome == "given"
    return wallet, payment


def taken():
    return [(str(one.money), str(one.taken_money)) for one in TakenCredit.objects.all()]


def test_the_credit_goes_with_the_whole_order_and_the_customer_reads_why():
    wallet, payment = credited()
    done = refund(payment, "30.00")
    assert (balances(wallet)[0], taken()) == ("30.00", [("€5.00", "€5.00")])
    one = TakenCredit.objects.get()
    entry = JournalEntry.objects.get(kind="credit_taken_back")
    assert (one.entry_id, one.refund_id, entry.reference) == (entry.pk, done.pk, payment.order_reference)
    letter = details_of(OutboxMessage.objects.get(kind="debited_by_store"))
    assert letter["amount"] == "€5.00"
    assert letter["note"] == f"You got it for order #{payment.order_reference}, which was refunded."
    everything_agrees()


@pytest.mark.parametrize("role", ROLES)
def test_the_admin_shows_by_which_refund_it_went(role):
    _wallet, payment = credited()
    done = refund(payment, "30.00")
    one = TakenCredit.objects.get()
    client = client_of(role)
    page = client.get(address("refunds_creditruleissue_change", one.issue_id)).content.decode()
    assert f'href="{address("refunds_refund_change", done.pk)}"' in page
    assert "€5.00 of €5.00, with the refund" in page
    assert str(one) == f"{one.issue}: €5.00"


def test_a_fixed_credit_stays_while_a_part_of_the_order_does():
    wallet, payment = credited()
    refund(payment, "29.99")
    assert (balances(wallet)[0], taken()) == ("34.99", [])
    refund(payment, "0.01")
    assert (balances(wallet)[0], taken()) == ("30.00", [("€5.00", "€5.00")])


@pytest.mark.parametrize("parts", [("10.00", "20.00"), ("20.00", "10.00"), ("7.77", "0.01", "22.22")])
def test_a_percentage_goes_in_proportion_and_sums_to_the_whole_in_any_order(parts):
    wallet, payment = credited(percent="10")
    for part in parts:
        refund(payment, part)
        everything_agrees()
    assert balances(wallet)[0] == "30.00"
    assert sum(one.money.amount for one in TakenCredit.objects.all()) == 3


def test_a_rule_can_keep_its_credit():
    wallet, payment = credited(kept_on_return=True)
    refund(payment, "30.00")
    assert (balances(wallet)[0], taken()) == ("35.00", [])


def test_credit_for_what_could_not_be_delivered_stays():
    wallet, payment = credited(OUT_OF_STOCK)
    refund(payment, "30.00")
    assert (balances(wallet)[0], taken()) == ("35.00", [])


def test_the_difference_of_a_price_goes_with_each_piece_and_with_no_other():
    tea = {"tea": (3, "18.00"), "pot": (1, "12.00")}
    wallet, payment = credited(
        PRICE_DROP, lines=tea, base="3.00", line="tea", quantity=3, percent="100", days=9
    )
    refund(payment, lines=[LineWanted("pot", 1)])
    assert taken() == []
    refund(payment, lines=[LineWanted("tea", 1)])
    assert taken() == [("€1.00", "€1.00")]
    refund(payment, lines=[LineWanted("tea", 2)])
    assert taken() == [("€1.00", "€1.00"), ("€2.00", "€2.00")]
    assert balances(wallet)[0] == "30.00"
    everything_agrees()


def test_what_of_it_was_spent_comes_out_of_what_the_refund_brings():
    wallet, payment = credited(amount="8")
    pay(wallet, Money("6.00", "EUR"))
    refund(payment, "30.00")
    assert (balances(wallet)[0], taken()) == ("24.00", [("€8.00", "€8.00")])
    everything_agrees()


@pytest.mark.django_db(transaction=True)
def test_a_refund_to_the_card_takes_what_is_there_and_records_the_rest(fake):
    make_rule(amount="5")
    wallet, payment = make_paid(fake, card="30.00")
    event = happened(customer=wallet.customer, order_reference=payment.order_reference, base="30.00")
    answer(event)
    pay(wallet, Money("3.50", "EUR"))
    refund(payment, "30.00", destination=Destination.ORIGINAL)
    one = TakenCredit.objects.get()
    assert (str(one.money), str(one.taken_money), str(one.shortfall_money)) == ("€5.00", "€1.50", "€3.50")
    assert balances(wallet)[0] == "0.00"
    everything_agrees()


def test_what_is_taken_once_is_not_taken_again_after_a_reversal():
    wallet, payment = credited()
    done = refund(payment, "30.00")
    reverse_refund(refund_id=done.pk, actor_id=make_staff(ISSUE).pk, reason="kept")
    assert balances(wallet)[0] == "0.00"
    refund(payment, "30.00")
    assert (balances(wallet)[0], len(taken())) == ("30.00", 1)


def test_the_customer_reads_it_before_anything_is_sent():
    _wallet, payment = credited()
    quote = quote_refund(payment_id=payment.pk, reason=RefundReason.DAMAGED, amount=payment.captured_money)
    assert str(quote.to_wallet.credit_back) == "€5.00"
    assert "€5.00 that we gave you for this order go back, out of your wallet" in notes(quote.to_wallet)
    part = quote_refund(payment_id=payment.pk, reason=RefundReason.DAMAGED, amount=Money("1.00", "EUR"))
    assert part.to_wallet.credit_back == Money("0.00", "EUR")
    assert len(notes(part.to_wallet)) == len(notes(quote.to_wallet)) - 1


def test_staff_see_it_in_the_preview_which_changes_nothing():
    wallet, payment = credited()
    request = RefundRequest(
        payment_id=payment.pk,
        reason=RefundReason.DAMAGED,
        destination=Destination.WALLET,
        requester_id=None,
        amount=payment.captured_money,
        lines=(),
        waive_fees=False,
        note="",
        customer_note="",
        key="k",
    )
    seen = rehearse_refund(request=request, now=timezone.now())
    assert [str(one.taken_money) for one in seen.taken_credits] == ["€5.00"]
    assert (str(seen.wallet_after), balances(wallet)[0], taken()) == ("€30.00", "5.00", [])


@pytest.mark.django_db(transaction=True)
def test_many_refunds_at_once_take_a_credit_back_once():
    wallet, payment = credited(percent="10")
    results = at_once(lambda: refund(payment, "5.00"), times=8)
    assert kinds(results) == {"Refund": 6, "RefundExceedsCaptured": 2}
    assert balances(wallet)[0] == "30.00"
    everything_agrees()


def test_the_database_takes_back_no_more_than_was_given_and_keeps_the_history():
    _wallet, payment = credited()
    done = refund(payment, "10.00")
    row = {"issue": CreditRuleIssue.objects.get(), "refund": done, "amount": 6, "taken": 0, "shortfall": 6}
    money = {name: Money(value, "EUR") if isinstance(value, int) else value for name, value in row.items()}
    with pytest.raises(IntegrityError, match="than was given"), transaction.atomic():
        TakenCredit.objects.create(**money)
    refund(payment, "20.00")
    with pytest.raises(IntegrityError, match="never changed"), transaction.atomic():
        TakenCredit.objects.update(taken=Money("1.00", "EUR"), shortfall=Money("4.00", "EUR"))


def test_verification_finds_what_was_changed_behind_the_application():
    _wallet, payment = credited()
    refund(payment, "30.00")
    with behind_the_triggers():
        TakenCredit.objects.update(taken=4, shortfall=1)
    assert found() == ["credit taken back has its entry"]
    with behind_the_triggers():
        TakenCredit.objects.update(taken=5, shortfall=1, amount=6)
    assert found() == ["credit is taken back once"]
    with behind_the_triggers():
        TakenCredit.objects.all().delete()
    assert found() == ["credit taken back has its entry"]
