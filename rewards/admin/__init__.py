"""The rewards' part of the admin: every page reads through queries and changes through one service."""

from rewards.admin import customer, earning, lists, lots, referrals, tiers

__all__ = ["customer", "earning", "lists", "lots", "referrals", "tiers"]
