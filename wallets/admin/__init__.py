"""The wallets' part of the admin: every page reads through queries and changes through one service."""

from wallets.admin import adjustment_requests, customer, ledger, lists, policies, top_ups, transfers

__all__ = ["adjustment_requests", "customer", "ledger", "lists", "policies", "top_ups", "transfers"]
