"""Who calls the API: a store's back end by its key, or a customer."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, TypeVar, cast
from uuid import UUID

from django.contrib.auth import get_user_model
from django.db import models
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from rest_framework.request import Request

from wallet_project.core.db import the_one
from wallet_project.core.exceptions import NotFound
from wallet_project.core.prepared import fetch_one

M = TypeVar("M", bound=models.Model)

# What stands for a customer to whom the store has given no reference of its own.
OWN_PREFIX = "cus_"
KEY_PREFIX = "key:"
LARGEST_ID = 2**63 - 1


class Scope(models.TextChoices):
    """What a key may do."""

    WALLETS_READ = "wallets:read", gettext_lazy("Read customers, wallets, payments, refunds and rewards")
    WALLETS_WRITE = "wallets:write", gettext_lazy("Top up, credit, debit, freeze and transfer")
    PAYMENTS_WRITE = "payments:write", gettext_lazy("Hold, take and release payments")
    REFUNDS_WRITE = "refunds:write", gettext_lazy("Ask for, approve and reject refunds")
    REWARDS_WRITE = "rewards:write", gettext_lazy("Give, take and convert rewards")
    CUSTOMERS_WRITE = "customers:write", gettext_lazy("Make customers")
    WEBHOOKS_WRITE = "webhooks:write", gettext_lazy("Make and remove webhook endpoints")
    REPORTS_READ = "reports:read", gettext_lazy("Read reports")


@dataclass(frozen=True, slots=True)
class Caller:
    """Whoever is behind a request. Of the store's back end `customer_id` is None, of a customer the
    scopes are empty.

    `id` stays the same when a key is rotated: idempotency and limits go by it. `actor_id` is the
    staff member on whose behalf a key acts, if it was made for one. `is_staff`: somebody of the staff,
    in a session of their own. `return_hosts` are those of `require_return_host`.
    """

    id: str
    customer_id: int | None = None
    scopes: frozenset[str] = frozenset()
    actor_id: int | None = None
    key_id: int | None = None
    is_staff: bool = False
    return_hosts: tuple[str, ...] = ()

    @property
    def is_store(self) -> bool:
        return self.customer_id is None

    @property
    def person_id(self) -> int | None:
        """The customer, or the member of staff for whom a key acts; None for the store itself."""
        return self.actor_id if self.is_store else self.customer_id

    @property
    def key_line(self) -> UUID | None:
        """Of a key the line of keys that it belongs to: who has done something, whichever of them it was."""
        return UUID(self.id.removeprefix(KEY_PREFIX)) if self.id.startswith(KEY_PREFIX) else None


# Of an operation that anybody may call: no store, and a customer who has nothing.
NOBODY = Caller(id="nobody", customer_id=0)


def caller_of(request: Request) -> Caller | None:
    """Who is behind a request; None for nobody. Raises as DRF's authentication does."""
    return cast("Caller | None", request.auth)


def require_caller(request: Request) -> Caller:
    """Who is behind a request that was let through."""
    caller = caller_of(request)
    assert caller is not None
    return caller


def customer_caller(user: Any) -> Caller:
    """A customer who calls for themselves."""
    return Caller(id=f"customer:{user.pk}", customer_id=user.pk, is_staff=user.is_staff)


def for_caller(rows: QuerySet[M], caller: Caller, *, owner: str = "customer_id") -> QuerySet[M]:
    """What of these rows the caller may see: the store everything, a customer what is theirs."""
    return rows if caller.is_store else rows.filter(**{owner: caller.customer_id})


def one_for_caller(
    rows: QuerySet[M], caller: Caller, what: Any, *, owner: str = "customer_id", **by: Any
) -> M:
    """The one row that `by` names, if the caller may see it. Raises `NotFound`, also for others' rows."""
    found = the_one(for_caller(rows, caller, owner=owner).filter(**by))
    if found is None:
        raise NotFound(str(what))
    return found


def reference_of(user: Any) -> str:
    """What the API calls a customer: the store's own id of them, or else ours, like `cus_42`."""
    return getattr(user, "reference", None) or f"{OWN_PREFIX}{user.pk}"


def customer_named(reference: str, through: str = "") -> Q:
    """Whom a reference of `reference_of` means, as a filter of users, or of rows that lead `through`
    a relation to them, like `customer__`."""
    return Q(**{f"{through}{name}": value for name, value in _named(reference).items()})


def _named(reference: str) -> dict[str, Any]:
    digits = reference.removeprefix(OWN_PREFIX)
    if digits != reference and digits.isascii() and digits.isdigit() and len(digits) < 20:
        return {"pk": min(int(digits), LARGEST_ID)}
    return {"reference": reference}


def named_by(reference: str) -> tuple[str | None, int | None]:
    """The store's own id of a customer, or ours, whichever a reference is."""
    by = _named(reference)
    return by.get("reference"), by.get("pk")


def any_customer(reference: str) -> Any:
    """Whomever a reference means, for an operation that is about two customers. Raises `NotFound`."""
    return _one_customer(_named(reference))


def find_customer(caller: Caller, reference: str | None) -> Any:
    """The customer whom a request is about; a customer need not name themselves.

    Raises `NotFound`, also where a customer names somebody else.
    """
    owner = {} if caller.is_store else {"id": caller.customer_id}
    return _one_customer(owner | (_named(reference) if reference else {}))


def _one_customer(by: dict[str, Any]) -> Any:
    found = fetch_one(get_user_model(), is_active=True, **by) if by else None
    if found is None:
        raise NotFound(_("customer"))
    return found
