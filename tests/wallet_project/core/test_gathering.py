"""Small work of many requests, done together a moment later."""

from __future__ import annotations

import os
import threading

import pytest

from wallet_project.core.gathering import Gathered


class Handled:
    """What was handed over; fails for a list with `None` in it."""

    def __init__(self) -> None:
        self.lists: list[list[int | None]] = []
        self.happened = threading.Event()

    def __call__(self, things: list[int | None]) -> None:
        if None in things:
            raise ValueError("none of these")
        self.lists.append(things)
        self.happened.set()


@pytest.fixture
def handled():
    return Handled()


def test_what_was_put_down_in_a_moment_is_handed_over_by_a_thread(handled, settings):
    settings.GATHERED_BY_THREADS = True
    gathered = Gathered("numbers", handled, pause=0.01)
    assert gathered.add(1)
    assert handled.happened.wait(30)
    assert handled.lists == [[1]]
    handled.happened.clear()
    gathered.add(2)  # by the same thread, once more
    assert handled.happened.wait(30)
    assert handled.lists == [[1], [2]]


def test_so_many_at_a_time_in_their_order(handled):
    gathered = Gathered("numbers", handled, pause=0, most=2)
    for number in range(5):
        gathered.add(number)
    gathered.flush()
    gathered.flush()
    assert handled.lists == [[0, 1], [2, 3], [4]]


def test_a_failure_is_logged_and_stops_nothing_else(handled, caplog):
    gathered = Gathered("numbers", handled, pause=0, most=2)
    for number in (None, 1, 2):
        gathered.add(number)
    gathered.flush()
    assert handled.lists == [[2]]
    assert "numbers could not be handled" in caplog.text


def test_no_more_than_the_limit_waits(handled):
    gathered = Gathered("numbers", handled, pause=0, limit=2)
    assert [gathered.add(number) for number in range(3)] == [True, True, False]
    gathered.flush()
    assert handled.lists == [[0, 1]]
    assert gathered.add(3)


def test_a_forked_process_has_a_thread_of_its_own(settings):
    settings.GATHERED_BY_THREADS = True
    reader, writer = os.pipe()
    gathered: Gathered[int] = Gathered("numbers", lambda numbers: os.write(writer, bytes(numbers)), pause=0)
    gathered.add(1)
    assert os.read(reader, 1) == b"\x01"
    child = os.fork()
    if child == 0:
        gathered.add(2)
        threading.Event().wait(30)
        os._exit(0)
    try:
        assert os.read(reader, 1) == b"\x02"
    finally:
        os.kill(child, 9)
        os.waitpid(child, 0)
        os.close(reader)
        os.close(writer)
