"""What a movement of money was, in words for the customer."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from wallets.enums import HoldStatus, TopUpStatus
from wallets.ledger import chart
from wallets.ledger.enums import EntryKind

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


class MovementGroup(models.TextChoices):
    """What a customer filters a statement by; each kind of entry is in exactly one."""

    ADDED = "added", gettext_lazy("Money added")
    ORDERS = "orders", gettext_lazy("Orders")
    RETURNED = "returned", gettext_lazy("Refunds")
    STORE = "store", gettext_lazy("Credits and corrections by the store")
    BANK = "bank", gettext_lazy("Taken back by your bank")
    TRANSFERS = "transfers", gettext_lazy("Transfers between customers")
    REWARDS = "rewards", gettext_lazy("Rewards")


KINDS_OF: dict[str, tuple[EntryKind, ...]] = {
    MovementGroup.ADDED: (EntryKind.TOP_UP,),
    MovementGroup.ORDERS: (
        EntryKind.HOLD_PLACED,
        EntryKind.HOLD_CAPTURED,
        EntryKind.HOLD_RELEASED,
        EntryKind.ORDER_PAID,
        EntryKind.CARD_CAPTURED,
    ),
    MovementGroup.RETURNED: (
        EntryKind.ORDER_REFUNDED,
        EntryKind.REFUND_REVERSED,
        EntryKind.PAYMENT_RESCUED,
    ),
    MovementGroup.STORE: (
        EntryKind.ADJUSTMENT_CREDIT,
        EntryKind.ADJUSTMENT_DEBIT,
        EntryKind.CREDIT_GIVEN,
        EntryKind.CREDIT_TAKEN_BACK,
        EntryKind.REVERSAL,
    ),
    MovementGroup.BANK: (EntryKind.TOP_UP_DISPUTED, EntryKind.TOP_UP_DISPUTE_WON),
    MovementGroup.TRANSFERS: (EntryKind.TRANSFER,),
    MovementGroup.REWARDS: (
        EntryKind.POINTS_CONVERTED,
        EntryKind.POINTS_REDEEMED,
        EntryKind.REWARD_GRANTED,
        EntryKind.REWARD_PENDING,
        EntryKind.REWARD_MATURED,
        EntryKind.REWARD_DEBITED,
        EntryKind.REWARD_CLAWED_BACK,
        EntryKind.REWARD_EXPIRED,
        EntryKind.REWARD_RESTORED,
    ),
}


@dataclass(frozen=True, slots=True)
class Story:
    """What is known of a movement beside its amount."""

    kind: str
    reference: str = ""
    note: str = ""
    hold_status: str = ""
    card: str = ""


# A hold that was captured is the payment itself: on the wallet's available money nothing else shows it.
RELEASED = "released"
HOLD_OUTCOMES = {
    HoldStatus.CAPTURED.value: EntryKind.ORDER_PAID.value,
    HoldStatus.VOIDED.value: RELEASED,
    HoldStatus.EXPIRED.value: RELEASED,
}

FOR_AN_ORDER: dict[str, StrOrPromise] = {
    EntryKind.HOLD_PLACED: gettext_lazy("Held for order #%(order)s"),
    EntryKind.ORDER_PAID: gettext_lazy("Paid for order #%(order)s"),
    RELEASED: gettext_lazy("Was held for order #%(order)s"),
    EntryKind.HOLD_CAPTURED: gettext_lazy("Not needed for order #%(order)s"),
    EntryKind.HOLD_RELEASED: gettext_lazy("No longer held for order #%(order)s"),
    EntryKind.CARD_CAPTURED: gettext_lazy("Order #%(order)s paid by card"),
    EntryKind.PAYMENT_RESCUED: gettext_lazy("Your card payment for order #%(order)s, kept for you"),
    EntryKind.CREDIT_GIVEN: gettext_lazy("Credit from the store for order #%(order)s"),
    EntryKind.CREDIT_TAKEN_BACK: gettext_lazy("Credit for order #%(order)s, taken back"),
    EntryKind.ORDER_REFUNDED: gettext_lazy("Refund of order #%(order)s"),
    EntryKind.REFUND_REVERSED: gettext_lazy("Refund of order #%(order)s, taken back"),
}
PLAIN: dict[str, StrOrPromise] = {
    EntryKind.TOP_UP: gettext_lazy("Money added"),
    EntryKind.TOP_UP_DISPUTED: gettext_lazy("Taken back by your bank"),
    EntryKind.TOP_UP_DISPUTE_WON: gettext_lazy("Given back: your bank closed the dispute"),
    EntryKind.HOLD_PLACED: gettext_lazy("Held for an order"),
    EntryKind.ORDER_PAID: gettext_lazy("Paid for an order"),
    RELEASED: gettext_lazy("Was held for an order"),
    EntryKind.HOLD_CAPTURED: gettext_lazy("Not needed for an order"),
    EntryKind.HOLD_RELEASED: gettext_lazy("No longer held for an order"),
    EntryKind.CARD_CAPTURED: gettext_lazy("Order paid by card"),
    EntryKind.PAYMENT_RESCUED: gettext_lazy("Your card payment, kept for you"),
    EntryKind.ADJUSTMENT_CREDIT: gettext_lazy("Credited by the store"),
    EntryKind.ADJUSTMENT_DEBIT: gettext_lazy("Debited by the store"),
    EntryKind.CREDIT_GIVEN: gettext_lazy("Credit from the store"),
    EntryKind.CREDIT_TAKEN_BACK: gettext_lazy("Credit from the store, taken back"),
    EntryKind.ORDER_REFUNDED: gettext_lazy("Refund of an order"),
    EntryKind.REFUND_REVERSED: gettext_lazy("Refund taken back"),
    EntryKind.TRANSFER: gettext_lazy("Transfer between customers"),
    EntryKind.REWARD_GRANTED: gettext_lazy("Reward"),
    EntryKind.REWARD_PENDING: gettext_lazy("Reward, on its way"),
    EntryKind.REWARD_MATURED: gettext_lazy("Reward, ready to use"),
    EntryKind.REWARD_DEBITED: gettext_lazy("Reward debited by the store"),
    EntryKind.REWARD_CLAWED_BACK: gettext_lazy("Reward taken back after a refund"),
    EntryKind.REWARD_EXPIRED: gettext_lazy("Reward expired"),
    EntryKind.REWARD_RESTORED: gettext_lazy("Reward given back after a refund"),
    EntryKind.POINTS_CONVERTED: gettext_lazy("Points turned into money"),
    EntryKind.POINTS_REDEEMED: gettext_lazy("Points spent on an offer"),
    EntryKind.REVERSAL: gettext_lazy("Correction by the store"),
}
PARTIES: dict[str, StrOrPromise] = {
    chart.CUSTOMER_AVAILABLE.code: gettext_lazy("Your wallet, free to spend"),
    chart.CUSTOMER_HELD.code: gettext_lazy("Your wallet, held for an order"),
    chart.REWARD_AVAILABLE.code: gettext_lazy("Your reward wallet, ready to use"),
    chart.REWARD_HELD.code: gettext_lazy("Your reward wallet, held for an order"),
    chart.REWARD_PENDING.code: gettext_lazy("Your reward wallet, on its way"),
    chart.POINTS_AVAILABLE.code: gettext_lazy("Your points, ready to use"),
    chart.POINTS_HELD.code: gettext_lazy("Your points, held"),
    chart.POINTS_PENDING.code: gettext_lazy("Your points, on their way"),
    chart.GATEWAY_CLEARING.code: gettext_lazy("Your card or bank"),
    chart.SALES.code: gettext_lazy("The store, for your order"),
    chart.BREAKAGE.code: gettext_lazy("The store, for money that expired unspent"),
    chart.STORE_CREDIT_GRANTED.code: gettext_lazy("The store, credits and corrections"),
    chart.DISPUTE_LOSSES.code: gettext_lazy("The store, for what had been spent already"),
    chart.REWARDS_GRANTED.code: gettext_lazy("The store, rewards"),
}


@dataclass(frozen=True, slots=True)
class TopUpWords:
    """How a top-up stands: `mood` is good, bad, wait or note. `says_why`: the row's own reason goes
    before the text."""

    mood: str
    title: StrOrPromise
    text: StrOrPromise
    says_why: bool = False


NOTHING_CHARGED = gettext_lazy("Nothing was charged.")
# What was charged once and then given back by the store.
GIVEN_BACK = TopUpWords("note", gettext_lazy("This top-up is canceled"), "", says_why=True)
TOP_UP_WORDS: dict[str, TopUpWords] = {
    TopUpStatus.CREATED: TopUpWords(
        "wait",
        gettext_lazy("We could not reach the payment service"),
        gettext_lazy("Please try again. However often you try, you pay once at most."),
    ),
    TopUpStatus.OPEN: TopUpWords(
        "note",
        gettext_lazy("Waiting for you on the payment page"),
        gettext_lazy("Nothing has been charged yet. Go on to the payment page to finish, or cancel."),
    ),
    TopUpStatus.REQUIRES_ACTION: TopUpWords(
        "note",
        gettext_lazy("Your bank wants to know that it is you"),
        gettext_lazy("Nothing has been charged yet. Confirm the payment with your bank, or cancel."),
    ),
    TopUpStatus.PROCESSING: TopUpWords(
        "wait",
        gettext_lazy("We are waiting for your bank"),
        gettext_lazy(
            "Your bank has the payment and has not answered yet. That takes seconds with most banks, and up"
            " to a few days with some. You can close this page: the money is added as soon as they answer,"
            " and we write to you."
        ),
    ),
    TopUpStatus.SUCCEEDED: TopUpWords("good", gettext_lazy("Your money is here"), ""),
    TopUpStatus.FAILED: TopUpWords(
        "bad", gettext_lazy("The payment was declined"), NOTHING_CHARGED, says_why=True
    ),
    TopUpStatus.EXPIRED: TopUpWords(
        "note", gettext_lazy("This top-up ended without a payment"), NOTHING_CHARGED, says_why=True
    ),
    TopUpStatus.CANCELED: TopUpWords(
        "note", gettext_lazy("This top-up is canceled"), NOTHING_CHARGED, says_why=True
    ),
    TopUpStatus.QUARANTINED: TopUpWords(
        "wait",
        gettext_lazy("The store is checking this payment"),
        gettext_lazy(
            "What the payment service told us does not match what you asked for, so a person looks at it."
            " Your money is safe; you don't have to do anything. Please don't pay again."
        ),
    ),
}


def top_up_words(status: str, *, was_charged: bool) -> TopUpWords:
    """How a top-up in this state stands; `was_charged`: the gateway had taken money for it."""
    given_back = status == TopUpStatus.CANCELED and was_charged
    return GIVEN_BACK if given_back else TOP_UP_WORDS[status]


def title(story: Story) -> str:
    """One line that says what it was, without its note: "Paid for order #1000042"."""
    if story.kind == EntryKind.TOP_UP and story.card:
        return _("Money added with %(card)s") % {"card": story.card}
    key = story.kind
    if story.kind == EntryKind.HOLD_PLACED:
        key = HOLD_OUTCOMES.get(story.hold_status, key)
    if story.reference and key in FOR_AN_ORDER:
        return FOR_AN_ORDER[key] % {"order": story.reference}
    return str(PLAIN.get(key, _("Movement")))


def is_about_an_order(kind: str) -> bool:
    """Whether the reference of such an entry is an order's."""
    return kind in FOR_AN_ORDER


def party(account_code: str) -> str:
    """Whose money one part of an entry is: "Your card or bank"."""
    return str(PARTIES.get(account_code, _("The store")))
