"""What a refund would do, in numbers, before anybody asks for it."""

from datetime import timedelta

import pytest
from django.utils import timezone
from djmoney.money import Money

from refunds.exceptions import LineRefundedAlready, NotRefundable, RefundExceedsCaptured
from refunds.models import Refund, RefundLine
from refunds.ports import OrderLine
from refunds.queries import refunds_of
from refunds.services import LineWanted, quote_refund, reverse_refund
from rewards.enums import Activity
from rewards.models import Accrual, CreditLot, RewardWallet
from rewards.services import Earning, book_accrual
from tests.factories.checkout import at_the_gateway, pay, sales
from tests.factories.refunds import ISSUE, make_paid, make_terms, parts_of, refund, refunded
from tests.factories.rewards import left_of
from tests.factories.wallets import balances, make_staff, make_wallet
from wallet_project.core.exceptions import AmountOutOfRange, CurrencyMismatch, NotFound
from wallet_project.core.ids import uuid7

pytestmark = pytest.mark.django_db(transaction=True)


def eur(amount: str) -> Money:
    return Money(amount, "EUR")


def quote(payment, amount=None, **changes):
    changes.setdefault("reason", "changed_mind")
    return quote_refund(payment_id=payment.pk, amount=amount and eur(amount), **changes)


def test_both_destinations_stand_side_by_side(fake):
    """12.60 in the wallet now, with 5 % bonus and a free return, or 9.50 to the card."""
    make_terms(bonus_percent=5, shipping_to_card="2.50")
    _wallet, payment = make_paid(fake, card="24.00")
    offered = quote(payment, "12.00")
    wallet, card = offered.to_wallet, offered.to_original
    assert (wallet.wallet, wallet.bonus, wallet.fees.total, wallet.total) == (
        eur("12.60"),
        eur("0.60"),
        eur("0.00"),
        eur("12.60"),
    )
    assert (card.card, card.wallet, card.fees.shipping, card.total) == (
        eur("9.50"),
        eur("0"),
        eur("2.50"),
        eur("9.50"),
    )
    assert (offered.refundable, offered.refusals) == (eur("24.00"), ())
    assert (Refund.objects.count(), at_the_gateway()) == (0, 2400)


def test_a_bonus_that_expires_is_quoted_as_reward_money_with_its_day(fake):
    make_terms(bonus_percent=5, bonus_valid_days=90)
    _wallet, payment = make_paid(fake, card="24.00")
    now = timezone.now()
    wallet = quote(payment, "12.00", now=now).to_wallet
    assert (wallet.wallet, wallet.reward) == (eur("12.00"), eur("0.60"))
    assert wallet.bonus_expires_at == now + timedelta(days=90)


def test_without_a_card_part_there_is_only_the_wallet():
    offered = quote(make_paid(wallet="20.00")[1], "5.00")
    assert (offered.to_wallet.total, offered.to_original, offered.refusals) == (eur("5.00"), None, ())


def test_what_the_policy_does_not_allow_is_said_in_words(fake):
    make_terms(card_allowed=False, shipping_to_wallet="30.00")
    offered = quote(make_paid(fake, card="24.00")[1], "12.00")
    assert (offered.to_wallet, offered.to_original) == (None, None)
    assert offered.refusals == (
        "The return would cost €30.00: nothing would be left.",
        "The store refunds returns to the wallet.",
    )
    offered = quote(make_paid(fake, card="24.00")[1], "12.00", waive_fees=True)
    assert offered.to_wallet.total == eur("12.00")


def test_what_waits_is_not_offered_twice():
    wallet, payment = make_paid(wallet="20.00")
    refund(payment, "15.00", requester_id=wallet.customer_id)
    assert quote(payment, "5.00").refundable == eur("5.00")


def test_what_can_not_be_refunded_can_not_be_quoted(fake):
    with pytest.raises(RefundExceedsCaptured):
        quote(make_paid(wallet="20.00")[1], "20.01")
    with pytest.raises(NotFound):
        quote_refund(payment_id=uuid7(), reason="late", amount=eur("1"))
    with pytest.raises(NotRefundable):
        quote(pay(make_wallet("50.00"), "20.00", capture=False).payment, "1.00")


@pytest.fixture
def ordered(order_lines):
    """Two socks for 7.99, three mugs for 10.00, delivery for 2.01."""
    wallet, payment = make_paid(wallet="20.00")
    order_lines.orders[payment.order_reference] = [
        OrderLine("socks", "Socks", 2, eur("7.99")),
        OrderLine("mugs", "Mug", 3, eur("10.00")),
        OrderLine("delivery", "Delivery", 1, eur("2.01"), is_delivery=True),
    ]
    return wallet, payment


def lines(**wanted):
    return [LineWanted(reference, quantity) for reference, quantity in wanted.items()]


def test_lines_are_refunded_piece_by_piece_to_the_last_cent(ordered):
    wallet, payment = ordered
    amounts = [refund(payment, lines=lines(mugs=1)).money for _ in range(3)]
    assert amounts == [eur("3.33"), eur("3.33"), eur("3.34")]
    with pytest.raises(LineRefundedAlready) as refused:
        refund(payment, lines=lines(mugs=1))
    assert (refused.value.rest, refused.value.code) == (eur("0.00"), "refund_exceeds_captured")
    assert refund(payment, lines=[*lines(socks=2), LineWanted("delivery")]).money == eur("10.00")
    assert (balances(wallet)[0], RefundLine.objects.count()) == ("20.00", 5)
    assert len(refunds_of(payment.pk)) == 4


def test_no_restocking_is_charged_on_delivery(ordered):
    make_terms(restocking_percent=10)
    asked = {"lines": [LineWanted("delivery"), LineWanted("mugs")], "reason": "changed_mind"}
    done = refund(ordered[1], **asked)
    assert (done.money, done.fee_money) == (eur("12.01"), eur("1.00"))


def test_for_delivery_alone_nothing_is_charged(ordered):
    make_terms(shipping_to_wallet="1.00")
    done = refund(ordered[1], lines=[LineWanted("delivery")], reason="changed_mind")
    assert (done.money, done.fee_money) == (eur("2.01"), eur("0.00"))


def test_a_part_of_a_line_can_be_given_back_without_the_goods(ordered):
    done = refund(ordered[1], lines=[LineWanted("mugs", 0, eur("4.00"))])
    assert (done.money, str(done.lines.get())) == (eur("4.00"), "0 × Mug")
    with pytest.raises(LineRefundedAlready):
        refund(ordered[1], lines=[LineWanted("mugs", 0, eur("6.01"))])


def test_what_was_taken_back_can_be_returned_again(ordered):
    wallet, payment = ordered
    done = refund(payment, lines=lines(mugs=3))
    reverse_refund(refund_id=done.pk, actor_id=make_staff(ISSUE).pk, reason="kept them")
    assert refund(payment, lines=lines(mugs=3)).status == "done"
    assert balances(wallet)[0] == "10.00"


@pytest.mark.parametrize(
    ("wanted", "error"),
    [
        (LineWanted("hats"), NotFound),
        (LineWanted("mugs", 4), LineRefundedAlready),
        (LineWanted("mugs", -1), LineRefundedAlready),
        (LineWanted("mugs", 1, eur("-1")), LineRefundedAlready),
        (LineWanted("mugs", 1, Money("1", "USD")), CurrencyMismatch),
    ],
)
def test_a_line_that_can_not_be_refunded_is_refused(ordered, wanted, error):
    wallet, payment = ordered
    with pytest.raises(error):
        refund(payment, lines=[wanted])
    assert (balances(wallet)[0], Refund.objects.count()) == ("0.00", 0)


def test_either_an_amount_or_lines(ordered):
    with pytest.raises(AmountOutOfRange, match="either"):
        refund(ordered[1], "1.00", lines=lines(mugs=1))


def test_an_expired_lot_lives_again_for_what_it_paid(fake):
    """8.00 by two lots, one of which has expired since, and 12.00 by card."""
    wallet, payment = make_paid(fake, reward="8.00", card="12.00")
    CreditLot.objects.update(expires_at=timezone.now() - timedelta(days=1))
    done = refund(payment, "10.00", destination="original")
    assert parts_of(done) == [("reward", "lots", "4.00", "done"), ("card", "original", "6.00", "done")]
    lot = CreditLot.objects.get()
    assert (lot.remaining, (lot.expires_at - timezone.now()).days) == (400, 29)
    refund(payment, "10.00", destination="original")
    assert left_of(RewardWallet.objects.get(customer=wallet.customer, currency="EUR")) == [800]
    assert (sales(), at_the_gateway()) == (0, 0)


@pytest.mark.parametrize(
    ("currency", "amounts", "first", "wallet", "card"),
    [
        ("JPY", ("1000", "2000", "7000"), "3333", "666", 4666),
        ("KWD", ("1.001", "2.002", "3.330"), "1.000", "0.322", 2810),
    ],
)
def test_other_currencies_keep_their_own_units(fake, currency, amounts, first, wallet, card):
    account, payment = make_paid(
        fake, reward=amounts[0], wallet=amounts[1], card=amounts[2], currency=currency
    )
    refund(payment, first, destination="original")
    assert balances(account)[0] == wallet
    assert at_the_gateway(currency) == card
    refund(payment, payment.money - Money(first, currency), destination="original")
    assert refunded(payment)[0] == str(payment.money.amount)
    assert sales(currency) == 0


def test_what_the_order_earned_is_taken_back_in_proportion():
    wallet, payment = make_paid(wallet="30.00")
    book_accrual(
        customer_id=wallet.customer_id,
        activity=Activity.PURCHASE,
        reference=payment.order_reference,
        earning=Earning(Money(100, "PTS")),
        matures_at=timezone.now() + timedelta(days=14),
        now=timezone.now(),
    )
    taken = []
    for _ in range(3):
        refund(payment, "10.00")
        taken.append(Accrual.objects.get().clawed_back)
    assert taken == [33, 66, 100]
