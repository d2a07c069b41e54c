"""Payments of orders in the admin, and what was rescued of them."""

from wallet_project.checkout.admin.payments import PaymentAdmin
from wallet_project.checkout.admin.rescues import RescuedPaymentAdmin

__all__ = ["PaymentAdmin", "RescuedPaymentAdmin"]
