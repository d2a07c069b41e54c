"""What a customer says about a return: which goods, why, and where the money should go."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from refunds.enums import Destination, RefundReason
from refunds.queries_returns import Returnable, ReturnOffer
from refunds.services import LineWanted

LINE = "line-"


class ReturnForm(forms.Form):
    """`offer` says which lines and reasons there are. Each line is a field of its own; `agreed` are the
    numbers that the customer was shown, so that nobody sends what they have not seen."""

    reason = forms.ChoiceField(
        label=gettext_lazy("Why do you send it back?"),
        widget=forms.RadioSelect(attrs={"class": "form-check-input"}),
        error_messages={"required": gettext_lazy("Choose a reason.")},
    )
    words = forms.CharField(
        label=gettext_lazy("In your words"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=gettext_lazy("What is wrong, or what did you expect? Plain text."),
    )
    destination = forms.ChoiceField(
        label=gettext_lazy("Where should the money go?"),
        choices=Destination.choices,
        error_messages={"required": gettext_lazy("Choose where the money should go.")},
    )
    agreed = forms.CharField(required=False, max_length=100)
    key = forms.UUIDField(required=False)

    def __init__(self, *args: Any, offer: ReturnOffer, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer = offer
        for one in offer.lines:
            self.fields[LINE + one.line.reference] = _number_of(one, alone=len(offer.lines) == 1)
        reasons = offer.policy.reasons if offer.policy else []
        self.fields["reason"].choices = [  # type: ignore[attr-defined]
            (reason.value, reason.label) for reason in RefundReason if reason.value in reasons
        ]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if not self.wanted and not any(name.startswith(LINE) for name in self.errors):
            self.add_error(None, _("Choose what you want to send back."))
        return dict(data)

    @property
    def wanted(self) -> list[LineWanted]:
        """So many of each line that was chosen; call it on a form that was cleaned."""
        chosen = ((one, self.cleaned_data.get(LINE + one.line.reference)) for one in self.offer.lines)
        return [LineWanted(one.line.reference, number) for one, number in chosen if number]

    @property
    def line_fields(self) -> list[tuple[Returnable, forms.BoundField]]:
        """Each line with its field, for the page."""
        return [(one, self[LINE + one.line.reference]) for one in self.offer.lines]

    @property
    def key_or_new(self) -> str:
        """What makes sending the form twice one return: stays the same while the page comes back."""
        sent = self.data.get("key") if self.is_bound else None
        try:
            return str(forms.UUIDField().clean(sent))
        except forms.ValidationError:
            return str(uuid4())


def _number_of(one: Returnable, *, alone: bool) -> forms.TypedChoiceField:
    """How many of a line; where there is but one thing to choose, it is chosen."""
    numbers = range(0 if not alone else 1, one.rest + 1)
    return forms.TypedChoiceField(
        label=_("How many of %(line)s?") % {"line": one.line.description},
        coerce=int,
        required=False,
        empty_value=0,  # type: ignore[arg-type]
        choices=[(number, str(number) if number else _("none")) for number in numbers],
        initial=1 if alone and one.rest == 1 else numbers[0],
    )
