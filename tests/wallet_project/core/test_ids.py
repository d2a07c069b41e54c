from __future__ import annotations

import os
import time
from concurrent.futures import ThreadPoolExecutor

from freezegun import freeze_time

from wallet_project.core.ids import uuid7


def test_it_is_a_version_7_uuid_of_now() -> None:
    before = time.time_ns() // 1_000_000
    made = uuid7()
    assert (made.version, made.variant) == (7, "specified in RFC 4122")
    assert before <= made.int >> 80 <= before + 1000


def test_later_ones_are_higher() -> None:
    made = [uuid7() for _ in range(5000)]
    assert made == sorted(set(made))


def test_later_ones_are_higher_while_the_clock_stands_still_or_goes_back() -> None:
    with freeze_time("2026-03-01 12:00:00"):
        made = [uuid7() for _ in range(100)]
    with freeze_time("2026-03-01 11:00:00"):
        made += [uuid7() for _ in range(100)]
    assert made == sorted(set(made))


def test_threads_never_get_the_same() -> None:
    with ThreadPoolExecutor(8) as pool:
        made = list(pool.map(lambda _: uuid7(), range(5000)))
    assert len(set(made)) == 5000


def test_a_process_that_was_forked_off_never_gets_the_same() -> None:
    uuid7()
    reading, writing = os.pipe()
    if not (child := os.fork()):
        os.write(writing, uuid7().bytes[8:])
        os._exit(0)
    os.waitpid(child, 0)
    assert os.read(reading, 8) != uuid7().bytes[8:]
