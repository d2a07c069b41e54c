"""One row for each operation of the API: how it is called, and what everybody gets. A module for each
app; `tests/wallet_project/api/test_matrix.py` calls them all."""

from __future__ import annotations

import pkgutil
from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module
from typing import Any

from tests.factories.wallets import make_staff, make_user, make_wallet
from wallets.models import Wallet

STORE_ONLY = 403


class World:
    """A customer `owner` with money in `wallet`, and `other`, who has nothing to do with it."""

    def __init__(self) -> None:
        self.wallet: Wallet = make_wallet("50")
        self.owner: Any = self.wallet.customer
        self.other: Any = make_wallet("50").customer

    def new_customer(self) -> Any:
        return make_user()


@dataclass(frozen=True)
class Row:
    """`path` and `body` make the call from a `World`. `right` is the status with a key of the right
    scope, `owner` and `other` those of the two customers (`STORE_ONLY` where customers may not at
    all). `nobody` is 401 unless it is public, `wrong_scope` 403 unless any key will do. `asks_gateway`:
    it leaves something for `Later`. `acts_for`: what the member of staff may do for whom the right key
    acts, if it must act for somebody."""

    path: Callable[[World], str]
    right: int
    owner: int
    other: int
    body: Callable[[World], Any] | None = None
    nobody: int = 401
    wrong_scope: int = 403
    asks_gateway: bool = False
    acts_for: tuple[str, ...] = ()

    def person(self) -> dict[str, int]:
        """The field of the right key that says for whom it acts."""
        return {"acts_for_id": make_staff(*self.acts_for).pk} if self.acts_for else {}


def all_rows() -> dict[str, Row]:
    """The rows of all modules here, by operation."""
    found: dict[str, Row] = {}
    for module in pkgutil.iter_modules(__path__):
        rows: dict[str, Row] = import_module(f"{__name__}.{module.name}").ROWS
        assert not found.keys() & rows.keys()
        found.update(rows)
    return found
