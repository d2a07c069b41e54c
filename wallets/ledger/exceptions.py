"""What the ledger refuses."""

from __future__ import annotations

from wallet_project.core.exceptions import WalletProjectError


class LedgerError(WalletProjectError):
    """Root of the ledger's refusals."""

    code = "ledger_error"


class MalformedEntry(LedgerError):
    """An entry that is not double entry; `rule` is the name of the broken rule."""

    code = "malformed_entry"

    def __init__(self, message: str, *, rule: str) -> None:
        super().__init__(message, rule=rule)
        self.rule = rule


class BelowFloor(LedgerError):
    """A guarded account would fall below its floor. `available` is in minor units, None if unknown."""

    code = "insufficient_funds"

    def __init__(self, *, account_id: int | None, available: int | None) -> None:
        super().__init__("A guarded account would fall below its floor.", account_id=account_id)
        self.account_id = account_id
        self.available = available


class AppendOnly(LedgerError):
    """Somebody tried to change what was posted, or to write around the ledger's function."""

    code = "append_only"
