"""What staff see first: what the store owes, and what waits for a person."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.apps import apps
from django.db.models import Count, Q
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.timesince import timesince
from django.utils.translation import gettext as _

from wallets.admin.liabilities import liability_tables
from wallets.admin.waiting import answers_for, kinds_for, number_waiting
from wallets.enums import TOP_UP_WAITING, TopUpStatus
from wallets.ledger.models import Seal
from wallets.models import TopUp

ANSWERS_FOR = timedelta(days=30)


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
    context["liabilities"] = liability_tables(request)
    context["tasks"] = list(tasks(request))
    context["answers"] = answers_for(request, timezone.now() - ANSWERS_FOR)
    return context


TaskSource = Callable[[HttpRequest], Iterable[Task]]
_sources: list[TaskSource] = []


def register_tasks(source: TaskSource) -> None:
    """Let an app above this one say what waits. Call it when the app's `admin` is loaded."""
    _sources.append(source)


def tasks(request: HttpRequest) -> Iterator[Task]:
    """What waits, for those who may look after it."""
    if kinds_for(request):
        yield _second_person(request)
    for source in _sources:
        yield from source(request)
    if request.user.has_perm("wallets.view_topup"):
        yield from _top_ups()
    if request.user.has_perm("notifications.view_outboxmessage"):
        yield from _messages()
    if request.user.has_perm("notifications.view_webhookdelivery"):
        yield from _webhooks()
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


def _second_person(request: HttpRequest) -> Task:
    waiting = number_waiting(request)
    title, address = _("Waiting for a second person"), reverse("admin:approvals")
    return Task(title, str(waiting), address, alarms=waiting > 0)


def _messages() -> Iterator[Task]:
    yield from _dead(_("Messages given up"), "delivery")


def _webhooks() -> Iterator[Task]:
    yield from _dead(_("Webhooks given up"), "webhookdelivery")


def _dead(title: str, model: str) -> Iterator[Task]:
    if not apps.is_installed("notifications"):
        return
    dead = apps.get_model("notifications", model)._default_manager.filter(status="dead").count()
    address = reverse(f"admin:notifications_{model}_changelist")
    yield Task(title, str(dead), f"{address}?status__exact=dead", alarms=dead > 0)


def _last_seal() -> Task:
    seal = Seal.objects.order_by("-pk").first()
    figure = (
        _("%(time)s ago") % {"time": timesince(seal.sealed_at, timezone.now())} if seal else _("none yet")
    )
    return Task(_("Last seal of the ledger"), figure, reverse("admin:ledger_seal_changelist"))
