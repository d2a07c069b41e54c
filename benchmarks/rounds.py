"""Measure contenders in turns and compare their medians, so that a noisy machine is noisy to all."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from statistics import median

Contenders = Mapping[str, Callable[[], float]]


def interleave(contenders: Contenders, rounds: int, tick: Callable[[], None]) -> dict[str, float]:
    """The median of each contender's measurements, one in every round.

    Every other round goes through the contenders backwards, so that none always comes after the
    same neighbor. `tick` is called after each measurement.
    """
    measured: dict[str, list[float]] = {name: [] for name in contenders}
    for number in range(rounds):
        for name in in_turn(list(contenders), number):
            measured[name].append(contenders[name]())
            tick()
    return {name: median(values) for name, values in measured.items()}


def in_turn(names: list[str], number: int) -> list[str]:
    return names if number % 2 == 0 else names[::-1]
