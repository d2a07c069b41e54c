"""What must be true of refunds after anything."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager

from refunds.verification import refund_checks
from rewards.verification import CHECKS as REWARD_CHECKS
from tests.support.ledger import behind_the_triggers, fetch
from tests.support.rules import without_rules
from wallet_project.checkout.verification import payment_checks
from wallets.ledger.verification import verify
from wallets.verification import CHECKS as WALLET_CHECKS
from wallets.verification import checks_of


def found(**more: str) -> list[str]:
    """The names of the checks that find something."""
    checks = checks_of({**WALLET_CHECKS, **REWARD_CHECKS, **refund_checks(), **more})
    return [finding.check for finding in verify(checks=checks) if finding.differences]


def everything_agrees() -> None:
    assert found(**payment_checks()) == []


RULES = {
    "checkout_check_payment": "payment_refunds_at_most_what_it_captured",
    "checkout_check_tender": "tender_refunds_at_most_what_it_captured",
}
TRIGGERS = {
    "refunds_are_noted_on_their_tender": "refunds_refundallocation",
    "tender_is_refunded_by_its_refunds": "checkout_tender",
}


@contextmanager
def without_refund_rules() -> Iterator[None]:
    """A database that does not mind how much is refunded; what came of it is gone afterwards."""
    with ExitStack() as without:
        for function, rule in RULES.items():
            without.enter_context(without_rules(function, rule))
        for trigger, table in TRIGGERS.items():
            fetch(f"ALTER TABLE {table} DISABLE TRIGGER {trigger}")
        try:
            yield
        finally:
            with behind_the_triggers():
                fetch("DELETE FROM refunds_refundallocation")
                fetch("UPDATE checkout_tender SET refunded = 0")
                fetch("UPDATE checkout_payment SET refunded = 0")
            for trigger, table in TRIGGERS.items():
                fetch(f"ALTER TABLE {table} ENABLE TRIGGER {trigger}")
