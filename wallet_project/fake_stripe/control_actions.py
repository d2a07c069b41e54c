"""What the bank desk and the control API can do, on documents named by id."""

from __future__ import annotations

from wallet_project.fake_stripe import jobs
from wallet_project.fake_stripe.api import faults, journal
from wallet_project.fake_stripe.bank import charges, disputes, payments, refunds
from wallet_project.fake_stripe.knobs import read_knobs, turn
from wallet_project.fake_stripe.store import Doc, get_store, public


def settle_payment(identifier: str, *, succeeded: bool) -> Doc:
    """The bank answers a payment that it kept waiting."""
    with get_store().transaction():
        return public(payments.settle(get_store().get("payment_intent", identifier), succeeded=succeeded))


def dispute_payment(identifier: str, *, reason: str = "fraudulent") -> Doc:
    with get_store().transaction():
        intent = get_store().get("payment_intent", identifier)
        return public(disputes.dispute(charges.latest(intent), reason=reason))


def close_dispute(identifier: str, *, won: bool) -> Doc:
    with get_store().transaction():
        return public(disputes.close(get_store().get("dispute", identifier), won=won))


def settle_refund(identifier: str, *, succeeded: bool) -> Doc:
    with get_store().transaction():
        doc = get_store().get("refund", identifier)
        return public(refunds.succeed(doc) if succeeded else refunds.fail(doc))


def advance_clock(seconds: float) -> float:
    """Let time pass, and everything happen that falls due meanwhile. Returns the total offset."""
    offset = turn({"clock_offset": read_knobs().clock_offset + seconds}).clock_offset
    jobs.run_due()
    return offset


def reset() -> None:
    """Forget everything."""
    get_store().clear()
    faults.clear()
    journal.CALLS.clear()
