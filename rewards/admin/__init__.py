"""The rewards' part of the admin: every page reads through queries and changes through one service."""

from rewards.admin import customer, liabilities, lists, lots, menu, policies

__all__ = ["customer", "liabilities", "lists", "lots", "menu", "policies"]
