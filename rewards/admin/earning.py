"""Earning rules: planned with a preview, in force until they end, never changed behind anybody's back."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from django import forms
from django.conf import settings
from django.contrib import admin
from django.core.exceptions import NON_FIELD_ERRORS
from django.forms.models import BaseInlineFormSet
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from unfold.admin import TabularInline

from rewards.admin.fields import SlugsField, currency_field
from rewards.engine import words
from rewards.enums import EarningKind
from rewards.models import EarningMultiplier, EarningRule
from rewards.models.earning import LARGEST_FACTOR
from rewards.queries_earning import engine_rule
from rewards.rule_checks import examples_of, problem_of_multiplier, problems_of
from wallet_project.core.admin_tools import ListAdmin, shown

PREVIEW = "_preview"


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


class MultiplierInline(TabularInline):  # type: ignore[misc]
    model = EarningMultiplier
    form = MultiplierForm
    formset = MultiplierFormSet
    extra = 0
    verbose_name_plural = _("multipliers: more for some goods, a tier or a time")

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return not has_begun(obj) and request.user.has_perm("rewards.add_earningrule")

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return not has_begun(obj) and request.user.has_perm("rewards.change_earningrule")

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self.has_change_permission(request, obj)

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return bool(request.user.has_perm("rewards.view_earningrule"))


def has_begun(rule: EarningRule | None) -> bool:
    """Whether a stored rule holds already, or has."""
    return rule is not None and not rule._state.adding and rule.starts_at <= timezone.now()


@admin.register(EarningRule)
class EarningRuleAdmin(ListAdmin):
    """A rule that holds is ended and replaced by a copy ("Save as new"), not rewritten."""

    form = RuleForm
    inlines = (MultiplierInline,)
    save_as = True
    save_as_continue = True
    list_display = ("name", "activity", "shown_gives", "starts_at", "ends_at", "shown_state")
    list_filter = ("activity", "kind")
    search_texts = ("name__icontains",)
    ordering = ("priority", "id")
    change_form_after_template = "admin/rewards/_rule_preview.html"
    readonly_fields = ("created_by", "created_at")
    fieldsets = (
        (None, {"fields": ("name", ("activity", "reference_prefix"), ("starts_at", "ends_at"))}),
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

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Sequence[str]:
        if not has_begun(obj) or "_saveasnew" in request.POST:
            return self.readonly_fields
        names = [field.name for field in EarningRule._meta.fields if field.name not in ("id", "ends_at")]
        return (*names, *[name for name in self.readonly_fields if name not in names])

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def save_model(self, request: HttpRequest, obj: EarningRule, form: Any, change: bool) -> None:
        if not change:
            obj.created_by_id = request.user.pk
        super().save_model(request, obj, form, change)

    def render_change_form(
        self, request: HttpRequest, context: Any, *args: Any, **kwargs: Any
    ) -> HttpResponse:
        """With what the rule would give: as it is typed, if that can be read, else as it is stored."""
        form = context["adminform"].form
        formsets = [inline.formset for inline in context["inline_admin_formsets"]]
        context["previewed"] = PREVIEW in request.POST
        context["may_preview"] = "kind" in form.fields
        context["examples"] = _examples(form, formsets)
        response: HttpResponse = super().render_change_form(request, context, *args, **kwargs)
        return response

    @shown(_("gives"))
    def shown_gives(self, rule: EarningRule) -> str:
        return in_words(rule)

    @shown(_("state"), label={"now": "success", "planned": "info"})
    def shown_state(self, rule: EarningRule) -> tuple[str, Any]:
        now = timezone.now()
        if rule.starts_at > now:
            return "planned", _("Planned")
        return ("past", _("Past")) if rule.ends_at and rule.ends_at <= now else ("now", _("Holds now"))


def _examples(form: Any, formsets: Sequence[Any]) -> list[Any]:
    rule = form.instance
    if form.is_bound and (form.errors or any(not formset.is_valid() for formset in formsets)):
        return []
    if not form.is_bound and rule._state.adding:
        return []
    multipliers = [kept.instance for formset in formsets for kept in kept_forms(formset)]
    return list(examples_of(rule, multipliers, currency=settings.STORE_CURRENCY))


def in_words(rule: EarningRule) -> str:
    """What a rule gives, in one line."""
    pure = engine_rule(rule, ())
    if pure.kind == EarningKind.PERCENT:
        assert pure.percent is not None
        return gettext("%(percent)s%% in reward money") % {"percent": words.plain(pure.percent)}
    assert pure.gives is not None
    gives = words.said(pure.gives)
    if pure.per is None:
        return gives
    return gettext("%(gives)s for each whole %(per)s") % {"gives": gives, "per": pure.per}
