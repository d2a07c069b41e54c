"""Why a bank said no, in words for the customer.

Nothing here tells that a card was reported lost or stolen: whoever holds it need not know.
https://docs.stripe.com/declines/codes
"""

from __future__ import annotations

from collections.abc import Callable

from django.utils.translation import gettext as _

REASONS: dict[str, Callable[[], str]] = {
    "insufficient_funds": lambda: _("The card doesn't have enough money for this payment."),
    "withdrawal_count_limit_exceeded": lambda: _("The card's limit is reached. Try another card."),
    "card_velocity_exceeded": lambda: _("The card's limit is reached. Try another card."),
    "expired_card": lambda: _("The card has expired. Use another card."),
    "incorrect_cvc": lambda: _("The security code is not right. Check it and try again."),
    "invalid_cvc": lambda: _("The security code is not right. Check it and try again."),
    "incorrect_number": lambda: _("The card number is not right. Check it and try again."),
    "invalid_number": lambda: _("The card number is not right. Check it and try again."),
    "invalid_expiry_month": lambda: _("The expiry date is not right. Check it and try again."),
    "invalid_expiry_year": lambda: _("The expiry date is not right. Check it and try again."),
    "processing_error": lambda: _("The bank couldn't process the payment. Try again in a few minutes."),
    "try_again_later": lambda: _("The bank couldn't process the payment. Try again in a few minutes."),
    "issuer_not_available": lambda: _("The bank can't be reached. Try again in a few minutes."),
    "authentication_required": lambda: _("Your bank wants you to confirm this payment yourself."),
    "authentication_not_handled": lambda: _("Your bank wants you to confirm this payment yourself."),
    "payment_intent_authentication_failure": lambda: _("Your bank couldn't confirm that it was you."),
    "setup_intent_authentication_failure": lambda: _("Your bank couldn't confirm that it was you."),
    "currency_not_supported": lambda: _("The card can't pay in this currency."),
    "card_not_supported": lambda: _("The card can't be used for this payment."),
    "payment_method_provider_decline": lambda: _("The bank refused the payment."),
    "payment_method_not_available": lambda: _("The bank refused the payment."),
    "expired_or_canceled_card": lambda: _("The card was closed, so the refund came back."),
}


def explain(decline_code: str | None, code: str | None = None) -> str:
    """The sentence for a decline; the plain refusal for one that we don't know."""
    for known in (decline_code, code):
        if known in REASONS:
            return REASONS[known]()
    return _("The card was declined. Try another card, or ask your bank.")
