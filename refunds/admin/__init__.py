"""Refunds and returns in the admin: what is to be decided, what failed, and the terms under which."""

from refunds.admin import customer, payments, policies, refunds, returns, rules, waiting

__all__ = ["customer", "payments", "policies", "refunds", "returns", "rules", "waiting"]
