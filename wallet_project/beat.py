"""What happens by the clock, and how often. Each task is safe to run twice, and finds what was missed."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

EVERY: dict[str, timedelta] = {
    "wallets.ledger.tasks.seal_ledger": timedelta(minutes=1),
    "wallets.ledger.tasks.roll_up_balances": timedelta(minutes=1),
    "wallets.tasks.expire_holds": timedelta(minutes=1),
    "wallets.tasks.expire_adjustment_requests": timedelta(minutes=5),
    "wallets.tasks.remind_of_cards": timedelta(hours=12),
    "rewards.tasks.mature_accruals": timedelta(minutes=1),
    "rewards.tasks.expire_reward_holds": timedelta(minutes=1),
    "rewards.tasks.expire_adjustment_requests": timedelta(minutes=5),
    "rewards.campaigns.tasks.run_campaigns": timedelta(seconds=10),
    "rewards.tasks.expire_lots": timedelta(minutes=5),
    "rewards.tasks.remind_of_expiry": timedelta(hours=6),
    "rewards.tasks.tend_scratch_cards": timedelta(minutes=5),
    "wallet_project.storefront.tasks.sweep_scratch_cards": timedelta(minutes=5),
    "rewards.tasks.settle_referrals": timedelta(minutes=5),
    "wallets.tasks.reconcile_top_ups": timedelta(minutes=1),
    "wallet_project.checkout.tasks.reconcile_payments": timedelta(minutes=1),
    "refunds.tasks.reconcile_refunds": timedelta(minutes=1),
    "refunds.tasks.expire_requests": timedelta(minutes=5),
    "refunds.tasks.delete_photo_drafts": timedelta(hours=1),
    "wallet_project.tasks.handle_waiting_events": timedelta(minutes=1),
    "wallet_project.storefront.tasks.cancel_stale_orders": timedelta(minutes=5),
    "wallet_project.storefront.tasks.reward_orders": timedelta(minutes=1),
    "wallet_project.storefront.tasks.answer_events": timedelta(minutes=1),
    "wallet_project.storefront.tasks.reward_todays_birthdays": timedelta(hours=1),
    "rewards.tasks.evaluate_tiers": timedelta(hours=6),
    "notifications.tasks.sweep_notifications": timedelta(minutes=1),
    "notifications.tasks.forget_codes": timedelta(hours=12),
    "wallets.tasks.tell_low_balances": timedelta(minutes=1),
    "rewards.tasks.send_statements": timedelta(minutes=15),
    "wallet_project.api_access.tasks.purge_api_requests": timedelta(hours=1),
    "wallet_project.core.tasks.beat_heart": timedelta(seconds=15),
}
BEAT_SCHEDULE: dict[str, dict[str, Any]] = {
    task: {"task": task, "schedule": schedule} for task, schedule in EVERY.items()
}
