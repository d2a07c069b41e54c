"""Addresses of refunds, below `/api/v1/`, and of one payment with its refunds."""

from django.urls import path

from refunds.api import payments, refunds

urlpatterns = [
    path("payments/<uuid:payment_id>/", payments.PaymentDetail.as_view(), name="payment"),
    path("refunds/", refunds.RefundList.as_view(), name="refunds"),
    path("refunds/<uuid:refund_id>/", refunds.RefundDetail.as_view(), name="refund"),
    path("refunds/<uuid:refund_id>/approve/", refunds.RefundApproval.as_view(), name="refund_approval"),
    path("refunds/<uuid:refund_id>/reject/", refunds.RefundRejection.as_view(), name="refund_rejection"),
]
