from refunds.models.allocation import RefundAllocation
from refunds.models.attempt import RefundAttempt
from refunds.models.limits import RefundLimits
from refunds.models.policy import StoreCreditPolicy
from refunds.models.refund import Refund, RefundLine
from refunds.models.reversal import RefundReversal

__all__ = [
    "Refund",
    "RefundAllocation",
    "RefundAttempt",
    "RefundLimits",
    "RefundLine",
    "RefundReversal",
    "StoreCreditPolicy",
]
