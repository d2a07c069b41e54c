"""Which tests one worker runs in a row, so that what they share is made once.

`xdist_group` alone would do, if pytest-xdist 3.8 could name the group to pytest 9.2; there every test of
a group goes to whichever worker is free, and each worker opens a demo and runs the benchmarks of its own.
"""

from __future__ import annotations

from xdist.scheduler import LoadGroupScheduling

# Each keeps a machine busy by itself or shares what took long to make. The largest group starts first:
# beside it the other workers run all the rest, and none waits for it at the end.
HEAVY = (
    "tests/benchmarks/test_quick_run.py",
    "tests/fire/test_bulk_under_fire.py",
    "tests/fire/test_under_fire.py",
    "tests/wallet_project/test_demo.py",
)


class Scheduler(LoadGroupScheduling):
    """Hands out tests one by one, but all that is heavy to the same worker."""

    def _split_scope(self, nodeid: str) -> str:
        return "heavy" if nodeid.partition("::")[0] in HEAVY else str(super()._split_scope(nodeid))
