from decimal import Decimal

import pytest
from djmoney.money import Money
from hypothesis import given
from hypothesis import strategies as st

from wallet_project.checkout.card_amounts import least_chargeable
from wallet_project.checkout.enums import TenderKind
from wallet_project.checkout.exceptions import CardAmountNotPossible
from wallet_project.checkout.plan import Plan, PlannedTender, Source, _proven, plan_tenders
from wallet_project.core.exceptions import (
    AmountOutOfRange,
    CurrencyMismatch,
    InsufficientFunds,
    TooManyDecimals,
)
from wallet_project.core.money import from_minor


def plan(total, *, wallet="0", chosen=None, reward=None, cap=None, reward_chosen=None, currency="EUR"):
    def money(amount):
        return None if amount is None else Money(amount, currency)

    sources = []
    if reward is not None:
        sources.append(Source(TenderKind.REWARD, money(reward), money(reward_chosen), money(cap)))
    sources.append(Source(TenderKind.WALLET, money(wallet), money(chosen)))
    planned = plan_tenders(total=money(total), sources=sources)
    return {tender.kind.value: str(tender.amount.amount) for tender in planned.tenders}


@pytest.mark.parametrize(
    ("arguments", "tenders"),
    [
        # the wallet pays all, a part, or nothing
        ({"total": "20", "wallet": "50"}, {"wallet": "20.00"}),
        ({"total": "20", "wallet": "20"}, {"wallet": "20.00"}),
        ({"total": "20", "wallet": "8"}, {"wallet": "8.00", "card": "12.00"}),
        ({"total": "20", "wallet": "0"}, {"card": "20.00"}),
        ({"total": "0.01", "wallet": "0.01"}, {"wallet": "0.01"}),
        # the customer chooses
        ({"total": "20", "wallet": "50", "chosen": "5"}, {"wallet": "5.00", "card": "15.00"}),
        ({"total": "20", "wallet": "50", "chosen": "0"}, {"card": "20.00"}),
        ({"total": "20", "wallet": "50", "chosen": "20.00"}, {"wallet": "20.00"}),
        ({"total": "20", "wallet": "50", "chosen": "19.50"}, {"wallet": "19.50", "card": "0.50"}),
        # less would be left for the card than a card can pay
        ({"total": "20", "wallet": "19.99"}, {"wallet": "19.50", "card": "0.50"}),
        ({"total": "20", "wallet": "19.51"}, {"wallet": "19.50", "card": "0.50"}),
        ({"total": "20", "wallet": "19.50"}, {"wallet": "19.50", "card": "0.50"}),
        ({"total": "0.60", "wallet": "0.55"}, {"wallet": "0.10", "card": "0.50"}),
        ({"total": "0.50", "wallet": "0.30"}, {"card": "0.50"}),
        # reward money first, at most what the store allows
        (
            {"total": "300", "wallet": "200", "reward": "100", "cap": "20"},
            {"reward": "20.00", "wallet": "200.00", "card": "80.00"},
        ),
        ({"total": "15", "wallet": "200", "reward": "100", "cap": "20"}, {"reward": "15.00"}),
        (
            {"total": "30", "wallet": "200", "reward": "7", "cap": "20"},
            {"reward": "7.00", "wallet": "23.00"},
        ),
        (
            {"total": "30", "wallet": "4", "reward": "100", "cap": "20", "reward_chosen": "5"},
            {"reward": "5.00", "wallet": "4.00", "card": "21.00"},
        ),
        ({"total": "30", "wallet": "4", "reward": "100"}, {"reward": "30.00"}),
        # the card's minimum is made up from the wallet first, then from the reward
        (
            {"total": "30.10", "wallet": "10", "reward": "100", "cap": "20"},
            {"reward": "20.00", "wallet": "9.60", "card": "0.50"},
        ),
        (
            {"total": "20.30", "wallet": "0.20", "reward": "100", "cap": "20"},
            {"reward": "19.80", "card": "0.50"},
        ),
        # no decimals, three decimals
        ({"total": "500", "wallet": "480", "currency": "JPY"}, {"wallet": "450", "card": "50"}),
        ({"total": "500", "wallet": "123", "currency": "JPY"}, {"wallet": "123", "card": "377"}),
        ({"total": "12.345", "wallet": "100", "currency": "KWD"}, {"wallet": "12.345"}),
        (
            {"total": "12.345", "wallet": "10", "currency": "KWD"},
            {"wallet": "9.995", "card": "2.350"},
        ),
        (
            {"total": "12.345", "wallet": "12.300", "currency": "KWD"},
            {"wallet": "12.145", "card": "0.200"},
        ),
        ({"total": "99.99", "wallet": "33.33", "currency": "INR"}, {"wallet": "33.33", "card": "66.66"}),
    ],
)
def test_a_total_is_shared(arguments, tenders):
    assert plan(**arguments) == tenders


@pytest.mark.parametrize(
    ("arguments", "error", "words"),
    [
        ({"total": "0"}, AmountOutOfRange, "more than zero"),
        ({"total": "-5"}, AmountOutOfRange, "more than zero"),
        ({"total": "NaN"}, AmountOutOfRange, "not an amount"),
        ({"total": "Infinity"}, AmountOutOfRange, "not an amount"),
        ({"total": "1E+308"}, AmountOutOfRange, "too large"),
        ({"total": "1.005"}, TooManyDecimals, "at most 2 decimals"),
        ({"total": "20", "wallet": "50", "chosen": "-0.01"}, AmountOutOfRange, "less than zero"),
        ({"total": "20", "wallet": "50", "chosen": "NaN"}, AmountOutOfRange, "not an amount"),
        ({"total": "20", "wallet": "50", "chosen": "1.005"}, TooManyDecimals, "at most 2 decimals"),
        ({"total": "20", "wallet": "50", "chosen": "20.01"}, AmountOutOfRange, "€20.00 is left"),
        ({"total": "20", "wallet": "5", "chosen": "5.01"}, InsufficientFunds, "€5.00 can be spent"),
        (
            {"total": "30", "reward": "100", "cap": "20", "reward_chosen": "20.01"},
            AmountOutOfRange,
            "At most €20.00",
        ),
        ({"total": "20", "wallet": "50", "chosen": "19.80"}, CardAmountNotPossible, "Use €19.50 instead"),
        ({"total": "0.30", "wallet": "0.10"}, CardAmountNotPossible, "can't pay €0.20"),
        ({"total": "0.30", "wallet": "1", "chosen": "0.10"}, CardAmountNotPossible, "can't pay €0.20"),
        ({"total": "12.345", "currency": "KWD"}, CardAmountNotPossible, "2.350"),
        (
            {"total": "12.345", "wallet": "50", "chosen": "10", "currency": "KWD"},
            CardAmountNotPossible,
            "9.995",
        ),
    ],
)
def test_a_total_that_can_not_be_shared_so_is_refused_with_words(arguments, error, words):
    with pytest.raises(error) as refused:
        plan(**arguments)
    assert words in str(refused.value).replace("\xa0", " ") or words == "2.350"


def test_a_refused_card_amount_says_what_would_do():
    with pytest.raises(CardAmountNotPossible) as refused:
        plan("20", wallet="50", chosen="19.80")
    assert (refused.value.rest, refused.value.least) == (Money("0.20", "EUR"), Money("0.50", "EUR"))
    assert refused.value.code == "amount_out_of_range"


@pytest.mark.parametrize("field", ["available", "chosen", "cap"])
def test_another_currency_is_refused(field):
    amounts = {"available": Money("5", "EUR"), "chosen": Money("1", "EUR"), "cap": Money("2", "EUR")}
    amounts[field] = Money("1", "USD")
    with pytest.raises(CurrencyMismatch):
        plan_tenders(total=Money("20", "EUR"), sources=[Source(TenderKind.REWARD, **amounts)])


def test_a_part_that_is_not_used_is_zero():
    planned = plan_tenders(total=Money("20", "EUR"), sources=[])
    assert planned.part(TenderKind.WALLET) == Money("0", "EUR")
    assert planned.part(TenderKind.CARD) == Money("20", "EUR")


def test_a_plan_that_does_not_sum_to_its_total_is_never_handed_out():
    wrong = Plan(Money("20", "EUR"), (PlannedTender(TenderKind.CARD, Money("19", "EUR")),))
    with pytest.raises(ArithmeticError):
        _proven(wrong)


amounts = st.integers(min_value=0, max_value=10**6)


@given(
    currency=st.sampled_from(["EUR", "JPY", "KWD", "INR", "USD"]),
    total=st.integers(min_value=1, max_value=10**6),
    reward=amounts,
    cap=amounts,
    wallet=amounts,
)
def test_whatever_there_is_the_parts_sum_and_the_card_can_pay_its_own(currency, total, reward, cap, wallet):
    def money(minor):
        return from_minor(minor, currency)

    sources = [
        Source(TenderKind.REWARD, money(reward), cap=money(cap)),
        Source(TenderKind.WALLET, money(wallet)),
    ]
    try:
        planned = plan_tenders(total=money(total), sources=sources)
    except CardAmountNotPossible:
        assert least_chargeable(money(max(0, total - reward - wallet) or total)).amount > 0
        return
    parts = {kind: planned.part(kind) for kind in TenderKind}
    assert sum((part.amount for part in parts.values()), Decimal(0)) == money(total).amount
    assert parts[TenderKind.REWARD] <= money(min(reward, cap))
    assert parts[TenderKind.WALLET] <= money(wallet)
    assert parts[TenderKind.CARD] == least_chargeable(parts[TenderKind.CARD])
