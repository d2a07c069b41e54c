"""What the wallet asks of a payment gateway, and the words that it answers in.

A gateway never touches our database: it takes plain values, makes one bounded call and answers
with a plain value. Every call that creates something takes `key`, an idempotency key that the
caller has stored before: the same key on a retry gives the same object, never a second one.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Protocol

from djmoney.money import Money


class PaymentState(StrEnum):
    """How far one card or bank payment is."""

    OPEN = "open"  # the hosted page waits for the customer
    REQUIRES_ACTION = "requires_action"  # 3-D Secure: send the customer to `redirect_url`
    PROCESSING = "processing"  # the bank has it, and will answer later
    SUCCEEDED = "succeeded"
    FAILED = "failed"  # declined; nothing was taken
    EXPIRED = "expired"  # the page was left alone, or closed by us
    CANCELED = "canceled"


class GatewayError(Exception):
    """The gateway refused a call (`permanent`) or could not be asked (try again with the same key).

    `code` is stable and ours: `declined`, `unavailable`, `timeout`, `invalid_request`,
    `authentication`, `not_found`, `rate_limited`. `reason` is what a customer may read.
    """

    def __init__(self, code: str, reason: str, *, permanent: bool) -> None:
        super().__init__(f"{code}: {reason}")
        self.code = code
        self.reason = reason
        self.permanent = permanent


class WebhookRejected(Exception):
    """A webhook that must not be believed; `code` is `unsigned`, `bad_signature`, `stale`,
    `wrong_mode` or `malformed`."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True, slots=True)
class Card:
    """A card or other method that the gateway keeps for a customer. No number is ever ours.

    `fingerprint` is the same for the same card, whoever uses it; empty where the gateway has none.
    """

    payment_method: str
    brand: str
    last4: str
    exp_month: int
    exp_year: int
    fingerprint: str = ""


@dataclass(frozen=True, slots=True)
class CheckoutRequest:
    """A hosted payment page for `amount`. `metadata` comes back with every state and event.

    `requested_at` is when the caller stored `key`: the page's end counts from there, so that a retry
    asks for exactly the same, as the gateway demands. Without it the page stays open for 24 hours.
    """

    key: str
    amount: Money
    gateway_customer: str
    description: str
    success_url: str
    cancel_url: str
    metadata: Mapping[str, str]
    save_card: bool = False
    expires_in_minutes: int = 30  # Stripe allows 30 minutes to 24 hours
    requested_at: datetime | None = None
    locale: str = "auto"


@dataclass(frozen=True, slots=True)
class SetupRequest:
    """A hosted page that saves a card and takes no money."""

    key: str
    gateway_customer: str
    success_url: str
    cancel_url: str
    metadata: Mapping[str, str]
    currency: str = "EUR"


@dataclass(frozen=True, slots=True)
class ChargeRequest:
    """A payment by a saved card; the customer may be present (`return_url`) or not."""

    key: str
    amount: Money
    gateway_customer: str
    payment_method: str
    description: str
    metadata: Mapping[str, str]
    return_url: str = ""
    off_session: bool = False


@dataclass(frozen=True, slots=True)
class PaymentResult:
    """What the gateway says of one payment, by hosted page or saved card.

    `captured` is what was really taken, zero until it succeeded. `session` is the hosted page's
    id (empty for a saved card), `payment` the payment's own id (empty until there is one).
    `redirect_url` is where the customer has to go now: the hosted page or 3-D Secure. `gave_back`:
    something of it was refunded or is disputed.
    """

    state: PaymentState
    captured: Money
    gateway_customer: str
    session: str = ""
    payment: str = ""
    redirect_url: str = ""
    method: str = ""  # "card", "upi", "netbanking", ...
    card: Card | None = None
    card_saved: bool = False
    failure: str = ""  # in words for the customer
    gave_back: bool = False
    livemode: bool = False
    metadata: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class RefundResult:
    """A refund to the original method: pending until the gateway says otherwise."""

    refund: str
    state: PaymentState  # PROCESSING, SUCCEEDED, FAILED or CANCELED
    amount: Money
    failure: str = ""


class EventKind(StrEnum):
    """What a webhook told. Everything that we do not act on is IGNORED, and still stored once."""

    PAYMENT = "payment"  # a page or a payment changed: read its state again
    SETUP = "setup"  # a card was saved by a setup page
    REFUND = "refund"
    DISPUTE_OPENED = "dispute_opened"
    DISPUTE_CLOSED = "dispute_closed"
    CARD_REMOVED = "card_removed"
    IGNORED = "ignored"


@dataclass(frozen=True, slots=True)
class GatewayEvent:
    """A verified webhook. It is a hint, not a truth: the state is read from the gateway again."""

    id: str
    type: str  # the gateway's own name, e.g. "checkout.session.completed"
    kind: EventKind
    created_at: datetime
    livemode: bool
    session: str = ""
    payment: str = ""
    refund: str = ""
    dispute: str = ""
    payment_method: str = ""
    metadata: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class DisputeResult:
    """A payment that the customer's bank took back. `won` is None while it is open."""

    dispute: str
    payment: str
    amount: Money
    reason: str
    won: bool | None


class Gateway(Protocol):
    """One payment processor. Every method may raise `GatewayError`; none is called inside a
    database transaction."""

    name: str

    def create_customer(self, *, key: str, reference: str, email: str, name: str) -> str:
        """Make the gateway's own customer and answer with its id. Safe to repeat with `key`."""
        ...

    def create_checkout(self, request: CheckoutRequest) -> PaymentResult:
        """Open a hosted payment page. Safe to repeat with the same key."""
        ...

    def create_setup(self, request: SetupRequest) -> PaymentResult:
        """Open a hosted page that saves a card. Safe to repeat with the same key."""
        ...

    def fetch_checkout(self, session: str) -> PaymentResult:
        """Read a hosted page's state, with the payment behind it, or the card that it saved."""
        ...

    def expire_checkout(self, session: str) -> PaymentResult:
        """Close a hosted page. Answers with its state, which may be SUCCEEDED or PROCESSING if the
        customer was faster. Safe to repeat."""
        ...

    def charge_saved_card(self, request: ChargeRequest) -> PaymentResult:
        """Take money by a saved card. A decline is a FAILED result, not an error. Safe to repeat
        with the same key."""
        ...

    def fetch_payment(self, payment: str) -> PaymentResult:
        """Read a payment's state."""
        ...

    def cancel_payment(self, payment: str) -> PaymentResult:
        """Cancel a payment that still needs the customer. Answers with its state, which may be
        SUCCEEDED if the bank was faster. Safe to repeat."""
        ...

    def find_payment(self, *, gateway_customer: str, metadata: Mapping[str, str]) -> PaymentResult | None:
        """Look for the customer's newest page or payment whose metadata contains `metadata`: the
        way back after a crash when the key is no longer remembered by the gateway."""
        ...

    def detach_card(self, payment_method: str) -> None:
        """Forget a saved card. Safe to repeat."""
        ...

    def create_refund(
        self, *, key: str, payment: str, amount: Money, metadata: Mapping[str, str]
    ) -> RefundResult:
        """Give money back to the original method. Safe to repeat with the same key."""
        ...

    def fetch_refund(self, refund: str) -> RefundResult:
        """Read a refund's state."""
        ...

    def find_refund(self, *, payment: str, metadata: Mapping[str, str]) -> RefundResult | None:
        """Look for the payment's newest refund whose metadata contains `metadata`: the way back
        after a crash when the key is no longer remembered by the gateway."""
        ...

    def fetch_dispute(self, dispute: str) -> DisputeResult:
        """Read a dispute."""
        ...

    def read_event(self, *, payload: bytes, headers: Mapping[str, str]) -> GatewayEvent:
        """Verify a webhook's signature, age and mode, and read it. Raises `WebhookRejected`."""
        ...
