"""When what waited for its cause becomes available, and what of a purchase came back."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import F, QuerySet
from django.db.models.functions import Greatest, Least
from djmoney.money import Money

from rewards.enums import POINTS, AccrualStatus, Activity
from rewards.locks import lock_accrual
from rewards.models import Accrual, ActivityRecord
from wallet_project.core.money import require_currency, to_minor


def date_accruals(
    *, reference: str, matures_at: datetime, activity: Activity = Activity.PURCHASE
) -> list[Accrual]:
    """Say when the accruals of an activity that wait for their cause become available.

    From then on the activity also counts for the tier. Those that know their time already keep it.
    Safe to repeat.
    """
    found = Accrual.objects.filter(reference=reference, activity=activity)
    waiting = found.filter(status=AccrualStatus.PENDING, matures_at=None)
    with transaction.atomic():
        dated = [_date(accrual_id, matures_at) for accrual_id in _money_first(waiting)]
        records = ActivityRecord.objects.filter(reference=reference, activity=activity, counts_from=None)
        records.update(counts_from=matures_at)
        return dated


def _money_first(accruals: QuerySet[Accrual]) -> list[UUID]:
    """Their ids in the order in which reward wallets are locked."""
    rows = accruals.order_by("id").values_list("wallet__currency", "pk")
    return [pk for _, pk in sorted(rows, key=lambda row: (row[0] == POINTS, row[0]))]


def _date(accrual_id: UUID, matures_at: datetime) -> Accrual:
    _wallet, accrual = lock_accrual(accrual_id)
    if accrual.status == AccrualStatus.PENDING and accrual.matures_at is None:
        accrual.matures_at = matures_at
        accrual.save(update_fields=["matures_at"])
    return accrual


def note_return(
    *,
    reference: str,
    refunded: Money,
    total: Money,
    activity: Activity = Activity.PURCHASE,
    customer_id: int | None = None,
) -> None:
    """Note that so much of a purchase came back, so that it no longer counts for the tier.

    `refunded` is all that was refunded so far, as for `clawback_accruals`. Safe to repeat.
    """
    part, whole = to_minor(require_currency(refunded, str(total.currency))), to_minor(total)
    records = ActivityRecord.objects.filter(
        reference=reference, activity=activity, currency=str(total.currency)
    )
    if customer_id is not None:
        records = records.filter(customer_id=customer_id)
    returned = Least(F("spent") * part / whole, F("spent"))
    records.update(returned=Greatest(F("returned"), returned))
