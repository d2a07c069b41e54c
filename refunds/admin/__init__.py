"""Refunds and returns in the admin: what is to be decided, what failed, and the terms under which."""

from refunds.admin.policies import RefundLimitsAdmin, StoreCreditPolicyAdmin
from refunds.admin.refunds import RefundAdmin
from refunds.admin.returns import ReturnRequestAdmin

__all__ = ["RefundAdmin", "RefundLimitsAdmin", "ReturnRequestAdmin", "StoreCreditPolicyAdmin"]
