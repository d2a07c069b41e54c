"""Seven things that a storefront does, from start to end, by the generated client over HTTP alone: each
change is sent twice, as after a time-out."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone
from store_wallet_client.api.activities import record_activity
from store_wallet_client.api.payments import capture_payment, quote_payment
from store_wallet_client.api.points import convert_points, list_points_accounts, quote_conversion
from store_wallet_client.api.reward_wallets import credit_reward_wallet, list_reward_wallets
from store_wallet_client.api.wallets import get_wallet_statement
from store_wallet_client.models import (
    ActivityInput,
    ActivityKindEnum,
    ActivityOutput,
    ConversionInput,
    ConversionOutput,
    ConversionQuoteInput,
    ConversionQuoteOutput,
    DestinationEnum,
    LineInput,
    PaymentCaptureInput,
    PaymentOutput,
    PointsPage,
    QuoteInput,
    QuoteOutput,
    RewardAdjustmentOutput,
    RewardCreditInput,
    RewardReasonEnum,
    RewardWalletPage,
    StatementLinePage,
)

from rewards.enums import Activity
from rewards.models import Accrual
from rewards.services import mature_accrual
from tests.clients.storefront import CUSTOMER, RETURN_URL, Refused, Storefront, euros
from tests.factories.earning import make_fixed_rule, make_rule
from tests.factories.rewards import make_policy, make_program
from tests.support.api import api_key
from tests.support.refunds import everything_agrees
from tests.support.rewards import differences

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def shop(live_server: Any, fake: Any) -> Iterator[Storefront]:
    yield Storefront(live_server.url, api_key(), fake)
    everything_agrees()
    assert differences() == set()


def test_prepaid(shop):
    shop.top_up("50.00")
    quote = shop.done(quote_payment, QuoteOutput, body=QuoteInput(customer=CUSTOMER, total=euros("30.00")))
    assert (quote.card, quote.wallet_after) == (euros("0.00"), euros("20.00"))
    assert str(shop.pay("A-1", "30.00").status) == "captured"
    assert shop.available == euros("20.00")
    lines = shop.done(get_wallet_statement, StatementLinePage, shop.wallet_id).results
    assert [line.amount for line in lines] == [euros("-30.00"), euros("50.00")]
    assert lines[0].reference == "A-1"


def test_split_with_a_card(shop):
    shop.top_up("10.00")
    payment = shop.pay("A-2", "30.00", return_url=RETURN_URL)
    assert (str(payment.status), shop.available) == ("waiting", euros("0.00"))
    shop.pay_by_card(payment.card.checkout_url)
    paid = shop.payment(payment)
    assert (str(paid.status), paid.captured) == ("captured", euros("30.00"))
    tenders = [(str(one.kind), one.captured) for one in paid.tenders]
    assert tenders == [("wallet", euros("10.00")), ("card", euros("20.00"))]


def test_hold_then_partial_capture(shop):
    shop.top_up("50.00")
    payment = shop.pay("A-3", "40.00", capture=False)
    assert (str(payment.status), shop.available) == ("authorized", euros("10.00"))
    body = PaymentCaptureInput(amount=euros("25.00"))
    captured = shop.moved(capture_payment, PaymentOutput, payment.id, body=body)
    assert (str(captured.status), captured.captured) == ("partially_captured", euros("25.00"))
    assert shop.available == euros("25.00")


def test_refund_to_the_wallet(shop):
    payment = shop.paid_by_wallet_and_card("A-4")
    refund = shop.refund(payment, "30.00", DestinationEnum.WALLET)
    assert [str(part.target) for part in refund.parts] == ["wallet", "wallet"]
    assert (str(refund.status), shop.available) == ("done", euros("30.00"))
    with pytest.raises(Refused) as refused:
        shop.refund(payment, "0.01", DestinationEnum.WALLET)
    assert (refused.value.code, shop.available) == ("refund_exceeds_captured", euros("30.00"))


def test_refund_to_the_card(shop):
    payment = shop.paid_by_wallet_and_card("A-5")
    refund = shop.refund(payment, "30.00", DestinationEnum.ORIGINAL)
    parts = {str(part.target): part.amount for part in refund.parts}
    assert parts == {"wallet": euros("10.00"), "original": euros("20.00")}
    assert (str(refund.status), shop.available) == ("done", euros("10.00"))


def test_points_earned_and_converted(shop):
    """The store's rules: a point for each euro, 25 for a review; 100 points are 1.00 EUR."""
    make_rule()
    make_fixed_rule(Activity.REVIEW, 25)
    make_program()
    in_two_weeks = timezone.now() + timedelta(days=14)
    bought = ActivityInput(
        customer=CUSTOMER,
        kind=ActivityKindEnum.PURCHASE,
        reference="A-6",
        amount=euros("480.00"),
        available_at=in_two_weeks,
    )
    reviewed = ActivityInput(customer=CUSTOMER, kind=ActivityKindEnum.REVIEW, reference="review:A-6")
    for told in (bought, reviewed):
        shop.moved(record_activity, ActivityOutput, body=told)
    [points] = shop.done(list_points_accounts, PointsPage, customer=CUSTOMER).results
    assert (points.available, points.pending) == (25, 480)
    wanted = ConversionQuoteInput(customer=CUSTOMER, points=400)
    with pytest.raises(Refused) as refused:
        shop.done(quote_conversion, ConversionQuoteOutput, body=wanted)
    assert refused.value.code == "insufficient_funds"
    # Two weeks later the worker makes available what waited.
    mature_accrual(accrual_id=Accrual.objects.get(reference="A-6").pk, now=in_two_weeks)
    quote = shop.done(quote_conversion, ConversionQuoteOutput, body=wanted)
    assert (quote.value, quote.kept) == (euros("4.00"), 105)
    body = ConversionInput(customer=CUSTOMER, points=400, value=quote.value)
    shop.moved(convert_points, ConversionOutput, body=body)
    [points] = shop.done(list_points_accounts, PointsPage, customer=CUSTOMER).results
    assert (points.balance, shop.available) == (105, euros("4.00"))


def test_reward_money_pays_up_to_its_cap(shop):
    """The store's rule: at most a tenth of an order, and nothing of gifts."""
    make_policy(percent=10, excluded_categories=["gifts"])
    [rewards] = shop.done(list_reward_wallets, RewardWalletPage, customer=CUSTOMER).results
    given = RewardCreditInput(reason=RewardReasonEnum.PROMOTION, amount=euros("20.00"))
    shop.moved(credit_reward_wallet, RewardAdjustmentOutput, rewards.id, body=given)
    shop.top_up("100.00")
    lines = [
        LineInput(amount=euros("60.00"), product="moka-pot", category="coffee"),
        LineInput(amount=euros("20.00"), product="card", category="gifts"),
    ]
    asked = QuoteInput(customer=CUSTOMER, total=euros("80.00"), lines=lines)
    quote = shop.done(quote_payment, QuoteOutput, body=asked)
    assert (quote.reward_cap.amount, str(quote.reward_cap.reason)) == (euros("6.00"), "percent")
    assert (quote.reward_cap.eligible, quote.reward_cap.excluded) == (euros("60.00"), euros("20.00"))
    with pytest.raises(Refused):
        shop.pay("A-7", "80.00", lines=lines, reward_amount=euros("6.01"))
    assert shop.available == euros("100.00")
    payment = shop.pay("A-7", "80.00", lines=lines)
    tenders = [(str(one.kind), one.amount) for one in payment.tenders]
    assert tenders == [("reward", euros("6.00")), ("wallet", euros("74.00"))]
    [rewards] = shop.done(list_reward_wallets, RewardWalletPage, customer=CUSTOMER).results
    assert (rewards.available, shop.available) == (euros("14.00"), euros("26.00"))
