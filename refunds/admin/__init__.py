"""Refunds in the admin: what is to be decided, what failed, and the terms under which."""

from refunds.admin.policies import RefundLimitsAdmin, StoreCreditPolicyAdmin
from refunds.admin.refunds import RefundAdmin
from refunds.admin.rules import CreditRuleAdmin, CreditRuleIssueAdmin, CreditRuleTermsAdmin

__all__ = [
    "CreditRuleAdmin",
    "CreditRuleIssueAdmin",
    "CreditRuleTermsAdmin",
    "RefundAdmin",
    "RefundLimitsAdmin",
    "StoreCreditPolicyAdmin",
]
