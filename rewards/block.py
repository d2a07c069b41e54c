"""Reward money and points in the wallet block of every page, read with the wallet in its one query."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from rewards.enums import POINTS
from wallets.summary_parts import SummaryPart, register_summary_part

# As `rewards.queries.spendable`: what has expired can't be used, also before the clock came by.
READY_TO_USE = """
    SELECT coalesce(sum(lot.remaining), 0)
    FROM rewards_rewardwallet reward JOIN rewards_creditlot lot ON lot.wallet_id = reward.id
    WHERE reward.customer_id = who.customer_id AND reward.currency = {currency} AND lot.remaining > 0
        AND (lot.expires_at IS NULL OR lot.expires_at > statement_timestamp())
"""


def register_in_wallet_block() -> None:
    """Show both beside the wallet, with a link to the rewards home. Safe to repeat."""
    money = READY_TO_USE.format(currency="who.currency")
    points = READY_TO_USE.format(currency=f"'{POINTS}'")
    register_summary_part(SummaryPart("reward_money", _("Rewards"), money, "rewards:home"))
    register_summary_part(SummaryPart("points", "", points, "rewards:home", POINTS))
