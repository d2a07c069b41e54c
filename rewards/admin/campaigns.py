"""Campaigns: a list, a plan, a preview of what it would cost, and how far it is."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from rewards.admin.campaign_forms import CampaignForm, StartForm
from rewards.admin.menu import PROGRAM
from rewards.campaigns.enums import NOT_BEGUN, CampaignStatus, Segment
from rewards.campaigns.services import (
    cancel_campaign,
    draft_campaign,
    pause_campaign,
    preview_campaign,
    progress_of,
    resume_campaign,
    schedule_campaign,
)
from rewards.campaigns.words import budget, gift
from rewards.models import Campaign
from wallet_project.core.admin_tools import ReadOnlyAdmin, read_uuid, shown
from wallet_project.core.exceptions import AmountError, WalletProjectError
from wallets.admin.menu import MenuModel

PROGRAM.add(MenuModel("rewards.campaign", _("Campaigns"), "campaign"))
Status = CampaignStatus
LABELS: dict[str, str] = {
    Status.SCHEDULED: "info",
    Status.RUNNING: "info",
    Status.PAUSED: "warning",
    Status.DONE: "success",
    Status.EXHAUSTED: "warning",
    Status.FAILED: "danger",
}
# What can be done from which state, and what the button says.
STEPS: dict[str, tuple[str, ...]] = {
    Status.SCHEDULED: ("cancel",),
    Status.RUNNING: ("pause", "cancel"),
    Status.PAUSED: ("resume", "cancel"),
    Status.FAILED: ("resume", "cancel"),
    Status.DRAFT: ("cancel",),
}
DONE_WORDS = {
    "pause": _("The campaign is paused. Nobody is credited until you resume it."),
    "resume": _("The campaign goes on."),
    "cancel": _("The campaign is canceled. Whoever was credited keeps it."),
}
CHANGE = "rewards.change_campaign"


@admin.register(Campaign)
class CampaignAdmin(ReadOnlyAdmin):
    list_display = (
        "name", "shown_status", "segment", "shown_each", "shown_budget", "starts_at", "created_by",
    )  # fmt: skip
    list_select_related = ("created_by",)
    list_filter = ("status", "segment")
    search_ids = ("pk",)
    search_texts = ("name__icontains",)
    search_help_text = _("Name or id")
    ordering = ("-pk",)

    @shown(_("status"), label=LABELS)
    def shown_status(self, campaign: Campaign) -> tuple[str, str]:
        return campaign.status, campaign.get_status_display()

    @shown(_("for each customer"))
    def shown_each(self, campaign: Campaign) -> str:
        return gift(campaign)

    @shown(_("budget"))
    def shown_budget(self, campaign: Campaign) -> str:
        return budget(campaign)

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return request.user.has_perm("rewards.add_campaign")

    def get_urls(self) -> list[URLPattern]:
        pages: list[tuple[str, str, Callable[..., HttpResponse]]] = [
            ("edit", "edit", self.edit),
            ("preview", "preview", self.preview),
            ("progress", "progress", self.progress),
            *((step, step, self._step_view(step)) for step in DONE_WORDS),
        ]
        ours = [
            path(
                f"<uuid:campaign_id>/{route}/",
                self.admin_site.admin_view(view),
                name=f"rewards_campaign_{name}",
            )
            for route, name, view in pages
        ]
        return [*ours, *super().get_urls()]

    def add_view(self, request: HttpRequest, form_url: str = "", extra_context: Any = None) -> HttpResponse:
        """A new draft; then its preview."""
        if not self.has_add_permission(request):
            raise PermissionDenied
        return self._form_page(request, None, gettext("New campaign"))

    def edit(self, request: HttpRequest, campaign_id: UUID) -> HttpResponse:
        """Change a campaign that has not begun."""
        campaign = self._get(request, campaign_id, CHANGE)
        if campaign.status not in NOT_BEGUN:
            messages.error(request, gettext("Only a campaign that has not begun can be changed."))
            return self._to(campaign)
        return self._form_page(request, campaign, gettext("Change the campaign"))

    def _form_page(self, request: HttpRequest, campaign: Campaign | None, title: str) -> HttpResponse:
        is_post = request.method == "POST"
        data = (request.POST, request.FILES) if is_post else (None, None)
        form = CampaignForm(*data, campaign=campaign)
        if is_post and form.is_valid():
            try:
                saved = draft_campaign(
                    plan=form.plan(),
                    actor_id=request.user.pk,
                    campaign_id=campaign.pk if campaign else None,
                )
            except WalletProjectError as error:
                form.add_error(form.limit_field if isinstance(error, AmountError) else None, str(error))
            else:
                return redirect("admin:rewards_campaign_preview", saved.pk)
        back = reverse("admin:rewards_campaign_changelist") if campaign is None else self._address(campaign)
        return self._page(request, "campaign_form.html", title, form=form, original=campaign, back=back)

    def preview(self, request: HttpRequest, campaign_id: UUID) -> HttpResponse:
        """Who would get it and what it would cost; the button there starts it."""
        campaign = self._get(request, campaign_id, CHANGE)
        if campaign.status not in NOT_BEGUN:
            return self._to(campaign)
        form = StartForm(request.POST or None)
        if request.method == "POST":
            form = StartForm(request.POST)
            if form.is_valid() and self._start(request, campaign, form):
                return self._to(campaign)
        context: dict[str, Any] = {"form": form, "original": campaign, "steps": STEPS[campaign.status]}
        try:
            context["preview"] = preview_campaign(campaign_id=campaign.pk)
        except WalletProjectError as error:
            context["why_not"] = str(error)
        return self._page(request, "campaign_preview.html", campaign.name, **context)

    def _start(self, request: HttpRequest, campaign: Campaign, form: StartForm) -> bool:
        starts_at = form.cleaned_data["starts_at"]
        try:
            schedule_campaign(
                campaign_id=campaign.pk,
                starts_at=starts_at,
                actor_id=request.user.pk,
                now=timezone.now(),
            )
        except WalletProjectError as error:
            form.add_error(None, str(error))
            return False
        note = gettext("Scheduled.") if starts_at else gettext("Started.")
        self.log_change(request, campaign, note)
        messages.success(request, note)
        return True

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        """How far the campaign is, and what can be done with it."""
        campaign_id = read_uuid(object_id) or UUID(int=0)
        campaign = self._get(request, campaign_id, "rewards.view_campaign")
        return self._page(request, "campaign.html", campaign.name, **self._figures(request, campaign))

    def progress(self, request: HttpRequest, campaign_id: UUID) -> HttpResponse:
        """The part of the page that changes, for the page to fetch again."""
        campaign = self._get(request, campaign_id, "rewards.view_campaign")
        context = {"request": request, **self._figures(request, campaign)}
        return TemplateResponse(request, "admin/rewards/_campaign_progress.html", context)

    def _figures(self, request: HttpRequest, campaign: Campaign) -> dict[str, Any]:
        may_change = request.user.has_perm(CHANGE)
        return {
            "original": campaign,
            "progress": progress_of(campaign),
            "steps": STEPS.get(campaign.status, ()) if may_change else (),
            "may_change": may_change and campaign.status in NOT_BEGUN,
            "moves": campaign.status in {Status.SCHEDULED, Status.RUNNING},
            "is_upload": campaign.segment == Segment.UPLOAD,
        }

    def _step_view(self, step: str) -> Callable[..., HttpResponse]:
        def view(request: HttpRequest, campaign_id: UUID) -> HttpResponse:
            if request.method != "POST":
                return HttpResponseNotAllowed(["POST"])
            campaign = self._get(request, campaign_id, CHANGE)
            try:
                _take(step, campaign.pk)
            except WalletProjectError as error:
                messages.error(request, str(error))
            else:
                self.log_change(request, campaign, str(DONE_WORDS[step]))
                messages.success(request, str(DONE_WORDS[step]))
            return self._to(campaign)

        return view

    def _get(self, request: HttpRequest, campaign_id: UUID, permission: str) -> Campaign:
        if not request.user.has_perm(permission):
            raise PermissionDenied
        campaigns = Campaign.objects.select_related("created_by", "started_by", "tier", "game")
        return get_object_or_404(campaigns, pk=campaign_id)

    def _address(self, campaign: Campaign) -> str:
        return reverse("admin:rewards_campaign_change", args=[campaign.pk])

    def _to(self, campaign: Campaign) -> HttpResponse:
        return redirect(self._address(campaign))

    def _page(self, request: HttpRequest, template: str, title: str, **context: Any) -> HttpResponse:
        frame = {**self.admin_site.each_context(request), "title": title, "model_admin": self}
        return TemplateResponse(
            request, f"admin/rewards/{template}", {**frame, "opts": Campaign._meta, **context}
        )


def _take(step: str, campaign_id: UUID) -> None:
    if step == "cancel":
        cancel_campaign(campaign_id=campaign_id, now=timezone.now())
    else:
        {"pause": pause_campaign, "resume": resume_campaign}[step](campaign_id=campaign_id)
