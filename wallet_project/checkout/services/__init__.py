"""What can be done with payments. Other apps import from here and nowhere deeper."""

from wallet_project.checkout.services.at_once import Named, prepare_at_once
from wallet_project.checkout.services.authorization import PaymentOutcome, authorize_payment, begin_payment
from wallet_project.checkout.services.bank_rescues import (
    BankPayment,
    look_up_bank_payment,
    note_rescue_used,
    rescue_bank_payment,
)
from wallet_project.checkout.services.captures import capture_payment
from wallet_project.checkout.services.card_returns import record_card_return
from wallet_project.checkout.services.quarantine import credit_quarantined_payment
from wallet_project.checkout.services.quotes import Quote, quote_payment
from wallet_project.checkout.services.refunded import note_refunded
from wallet_project.checkout.services.requests import PaymentRequest
from wallet_project.checkout.services.settlement import settle_payment
from wallet_project.checkout.services.voids import begin_void, void_payment

__all__ = [
    "BankPayment",
    "Named",
    "PaymentOutcome",
    "PaymentRequest",
    "Quote",
    "authorize_payment",
    "begin_payment",
    "begin_void",
    "capture_payment",
    "credit_quarantined_payment",
    "look_up_bank_payment",
    "note_refunded",
    "note_rescue_used",
    "prepare_at_once",
    "quote_payment",
    "record_card_return",
    "rescue_bank_payment",
    "settle_payment",
    "void_payment",
]
