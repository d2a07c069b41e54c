"""The pages of scratch cards, offers and vouchers, on the customer's rewards home."""

from __future__ import annotations

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from rewards.sections import RewardSection, register_section


def register_offer_sections() -> None:
    """Link the pages. Safe to repeat."""
    register_section(
        RewardSection(
            _("Scratch cards"),
            "rewards:scratch_cards",
            text=_("Scratch them and keep what you win."),
            count=_cards_waiting,
            icon="card",
        )
    )
    register_section(
        RewardSection(
            _("Offers for points"),
            "rewards:offers",
            text=_("Vouchers and products that your points buy."),
            icon="cart",
        )
    )
    register_section(
        RewardSection(
            _("Your vouchers"),
            "rewards:vouchers",
            text=_("Codes that take something off your next order."),
            icon="check",
        )
    )


def _cards_waiting(customer_id: int) -> int:
    from rewards.scratch_queries import cards_to_scratch

    return cards_to_scratch(customer_id, now=timezone.now())
