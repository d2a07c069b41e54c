"""The rewards' part of the admin."""

from rewards.admin import earning, tiers

__all__ = ["earning", "tiers"]
