"""The way from the rewards home to inviting friends."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from rewards.sections import RewardSection, register_section


def register_referral_section() -> None:
    """Link the page from the rewards home."""
    register_section(
        RewardSection(
            title=_("Invite friends"),
            url_name="rewards:referral",
            text=_("Your link and code, and what became of the friends who used them."),
            icon="user",
        )
    )
