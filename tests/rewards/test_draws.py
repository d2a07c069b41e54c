"""Prizes are drawn as their weights say: shown on every ticket, and on many of a seeded stand-in."""

import random
from collections import Counter
from decimal import Decimal

import pytest

from rewards.draws import Prize, chance_in_words, draw, expected_cost

PRIZES = [Prize(0, 70), Prize(100, 25), Prize(1000, 5)]


def test_each_ticket_wins_the_prize_whose_share_it_falls_in():
    won = [draw(PRIZES, randbelow=lambda total, ticket=ticket: ticket).amount for ticket in range(100)]
    assert won == [0] * 70 + [100] * 25 + [1000] * 5


def test_the_draw_asks_for_a_number_below_the_sum_of_the_weights():
    asked = []
    draw(PRIZES, randbelow=lambda total: asked.append(total) or 0)
    assert asked == [100]


def test_many_draws_come_close_to_the_odds():
    luck = random.Random(7)
    won = Counter(draw(PRIZES, randbelow=luck.randrange).amount for _card in range(100_000))
    # Four standard deviations of a binomial distribution.
    for prize in PRIZES:
        share = prize.weight / 100
        allowed = 4 * (100_000 * share * (1 - share)) ** 0.5
        assert abs(won[prize.amount] - 100_000 * share) < allowed


def test_nothing_can_be_drawn_from_nothing():
    with pytest.raises(ValueError, match="nothing to draw from"):
        draw([], randbelow=lambda total: 0)


def test_a_number_out_of_range_is_no_prize():
    with pytest.raises(ValueError, match="out of range"):
        draw(PRIZES, randbelow=lambda total: total)


@pytest.mark.parametrize(
    ("prizes", "cost"),
    [
        (PRIZES, Decimal(75)),
        ([Prize(500, 1)], Decimal(500)),
        ([Prize(0, 2), Prize(100, 1)], Decimal(100) / 3),
        ([], Decimal(0)),
    ],
)
def test_what_a_card_costs_on_average(prizes, cost):
    assert expected_cost(prizes) == cost


@pytest.mark.parametrize(
    ("prize", "words"),
    [
        (PRIZES[0], "70 in 100 cards (70%)"),
        (PRIZES[2], "5 in 100 cards (5%)"),
    ],
)
def test_odds_in_words(prize, words):
    assert chance_in_words(prize, PRIZES) == words


def test_small_odds_are_not_said_to_be_none():
    rare = Prize(100_000, 1)
    assert chance_in_words(rare, [rare, Prize(0, 99_999)]) == "1 in 100,000 cards (<0.01%)"
    third = Prize(5, 1)
    assert chance_in_words(third, [third, Prize(0, 2)]) == "1 in 3 cards (33.33%)"
