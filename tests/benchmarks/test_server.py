from __future__ import annotations

import pytest

from benchmarks.server import transactions_per_second

REPORT = """number of transactions actually processed: 36
number of failed transactions: {failed} (0.000%)
latency average = 0.5 ms
tps = 1834.571345 (without initial connection time)
"""


def test_pgbench_tells_its_rate():
    assert transactions_per_second(REPORT.format(failed=0)) == 1834.571345


@pytest.mark.parametrize("report", [REPORT.format(failed=2), "pgbench: error: no such file", ""])
def test_a_run_of_pgbench_that_failed_is_not_a_measurement(report):
    with pytest.raises(RuntimeError, match="pgbench failed"):
        transactions_per_second(report)
