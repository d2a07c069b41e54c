"""Nobody approves what they asked for: refused by the page, the service and the database, each alone.

Each test takes the other two defences away; the last one takes all three, and then it goes through, which
is how we know that each of the others stands on its own defence.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.test import Client

from tests.factories.approvals import REWARDS, WALLETS, Kind
from tests.factories.refunds import make_paid, refund
from tests.support.staff import address, make_role
from wallets.exceptions import AdjustmentNotAllowed
from wallets.models import AdjustmentPolicy

pytestmark = pytest.mark.django_db


@dataclass(frozen=True)
class Case:
    """Something to approve: who asks, the verbs, and where its defences are."""

    ask: Callable[[Any], Any]
    approve: Callable[[Any, Any], Any]
    approve_url: str
    page_check: str
    service_check: str
    table: str
    constraint: str
    refusal: type[Exception]


def _adjustment(kind: Kind, table: str) -> Case:
    def ask(actor: Any) -> Any:
        AdjustmentPolicy.objects.create(currency="EUR", operations_each="10", finance_each="10")
        return kind.ask(kind.make("50"), "10.01", actor)

    return Case(
        ask=ask,
        approve=lambda row, actor: kind.approve(request_id=row.pk, approver_id=actor.pk),
        approve_url=f"{kind.admin}_approve",
        page_check="wallets.admin.approvals._concerns",
        service_check="wallets.services.second_person.require_may_decide",
        table=table,
        constraint=f"{kind.constraints}_is_not_decided_by_who_asked_for_it",
        refusal=AdjustmentNotAllowed,
    )


def _refund() -> Case:
    from refunds.exceptions import NeedsAnotherPerson
    from refunds.services import approve_refund

    return Case(
        ask=lambda actor: refund(make_paid(wallet="900.00")[1], "600.00", requester_id=actor.pk),
        approve=lambda row, actor: approve_refund(refund_id=row.pk, approver_id=actor.pk),
        approve_url="refunds_refund_approve",
        page_check="refunds.admin.decisions._concerns",
        service_check="refunds.services.decisions.require_may_decide",
        table="refunds_refund",
        constraint="refund_is_not_approved_by_who_asked_for_it",
        refusal=NeedsAnotherPerson,
    )


CASES = {
    "wallets": _adjustment(WALLETS, "wallets_adjustmentrequest"),
    "rewards": _adjustment(REWARDS, "rewards_rewardadjustmentrequest"),
    "refunds": _refund(),
}


@pytest.fixture(params=CASES, ids=str)
def case(request):
    return CASES[request.param]


@pytest.fixture
def finance():
    return make_role("Finance")


def without_page(case, monkeypatch):
    monkeypatch.setattr(case.page_check, lambda request, row: False)


def without_service(case, monkeypatch):
    monkeypatch.setattr(case.service_check, lambda *args, **kwargs: None)


def without_database(case):
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute(f"ALTER TABLE {case.table} DROP CONSTRAINT {case.constraint}")
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")


def sends(case, row, actor):
    client = Client(raise_request_exception=True)
    client.force_login(actor)
    return client.post(address(case.approve_url, row.pk), {"reason": "fine"})


def status_of(row):
    return type(row).objects.get(pk=row.pk).status


def test_the_page_alone_refuses(case, finance, monkeypatch):
    row = case.ask(finance)
    without_service(case, monkeypatch)
    without_database(case)
    assert sends(case, row, finance).status_code == 403
    assert status_of(row) == "requested"


def test_the_service_alone_refuses(case, finance, monkeypatch):
    row = case.ask(finance)
    without_page(case, monkeypatch)
    without_database(case)
    assert "Somebody else has to decide this" in sends(case, row, finance).content.decode()
    with pytest.raises(case.refusal, match="Somebody else"):
        case.approve(row, finance)
    assert status_of(row) == "requested"


def test_the_database_alone_refuses(case, finance, monkeypatch):
    row = case.ask(finance)
    without_page(case, monkeypatch)
    without_service(case, monkeypatch)
    with pytest.raises(IntegrityError, match=case.constraint), transaction.atomic():
        sends(case, row, finance)
    assert status_of(row) == "requested"


def test_without_any_of_the_three_it_would_go_through(case, finance, monkeypatch):
    row = case.ask(finance)
    without_page(case, monkeypatch)
    without_service(case, monkeypatch)
    without_database(case)
    assert sends(case, row, finance).status_code == 302
    assert status_of(row) in ("approved", "done")
