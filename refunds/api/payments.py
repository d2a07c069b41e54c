"""One payment over REST, with its refunds and what can still be refunded."""

from __future__ import annotations

from uuid import UUID

from django.db.models import Prefetch
from django.utils.translation import gettext_lazy as _

from refunds.api import examples, outputs
from refunds.api.refunds import shown
from wallet_project.checkout.models import Payment
from wallet_project.core.api.callers import Scope, one_for_caller
from wallet_project.core.api.operations import Call, operation
from wallet_project.core.api.views import ApiView


class PaymentDetail(ApiView):
    @operation(
        "get_payment",
        "Get a payment",
        scope=Scope.WALLETS_READ,
        customers=True,
        answers=outputs.PaymentDetailOutput,
        example_answer=examples.PAYMENT,
        description="With its tenders, its refunds, and what of each tender can still be refunded.",
    )
    def get(self, call: Call, payment_id: UUID) -> Payment:
        rows = Payment.objects.select_related("customer").prefetch_related(
            "tenders", "lines", Prefetch("refunds", shown())
        )
        return one_for_caller(rows, call.caller, _("payment"), pk=payment_id)
