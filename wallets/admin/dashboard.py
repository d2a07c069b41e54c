"""What staff see first: what the store owes, and what waits for a person."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.db.models import Count, Q, Sum
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.timesince import timesince
from django.utils.translation import gettext as _
from djmoney.money import Money

from wallet_project.core.money import from_minor
from wallets.enums import TOP_UP_WAITING, TopUpStatus
from wallets.ledger import chart
from wallets.ledger.models import LedgerAccount, Seal
from wallets.models import TopUp


@dataclass(frozen=True, slots=True)
class Owed:
    """What the store owes its customers in one currency."""

    available: Money
    held: Money

    @property
    def total(self) -> Money:
        return self.available + self.held


@dataclass(frozen=True, slots=True)
class Task:
    """Something to look after; `alarms` when there is any of it."""

    title: str
    figure: str
    link: str = ""
    alarms: bool = False


def dashboard(request: HttpRequest, context: dict[str, Any]) -> dict[str, Any]:
    """Unfold's callback for the first page. Shows what the staff member may view, nothing else."""
    context["title"] = _("Overview")
    if request.user.has_perm("wallets.view_wallet"):
        context["owed"] = owed()
        context["movements_url"] = reverse("admin:all_movements")
    context["tasks"] = list(tasks(request))
    return context


def owed() -> list[Owed]:
    """The sum of all customers' accounts per currency; one query."""
    available = Sum("balance", filter=Q(code=chart.CUSTOMER_AVAILABLE.code))
    held = Sum("balance", filter=Q(code=chart.CUSTOMER_HELD.code))
    rows = LedgerAccount.objects.filter(guarded=True).values("currency").order_by("currency")
    return [
        Owed(
            available=from_minor(int(row["available"] or 0), row["currency"]),
            held=from_minor(int(row["held"] or 0), row["currency"]),
        )
        for row in rows.annotate(available=available, held=held)
    ]


def tasks(request: HttpRequest) -> Iterator[Task]:
    """What waits, for those who may look after it."""
    if request.user.has_perm("wallets.view_topup"):
        yield from _top_ups()
    if request.user.has_perm("notifications.view_outboxmessage"):
        yield from _messages()
    if request.user.has_perm("ledger.view_seal"):
        yield _last_seal()


def _top_ups() -> Iterator[Task]:
    counted = TopUp.objects.filter(Q(status__in=TOP_UP_WAITING) | Q(status=TopUpStatus.QUARANTINED))
    counts = counted.aggregate(
        waiting=Count("pk", filter=~Q(status=TopUpStatus.QUARANTINED)),
        quarantined=Count("pk", filter=Q(status=TopUpStatus.QUARANTINED)),
    )
    address = reverse("admin:wallets_topup_changelist")
    yield Task(_("Top-ups that wait"), str(counts["waiting"]), address)
    yield Task(
        _("Payments to be checked"),
        str(counts["quarantined"]),
        f"{address}?status__exact={TopUpStatus.QUARANTINED}",
        alarms=counts["quarantined"] > 0,
    )


def _messages() -> Iterator[Task]:
    if not apps.is_installed("notifications"):
        return
    dead = apps.get_model("notifications", "Delivery")._default_manager.filter(status="dead").count()
    address = reverse("admin:notifications_delivery_changelist")
    yield Task(_("Messages given up"), str(dead), f"{address}?status__exact=dead", alarms=dead > 0)


def _last_seal() -> Task:
    seal = Seal.objects.order_by("-pk").first()
    figure = (
        _("%(time)s ago") % {"time": timesince(seal.sealed_at, timezone.now())} if seal else _("none yet")
    )
    return Task(_("Last seal of the ledger"), figure, reverse("admin:ledger_seal_changelist"))
