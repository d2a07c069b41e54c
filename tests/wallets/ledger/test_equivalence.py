"""A batch does what posting its entries one by one does: same answers, same state, same refusals."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.support.ledger import clearing, entry, fetch, open_account, sales, undone
from wallet_project.core.exceptions import IdempotencyConflict, WalletProjectError
from wallets.ledger import journal
from wallets.ledger.exceptions import BelowFloor
from wallets.ledger.models import LedgerAccount

pytestmark = pytest.mark.django_db

# Each customer's account is opened with 10; the third has a credit line of 5.
moves = st.tuples(
    st.sampled_from(["k1", "k2", "k3", "k4", "k5", "k6"]),
    st.sampled_from(["", "W-1"]),
    st.dictionaries(st.integers(0, 4), st.integers(-12, 12).filter(bool), min_size=1, max_size=3),
)


def as_entry(move: tuple[str, str, dict[int, int]], accounts: list[int]) -> journal.Entry:
    """The move, with what is left over booked on the last account."""
    key, reference, amounts = move
    booked = {accounts[index]: minor for index, minor in amounts.items()}
    rest = -sum(booked.values())
    if rest:
        booked[accounts[5]] = rest
    return entry(key, booked, reference=reference)


def state() -> Any:
    """Everything but ids and times; the entries in the order of their ids."""
    return (
        fetch("SELECT id, balance FROM ledger_account WHERE guarded ORDER BY id"),
        fetch(
            "SELECT e.idempotency_key, e.reference, encode(e.fingerprint, 'hex'), p.account_id, p.amount,"
            " p.balance_after FROM ledger_entry e JOIN ledger_posting p ON p.entry_id = e.id"
            " ORDER BY e.id, p.account_id"
        ),
    )


def outcome(
    accounts: list[int], before: list[journal.Entry], entries: list[journal.Entry], *, batch: bool
) -> Any:
    """What posting answers or refuses, and the state it leaves; then undone."""
    with undone():
        for one in before:
            journal.post_entry(one)
        try:
            with transaction.atomic():
                posted = (
                    journal.post_entries(entries) if batch else [journal.post_entry(one) for one in entries]
                )
            answer: Any = ([one.replayed for one in posted], [keys(one.entry_id) for one in posted])
        except WalletProjectError as error:
            answer = error
        return answer, state()


def keys(entry_id: int) -> str:
    return fetch("SELECT idempotency_key FROM ledger_entry WHERE id = %s", entry_id)[0][0]


def told(error: Exception) -> Any:
    if isinstance(error, BelowFloor):
        return BelowFloor, error.account_id, error.available
    return type(error), str(error.data)


@settings(max_examples=120, deadline=None, suppress_health_check=list(HealthCheck))
@given(before=st.lists(moves, max_size=2), given_moves=st.lists(moves, min_size=2, max_size=7))
def test_a_batch_equals_its_entries_one_by_one(before, given_moves):
    with undone():
        compare(before, given_moves)


def compare(before: list, given_moves: list) -> None:
    accounts = [*(open_account(minor=10) for _ in range(3)), sales(), clearing(), open_account(minor=1000)]
    LedgerAccount.objects.filter(pk=accounts[2]).update(floor=-5)
    first = [one for one in (as_entry(move, accounts) for move in before) if len(one.lines) > 1]
    entries = [one for one in (as_entry(move, accounts) for move in given_moves) if len(one.lines) > 1]
    try:
        singly = outcome(accounts, first, entries, batch=False)
    except WalletProjectError:
        return
    together = outcome(accounts, first, entries, batch=True)
    assert together[1] == singly[1]
    if isinstance(singly[0], Exception):
        assert_refused_alike(singly[0], together[0])
    else:
        assert together[0] == singly[0]


def assert_refused_alike(singly: Exception, together: Any) -> None:
    """The same refusal; where several entries are wrong, a batch may name another of them."""
    assert isinstance(together, (BelowFloor, IdempotencyConflict))
    if type(singly) is type(together):
        assert isinstance(singly, IdempotencyConflict) or told(singly) == told(together)
