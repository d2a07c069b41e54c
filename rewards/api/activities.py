"""What customers do to earn, told by the store's back end."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from django.db.models import Q, QuerySet
from djmoney.money import Money

from rewards.api import examples, inputs, outputs
from rewards.engine import OrderLine, Purchase
from rewards.enums import Activity
from rewards.models import Accrual, ActivityRecord
from rewards.services import record_activity, take_back_activity
from wallet_project.core.api.answers import Answer
from wallet_project.core.api.callers import Scope, customer_named, find_customer, for_caller, reference_of
from wallet_project.core.api.operations import Call, operation
from wallet_project.core.api.pages import Page, page_by_key, within
from wallet_project.core.api.views import ApiView
from wallet_project.core.exceptions import NotFound
from wallet_project.core.money import from_minor


class ActivityList(ApiView):
    @operation(
        "list_activities",
        "List what customers did to earn",
        scope=Scope.WALLETS_READ,
        customers=True,
        filters=inputs.ActivityFilters,
        answers=outputs.ActivityOutput,
        listed=True,
    )
    def get(self, call: Call) -> Page:
        rows = for_caller(ActivityRecord.objects.select_related("customer"), call.caller)
        if "customer" in call.filters:
            rows = rows.filter(customer_named(call.filters["customer"], "customer__"))
        if "kind" in call.filters:
            rows = rows.filter(activity=inputs.ACTIVITIES[call.filters["kind"]])
        if "reference" in call.filters:
            rows = rows.filter(reference=call.filters["reference"])
        page = page_by_key(within(rows, call.filters, field="happened_at"), call.page)
        return Page(told(page.results), next=page.next, previous=page.previous)

    @operation(
        "record_activity",
        "Tell what a customer did, and let it earn by the store's rules",
        scope=Scope.REWARDS_WRITE,
        takes=inputs.ActivityInput,
        answers=outputs.ActivityOutput,
        status=201,
        other_status=200,
        moves_money=True,
        codes=("not_found", "currency_mismatch", "amount_out_of_range", "too_many_decimals"),
        example=examples.PURCHASE,
        description="A reference earns once for each customer and kind: told again, the answer is 200 with"
        " what it earned the first time. With another amount it is refused as `idempotency_conflict`."
        " Of a purchase give the `order_reference` of its payment: refunds then take back what it earned.",
    )
    def post(self, call: Call) -> Answer:
        customer = find_customer(call.caller, call.data["customer"])
        activity, reference = inputs.ACTIVITIES[call.data["kind"]], call.data["reference"]
        record_activity(
            customer_id=customer.pk,
            activity=activity,
            reference=reference,
            purchase=_purchase(call.data),
            matures_at=call.data.get("available_at"),
            now=call.now,
        )
        record = _records(customer.pk, activity, reference).get()
        is_new = record.happened_at == call.now
        return Answer(told([record])[0], 201 if is_new else 200)


class ActivityTakeBack(ApiView):
    @operation(
        "take_back_activity",
        "Take back what an activity earned",
        scope=Scope.REWARDS_WRITE,
        takes=inputs.TakeBackInput,
        answers=outputs.ActivityOutput,
        moves_money=True,
        codes=("not_found",),
        example=examples.REVIEW,
        description="It turned out not to be one. What was spent already is set off against what is earned"
        " next.",
    )
    def post(self, call: Call) -> Any:
        customer = find_customer(call.caller, call.data["customer"])
        activity, reference = inputs.ACTIVITIES[call.data["kind"]], call.data["reference"]
        record = _records(customer.pk, activity, reference).first()
        if record is None:
            raise NotFound(str(activity.label))
        take_back_activity(customer_id=customer.pk, activity=activity, reference=reference, now=call.now)
        return told([record])[0]


def told(records: Iterable[ActivityRecord]) -> list[dict[str, Any]]:
    """Activities with what each earned; two queries for all."""
    rows = list(records)
    earned = defaultdict(list)
    for accrual in _accruals(rows):
        earned[_cause(accrual.wallet.customer_id, accrual)].append(accrual)
    return [
        {
            "id": row.pk,
            "customer": reference_of(row.customer),
            "kind": inputs.name_of(row.activity),
            "reference": row.reference,
            "amount": _spent(row),
            "earned": earned[_cause(row.customer_id, row)],
            "happened_at": row.happened_at,
        }
        for row in rows
    ]


def _accruals(rows: list[ActivityRecord]) -> Iterable[Accrual]:
    if not rows:
        return []
    references = Q(reference__in={row.reference for row in rows})
    owners = Q(wallet__customer_id__in={row.customer_id for row in rows})
    return Accrual.objects.filter(references, owners).select_related("wallet").order_by("id")


def _cause(customer_id: int, row: Any) -> tuple[int, str, str]:
    return customer_id, row.activity, row.reference


def _spent(row: ActivityRecord) -> Money | None:
    return from_minor(row.spent, row.currency) if row.currency else None


def _records(customer_id: int, activity: Activity, reference: str) -> QuerySet[ActivityRecord]:
    rows = ActivityRecord.objects.select_related("customer")
    return rows.filter(customer_id=customer_id, activity=activity, reference=reference)


def _purchase(data: dict[str, Any]) -> Purchase | None:
    if "amount" not in data:
        return None
    return Purchase(
        total=data["amount"],
        rewarded=data.get("paid_by_rewards"),
        lines=tuple(OrderLine(**line) for line in data.get("lines", ())),
        has_coupon=data["has_coupon"],
    )
