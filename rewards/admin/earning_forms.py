"""What staff type to plan an earning rule, and what is wrong with it, said beside the field."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import NON_FIELD_ERRORS
from django.forms.models import BaseInlineFormSet
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from rewards.admin.fields import SlugsField, currency_field
from rewards.models import EarningMultiplier, EarningRule
from rewards.models.earning import LARGEST_FACTOR
from rewards.rule_checks import problem_of_multiplier, problems_of

PREVIEW = "_preview"

FIELDSETS: Any = (
    (None, {"fields": ("name", ("activity", "reference_prefix"), "starts_at", "ends_at")}),
    (
        _("What it gives"),
        {"fields": (("kind", "unit"), ("amount", "per_amount", "percent"), "valid_days")},
    ),
    (
        _("For which orders"),
        {
            "fields": (
                ("currency", "minimum_order"),
                ("unrewarded_only", "with_coupon", "tier_counts"),
                "excluded_products",
                "excluded_categories",
            )
        },
    ),
    (_("At most"), {"fields": (("most_per_order", "most_per_day", "most_per_customer"),)}),
    (_("Beside other rules"), {"fields": (("stacking", "priority"),)}),
    (_("History"), {"fields": (("created_by", "created_at"),)}),
)

# Of a rule that holds, or has held: to be read, but for its end.
BEGUN_FIELDSETS: Any = (
    (None, {"fields": ("name", ("activity", "reference_prefix"), "starts_at", "ends_at")}),
    (_("What it gives"), {"fields": ("shown_gives", "shown_limits", "valid_days", "stacking")}),
    (
        _("For which orders"),
        {
            "fields": (
                "shown_minimum",
                ("unrewarded_only", "with_coupon", "tier_counts"),
                "shown_excluded",
            )
        },
    ),
    (_("History"), {"fields": (("created_by", "created_at"),)}),
)


class RuleForm(forms.ModelForm):  # type: ignore[type-arg]
    """A rule; contradictions are said beside the field. With "Preview" nothing is saved."""

    unit = currency_field(_("Gives"), points=True)
    currency = currency_field(_("For orders in"), empty=_("Any currency"))
    excluded_products = SlugsField(_("Not for these products"))
    excluded_categories = SlugsField(_("Not for these categories"))

    class Meta:
        model = EarningRule
        exclude = ("created_by",)  # noqa: DJ006 - the admin's fieldsets name the fields

    def is_valid(self) -> bool:
        return super().is_valid() and PREVIEW not in self.data

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        begun = self.instance.pk and not self.instance._state.adding and "name" not in self.fields
        ends_at = data.get("ends_at")
        if begun and ends_at is not None and ends_at < timezone.now() and "ends_at" in self.changed_data:
            self.add_error("ends_at", gettext("A rule can't end in the past: what it gave is given."))
        return dict(data)

    def _post_clean(self) -> None:
        """Our own words in place of the names of constraints that the rule breaks."""
        super()._post_clean()  # type: ignore[misc]
        if "kind" not in self.fields or set(self.errors) - {NON_FIELD_ERRORS}:
            return
        problems = problems_of(self.instance)
        if problems:
            self.errors.pop(NON_FIELD_ERRORS, None)
        for problem in problems:
            self.add_error(problem.field, problem.message)


class MultiplierForm(forms.ModelForm):  # type: ignore[type-arg]
    products = SlugsField(_("For these products"))
    categories = SlugsField(_("For these categories"))

    class Meta:
        model = EarningMultiplier
        fields = ("name", "factor", "products", "categories", "tier", "starts_at", "ends_at")

    def has_changed(self) -> bool:
        """A copy of another rule's multiplier is new, also where nothing of it was changed."""
        is_copy = bool(self.instance._state.adding and self.initial.get("name"))
        return is_copy or bool(super().has_changed())

    def clean_factor(self) -> Decimal:
        factor: Decimal = self.cleaned_data["factor"]
        if not 1 < factor <= LARGEST_FACTOR:
            raise forms.ValidationError(gettext("Write a number above 1, at most 100."))
        return factor


class MultiplierFormSet(BaseInlineFormSet):  # type: ignore[type-arg]
    """Multipliers that fit their rule."""

    def clean(self) -> None:
        super().clean()
        if not self.instance.starts_at or not self.instance.kind:
            return
        for form in kept_forms(self):
            problem = "" if form.errors else problem_of_multiplier(self.instance, form.instance)
            if problem:
                form.add_error(None, problem)


def kept_forms(formset: Any) -> list[Any]:
    """The forms of a formset that have something in them and are not to be deleted."""
    return [
        form
        for form in formset.forms
        if (form.has_changed() or (form.instance.pk and not form.instance._state.adding))
        and not (form.is_bound and form.cleaned_data.get("DELETE") if not form.errors else False)
    ]
