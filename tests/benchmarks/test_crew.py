from __future__ import annotations

import sys

import pytest

from benchmarks import laps
from benchmarks.crew import Crew, total_rate

IDLER = "import time; from benchmarks import laps; laps.obey(lambda: time.sleep(0.001))"
QUITTER = "print('ready', flush=True); input(); raise SystemExit(3)"


def crew(program: str, size: int = 1) -> Crew:
    return Crew([sys.executable, "-c", program], size, {})


def test_a_lap_counts_what_was_done_until_the_time_was_over():
    done: list[int] = []
    count, elapsed = laps.run(lambda: done.append(1), 0.01)
    assert count == len(done) > 0
    assert elapsed >= 0.01


def test_rates_of_workers_add_up():
    assert total_rate(["100 2.0", "30 1.0"]) == 80.0


def test_a_crew_works_with_as_many_as_it_is_told_and_again():
    with crew(IDLER, 2) as idlers:
        assert idlers.rate(processes=1, seconds=0.05) > 0
        assert idlers.rate(processes=2, seconds=0.05) > 0


def test_a_worker_that_ends_early_is_an_error_and_not_a_zero():
    with crew(QUITTER) as quitters, pytest.raises(RuntimeError, match="exit code 3"):
        quitters.rate(processes=1, seconds=0.05)


def test_a_worker_that_does_not_get_ready_is_an_error():
    with pytest.raises(RuntimeError):
        crew("print('what?')")
