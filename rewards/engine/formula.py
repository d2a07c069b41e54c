"""What one rule gives, before its limits. Exact fractions until the one rounding at the end."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import prod

from djmoney.money import Money

from rewards.caps import OrderLine
from rewards.engine import words
from rewards.engine.purchase import goods_of, without_rewarded
from rewards.engine.rules import Multiplier, Occasion, Rule
from rewards.enums import EarningKind
from wallet_project.core.money import from_minor, to_minor


@dataclass(frozen=True, slots=True)
class Given:
    """What a rule gives, in minor units of its unit, and the sentences that explain it."""

    amount: int
    story: tuple[str, ...]


def apply_rule(rule: Rule, occasion: Occasion) -> Given:
    """What the rule gives for this, rounded down to the unit, once."""
    story: list[str] = []
    exact = _fixed(rule, story) if not rule.is_by_spending else _by_spending(rule, occasion, story)
    exact = _multiplied(rule, occasion, exact, story)
    return Given(int(exact), tuple(story))


def _fixed(rule: Rule, story: list[str]) -> Fraction:
    assert rule.gives is not None
    story.append(words.fixed(rule.name, rule.gives))
    return Fraction(to_minor(rule.gives))


def _by_spending(rule: Rule, occasion: Occasion, story: list[str]) -> Fraction:
    """The sum of all that counts, then what multiplied lines give beyond that.

    So a multiplier never takes anything: whole steps are counted of the whole first.
    """
    lines = _counted(rule, occasion, story)
    spent = sum(to_minor(line.amount) for line in lines)
    exact = _worth(rule, spent)
    story.append(_said(rule, spent, exact, occasion))
    for factor, amount, names in _multiplied_lines(rule, occasion, lines):
        more = _worth(rule, amount) * (factor - 1)
        exact += more
        story.append(words.line_bonus(names, _money(amount, occasion), factor, _whole(more, rule)))
    return exact


def _counted(rule: Rule, occasion: Occasion, story: list[str]) -> list[OrderLine]:
    """The lines that count, with what counts of them."""
    purchase = occasion.purchase
    assert purchase is not None
    lines = goods_of(purchase)
    unpaid = without_rewarded(purchase, lines) if rule.unrewarded_only else lines
    kept = [
        (before, after) for before, after in zip(lines, unpaid, strict=True) if not rule.is_excluded(before)
    ]
    if len(kept) < len(lines):
        story.append(words.excluded())
    rewarded = sum(to_minor(before.amount) - to_minor(after.amount) for before, after in kept)
    if rewarded:
        story.append(words.rewarded(from_minor(rewarded, purchase.currency)))
    return [after for _, after in kept]


def _worth(rule: Rule, spent: int) -> Fraction:
    """What so many minor units spent are worth: whole steps, or a percentage."""
    if rule.kind == EarningKind.PERCENT:
        assert rule.percent is not None
        return spent * Fraction(rule.percent) / 100
    assert rule.gives is not None
    return Fraction(_steps(rule, spent) * to_minor(rule.gives))


def _steps(rule: Rule, spent: int) -> int:
    assert rule.per is not None
    return spent // to_minor(rule.per)


def _said(rule: Rule, spent: int, exact: Fraction, occasion: Occasion) -> str:
    counts, given = _money(spent, occasion), _whole(exact, rule)
    if rule.kind == EarningKind.PERCENT:
        assert rule.percent is not None
        return words.percent(rule.name, counts, rule.percent, given)
    assert rule.gives is not None
    assert rule.per is not None
    return words.per_spent(rule.name, counts, _steps(rule, spent), rule.per, rule.gives, given)


def _multiplied_lines(
    rule: Rule, occasion: Occasion, lines: Sequence[OrderLine]
) -> list[tuple[Fraction, int, str]]:
    """Lines that count more than once, by what multiplies them: factor, amount, names."""
    ours = [one for one in rule.multipliers if one.is_for_lines and one.holds(occasion)]
    groups: dict[tuple[int, ...], int] = defaultdict(int)
    for line in lines:
        groups[tuple(i for i, one in enumerate(ours) if one.is_for(line))] += to_minor(line.amount)
    return [
        (_product([ours[i] for i in which]), amount, _names([ours[i] for i in which]))
        for which, amount in sorted(groups.items())
        if which and amount
    ]


def _multiplied(rule: Rule, occasion: Occasion, exact: Fraction, story: list[str]) -> Fraction:
    """Times every multiplier of the whole, and the tier's own."""
    for one in rule.multipliers:
        if not one.is_for_lines and one.holds(occasion):
            exact *= Fraction(one.factor)
            story.append(words.multiplied(one.name, one.factor, _whole(exact, rule)))
    standing = occasion.standing
    if rule.tier_counts and standing is not None and standing.multiplier != 1:
        exact *= Fraction(standing.multiplier)
        story.append(words.multiplied(standing.name, standing.multiplier, _whole(exact, rule)))
    if exact != int(exact):
        story.append(words.rounded_down(_whole(exact, rule)))
    return exact


def _product(multipliers: Sequence[Multiplier]) -> Fraction:
    return prod((Fraction(one.factor) for one in multipliers), start=Fraction(1))


def _names(multipliers: Sequence[Multiplier]) -> str:
    return " × ".join(one.name for one in multipliers if one.name)


def _whole(exact: Fraction, rule: Rule) -> Money:
    return from_minor(int(exact), rule.unit)


def _money(minor: int, occasion: Occasion) -> Money:
    assert occasion.purchase is not None
    return from_minor(minor, occasion.purchase.currency)
