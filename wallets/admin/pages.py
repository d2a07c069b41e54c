"""What the pages of ours in the admin have in common: frame, permission, refusals in words."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, Concatenate, ParamSpec, TypeVar, cast

from django.contrib import admin, messages
from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.auth import get_user_model
from django.core.exceptions import PermissionDenied
from django.db.models import Model
from django.forms import Form
from django.http import HttpRequest
from django.http.response import HttpResponse, HttpResponseBase
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext

from wallet_project.accounts.customer_tabs import tabs_of
from wallet_project.core.exceptions import (
    AmountError,
    IdempotencyConflict,
    InsufficientFunds,
    WalletProjectError,
)
from wallets.admin.forms import WalletForm
from wallets.enums import ApprovalStatus
from wallets.models import ApprovalRequest

P = ParamSpec("P")
T = TypeVar("T")
View = Callable[Concatenate[HttpRequest, P], HttpResponseBase]


def needs(*permissions: str) -> Callable[[View[P]], View[P]]:
    """Only for staff with at least one of these permissions; others get 403."""

    def decorate(view: View[P]) -> View[P]:
        @wraps(view)
        def checked(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
            if not may(request, *permissions):
                raise PermissionDenied
            return view(request, *args, **kwargs)

        return cast("View[P]", checked)

    return decorate


def may(request: HttpRequest, *permissions: str) -> bool:
    """Whether the staff member has at least one of these permissions."""
    return any(request.user.has_perm(permission) for permission in permissions)


def page(request: HttpRequest, template: str, title: str, model: type[Model], **context: Any) -> HttpResponse:
    """A page of the admin, in its frame."""
    frame = {
        **admin.site.each_context(request),
        "title": title,
        "model_admin": admin.site.get_model_admin(model),
    }
    return TemplateResponse(request, template, {**frame, **context})


def customer_page(
    request: HttpRequest, template: str, customer: Any, active: str, **context: Any
) -> HttpResponse:
    """A page of a customer, with the customer's tabs; `active` is the name of the open tab's page."""
    user_model = get_user_model()
    frame = {"tabs": tabs_of(request, customer, active), "original": customer, "opts": user_model._meta}
    return page(request, template, str(customer), user_model, **frame, **context)


def note_on(request: HttpRequest, customer: Any, text: str) -> None:
    """Keep in the customer's log what the staff member did."""
    LogEntry.objects.log_actions(actor_of(request), [customer], CHANGE, text, single_object=True)


def answer_for(form: WalletForm, service: Callable[[], T]) -> T | None:
    """What the service answers; None if it refuses, which then stands on the form."""
    try:
        return service()
    except IdempotencyConflict:
        form.explain_conflict()
    except WalletProjectError as error:
        refuse(form, error)
    return None


def refuse(form: Form, error: WalletProjectError) -> None:
    """Say a service's refusal beside the field that it is about."""
    about_amount = isinstance(error, AmountError | InsufficientFunds) or error.code == "permission_denied"
    form.add_error("amount" if about_amount and "amount" in form.fields else None, str(error))


def actor_of(request: HttpRequest) -> int:
    """The staff member who asks."""
    return cast(int, request.user.pk)


def say_refused(request: HttpRequest, error: WalletProjectError) -> None:
    messages.error(request, str(error))


def say_asked(request: HttpRequest, asked: ApprovalRequest) -> None:
    """Nothing has moved yet: who decides, and until when."""
    until = date_format(timezone.localtime(asked.decide_until), "DATE_FORMAT")
    text = gettext("Asked for: %(what)s. Somebody else has to approve it until %(until)s.")
    messages.warning(request, text % {"what": asked, "until": until})


def waiting_with(model: type[ApprovalRequest], key: str) -> ApprovalRequest | None:
    """What the same form asked for before."""
    asked: ApprovalRequest | None = model._default_manager.filter(
        key=key, status=ApprovalStatus.REQUESTED
    ).first()
    return asked
