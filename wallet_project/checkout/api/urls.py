"""Addresses of payments, below `/api/v1/`. One payment with its refunds is in `refunds.api`."""

from django.urls import path

from wallet_project.checkout.api import payments

urlpatterns = [
    path("payments/", payments.PaymentList.as_view(), name="payments"),
    path("payments/quote/", payments.PaymentQuote.as_view(), name="payment_quote"),
    path("payments/<uuid:payment_id>/capture/", payments.PaymentCapture.as_view(), name="payment_capture"),
    path("payments/<uuid:payment_id>/void/", payments.PaymentVoid.as_view(), name="payment_void"),
]
