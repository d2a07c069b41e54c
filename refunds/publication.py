"""The policy in force as customers read it, and the one that comes after it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone

from refunds.limits import limits_for
from refunds.models import StoreCreditPolicy
from refunds.ports import get_order_lines
from refunds.queries import next_policy, policies_ahead, policy_for
from refunds.windows import window_warning
from refunds.words import PolicyWords, Times, Topic, changed, policy_in_words
from rewards.queries import grace_after_refund


@dataclass(frozen=True, slots=True)
class Published:
    """`since` is None where the store has published nothing and its sane terms hold. `next_from` is
    when another version begins, `next_topics` what it says anew; None and empty if none is set."""

    words: PolicyWords
    since: datetime | None
    next_from: datetime | None
    next_topics: tuple[Topic, ...] = ()


def published_policy(currency: str, *, now: datetime) -> Published:
    """What holds for returns now, in words, and what will."""
    policy, following = policy_for(currency, now=now), next_policy(currency, now=now)
    times = times_of(currency, now=now)
    words = policy_in_words(policy, times)
    return Published(
        words=words,
        since=None if policy._state.adding else policy.starts_at,
        next_from=following.starts_at if following else None,
        next_topics=changed(words.topics, policy_in_words(following, times).topics) if following else (),
    )


def words_of(policy: StoreCreditPolicy, *, now: datetime) -> PolicyWords:
    """This policy in words, stored or not."""
    return policy_in_words(policy, times_of(policy.currency, now=now))


def times_of(currency: str, *, now: datetime) -> Times:
    """What else the store has decided about returns in a currency."""
    return Times(
        grace_days=grace_after_refund(currency, now=now).days,
        decide_within_days=limits_for(currency).decide_within_days,
        from_delivery=get_order_lines().hears_of_deliveries,
    )


def window_warnings(return_days: int, *, now: datetime) -> list[str]:
    """What contradicts so many days to return in the rewards program, among all policies that hold or
    will."""
    found = [window_warning(policy, return_days=return_days) for policy in policies_ahead(now=now)]
    return [warning for warning in found if warning]


def note_of_program(return_days: int) -> list[str]:
    """As `window_warnings`, for the page of the rewards program's times."""
    return window_warnings(return_days, now=timezone.now())
