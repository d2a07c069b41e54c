"""The rewards' part of the admin: every page reads through queries and changes through one service."""

from rewards.admin import customer, lists, lots, referrals

__all__ = ["customer", "lists", "lots", "referrals"]
