"""Earning rules: planned with a preview, in force until they end, never changed behind anybody's back."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from django.conf import settings
from django.contrib import admin
from django.contrib.admin.utils import flatten_fieldsets
from django.forms.models import model_to_dict
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from unfold.admin import TabularInline

from rewards.admin.earning_forms import (
    BEGUN_FIELDSETS,
    FIELDSETS,
    PREVIEW,
    MultiplierForm,
    MultiplierFormSet,
    RuleForm,
    kept_forms,
)
from rewards.admin.menu import PROGRAM
from rewards.engine import words
from rewards.enums import EarningKind
from rewards.models import EarningMultiplier, EarningRule
from rewards.queries_earning import engine_rule
from rewards.rule_checks import examples_of
from wallet_project.core.admin_tools import ListAdmin, read_uuid, shown
from wallet_project.core.money import decimals_of, from_minor
from wallet_project.core.words import written
from wallets.admin.menu import MenuModel

PROGRAM.add(MenuModel("rewards.earningrule", _("Rules for earning"), "rule_settings"))

UNIT_AMOUNTS = ("amount", "most_per_order", "most_per_day", "most_per_customer")
ORDER_AMOUNTS = ("per_amount", "minimum_order")


class MultiplierInline(TabularInline):  # type: ignore[misc]
    model = EarningMultiplier
    form = MultiplierForm
    formset = MultiplierFormSet
    extra = 0
    verbose_name_plural = _("multipliers: more for some goods, a tier or a time")
    readonly_fields = ("shown_goods",)

    def get_fields(self, request: HttpRequest, obj: Any = None) -> Sequence[str]:
        goods = ("shown_goods",) if has_begun(obj) else ("products", "categories")
        return ("name", "factor", *goods, "tier", "starts_at", "ends_at")

    def get_extra(self, request: HttpRequest, obj: Any = None, **kwargs: Any) -> int:
        copied = _copied(request) if obj is None else None
        return 0 if copied is None else copied.multipliers.count()

    @shown(_("for these goods"))
    def shown_goods(self, multiplier: EarningMultiplier) -> str:
        return ", ".join([*multiplier.products, *multiplier.categories]) or gettext("all")

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
    """A rule that holds is ended and replaced by a copy, not rewritten: `add/?copy=<id>` begins with
    what that rule says."""

    form = RuleForm
    inlines = (MultiplierInline,)
    list_display = ("name", "activity", "shown_gives", "starts_at", "ends_at", "shown_state")
    list_filter = ("activity", "kind")
    search_texts = ("name__icontains",)
    ordering = ("priority", "id")
    change_form_after_template = "admin/rewards/_rule_preview.html"
    readonly_fields = ("created_by", "created_at")

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        return BEGUN_FIELDSETS if self._is_to_read(request, obj) else FIELDSETS

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Sequence[str]:
        if not self._is_to_read(request, obj):
            return self.readonly_fields
        return [name for name in flatten_fieldsets(BEGUN_FIELDSETS) if name != "ends_at"]

    def _is_to_read(self, request: HttpRequest, obj: Any) -> bool:
        """Whether nothing but the end can be changed."""
        return has_begun(obj) or (obj is not None and not self.has_change_permission(request, obj))

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        copied = _copied(request)
        if copied is None:
            return dict(super().get_changeform_initial_data(request))
        values = model_to_dict(copied, exclude=["starts_at", "ends_at", "created_by"])
        places = decimals_of(copied.unit), decimals_of(copied.currency or copied.unit)
        for name, decimals in zip((UNIT_AMOUNTS, ORDER_AMOUNTS), places, strict=True):
            values |= {one: _short(values[one], decimals) for one in name}
        return values

    def get_formset_kwargs(self, request: HttpRequest, obj: Any, inline: Any, prefix: str) -> dict[str, Any]:
        arguments = dict(super().get_formset_kwargs(request, obj, inline, prefix))
        copied = _copied(request)
        if copied is not None and obj._state.adding:
            arguments["initial"] = [model_to_dict(one, exclude=["rule"]) for one in copied.multipliers.all()]
        return arguments

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
        context["may_copy"] = has_begun(form.instance) and self.has_add_permission(request)
        context["examples"] = _examples(form, formsets)
        response: HttpResponse = super().render_change_form(request, context, *args, **kwargs)
        return response

    @shown(_("at most"))
    def shown_limits(self, rule: EarningRule) -> str:
        limits = engine_rule(rule, ()).limits
        named = {
            gettext("%(limit)s for each order"): limits.order,
            gettext("%(limit)s for each customer and day"): limits.day,
            gettext("%(limit)s for each customer in all"): limits.customer,
        }
        said = [
            text % {"limit": written(from_minor(limit, rule.unit))}
            for text, limit in named.items()
            if limit is not None
        ]
        return ", ".join(said) or gettext("no limit")

    @shown(_("only for orders"))
    def shown_minimum(self, rule: EarningRule) -> str:
        minimum = engine_rule(rule, ()).minimum_order
        if minimum is not None:
            return gettext("from %(amount)s") % {"amount": minimum}
        return gettext("in %(currency)s") % {"currency": rule.currency} if rule.currency else gettext("any")

    @shown(_("not for"))
    def shown_excluded(self, rule: EarningRule) -> str:
        return ", ".join([*rule.excluded_products, *rule.excluded_categories]) or "–"

    @shown(_("gives"))
    def shown_gives(self, rule: EarningRule) -> str:
        return in_words(rule)

    @shown(_("state"), label={"now": "success", "planned": "info"})
    def shown_state(self, rule: EarningRule) -> tuple[str, Any]:
        now = timezone.now()
        if rule.starts_at > now:
            return "planned", _("Planned")
        return ("past", _("Past")) if rule.ends_at and rule.ends_at <= now else ("now", _("Holds now"))


def _copied(request: HttpRequest) -> EarningRule | None:
    """The rule that a new one begins with, if it is asked for one."""
    pk = read_uuid(request.GET.get("copy", ""))
    return None if pk is None else EarningRule.objects.filter(pk=pk).first()


def _short(amount: Decimal | None, decimals: int) -> Decimal | None:
    """Without decimals that the currency does not have."""
    return None if amount is None else amount.quantize(Decimal(1).scaleb(-decimals))


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
