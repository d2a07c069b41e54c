from __future__ import annotations

from benchmarks.rounds import interleave


def test_contenders_take_turns_and_every_other_round_goes_backwards():
    turns: list[str] = []

    def contender(name: str):
        return lambda: turns.append(name) or 0.0

    interleave({"a": contender("a"), "b": contender("b")}, 3, lambda: turns.append("tick"))
    assert "".join(turn for turn in turns if turn != "tick") == "abbaab"
    assert turns.count("tick") == 6


def test_one_bad_round_does_not_move_the_median():
    measured = iter([10.0, 900.0, 11.0, 12.0, 9.0])
    assert interleave({"a": lambda: next(measured)}, 5, lambda: None) == {"a": 11.0}
