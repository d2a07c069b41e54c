"""The rewards' part of the admin: every page reads through queries and changes through one service."""

from rewards.admin import (
    adjustment_requests,
    campaigns,
    customer,
    earning,
    liabilities,
    lists,
    lots,
    menu,
    offers,
    policies,
    referrals,
    scratch,
    tiers,
)

__all__ = [
    "adjustment_requests",
    "campaigns",
    "customer",
    "earning",
    "liabilities",
    "lists",
    "lots",
    "menu",
    "offers",
    "policies",
    "referrals",
    "scratch",
    "tiers",
]
