"""What of a captured payment was given back: kept beside what was captured, tender by tender."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db.models import F
from djmoney.money import Money

from wallet_project.checkout.locks import load_tenders
from wallet_project.checkout.models import Payment, Tender
from wallet_project.core.db import require_transaction
from wallet_project.core.money import require_currency


def note_refunded(*, payment: Payment, parts: Mapping[UUID, Money]) -> Payment:
    """Add to what was refunded of each tender; less than zero where a refund was taken back.

    Call it with the payment locked. The database refuses more than was captured, for each tender
    and in sum. Answers with the payment as it stands then. Raises `CurrencyMismatch`.
    """
    require_transaction()
    total = Decimal(0)
    for tender_id, amount in parts.items():
        added = require_currency(amount, payment.currency).amount
        _add(Tender.objects.filter(pk=tender_id, payment=payment), added)
        total += added
    _add(Payment.objects.filter(pk=payment.pk), total)
    return load_tenders(Payment.objects.get(pk=payment.pk))


def _add(rows: Any, amount: Decimal) -> None:
    rows.update(refunded=F("refunded") + amount)
