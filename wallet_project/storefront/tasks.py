"""What the shop does by itself."""

from __future__ import annotations

from celery import shared_task
from django.utils import timezone

from wallet_project.storefront.services.birthdays import reward_birthdays
from wallet_project.storefront.services.crediting import answer_about_order, answer_what_waits
from wallet_project.storefront.services.rewarding import reward_order, reward_waiting_orders
from wallet_project.storefront.services.scratch_cards import grant_cards_of_order, grant_missing_cards
from wallet_project.storefront.services.stale import end_stale_orders


@shared_task
def cancel_stale_orders() -> int:
    """End orders that nobody pays. Safe to run twice, also at once."""
    return end_stale_orders(now=timezone.now())


@shared_task
def reward_one_order(*, number: str) -> None:
    """Book what a paid order earns, and date it once it is delivered. Safe to run twice."""
    reward_order(number=number, now=timezone.now())


@shared_task
def reward_orders() -> int:
    """Reward the orders that were missed; answers with how many there were. Safe to run twice."""
    return reward_waiting_orders(now=timezone.now())


@shared_task
def reward_todays_birthdays() -> int:
    """Reward those who have their birthday; answers with how many there were. Safe to run twice."""
    return reward_birthdays(now=timezone.now())


@shared_task
def grant_scratch_cards(*, number: str) -> int:
    """Give the cards that a delivered order earned. Safe to run twice."""
    return len(grant_cards_of_order(number=number))


@shared_task
def sweep_scratch_cards() -> int:
    """Give the cards of delivered orders whose task was lost. Safe to run twice, also at once."""
    return grant_missing_cards(now=timezone.now())


@shared_task
def answer_order(*, number: str) -> None:
    """Ask the credit rules about an order that has arrived, or misses something. Safe to run twice."""
    answer_about_order(number=number, now=timezone.now())


@shared_task
def answer_events() -> int:
    """Ask the credit rules about what was missed, and about changes of prices; answers with how many
    things were asked about. Safe to run twice, also at once."""
    return answer_what_waits(now=timezone.now())
