"""Decisions that contradict themselves, in words."""

from decimal import Decimal

import pytest
from djmoney.money import Money

from rewards.caps import CapRule
from rewards.conversion import Rate
from rewards.decisions import (
    ProgramTerms,
    contradictions_of_cap,
    contradictions_of_program,
    wrong_amounts,
)


def eur(amount):
    return Money(amount, "EUR")


def fields(found):
    return [one.field for one in found]


@pytest.mark.parametrize(
    ("amount", "words"),
    [(eur("-0.01"), "below zero"), (eur("1.005"), "at most 2 decimals"), (Money("1.5", "JPY"), "decimals")],
)
def test_an_amount_that_can_not_be_is_refused(amount, words):
    [problem] = wrong_amounts(most=amount, minimum_order=None)
    assert problem.field == "most"
    assert words in problem.message


CAPS = [
    (CapRule(), []),
    (CapRule(percent=Decimal(10)), []),
    (CapRule(percent=Decimal(0)), []),
    (CapRule(most=eur("0")), []),
    (CapRule(percent=Decimal("100.01")), ["percent"]),
    (CapRule(percent=Decimal(-1)), ["percent"]),
    (CapRule(percent=Decimal(0), most=eur("5")), ["percent"]),
    (CapRule(percent=Decimal(10), most=eur("0")), ["most"]),
    (CapRule(percent=Decimal(10), most=eur("3"), minimum_order=eur("30")), []),
    (CapRule(percent=Decimal(10), most=eur("2.99"), minimum_order=eur("30")), ["percent"]),
    (CapRule(eur("2.99"), Decimal(10), eur("30"), excluded_products=frozenset({"mug"})), []),
]


@pytest.mark.parametrize(("rule", "wrong"), CAPS)
def test_a_cap_of_which_a_part_never_counts_is_refused(rule, wrong):
    assert fields(contradictions_of_cap(rule)) == wrong


def terms(points=100, value="1", step=1, minimum=100, **more):
    return ProgramTerms(Rate(points, eur(value), step), minimum, **more)


PROGRAMS = [
    (terms(), []),
    (terms(value="0"), ["value"]),
    (terms(step=100, minimum=99), ["minimum"]),
    (terms(step=100, minimum=100), []),
    (terms(points=1000, minimum=9), ["minimum"]),
    (terms(points=1000, minimum=10), []),
    (terms(most_per_day=99), ["most_per_day"]),
    (terms(most_per_day=100), []),
    (terms(valid_days=30), ["valid_days"]),
    (terms(valid_days=30, target="reward_wallet"), []),
]


@pytest.mark.parametrize(("program", "wrong"), PROGRAMS)
def test_a_program_by_which_nobody_could_convert_is_refused(program, wrong):
    assert fields(contradictions_of_program(program)) == wrong
