"""What staff type to change a customer's rewards."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from djmoney.money import Money
from unfold.widgets import UnfoldAdminSelectWidget, UnfoldAdminTextInputWidget

from rewards.enums import RewardDirection, RewardReason
from wallet_project.core.admin_tools import start_of
from wallets.admin.forms import AmountForm

LATEST = date(2999, 12, 31)


def day_field(label: Any, *, help_text: Any = "") -> forms.DateField:
    """A day, or nothing."""
    widget = UnfoldAdminTextInputWidget(
        attrs={"type": "date", "min": "2000-01-01", "max": LATEST.isoformat()}
    )
    return forms.DateField(label=label, required=False, help_text=help_text, widget=widget)


@dataclass(frozen=True, slots=True)
class RewardProposal:
    """An adjustment that a form asks for, not booked yet."""

    direction: RewardDirection
    amount: Money
    reason: RewardReason
    key: str
    expires_at: datetime | None
    note: str
    customer_note: str

    def arguments(self) -> dict[str, Any]:
        """The arguments of `adjust_rewards`, without the reward wallet and the actor."""
        return {name: getattr(self, name) for name in self.__slots__}


class RewardAdjustForm(AmountForm):
    """A credit or a debit of reward money or points."""

    name = "rewards"
    field_order = ("key", "direction", "amount", "reason", "valid_until", "note", "customer_note")
    reason = forms.ChoiceField(
        label=_("Reason"),
        choices=[("", _("Choose a reason")), *RewardReason.choices],
        widget=UnfoldAdminSelectWidget,
    )
    valid_until = day_field(
        _("Valid until"), help_text=_("For a credit: the last day to spend it. Empty: it never expires.")
    )

    def clean_valid_until(self) -> date | None:
        day: date | None = self.cleaned_data["valid_until"]
        if day and self.cleaned_data.get("direction") == RewardDirection.DEBIT:
            raise forms.ValidationError(
                gettext("A debit has no day of its own: it takes first what expires soonest.")
            )
        if day and not 2000 <= day.year <= LATEST.year:
            raise forms.ValidationError(gettext("Choose a day before the year 3000."))
        return day

    def proposal(self) -> RewardProposal:
        data = self.cleaned_data
        day: date | None = data["valid_until"]
        return RewardProposal(
            direction=RewardDirection(data["direction"]),
            amount=data["amount"],
            reason=RewardReason(data["reason"]),
            key=f"admin:{data['key']}",
            expires_at=start_of(day + timedelta(days=1)) if day else None,
            note=data["note"],
            customer_note=data["customer_note"],
        )
