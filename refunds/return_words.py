"""A return in words: what has happened, what happens next, and what staff have to do. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from refunds.enums import ReturnState
from refunds.models import ReturnEvent

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

HAPPENED: Mapping[str, StrOrPromise] = {
    ReturnState.REQUESTED: gettext_lazy("Asked for"),
    ReturnState.APPROVED: gettext_lazy("Approved"),
    ReturnState.LABEL_SENT: gettext_lazy("Label sent"),
    ReturnState.RECEIVED: gettext_lazy("Parcel arrived"),
    ReturnState.INSPECTED: gettext_lazy("Checked"),
    ReturnState.REFUNDED: gettext_lazy("Refunded"),
    ReturnState.REJECTED: gettext_lazy("Refused"),
    ReturnState.CANCELED: gettext_lazy("Canceled"),
}
NEXT: Mapping[str, StrOrPromise] = {
    ReturnState.REQUESTED: gettext_lazy(
        "A person looks at it, within %(days)d days at most. Please send nothing yet. Until then you can"
        " cancel it here."
    ),
    ReturnState.APPROVED: gettext_lazy("We send you a label for the parcel. It will stand here."),
    ReturnState.LABEL_SENT: gettext_lazy(
        "Put the label on your parcel and bring it to the post. We tell you when it is here."
    ),
    ReturnState.RECEIVED: gettext_lazy("We open the parcel and check what is in it."),
    ReturnState.INSPECTED: gettext_lazy("We give the money back. You get a message with the numbers."),
    ReturnState.REJECTED: gettext_lazy("Nothing. If you see it differently, please write to us."),
    ReturnState.CANCELED: gettext_lazy("Nothing. While its time runs you can ask again on the order’s page."),
}
TO_DO: Mapping[str, StrOrPromise] = {
    ReturnState.REQUESTED: gettext_lazy("Read the words and look at the photos, then approve or refuse it."),
    ReturnState.APPROVED: gettext_lazy("Send the customer a label, or take the parcel in if it is here."),
    ReturnState.LABEL_SENT: gettext_lazy("Wait for the parcel, and say when it has come."),
    ReturnState.RECEIVED: gettext_lazy("Look at the goods and say how many of each are accepted."),
    ReturnState.INSPECTED: gettext_lazy("Give the money back."),
    ReturnState.REFUNDED: gettext_lazy("Nothing: it is done."),
    ReturnState.REJECTED: gettext_lazy("Nothing: it was refused."),
    ReturnState.CANCELED: gettext_lazy("Nothing: the customer canceled it."),
}
# The way that a return goes if nothing is in the way.
WAY = (
    ReturnState.APPROVED,
    ReturnState.LABEL_SENT,
    ReturnState.RECEIVED,
    ReturnState.INSPECTED,
    ReturnState.REFUNDED,
)
ENDS_BADLY = (ReturnState.REJECTED, ReturnState.CANCELED)
KINDS: Mapping[str, str] = {
    ReturnState.REQUESTED: "wait",
    ReturnState.APPROVED: "note",
    ReturnState.LABEL_SENT: "note",
    ReturnState.RECEIVED: "note",
    ReturnState.INSPECTED: "note",
    ReturnState.REFUNDED: "good",
    ReturnState.REJECTED: "bad",
    ReturnState.CANCELED: "plain",
}


@dataclass(frozen=True, slots=True)
class Happening:
    """A point of the timeline. `is_bad` is an end without money."""

    title: StrOrPromise
    at: datetime
    who: str
    note: str
    is_bad: bool


def happenings(events: Sequence[ReturnEvent], *, customer_id: int) -> list[Happening]:
    """What has happened, in the words of the customer's page: staff stay without a name."""
    return [
        Happening(
            title=HAPPENED[event.state],
            at=event.at,
            who=_who(event, customer_id),
            note=event.note,
            is_bad=event.state in ENDS_BADLY,
        )
        for event in events
    ]


def _who(event: ReturnEvent, customer_id: int) -> str:
    if event.actor_id == customer_id:
        return _("by you")
    return _("by the store") if event.actor_id else _("by the store, automatically")


def what_next(state: str, *, days: int) -> str:
    """What happens next; a person decides within so many days."""
    return str(NEXT.get(state, "")) % {"days": days}


def ahead(state: str) -> list[StrOrPromise]:
    """The states that are still to come."""
    if state == ReturnState.REQUESTED:
        return [HAPPENED[one] for one in WAY]
    if state not in WAY:
        return []
    return [HAPPENED[one] for one in WAY[WAY.index(ReturnState(state)) + 1 :]]
