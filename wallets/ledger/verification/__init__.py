"""Recomputing everything: does the ledger say what its postings say?

A check is a function that takes a `Progress` and yields a `Difference` for each thing that is not
as it must be. Other apps add theirs in `AppConfig.ready()` with `register_check`.
"""

from wallets.ledger.verification.registry import (
    Check,
    Difference,
    Progress,
    Silent,
    differences,
    register_check,
)
from wallets.ledger.verification.running import Finding, own_checks, registered_checks, verify

__all__ = [
    "Check",
    "Difference",
    "Finding",
    "Progress",
    "Silent",
    "differences",
    "own_checks",
    "register_check",
    "registered_checks",
    "verify",
]
