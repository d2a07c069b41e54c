"""Fields of the rewards' forms."""

from __future__ import annotations

import re
from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from unfold.widgets import UnfoldAdminSelectWidget, UnfoldAdminTextInputWidget

from rewards.enums import POINTS

SLUG = re.compile(r"[\w.:-]{1,100}", re.ASCII)
MOST = 200


class SlugsField(forms.CharField):
    """References of the shop, like `moka-pot, sencha`, as a list."""

    def __init__(self, label: Any) -> None:
        super().__init__(
            label=label,
            required=False,
            max_length=5000,
            widget=UnfoldAdminTextInputWidget(attrs={"autocomplete": "off"}),
            help_text=_("As they stand in their addresses, separated by commas, like: moka-pot, sencha"),
        )

    def prepare_value(self, value: Any) -> Any:
        return ", ".join(value) if isinstance(value, list) else value

    def clean(self, value: Any) -> Any:
        typed = [part.strip() for part in str(super().clean(value)).split(",")]
        slugs = list(dict.fromkeys(part for part in typed if part))
        wrong = [slug for slug in slugs if not SLUG.fullmatch(slug)]
        if wrong:
            raise forms.ValidationError(
                gettext("“%(what)s” is no reference of the shop.") % {"what": wrong[0]}
            )
        if len(slugs) > MOST:
            raise forms.ValidationError(gettext("At most %(most)s.") % {"most": MOST})
        return slugs

    def has_changed(self, initial: Any, data: Any) -> bool:
        return bool(super().has_changed(self.prepare_value(initial or []), data))


def currency_field(label: Any, *, empty: Any = None, points: bool = False) -> forms.ChoiceField:
    """A choice of the store's currencies, with points or nothing before them if allowed."""
    choices: list[tuple[str, Any]] = [(currency, currency) for currency in settings.CURRENCIES]
    if points:
        choices.insert(0, (POINTS, _("Points")))
    if empty is not None:
        choices.insert(0, ("", empty))
    return forms.ChoiceField(
        label=label, choices=choices, required=empty is None, widget=UnfoldAdminSelectWidget
    )
