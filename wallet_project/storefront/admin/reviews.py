"""Reviews: the queue that staff read, and what was shared."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.text import Truncator
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from wallet_project.core.admin_tools import DayRangeFilter, ReadOnlyAdmin, ReasonForm, detail_action, shown
from wallet_project.core.exceptions import WalletProjectError
from wallet_project.storefront.enums import ReviewStatus
from wallet_project.storefront.models import Review, Share
from wallet_project.storefront.services.reviews import approve_review, reject_review, remove_review

LABELS = {
    ReviewStatus.WAITING.value: "warning",
    ReviewStatus.APPROVED.value: "success",
    ReviewStatus.REJECTED.value: "danger",
}
FOLLOWING: dict[str, set[str]] = {
    ReviewStatus.WAITING: {"approve", "turn_down"},
    ReviewStatus.APPROVED: {"take_down"},
}


def _customer_link(row: Review | Share) -> SafeString:
    address = reverse("admin:accounts_user_change", args=[row.customer_id])
    return format_html('<a class="text-link" href="{}">{}</a>', address, row.customer)


@admin.register(Review)
class ReviewAdmin(ReadOnlyAdmin):
    list_display = ("written_at", "product", "shown_stars", "shown_text", "shown_customer", "shown_status")
    list_select_related = ("product", "customer")
    list_filter = ("status", "stars", ("written_at", DayRangeFilter))
    search_texts = ("product__sku__iexact", "product__name__icontains", "customer__email__icontains")
    search_help_text = _("Product, article number or customer’s e-mail")
    ordering = ("-pk",)
    fields = (
        ("product", "shown_stars"),
        "text",
        ("shown_customer", "order"),
        ("status", "reason"),
        ("written_at", "changed_at"),
        ("decided_by", "decided_at"),
    )
    readonly_fields = ("shown_stars", "shown_customer")
    actions = ("approve_selected", "turn_down_selected")
    actions_detail = ("approve", "turn_down", "take_down")

    @shown(_("stars"), ordering="stars")
    def shown_stars(self, review: Review) -> str:
        return gettext("%(stars)d of 5") % {"stars": review.stars}

    @shown(_("text"))
    def shown_text(self, review: Review) -> str:
        return Truncator(review.text).chars(120)

    @shown(_("customer"))
    def shown_customer(self, review: Review) -> SafeString:
        return _customer_link(review)

    @shown(_("status"), label=LABELS)
    def shown_status(self, review: Review) -> tuple[str, str]:
        return review.status, review.get_status_display()

    def has_moderate_permission(self, request: HttpRequest, object_id: Any = None) -> bool:
        return request.user.has_perm("storefront.moderate_review")

    def get_actions_detail(self, request: HttpRequest, object_id: Any) -> list[Any]:
        """Only what may follow from where the review is."""
        status = Review.objects.filter(pk=object_id).values_list("status", flat=True).first()
        following = FOLLOWING.get(str(status), set())
        actions = super().get_actions_detail(request, object_id)
        return [one for one in actions if str(one.method.__name__) in following]

    @admin.action(description=_("Approve the chosen reviews"), permissions=["moderate"])
    def approve_selected(self, request: HttpRequest, queryset: QuerySet[Review]) -> None:
        self._each(request, queryset, lambda pk: self._approve(request, pk))

    @admin.action(description=_("Turn the chosen reviews down"), permissions=["moderate"])
    def turn_down_selected(self, request: HttpRequest, queryset: QuerySet[Review]) -> HttpResponse | None:
        """Asks for one reason for all of them first."""
        form = ReasonForm(request.POST if "confirmed" in request.POST else None)
        if form.is_valid():
            reason = form.cleaned_data["reason"]
            self._each(request, queryset, lambda pk: self._turn_down(request, pk, reason))
            return None
        return self._ask(request, form, gettext("Turn these reviews down?"), reviews=list(queryset))

    @detail_action(_("Approve"), path="approve", permission="moderate")
    def approve(self, request: HttpRequest, object_id: str) -> HttpResponse:
        review = get_object_or_404(Review, pk=object_id)
        if request.method != "POST":
            return self._ask(request, None, gettext("Show this review on the product's page?"), review=review)
        self._each(request, Review.objects.filter(pk=review.pk), lambda pk: self._approve(request, pk))
        return redirect("admin:storefront_review_change", review.pk)

    @detail_action(_("Turn down"), path="turn-down", permission="moderate")
    def turn_down(self, request: HttpRequest, object_id: str) -> HttpResponse:
        question = gettext("Its writer is told why, and may change it and send it again.")
        return self._with_reason(request, object_id, question, self._turn_down)

    @detail_action(_("Take down for abuse"), path="take-down", permission="moderate")
    def take_down(self, request: HttpRequest, object_id: str) -> HttpResponse:
        question = gettext("It is not shown any more, and what it earned is taken back. This is for good.")
        return self._with_reason(request, object_id, question, self._take_down)

    def _with_reason(
        self,
        request: HttpRequest,
        object_id: str,
        question: str,
        decide: Callable[[HttpRequest, int, str], Review],
    ) -> HttpResponse:
        """Asks for a reason, and on a POST does it."""
        review = get_object_or_404(Review, pk=object_id)
        form = ReasonForm(request.POST or None)
        if request.method != "POST" or not form.is_valid():
            return self._ask(request, form, question, review=review)
        reason = form.cleaned_data["reason"]
        self._each(request, Review.objects.filter(pk=review.pk), lambda pk: decide(request, pk, reason))
        return redirect("admin:storefront_review_change", review.pk)

    def _approve(self, request: HttpRequest, pk: int) -> Review:
        return approve_review(review_id=pk, actor_id=_actor(request), now=timezone.now())

    def _turn_down(self, request: HttpRequest, pk: int, reason: str) -> Review:
        return reject_review(review_id=pk, reason=reason, actor_id=_actor(request), now=timezone.now())

    def _take_down(self, request: HttpRequest, pk: int, reason: str) -> Review:
        return remove_review(review_id=pk, reason=reason, actor_id=_actor(request), now=timezone.now())

    def _each(
        self, request: HttpRequest, queryset: QuerySet[Review], decide: Callable[[int], Review]
    ) -> None:
        """One service call for each; says how many were done, and why the others were not."""
        done = 0
        for review in queryset.order_by("pk"):
            try:
                self.log_change(request, decide(review.pk), gettext("Decided"))
                done += 1
            except WalletProjectError as error:
                messages.error(request, f"{review}: {error}")
        if done:
            text = ngettext("%(count)d review is done.", "%(count)d reviews are done.", done)
            messages.success(request, text % {"count": done})

    def _ask(
        self, request: HttpRequest, form: ReasonForm | None, question: str, **context: Any
    ) -> HttpResponse:
        frame = {**admin.site.each_context(request), "opts": Review._meta, "title": gettext("Reviews")}
        words = {"form": form, "question": question, "action": request.POST.get("action", "")}
        return TemplateResponse(request, "storefront/admin/reviews.html", {**frame, **words, **context})


def _actor(request: HttpRequest) -> int:
    return int(request.user.pk)  # type: ignore[arg-type]


@admin.register(Share)
class ShareAdmin(ReadOnlyAdmin):
    list_display = ("shared_at", "product", "target", "shown_customer", "day")
    list_select_related = ("product", "customer")
    list_filter = ("target", ("shared_at", DayRangeFilter))
    search_texts = ("product__sku__iexact", "customer__email__icontains")
    search_help_text = _("Article number or customer’s e-mail")
    ordering = ("-pk",)
    fields = list_display
    readonly_fields = fields

    @shown(_("customer"))
    def shown_customer(self, share: Share) -> SafeString:
        return _customer_link(share)
