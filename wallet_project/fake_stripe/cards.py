"""Stripe's test cards and what each of them does. https://docs.stripe.com/testing"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from wallet_project.fake_stripe.store import Doc


class Challenge(StrEnum):
    """When the bank asks for 3-D Secure."""

    NEVER = "never"
    UNLESS_SET_UP = "unless_set_up"
    ALWAYS = "always"


@dataclass(frozen=True, slots=True)
class TestCard:
    number: str
    label: str
    decline: str = ""  # the decline code of a charge
    setup_succeeds: bool = False  # can be saved although charges decline
    challenge: Challenge = Challenge.NEVER
    disputed: str = ""  # the reason of the dispute that follows a charge
    refund: str = ""  # "pending" or "failed": what becomes of refunds


TEST_CARDS = (
    TestCard("4242424242424242", "Visa: pays"),
    TestCard("5555555555554444", "Mastercard: pays"),
    TestCard("378282246310005", "American Express: pays"),
    TestCard("6011111111111117", "Discover: pays"),
    TestCard("4000002760003184", "3-D Secure, every time", challenge=Challenge.ALWAYS),
    TestCard("4000002500003155", "3-D Secure, until saved", challenge=Challenge.UNLESS_SET_UP),
    TestCard(
        "4000008260003178",
        "3-D Secure, then insufficient funds",
        "insufficient_funds",
        setup_succeeds=True,
        challenge=Challenge.ALWAYS,
    ),
    TestCard("4000000000000002", "Declined", "generic_decline"),
    TestCard("4000000000009995", "Declined: insufficient funds", "insufficient_funds"),
    TestCard("4000000000009987", "Declined: lost card", "lost_card"),
    TestCard("4000000000009979", "Declined: stolen card", "stolen_card"),
    TestCard("4000000000000069", "Declined: expired card", "expired_card"),
    TestCard("4000000000000127", "Declined: wrong security code", "incorrect_cvc"),
    TestCard("4000000000000119", "Declined: processing error", "processing_error"),
    TestCard(
        "4000000000000341", "Can be saved, declines when charged", "generic_decline", setup_succeeds=True
    ),
    TestCard("4000000000000259", "Pays, then disputed as fraudulent", disputed="fraudulent"),
    TestCard("4000000000002685", "Pays, then disputed: not received", disputed="product_not_received"),
    TestCard("4000000000007726", "Pays; refunds stay pending for a while", refund="pending"),
    TestCard("4000000000005126", "Pays; refunds fail later", refund="failed"),
)
BY_NUMBER = {card.number: card for card in TEST_CARDS}
ORDINARY = TestCard("", "Pays")
FOREIGN = TestCard("", "Not a test card", "test_mode_live_card")

# The ready-made payment methods of Stripe's test mode.
READY_MADE = {
    "pm_card_visa": "4242424242424242",
    "pm_card_mastercard": "5555555555554444",
    "pm_card_amex": "378282246310005",
    "pm_card_chargeDeclined": "4000000000000002",
    "pm_card_visa_chargeDeclinedInsufficientFunds": "4000000000009995",
    "pm_card_chargeCustomerFail": "4000000000000341",
    "pm_card_authenticationRequired": "4000002760003184",
    "pm_card_authenticationRequiredOnSetup": "4000002500003155",
    "pm_card_createDispute": "4000000000000259",
    "pm_card_pendingRefund": "4000000000007726",
    "pm_card_refundFail": "4000000000005126",
}

# code, message; the decline code is the card's own where `code` is card_declined.
DECLINES = {
    "generic_decline": ("card_declined", "Your card was declined."),
    "insufficient_funds": ("card_declined", "Your card has insufficient funds."),
    "lost_card": ("card_declined", "Your card was declined."),
    "stolen_card": ("card_declined", "Your card was declined."),
    "expired_card": ("expired_card", "Your card has expired."),
    "incorrect_cvc": ("incorrect_cvc", "Your card's security code is incorrect."),
    "processing_error": (
        "processing_error",
        "An error occurred while processing your card. Try again in a little bit.",
    ),
    "authentication_required": (
        "authentication_required",
        "Your card was declined. This transaction requires authentication.",
    ),
    "test_mode_live_card": (
        "card_declined",
        "Your card was declined. Your request was in test mode, but used a non test card."
        " Pick one of the test cards listed on this page.",
    ),
    "payment_method_not_available": ("payment_method_provider_decline", "The bank declined the payment."),
}
AUTHENTICATION_FAILED = {
    "code": "payment_intent_authentication_failure",
    "message": "We are unable to authenticate your payment method."
    " Please choose a different payment method and try again.",
}


def passes_luhn(number: str) -> bool:
    digits = [int(digit) for digit in reversed(number)]
    doubled = [sum(divmod(2 * digit, 10)) for digit in digits[1::2]]
    return (sum(digits[::2]) + sum(doubled)) % 10 == 0


def brand_of(number: str) -> str:
    """The brand by the number's first digits; `unknown` for none that we accept."""
    starts = {"4": "visa", "34": "amex", "37": "amex", "6011": "discover", "65": "discover", "62": "unionpay"}
    starts |= {str(prefix): "mastercard" for prefix in (*range(51, 56), *range(2221, 2721))}
    starts |= {"35": "jcb", "36": "diners", "38": "diners"}
    found = [brand for prefix, brand in starts.items() if number.startswith(prefix)]
    return found[0] if found else "unknown"


def behavior(method: Doc) -> TestCard:
    """What this payment method does when it is used."""
    number = method.get("_number")
    return BY_NUMBER.get(number, FOREIGN) if number else ORDINARY


def decline_error(decline: str) -> dict[str, str]:
    """The body of a card error, as in `last_payment_error`."""
    code, message = DECLINES[decline]
    return {"type": "card_error", "code": code, "decline_code": decline, "message": message}
