"""Referrals: who brought whom, what speaks against it, and what staff decide."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from rewards.admin.menu import PROGRAM, REWARDS
from rewards.enums import ReferralReason, ReferralStatus
from rewards.models import Referral, ReferralCode, ReferralPolicy
from rewards.services import decide_referral
from wallet_project.core.admin_tools import (
    DayRangeFilter,
    ListAdmin,
    ReadOnlyAdmin,
    ReasonForm,
    detail_action,
    read_uuid,
    shown,
)
from wallet_project.core.exceptions import WalletProjectError
from wallets.admin.cells import link
from wallets.admin.menu import MenuModel
from wallets.admin.pages import actor_of, page, say_refused

LABELS = {
    ReferralStatus.INVITED.value: "info",
    ReferralStatus.PENDING.value: "warning",
    ReferralStatus.REWARDED.value: "success",
    ReferralStatus.REFUSED.value: "danger",
}

REWARDS.add(
    MenuModel("rewards.referral", _("Referrals"), "group_add"),
    MenuModel("rewards.referralcode", _("Referral codes"), "qr_code_2"),
)
PROGRAM.add(MenuModel("rewards.referralpolicy", _("Limits for invitations"), "rule"))


@admin.register(Referral)
class ReferralAdmin(ReadOnlyAdmin):
    list_display = (
        "created_at",
        "shown_referrer",
        "shown_friend",
        "shown_status",
        "shown_doubt",
        "reason",
        "order_reference",
        "window_ends_at",
    )
    list_select_related = ("referrer", "friend")
    list_filter = ("status", "is_doubtful", "reason", ("created_at", DayRangeFilter))
    search_ids = ("pk",)
    search_texts = ("referrer__email__icontains", "friend__email__icontains", "order_reference")
    search_help_text = _("E-mail of either, or the first order")
    ordering = ("-pk",)
    fields = (
        ("shown_referrer", "shown_friend"),
        ("status", "is_doubtful"),
        "reason",
        "shown_evidence",
        ("order_reference", "delivered_at", "window_ends_at"),
        ("created_at", "settled_at"),
        ("decided_by", "decided_at"),
        "decision_note",
    )
    readonly_fields = ("shown_referrer", "shown_friend", "shown_evidence")
    actions_detail = ("let_it_count", "refuse")

    @shown(_("invited by"))
    def shown_referrer(self, referral: Referral) -> SafeString:
        return link("accounts_user_change", referral.referrer, referral.referrer_id)

    @shown(_("friend"))
    def shown_friend(self, referral: Referral) -> SafeString:
        return link("accounts_user_change", referral.friend, referral.friend_id)

    @shown(_("status"), label=LABELS)
    def shown_status(self, referral: Referral) -> tuple[str, str]:
        return referral.status, referral.get_status_display()

    @shown(_("waits for staff"), label={"yes": "warning"})
    def shown_doubt(self, referral: Referral) -> tuple[str, str] | None:
        return ("yes", gettext("to be decided")) if referral.is_doubtful else None

    @shown(_("evidence"))
    def shown_evidence(self, referral: Referral) -> SafeString | str:
        lines = [(line,) for line in referral.evidence_in_words()]
        return format_html_join("", "<p>{}</p>", lines) or gettext("Nothing speaks against it.")

    def has_decide_permission(self, request: HttpRequest, object_id: Any = None) -> bool:
        return request.user.has_perm("rewards.decide_referral")

    def get_actions_detail(self, request: HttpRequest, object_id: Any) -> list[Any]:
        """Only what may follow from where the referral is."""
        referral = Referral.objects.filter(pk__in=[read_uuid(str(object_id))]).first()
        following = _following(referral)
        actions = super().get_actions_detail(request, object_id)
        return [one for one in actions if str(one.method.__name__) in following]

    @detail_action(_("Let it count"), path="count", permission="decide")
    def let_it_count(self, request: HttpRequest, object_id: str) -> HttpResponse:
        explanation = gettext("%(friend)s counts as brought by %(referrer)s; both are rewarded in time.")
        return self._decide(request, object_id, explanation, approve=True)

    @detail_action(_("Refuse"), path="refuse", permission="decide")
    def refuse(self, request: HttpRequest, object_id: str) -> HttpResponse:
        explanation = gettext("Neither %(referrer)s nor %(friend)s is rewarded. The referrer sees that.")
        return self._decide(request, object_id, explanation, approve=False)

    def _decide(
        self, request: HttpRequest, object_id: str, explanation: str, *, approve: bool
    ) -> HttpResponse:
        """Asks for a reason, and on a POST does it."""
        found = Referral.objects.select_related("referrer", "friend")
        referral: Referral = get_object_or_404(found, pk__in=[read_uuid(object_id)])
        form = ReasonForm(request.POST or None)
        back = reverse("admin:rewards_referral_change", args=[referral.pk])
        if request.method == "POST" and form.is_valid():
            self._apply(request, referral, approve=approve, note=form.cleaned_data["reason"])
            return redirect(back)
        return page(
            request,
            "admin/wallets/decide.html",
            str(referral),
            Referral,
            original=referral,
            form=form,
            doubt=" ".join(f"{line}." for line in referral.evidence_in_words()),
            explanation=explanation % {"friend": referral.friend, "referrer": referral.referrer},
            back=back,
        )

    def _apply(self, request: HttpRequest, referral: Referral, *, approve: bool, note: str) -> None:
        try:
            decide_referral(
                referral_id=referral.pk,
                approve=approve,
                note=note,
                actor_id=actor_of(request),
                now=timezone.now(),
            )
        except WalletProjectError as error:
            say_refused(request, error)
        else:
            self.log_change(request, referral, note)
            messages.success(request, gettext("Done."))


def _following(referral: Referral | None) -> set[str]:
    if referral is None or referral.status == ReferralStatus.REWARDED:
        return set()
    if referral.status == ReferralStatus.REFUSED:
        return set() if referral.reason == ReferralReason.ORDER_RETURNED else {"let_it_count"}
    return {"let_it_count", "refuse"} if referral.is_doubtful else {"refuse"}


@admin.register(ReferralCode)
class ReferralCodeAdmin(ReadOnlyAdmin):
    list_display = ("code", "shown_customer", "created_at")
    list_select_related = ("customer",)
    search_texts = ("code__iexact", "customer__email__icontains")
    search_help_text = _("Code or e-mail")
    ordering = ("-pk",)
    fields = list_display
    readonly_fields = fields

    @shown(_("customer"))
    def shown_customer(self, code: ReferralCode) -> SafeString:
        return link("accounts_user_change", code.customer, code.customer_id)


class ReferralPolicyForm(forms.ModelForm):  # type: ignore[type-arg]
    """A new version. What held is never changed, so it can't start in the past."""

    class Meta:
        model = ReferralPolicy
        fields = ("starts_at", "most_per_month")

    def clean_starts_at(self) -> Any:
        starts_at = self.cleaned_data["starts_at"]
        if starts_at < timezone.now().replace(second=0, microsecond=0):
            raise forms.ValidationError(gettext("A new limit can start now or later, not in the past."))
        return starts_at


@admin.register(ReferralPolicy)
class ReferralPolicyAdmin(ListAdmin):
    """Versions are added; those that are there stay, as the history."""

    form = ReferralPolicyForm
    list_display = ("starts_at", "most_per_month", "created_by", "created_at")
    list_select_related = ("created_by",)

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        return {"starts_at": timezone.now(), **super().get_changeform_initial_data(request)}

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def save_model(self, request: HttpRequest, obj: ReferralPolicy, form: Any, change: bool) -> None:
        obj.created_by_id = actor_of(request)
        obj.save()
