"""When what waited for its cause becomes available, and what of a purchase came back."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.db.models import F
from django.db.models.functions import Greatest, Least
from djmoney.money import Money

from rewards.enums import AccrualStatus, Activity
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
    ids = list(waiting.order_by("wallet__currency", "id").values_list("pk", flat=True))
    with transaction.atomic():
        dated = [_date(accrual_id, matures_at) for accrual_id in ids]
        records = ActivityRecord.objects.filter(reference=reference, activity=activity, counts_from=None)
        records.update(counts_from=matures_at)
        return dated


def _date(accrual_id: object, matures_at: datetime) -> Accrual:
    _wallet, accrual = lock_accrual(accrual_id)  # type: ignore[arg-type]
    if accrual.status == AccrualStatus.PENDING and accrual.matures_at is None:
        accrual.matures_at = matures_at
        accrual.save(update_fields=["matures_at"])
    return accrual


def note_return(
    *, reference: str, refunded: Money, total: Money, activity: Activity = Activity.PURCHASE
) -> None:
    """Note that so much of a purchase came back, so that it no longer counts for the tier.

    `refunded` is all that was refunded so far, as for `clawback_accruals`. Safe to repeat.
    """
    part, whole = to_minor(require_currency(refunded, str(total.currency))), to_minor(total)
    records = ActivityRecord.objects.filter(
        reference=reference, activity=activity, currency=str(total.currency)
    )
    returned = Least(F("spent") * part / whole, F("spent"))
    records.update(returned=Greatest(F("returned"), returned))
