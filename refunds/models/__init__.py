from refunds.models.allocation import RefundAllocation
from refunds.models.attempt import RefundAttempt
from refunds.models.automation import CreditRule, CreditRuleIssue, CreditRuleTerms
from refunds.models.limits import RefundLimits
from refunds.models.photo import ReturnPhoto
from refunds.models.policy import StoreCreditPolicy
from refunds.models.refund import Refund, RefundLine
from refunds.models.returns import ReturnEvent, ReturnLine, ReturnRequest
from refunds.models.reversal import RefundReversal
from refunds.models.taken_credit import TakenCredit

__all__ = [
    "CreditRule",
    "CreditRuleIssue",
    "CreditRuleTerms",
    "Refund",
    "RefundAllocation",
    "RefundAttempt",
    "RefundLimits",
    "RefundLine",
    "RefundReversal",
    "ReturnEvent",
    "ReturnLine",
    "ReturnPhoto",
    "ReturnRequest",
    "StoreCreditPolicy",
    "TakenCredit",
]
