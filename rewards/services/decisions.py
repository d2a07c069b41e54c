"""Deciding how much reward money an order may use, and what points are worth: new versions, never changes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any, TypeVar
from uuid import UUID

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from djmoney.money import Money

from rewards.decisions import (
    Contradiction,
    ProgramTerms,
    contradictions_of_cap,
    contradictions_of_program,
    wrong_amounts,
)
from rewards.exceptions import ContradictoryDecision
from rewards.models import PointsProgram, RewardPolicy
from rewards.queries import rate_of, rule_of
from wallet_project.core.exceptions import IdempotencyConflict, InvalidState

V = TypeVar("V", RewardPolicy, PointsProgram)


def decide_reward_policy(
    *, decision_id: UUID, terms: Mapping[str, Any], actor_id: int, now: datetime | None = None
) -> RewardPolicy:
    """Decide how much reward money an order may use from `starts_at` on (at once if that is None).

    `terms` are the fields of `RewardPolicy`. `decision_id` is the version's id: safe to repeat with it.
    Raises `ContradictoryDecision`, `IdempotencyConflict`. What held before stays as it was.
    """
    now = now or timezone.now()
    return _decide(RewardPolicy(pk=decision_id, **_dated(terms, now), created_by_id=actor_id), now)


def decide_points_program(
    *, decision_id: UUID, terms: Mapping[str, Any], actor_id: int, now: datetime | None = None
) -> PointsProgram:
    """Decide what points are worth from `starts_at` on (at once if that is None).

    `terms` are the fields of `PointsProgram`; the rest is as for `decide_reward_policy`.
    """
    now = now or timezone.now()
    return _decide(PointsProgram(pk=decision_id, **_dated(terms, now), created_by_id=actor_id), now)


def withdraw_decision(version: RewardPolicy | PointsProgram, *, now: datetime | None = None) -> None:
    """Take back a decision that does not hold yet. Raises `InvalidState` for any other."""
    with transaction.atomic():
        found = type(version)._default_manager.select_for_update().filter(pk=version.pk).first()
        if found is None:
            return
        if found.starts_at <= (now or timezone.now()):
            raise InvalidState(_("This holds already, or held once: it stays in the history."))
        found.delete()


def problems_of(version: RewardPolicy | PointsProgram, *, now: datetime) -> list[Contradiction]:
    """All that is wrong with a version that is not saved yet."""
    found = [*_wrong_frame(version, now)]
    if any(one.field == "currency" for one in found):
        return found
    amounts = list(wrong_amounts(**_amounts(version)))
    return [*found, *(amounts or _contradictions(version))]


def _dated(terms: Mapping[str, Any], now: datetime) -> dict[str, Any]:
    return {**terms, "starts_at": terms.get("starts_at") or now}


def _decide(version: V, now: datetime) -> V:
    earlier = type(version)._default_manager.filter(pk=version.pk).first()
    if earlier is not None:
        return _replayed(earlier, version)
    if problems := problems_of(version, now=now):
        raise ContradictoryDecision(problems[0].field, problems[0].message)
    try:
        with transaction.atomic():
            version.save(force_insert=True)
    except IntegrityError as error:
        raise ContradictoryDecision("starts_at", _taken()) from error
    return version


def _replayed(earlier: V, asked: V) -> V:
    own = {"id", "starts_at", "created_at", "created_by"}
    names = [field.attname for field in earlier._meta.concrete_fields if field.name not in own]
    if any(getattr(earlier, name) != getattr(asked, name) for name in names):
        raise IdempotencyConflict(str(earlier.pk))
    return earlier


def _wrong_frame(version: RewardPolicy | PointsProgram, now: datetime) -> Iterable[Contradiction]:
    if version.currency not in settings.CURRENCIES:
        yield Contradiction("currency", _("The store does not take this currency."))
    if version.starts_at < now:
        message = _("Choose a day to come, or leave this empty: what held in the past stays as it was.")
        yield Contradiction("starts_at", message)
    same = {"currency": version.currency, "starts_at": version.starts_at}
    if type(version)._default_manager.filter(**same).exclude(pk=version.pk).exists():
        yield Contradiction("starts_at", _taken())


def _taken() -> str:
    return _("There is a decision from this day already. Withdraw it first, or choose another day.")


def _amounts(version: RewardPolicy | PointsProgram) -> dict[str, Money | None]:
    names = ("most", "minimum_order") if isinstance(version, RewardPolicy) else ("value",)
    found = {name: getattr(version, name) for name in names}
    return {
        name: None if amount is None else Money(amount, version.currency) for name, amount in found.items()
    }


def _contradictions(version: RewardPolicy | PointsProgram) -> Iterable[Contradiction]:
    if isinstance(version, RewardPolicy):
        return contradictions_of_cap(rule_of(version))
    if not (version.points and version.step and version.minimum):
        return [Contradiction("points", _("Write whole numbers of points, one at least."))]
    return contradictions_of_program(terms_of(version))


def terms_of(program: PointsProgram) -> ProgramTerms:
    """A program as its checks take it."""
    return ProgramTerms(
        rate=rate_of(program),
        minimum=program.minimum,
        most_per_day=program.most_per_day,
        target=program.target,
        valid_days=program.valid_days,
    )
