"""What staff type about an order."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from unfold.widgets import UnfoldAdminIntegerFieldWidget, UnfoldAdminSelectWidget

from wallet_project.storefront.models import Order


class OutOfStockForm(forms.Form):
    """Which line of the order can't be delivered, and how many of it."""

    line = forms.ChoiceField(label=_("Line"), widget=UnfoldAdminSelectWidget)
    quantity = forms.IntegerField(
        label=_("How many are missing"), min_value=1, initial=1, widget=UnfoldAdminIntegerFieldWidget
    )

    def __init__(self, order: Order, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._bought = {str(line.pk): line for line in order.lines.filter(missing=0)}
        self.fields["line"].choices = [  # type: ignore[attr-defined]
            (pk, str(line)) for pk, line in self._bought.items()
        ]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        line = self._bought.get(data.get("line", ""))
        if line is not None and (data.get("quantity") or 0) > line.quantity:
            self.add_error("quantity", gettext("So many were not bought."))
        return data
