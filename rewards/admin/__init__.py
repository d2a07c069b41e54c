"""The rewards' part of the admin: every page reads through queries and changes through one service."""

from rewards.admin import campaigns

__all__ = ["campaigns"]
