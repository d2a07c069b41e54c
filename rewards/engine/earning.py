"""What an activity earns by all the rules: limits, adding up and best-of."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from rewards.engine import words
from rewards.engine.formula import Given, apply_rule
from rewards.engine.results import Share, UnitEarning
from rewards.engine.rules import Occasion, Rule, Used
from wallet_project.core.money import from_minor

NOTHING_YET = Used()


@dataclass(frozen=True, slots=True)
class _Candidate:
    rule: Rule
    given: Given


def earn(
    rules: Sequence[Rule], occasion: Occasion, used: Mapping[str, Used] | None = None
) -> tuple[UnitEarning, ...]:
    """What this earns, for each unit in which it earns anything; money before points.

    `used` is what the customer has earned by each rule before, by its key: limits of a day and of
    a customer count it. Always rounded down to the unit, by each rule, once.
    """
    before = used or {}
    candidates = [
        _Candidate(rule, _limited(rule, apply_rule(rule, occasion), before.get(rule.key, NOTHING_YET)))
        for rule in rules
        if rule.is_for(occasion)
    ]
    earning = sorted((one for one in candidates if one.given.amount > 0), key=_place)
    by_unit = [(unit, _chosen(list(group))) for unit, group in groupby(earning, key=lambda c: c.rule.unit)]
    return tuple(_summed(unit, chosen) for unit, chosen in by_unit)


def _place(candidate: _Candidate) -> tuple[bool, str, int, str]:
    rule = candidate.rule
    return rule.unit == words.POINTS, rule.unit, rule.priority, rule.key


def _limited(rule: Rule, given: Given, used: Used) -> Given:
    """What is left of it within the rule's limits."""
    limits = rule.limits
    for limit, before, say in (
        (limits.order, 0, words.most_per_order),
        (limits.day, used.day, words.most_per_day),
        (limits.customer, used.ever, words.most_per_customer),
    ):
        if limit is not None and given.amount > max(limit - before, 0):
            left = max(limit - before, 0)
            said = say(from_minor(limit, rule.unit), from_minor(left, rule.unit))
            given = replace(given, amount=left, story=(*given.story, said))
    return given


def _chosen(candidates: list[_Candidate]) -> list[_Candidate]:
    """All that add up, and the best of the others; the first of equals."""
    others = [one for one in candidates if not one.rule.stacks]
    best = max(others, key=lambda one: one.given.amount, default=None)
    if best is None or len(others) == 1:
        return candidates
    said = replace(best.given, story=(*best.given.story, words.best_of(best.rule.name)))
    return [
        replace(one, given=said) if one is best else one
        for one in candidates
        if one.rule.stacks or one is best
    ]


def _summed(unit: str, chosen: list[_Candidate]) -> UnitEarning:
    total = from_minor(sum(one.given.amount for one in chosen), unit)
    story = [sentence for one in chosen for sentence in one.given.story]
    if len(chosen) > 1:
        story.append(words.together(total))
    days = [one.rule.valid_days for one in chosen]
    return UnitEarning(
        amount=total,
        story=tuple(story),
        shares=tuple(Share(one.rule.key, one.given.amount) for one in chosen),
        valid_days=None if None in days else max(day for day in days if day is not None),
    )
