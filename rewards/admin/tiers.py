"""Tiers, who is in which, and the program's times."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from djmoney.money import Money
from unfold.admin import ModelAdmin

from rewards.admin.fields import currency_field
from rewards.admin.menu import PROGRAM, REWARDS
from rewards.models import RewardProgramSettings, Tier, TierMembership
from rewards.program_notes import program_notes
from rewards.queries_earning import program_settings
from wallet_project.core.admin_tools import ReadOnlyAdmin, shown
from wallet_project.core.exceptions import AmountError
from wallet_project.core.money import to_minor
from wallets.admin.menu import MenuModel

PROGRAM.add(
    MenuModel("rewards.tier", _("Tiers"), "military_tech"),
    MenuModel("rewards.rewardprogramsettings", _("Times of the program"), "schedule"),
)
REWARDS.add(MenuModel("rewards.tiermembership", _("Who is in which tier"), "groups"))


class TierForm(forms.ModelForm):  # type: ignore[type-arg]
    """A tier that can be reached, and is harder to reach than those below it."""

    currency = currency_field(_("In"), empty="–")

    class Meta:
        model = Tier
        fields = ("name", "slug", "rank", "points", "spent", "currency", "multiplier", "benefits")

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if not self.errors:
            self._check_threshold(data)
        if not self.errors:
            self._check_neighbors(data)
        if not self.errors and not 1 <= data["multiplier"] <= 10:
            self.add_error("multiplier", gettext("Write a number from 1 to 10."))
        return dict(data)

    def _check_threshold(self, data: dict[str, Any]) -> None:
        points, spent, currency = data["points"], data["spent"], data["currency"]
        if not points and not spent:
            self.add_error("points", gettext("Say from how many points, or which spending, it is reached."))
        if data["rank"] < 1:
            self.add_error("rank", gettext("1 is the lowest tier."))
        if (spent is None) == bool(currency):
            self.add_error("currency", gettext("An amount spent and its currency go together."))
            return
        try:
            if spent is not None and to_minor(Money(spent, currency)) <= 0:
                self.add_error("spent", gettext("The amount must be more than zero."))
        except AmountError as error:
            self.add_error("spent", str(error))

    def _check_neighbors(self, data: dict[str, Any]) -> None:
        """A better tier never needs less than a lower one."""
        for other in Tier.objects.exclude(pk=self.instance.pk):
            lower, higher = (other, data) if other.rank < data["rank"] else (data, other)
            for name in ("points", "spent"):
                if name == "spent" and _of(lower, "currency") != _of(higher, "currency"):
                    continue
                less, more = _of(lower, name), _of(higher, name)
                if less is not None and more is not None and more <= less:
                    message = gettext("A better tier needs more: this does not fit beside “%(name)s”.")
                    self.add_error(name, message % {"name": other.name})


def _of(tier: Any, name: str) -> Any:
    return tier[name] if isinstance(tier, dict) else getattr(tier, name)


@admin.register(Tier)
class TierAdmin(ModelAdmin):  # type: ignore[misc]
    form = TierForm
    list_display = ("name", "rank", "points", "shown_spent", "multiplier")
    prepopulated_fields = {"slug": ("name",)}
    ordering = ("rank",)
    fields = ("name", "slug", "rank", "points", ("spent", "currency"), "multiplier", "benefits")

    @shown(_("spent within a year"))
    def shown_spent(self, tier: Tier) -> str:
        return "–" if tier.spent is None else str(Money(tier.spent, tier.currency))

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """A tier that somebody was in stays in the history."""
        used = obj is not None and obj.memberships.exists()
        return not used and bool(super().has_delete_permission(request, obj))


@admin.register(TierMembership)
class TierMembershipAdmin(ReadOnlyAdmin):
    """Who was in which tier, since when, and why."""

    list_display = ("customer", "tier", "since", "points", "leaves_at", "until")
    list_filter = ("tier",)
    list_select_related = ("customer", "tier")
    search_ids = ("pk",)
    search_numbers = ("customer_id",)
    search_texts = ("customer__email__iexact",)
    search_help_text = _("E-mail or number of the customer")
    ordering = ("-id",)


@admin.register(RewardProgramSettings)
class RewardProgramSettingsAdmin(ModelAdmin):  # type: ignore[misc]
    """One row."""

    list_display = ("__str__", "return_days", "tier_notice_days")
    fields = ("return_days", "tier_notice_days")

    def render_change_form(
        self, request: HttpRequest, context: Any, *args: Any, **kwargs: Any
    ) -> HttpResponse:
        """With what other parts of the store have to say of the stored times."""
        stored = context["adminform"].form.initial.get("return_days")
        for sentence in program_notes(stored) if stored is not None else ():
            messages.warning(request, sentence)
        response: HttpResponse = super().render_change_form(request, context, *args, **kwargs)
        return response

    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        for sentence in program_notes(program_settings().return_days):
            messages.warning(request, sentence)
        response: HttpResponse = super().changelist_view(request, extra_context)
        return response

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Whether there is a row is asked on its own pages alone: the sidebar asks this on every page."""
        match = request.resolver_match
        is_own_page = match is not None and "rewardprogramsettings" in (match.url_name or "")
        if is_own_page and RewardProgramSettings.objects.exists():
            return False
        return bool(super().has_add_permission(request))

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False
