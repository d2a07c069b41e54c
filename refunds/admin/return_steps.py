"""What each button of a return asks, and which service it calls."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from refunds.admin.return_forms import InspectForm, LabelForm, RefundForm, RejectForm, StepForm
from refunds.enums import ReturnState
from refunds.services import (
    approve_return,
    inspect_return,
    receive_return,
    refund_return,
    reject_return,
    send_label,
)

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

# Which buttons a return has in which state.
BUTTONS: Mapping[str, tuple[str, ...]] = {
    ReturnState.REQUESTED: ("approve", "reject"),
    ReturnState.APPROVED: ("label", "receive", "reject"),
    ReturnState.LABEL_SENT: ("label", "receive", "reject"),
    ReturnState.RECEIVED: ("inspect", "reject"),
    ReturnState.INSPECTED: ("refund", "inspect", "reject"),
}


@dataclass(frozen=True, slots=True)
class Pressed:
    """Which return, who pressed, when, and what was typed."""

    return_id: UUID
    actor_id: int
    now: datetime
    typed: Mapping[str, Any]

    @property
    def about(self) -> dict[str, Any]:
        return {"return_id": self.return_id, "actor_id": self.actor_id, "now": self.now}

    @property
    def words(self) -> dict[str, Any]:
        return {"note": self.typed["note"], "staff_note": self.typed["staff_note"]}


@dataclass(frozen=True, slots=True)
class ReturnStep:
    """A button: what its page says and asks for, and what it does."""

    title: StrOrPromise
    explanation: StrOrPromise
    do: Callable[[Pressed], object]
    form: type[StepForm] = StepForm


def _label(pressed: Pressed) -> object:
    return send_label(**pressed.about, **pressed.words, tracking=pressed.typed["tracking"])


def _inspect(pressed: Pressed) -> object:
    return inspect_return(**pressed.about, **pressed.words, accepted=InspectForm.accepted_of(pressed.typed))


def _refund(pressed: Pressed) -> object:
    typed = pressed.typed
    return refund_return(**pressed.about, waive_fees=typed["waive_fees"], note=typed["staff_note"])


def _reject(pressed: Pressed) -> object:
    typed = pressed.typed
    return reject_return(**pressed.about, reason=typed["note"], staff_note=typed["staff_note"])


STEPS: Mapping[str, ReturnStep] = {
    "approve": ReturnStep(
        _("Approve this return"),
        _("The customer may send the goods back, and is told so."),
        lambda pressed: approve_return(**pressed.about, **pressed.words),
    ),
    "label": ReturnStep(
        _("Send the label"),
        _("The customer gets what you write here, for the parcel. It stays on the page of the return."),
        _label,
        LabelForm,
    ),
    "receive": ReturnStep(
        _("The parcel is here"),
        _("The customer is told that it has arrived, and that somebody looks at it next."),
        lambda pressed: receive_return(**pressed.about, **pressed.words),
    ),
    "inspect": ReturnStep(
        _("Goods were checked"),
        _("How many of each are refunded. If not all, say why: the customer reads it."),
        _inspect,
        InspectForm,
    ),
    "refund": ReturnStep(
        _("Refund this return"),
        _("What was accepted is given back as below. Above the limit of your role it waits for another."),
        _refund,
        RefundForm,
    ),
    "reject": ReturnStep(
        _("Refuse this return"),
        _("Nothing is refunded, and the customer reads your words. This is for good."),
        _reject,
        RejectForm,
    ),
}
