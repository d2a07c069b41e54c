"""Turning points into money, with a quote first. It can't be undone."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from math import ceil

from django.db import transaction
from django.db.models import Sum
from django.utils import timezone
from django.utils.translation import gettext as _
from djmoney.money import Money

from notifications.services import enqueue
from rewards.conversion import ConversionQuote, least, quote, whole_steps
from rewards.enums import POINTS, ConversionTarget, LotSource
from rewards.exceptions import ConversionChanged, NoConversionProgram, NotConvertible
from rewards.locks import lock_reward_wallet
from rewards.models import PointsConversion, PointsProgram, RewardWallet
from rewards.queries import current_program, find_reward_wallet, rate_of, spendable
from rewards.services.lots import add_lot, consume, sweep_expired
from rewards.services.wallets import open_reward_wallet
from wallet_project.core.exceptions import IdempotencyConflict, InsufficientFunds
from wallet_project.core.money import as_data, from_minor, to_minor
from wallets.locks import lock_wallet
from wallets.models import Wallet
from wallets.services import open_wallet, require_can_spend
from wallets.services.posting import EntryKind, chart, line, post, store_line


@dataclass(frozen=True, slots=True)
class ConversionOffer:
    """What a customer may convert now: up to `most` of `available` points, by what `program` says.
    `most` is 0 where it is not enough for a conversion. `example` is what `most` would give, or the
    smallest conversion where there is not enough."""

    program: PointsProgram
    available: int
    most: int
    example: ConversionQuote


def conversion_offer(*, customer_id: int, currency: str, now: datetime) -> ConversionOffer:
    """What the customer may turn into money now. Changes nothing. Raises `NoConversionProgram`."""
    program = _require_program(current_program(currency, now=now))
    account = find_reward_wallet(customer_id=customer_id, currency=POINTS)
    available = to_minor(spendable(account, now=now)) if account is not None else 0
    most = available if account is None else min(available, _rest_of_day(program, account, now, available))
    rate = rate_of(program)
    best = quote(rate, wanted=most, available=available)
    if whole_steps(rate, most) < _minimum(program) or not best.value.amount:
        smallest = least(rate, minimum=program.minimum)
        return ConversionOffer(program, available, 0, quote(rate, wanted=smallest, available=smallest))
    return ConversionOffer(program, available, max(best.points, _minimum(program)), best)


def find_offer(*, customer_id: int, currency: str, now: datetime) -> ConversionOffer | None:
    """As `conversion_offer`; None where the store does not convert."""
    try:
        return conversion_offer(customer_id=customer_id, currency=currency, now=now)
    except NoConversionProgram:
        return None


def quote_conversion(*, customer_id: int, points: int, currency: str, now: datetime) -> ConversionQuote:
    """What so many of the customer's points would become now. Changes nothing.

    Raises `NoConversionProgram`, `NotConvertible` below the minimum, above the day's most, or for
    less than one step, `InsufficientFunds`.
    """
    program = _require_program(current_program(currency, now=now))
    account = find_reward_wallet(customer_id=customer_id, currency=POINTS)
    return _quote(program, account, points, now)


def convert_points(
    *,
    customer_id: int,
    points: int,
    currency: str,
    key: str,
    agreed: Money | None = None,
    now: datetime | None = None,
) -> PointsConversion:
    """Turn points into money, in one journal entry, where the program says: wallet or reward wallet.

    Takes what `quote_conversion` says, by whole steps. `agreed` is the value that the customer saw;
    it is compared, never credited. Raises as the quote does, and `ConversionChanged`,
    `WalletFrozen`, `IdempotencyConflict`; then nothing has moved. Safe to repeat with the same key.
    """
    now = now or timezone.now()
    program = current_program(currency, now=now)
    with transaction.atomic():
        wallet = lock_wallet(open_wallet(customer_id=customer_id, currency=currency).pk)
        target = _lock_target(program, customer_id)
        account = _lock_points(customer_id)
        earlier = PointsConversion.objects.filter(account=account, key=key).first()
        if earlier is not None:
            return _replayed(earlier, points, currency)
        program = _require_program(program)
        require_can_spend(wallet)
        sweep_expired(account, now=now)
        quoted = _quote(program, account, points, now)
        if agreed is not None and agreed != quoted.value:
            raise ConversionChanged
        conversion = _convert(program, account, wallet, target, quoted, asked=points, key=key, now=now)
        _tell(conversion, quoted)
        return conversion


def _require_program(program: PointsProgram | None) -> PointsProgram:
    if program is None:
        raise NoConversionProgram
    return program


def _lock_target(program: PointsProgram | None, customer_id: int) -> RewardWallet | None:
    if program is None or program.target != ConversionTarget.REWARD_WALLET:
        return None
    opened = open_reward_wallet(customer_id=customer_id, currency=program.currency)
    return lock_reward_wallet(opened.pk)


def _lock_points(customer_id: int) -> RewardWallet:
    return lock_reward_wallet(open_reward_wallet(customer_id=customer_id, currency=POINTS).pk)


def _replayed(earlier: PointsConversion, asked: int, currency: str) -> PointsConversion:
    if earlier.asked != asked or str(earlier.value.currency) != currency:
        raise IdempotencyConflict(earlier.key)
    return earlier


def _quote(
    program: PointsProgram, account: RewardWallet | None, points: int, now: datetime
) -> ConversionQuote:
    available = to_minor(spendable(account, now=now)) if account is not None else 0
    rate = rate_of(program)
    if whole_steps(rate, points) < _minimum(program):
        raise NotConvertible(
            _("The smallest conversion is %(minimum)s points.") % {"minimum": _minimum(program)}
        )
    if account is None or points > available:
        raise InsufficientFunds(available=from_minor(available, POINTS))
    quoted = quote(rate, wanted=points, available=available)
    if not quoted.value.amount:
        raise NotConvertible(_("So few points are not worth the smallest coin yet."))
    _require_within_day(program, account, quoted.points, now)
    return quoted


def _require_within_day(program: PointsProgram, account: RewardWallet, points: int, now: datetime) -> None:
    """`points` are those that would be taken: what is left over of a step stays and counts for nothing."""
    rest = _rest_of_day(program, account, now, points)
    if points > rest:
        message = _("At most %(most)s points can be converted within 24 hours; %(rest)s of them are left.")
        raise NotConvertible(message % {"most": program.most_per_day, "rest": rest}, rest=rest)


def _rest_of_day(program: PointsProgram, account: RewardWallet, now: datetime, wanted: int) -> int:
    """How many points may still be converted within 24 hours; `wanted` where there is no limit."""
    if program.most_per_day is None:
        return wanted
    recent = PointsConversion.objects.filter(account=account, created_at__gt=now - timedelta(days=1))
    used = recent.aggregate(total=Sum("points"))["total"] or 0
    return max(program.most_per_day - used, 0)


def _minimum(program: PointsProgram) -> int:
    """The smallest conversion, in whole steps."""
    return ceil(program.minimum / program.step) * program.step


def _convert(
    program: PointsProgram,
    account: RewardWallet,
    wallet: Wallet,
    target: RewardWallet | None,
    quoted: ConversionQuote,
    *,
    asked: int,
    key: str,
    now: datetime,
) -> PointsConversion:
    points = from_minor(quoted.points, POINTS)
    credited = wallet.available_account_id if target is None else target.available_account_id
    posted = post(
        key=f"conversion:{account.pk}:{key}",
        kind=EntryKind.POINTS_CONVERTED,
        lines=[
            line(account.available_account_id, -points),
            store_line(chart.REWARDS_GRANTED, points),
            line(credited, quoted.value),
            store_line(chart.REWARDS_GRANTED, -quoted.value),
        ],
    )
    consume(account, quoted.points, entry_id=posted.entry_id)
    if target is not None:
        valid = timedelta(days=program.valid_days) if program.valid_days else None
        add_lot(
            target,
            source=LotSource.CONVERSION,
            amount=to_minor(quoted.value),
            entry_id=posted.entry_id,
            expires_at=now + valid if valid else None,
        )
    return PointsConversion.objects.create(
        account=account,
        program=program,
        asked=asked,
        points=quoted.points,
        value=quoted.value,
        target=program.target,
        key=key,
        entry_id=posted.entry_id,
    )


def _tell(conversion: PointsConversion, quoted: ConversionQuote) -> None:
    enqueue(
        kind="points_converted",
        recipient_id=conversion.account.customer_id,
        dedupe_key=f"points_converted:{conversion.pk}",
        context={
            "points": str(conversion.points),
            "amount": conversion.money,
            "kept": str(quoted.kept),
            "target": ConversionTarget(conversion.target).label,
        },
        subject=f"reward_wallet:{conversion.account_id}",
        data={
            "points_account": str(conversion.account_id),
            "conversion": str(conversion.pk),
            "points": conversion.points,
            "amount": as_data(conversion.money),
            "target": str(conversion.target),
            "journal_entry": str(conversion.entry_id),
        },
    )
