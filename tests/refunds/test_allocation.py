"""What goes where, to the last cent: worked examples by hand, and what holds for all amounts.

Each case is one payment by reward money, wallet and card, refunded in several parts one after another.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise, permutations

import pytest
from djmoney.money import Money
from hypothesis import given, settings
from hypothesis import strategies as st

from refunds.allocation import Paid, Part, allocate, plan_refund, refundable
from refunds.enums import Destination, Target, TenderOrder
from refunds.exceptions import FeesExceedRefund, RefundExceedsCaptured
from wallet_project.checkout.enums import TenderKind
from wallet_project.core.exceptions import AmountOutOfRange, CurrencyMismatch, TooManyDecimals
from wallet_project.core.money import from_minor, to_minor, zero

REWARD_FIRST, REWARD_LAST, IN_RATIO = TenderOrder
KINDS = (TenderKind.REWARD, TenderKind.WALLET, TenderKind.CARD)


@dataclass(frozen=True)
class Step:
    """A refund of `amount`, of which `fee` is kept, and what arrives where."""

    amount: str
    fee: str
    lots: str
    wallet: str
    card: str
    bonus: str


@dataclass(frozen=True)
class Case:
    currency: str
    order: TenderOrder
    paid: tuple[str, str, str]
    destination: str
    bonus_percent: int
    steps: tuple[Step, ...]


# fmt: off
CASES = (
    Case("EUR", IN_RATIO, ("20.00", "50.00", "30.00"), "original", 0, (
        Step("10.00", "0", lots="2.00", wallet="5.00", card="3.00", bonus="0"),
        Step("0.01", "0", lots="0", wallet="0", card="0.01", bonus="0"),
        Step("33.33", "0", lots="6.66", wallet="16.67", card="10.00", bonus="0"),
        Step("33.33", "0", lots="6.67", wallet="16.66", card="10.00", bonus="0"),
        Step("23.33", "0", lots="4.67", wallet="11.67", card="6.99", bonus="0"),
    )),
    Case("EUR", REWARD_FIRST, ("20.00", "50.00", "30.00"), "original", 0, (
        Step("10.00", "0", lots="10.00", wallet="0", card="0", bonus="0"),
        Step("15.00", "0", lots="10.00", wallet="5.00", card="0", bonus="0"),
        Step("45.00", "0", lots="0", wallet="45.00", card="0", bonus="0"),
        Step("30.00", "0", lots="0", wallet="0", card="30.00", bonus="0"),
    )),
    Case("EUR", REWARD_LAST, ("20.00", "50.00", "30.00"), "original", 0, (
        Step("10.00", "0", lots="0", wallet="0", card="10.00", bonus="0"),
        Step("25.00", "0", lots="0", wallet="5.00", card="20.00", bonus="0"),
        Step("60.00", "0", lots="15.00", wallet="45.00", card="0", bonus="0"),
        Step("5.00", "0", lots="5.00", wallet="0", card="0", bonus="0"),
    )),
    Case("EUR", IN_RATIO, ("0.01", "0.01", "0.01"), "wallet", 5, (
        Step("0.01", "0", lots="0", wallet="0.01", card="0", bonus="0.00"),
        Step("0.01", "0", lots="0", wallet="0.01", card="0", bonus="0.00"),
        Step("0.01", "0", lots="0.01", wallet="0", card="0", bonus="0.00"),
    )),
    Case("EUR", IN_RATIO, ("0", "0", "24.00"), "wallet", 5, (
        Step("12.00", "0", lots="0", wallet="12.00", card="0", bonus="0.60"),
        Step("0.19", "0", lots="0", wallet="0.19", card="0", bonus="0.00"),
        Step("11.81", "1.00", lots="0", wallet="10.81", card="0", bonus="0.54"),
    )),
    Case("EUR", IN_RATIO, ("0", "0", "24.00"), "original", 5, (
        Step("12.00", "2.50", lots="0", wallet="0", card="9.50", bonus="0"),
        Step("12.00", "0", lots="0", wallet="0", card="12.00", bonus="0"),
    )),
    Case("EUR", IN_RATIO, ("5.00", "5.00", "2.00"), "original", 0, (
        Step("6.00", "2.50", lots="2.50", wallet="1.00", card="0", bonus="0"),
        Step("6.00", "5.99", lots="0.01", wallet="0.00", card="0", bonus="0"),
    )),
    Case("JPY", IN_RATIO, ("100", "200", "700"), "original", 0, (
        Step("333", "0", lots="33", wallet="66", card="234", bonus="0"),
        Step("333", "0", lots="33", wallet="67", card="233", bonus="0"),
        Step("334", "0", lots="34", wallet="67", card="233", bonus="0"),
    )),
    Case("JPY", IN_RATIO, ("33", "33", "34"), "wallet", 10, (
        Step("1", "0", lots="0", wallet="1", card="0", bonus="0"),
        Step("49", "7", lots="16", wallet="26", card="0", bonus="1"),
        Step("50", "0", lots="17", wallet="33", card="0", bonus="1"),
    )),
    Case("JPY", REWARD_LAST, ("500", "0", "1500"), "wallet", 3, (
        Step("1499", "0", lots="0", wallet="1499", card="0", bonus="44"),
        Step("2", "0", lots="1", wallet="1", card="0", bonus="0"),
        Step("499", "0", lots="499", wallet="0", card="0", bonus="0"),
    )),
    Case("KWD", IN_RATIO, ("1.001", "2.002", "3.330"), "original", 0, (
        Step("1.000", "0", lots="0.158", wallet="0.322", card="0.520", bonus="0"),
        Step("2.777", "0", lots="0.438", wallet="0.879", card="1.460", bonus="0"),
        Step("2.556", "0", lots="0.405", wallet="0.811", card="1.340", bonus="0"),
    )),
    Case("KWD", REWARD_FIRST, ("0", "1.005", "2.340"), "original", 0, (
        Step("1.004", "0", lots="0", wallet="1.004", card="0", bonus="0"),
        Step("0.010", "0", lots="0", wallet="0.010", card="0", bonus="0"),
        Step("2.331", "0.100", lots="0", wallet="0.001", card="2.230", bonus="0"),
    )),
    Case("KWD", REWARD_LAST, ("0", "0", "3.330"), "wallet", 5, (
        Step("1.111", "0.250", lots="0", wallet="0.861", card="0", bonus="0.043"),
        Step("2.219", "0", lots="0", wallet="2.219", card="0", bonus="0.110"),
    )),
    Case("INR", IN_RATIO, ("150.00", "0", "349.50"), "original", 0, (
        Step("99.90", "0", lots="30.00", wallet="0", card="69.90", bonus="0"),
        Step("399.60", "49.00", lots="120.00", wallet="0", card="230.60", bonus="0"),
    )),
    Case("INR", REWARD_FIRST, ("150.00", "349.50", "0"), "wallet", 20, (
        Step("149.99", "0", lots="149.99", wallet="0", card="0", bonus="0.00"),
        Step("0.02", "0", lots="0.01", wallet="0.01", card="0", bonus="0.00"),
        Step("349.49", "10.00", lots="0", wallet="339.49", card="0", bonus="0.00"),
    )),
    Case("EUR", REWARD_LAST, ("10.00", "0", "0"), "wallet", 5, (
        Step("3.33", "0", lots="3.33", wallet="0", card="0", bonus="0.00"),
        Step("3.33", "0", lots="3.33", wallet="0", card="0", bonus="0.00"),
        Step("3.34", "0", lots="3.34", wallet="0", card="0", bonus="0.00"),
    )),
    Case("USD", IN_RATIO, ("7.00", "11.00", "13.00"), "original", 0, (
        Step("0.03", "0", lots="0", wallet="0.01", card="0.02", bonus="0"),
        Step("0.03", "0", lots="0.01", wallet="0.01", card="0.01", bonus="0"),
        Step("10.00", "0", lots="2.26", wallet="3.55", card="4.19", bonus="0"),
        Step("20.94", "0", lots="4.73", wallet="7.43", card="8.78", bonus="0"),
    )),
)
# fmt: on


def paid_by(currency: str, amounts: tuple[str, ...]) -> list[Paid]:
    """Tenders of which nothing was given back; a tender of nothing is none."""
    nothing = zero(currency)
    return [
        Paid(kind, Money(amount, currency), nothing)
        for kind, amount in zip(KINDS, amounts, strict=True)
        if Decimal(amount)
    ]


def after(tenders: list[Paid], parts: tuple[Part, ...]) -> list[Paid]:
    """The tenders after a refund of these parts."""
    nothing = zero(str(tenders[0].captured.currency))
    return [
        Paid(
            one.kind, one.captured, one.given + sum((p.amount for p in parts if p.kind == one.kind), nothing)
        )
        for one in tenders
    ]


def plan(case: Case, step: Step, tenders: list[Paid]):
    return plan_refund(
        amount=Money(step.amount, case.currency),
        tenders=tenders,
        order=case.order,
        destination=Destination(case.destination),
        fee=Money(step.fee, case.currency),
        bonus_percent=Decimal(case.bonus_percent),
    )


def test_there_are_fifty_worked_examples():
    assert sum(len(case.steps) for case in CASES) >= 50
    assert {case.currency for case in CASES} >= {"EUR", "JPY", "KWD", "INR"}


@pytest.mark.parametrize(
    "case", CASES, ids=lambda case: f"{case.currency}-{case.order}-{'+'.join(case.paid)}"
)
def test_the_worked_examples_hold_to_the_last_unit(case):
    tenders = paid_by(case.currency, case.paid)
    for step in case.steps:
        made = plan(case, step, tenders)
        arrives = (made.to(Target.LOTS), made.to(Target.WALLET), made.to(Target.ORIGINAL), made.bonus)
        expected = (step.lots, step.wallet, step.card, step.bonus)
        assert [amount.amount for amount in arrives] == [Decimal(text) for text in expected], step
        tenders = after(tenders, made.parts)
    assert all(tender.left.amount == 0 for tender in tenders)


def test_what_a_card_can_not_be_given_exactly_goes_to_the_wallet():
    """Card networks know no third decimal of a dinar."""
    made = plan(CASES[11], CASES[11].steps[2], paid_by("KWD", ("0", "0", "2.331")))
    assert made.parts == (
        Part(TenderKind.CARD, Target.ORIGINAL, Money("2.330", "KWD"), Money("0.100", "KWD")),
        Part(TenderKind.CARD, Target.WALLET, Money("0.001", "KWD"), Money("0", "KWD")),
    )


def test_less_than_a_card_can_be_given_goes_to_the_wallet_alone():
    made = plan(CASES[11], Step("0.009", "0", "", "", "", ""), paid_by("KWD", ("0", "0", "2.331")))
    assert [(part.target, part.amount) for part in made.parts] == [(Target.WALLET, Money("0.009", "KWD"))]


def test_reward_money_never_leaves_its_lots():
    made = plan(CASES[0], CASES[0].steps[0], paid_by("EUR", ("100", "0", "0")))
    assert {part.target for part in made.parts} == {Target.LOTS}


@pytest.mark.parametrize(
    ("amount", "error"),
    [
        ("100.01", RefundExceedsCaptured),
        ("0", AmountOutOfRange),
        ("-1", AmountOutOfRange),
        ("0.001", TooManyDecimals),
        ("NaN", AmountOutOfRange),
    ],
)
def test_an_amount_that_can_not_be_given_back_is_refused(amount, error):
    tenders = paid_by("EUR", ("20", "50", "30"))
    with pytest.raises(error):
        allocate(amount=Money(amount, "EUR"), tenders=tenders, order=IN_RATIO)


def test_shares_that_do_not_sum_never_get_out(monkeypatch):
    monkeypatch.setattr("refunds.allocation._missing", lambda tenders, amount, order: [0, 0, 0])
    with pytest.raises(ArithmeticError):
        allocate(amount=Money("1", "EUR"), tenders=paid_by("EUR", ("20", "50", "30")), order=IN_RATIO)


def test_another_currency_is_refused_and_never_converted():
    with pytest.raises(CurrencyMismatch):
        allocate(amount=Money("1", "USD"), tenders=paid_by("EUR", ("20", "50", "30")), order=IN_RATIO)


@pytest.mark.parametrize("fee", ["12.00", "12.01"])
def test_fees_that_leave_nothing_are_refused(fee):
    with pytest.raises(FeesExceedRefund):
        plan_refund(
            amount=Money("12", "EUR"),
            tenders=paid_by("EUR", ("0", "0", "24")),
            order=IN_RATIO,
            destination=Destination.ORIGINAL,
            fee=Money(fee, "EUR"),
        )


def test_what_went_back_elsewhere_counts_and_is_never_given_twice():
    """A bank took the whole card part back: the rest comes from what the others paid."""
    eur = lambda text: Money(text, "EUR")  # noqa: E731
    tenders = [
        Paid(TenderKind.WALLET, eur("50.00"), eur("0")),
        Paid(TenderKind.CARD, eur("30.00"), eur("42.00")),
    ]
    assert refundable(tenders, "EUR") == eur("50.00")
    assert allocate(amount=eur("50.00"), tenders=tenders, order=IN_RATIO) == {TenderKind.WALLET: eur("50.00")}


minor = st.integers(min_value=0, max_value=10**7)
orders = st.sampled_from(list(TenderOrder))
currencies = st.sampled_from(["EUR", "JPY", "KWD"])


@st.composite
def payments(draw) -> list[Paid]:
    currency = draw(currencies)
    amounts = draw(st.tuples(minor, minor, minor).filter(any))
    nothing = zero(currency)
    rows = zip(KINDS, amounts, strict=True)
    return [Paid(kind, from_minor(amount, currency), nothing) for kind, amount in rows if amount]


def refund_one_after_another(tenders, amounts, order):
    """What each tender had after refunds of these amounts (minor units)."""
    currency = str(tenders[0].captured.currency)
    for amount in amounts:
        shares = allocate(amount=from_minor(amount, currency), tenders=tenders, order=order)
        assert sum(to_minor(share) for share in shares.values()) == amount
        tenders = [Paid(t.kind, t.captured, t.given + shares.get(t.kind, zero(currency))) for t in tenders]
        assert all(0 <= to_minor(tender.given) <= to_minor(tender.captured) for tender in tenders)
    return {tender.kind: to_minor(tender.given) for tender in tenders}


def cuts(data, total: int, most: int) -> list[int]:
    """`total` cut into at most so many parts."""
    at = sorted(data.draw(st.sets(st.integers(1, max(1, total - 1)), max_size=most - 1)))
    edges = [0, *[cut for cut in at if cut < total], total]
    return [upper - lower for lower, upper in pairwise(edges) if upper > lower]


@settings(max_examples=200, deadline=None)
@given(tenders=payments(), order=orders, data=st.data())
def test_parts_sum_and_the_order_of_partial_refunds_makes_no_difference(tenders, order, data):
    whole = sum(to_minor(tender.captured) for tender in tenders)
    total = data.draw(st.integers(1, whole))
    at_once = refund_one_after_another(tenders, [total], order)
    for amounts in list(permutations(cuts(data, total, 4)))[:6]:
        assert refund_one_after_another(tenders, amounts, order) == at_once
    assert sum(at_once.values()) == total


@settings(max_examples=200, deadline=None)
@given(tenders=payments(), data=st.data())
def test_a_ratio_is_kept_to_less_than_two_units(tenders, data):
    whole = sum(to_minor(tender.captured) for tender in tenders)
    total = data.draw(st.integers(1, whole))
    had = refund_one_after_another(tenders, [total], IN_RATIO)
    for tender in tenders:
        assert abs(had[tender.kind] - Decimal(total) * to_minor(tender.captured) / whole) < 2


@settings(max_examples=200, deadline=None)
@given(tenders=payments(), order=orders, data=st.data())
def test_after_anything_that_went_back_the_rest_can_still_be_refunded_exactly(tenders, order, data):
    """Refunds that were taken back and money that went back elsewhere leave any state behind."""
    currency = str(tenders[0].captured.currency)
    given_back = [data.draw(st.integers(0, to_minor(tender.captured))) for tender in tenders]
    left = [
        Paid(tender.kind, tender.captured, from_minor(part, currency))
        for tender, part in zip(tenders, given_back, strict=True)
    ]
    rest = to_minor(refundable(left, currency))
    amounts = cuts(data, rest, 3) if rest else []
    had = refund_one_after_another(left, amounts, order)
    assert had == {tender.kind: to_minor(tender.captured) for tender in tenders}


@settings(max_examples=200, deadline=None)
@given(tenders=payments(), order=orders, destination=st.sampled_from(list(Destination)), data=st.data())
def test_the_parts_of_a_plan_are_the_refund_less_what_is_kept(tenders, order, destination, data):
    currency = str(tenders[0].captured.currency)
    whole = sum(to_minor(tender.captured) for tender in tenders)
    total = data.draw(st.integers(1, whole))
    fee = data.draw(st.integers(0, total - 1))
    made = plan_refund(
        amount=from_minor(total, currency),
        tenders=tenders,
        order=order,
        destination=destination,
        fee=from_minor(fee, currency),
        bonus_percent=Decimal(5),
    )
    assert sum(to_minor(part.amount) for part in made.parts) == total
    assert sum(to_minor(part.fee) for part in made.parts) == fee
    assert all(0 <= part.fee.amount <= part.amount.amount for part in made.parts)
    card = sum(to_minor(part.paid) for part in made.parts if part.kind == TenderKind.CARD)
    assert to_minor(made.bonus) == (card * 5 // 100 if destination == Destination.WALLET else 0)
