"""Use of reward money, worth of points: what was decided when, and a new decision with its preview."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING, Any, ClassVar

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.db.models import OuterRef, QuerySet, Subquery
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from djmoney.money import Money

from rewards.admin.decision_forms import DecisionForm, PolicyForm, ProgramForm
from rewards.catalog import get_catalog
from rewards.examples import cap_examples, conversion_examples
from rewards.exceptions import ContradictoryDecision
from rewards.models import PointsProgram, RewardPolicy
from rewards.queries import rate_of, rule_of
from rewards.services import decide_points_program, decide_reward_policy, withdraw_decision
from wallet_project.core.admin_tools import CurrencyFilter, ReadOnlyAdmin, shown
from wallet_project.core.exceptions import IdempotencyConflict, WalletProjectError
from wallet_project.core.money import from_minor, to_minor
from wallet_project.core.words import written
from wallets.admin.pages import actor_of, page, say_refused

PLANNED, CURRENT, PAST = "planned", "current", "past"
LABELS = {PLANNED: "info", CURRENT: "success"}
STATES = {PLANNED: _("Planned"), CURRENT: _("Holds now"), PAST: _("Past")}
HISTORY = 50
Version = RewardPolicy | PointsProgram

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


def state_of(starts_at: datetime, followed_at: datetime | None, now: datetime) -> str:
    """Whether a version is still to come, holds, or was followed by another."""
    if starts_at > now:
        return PLANNED
    return PAST if followed_at is not None and followed_at <= now else CURRENT


def history_of(
    model: type[Version], currency: str, now: datetime, words: Callable[[Any], str]
) -> list[dict[str, Any]]:
    """The newest versions for a currency, each with its state and in words; one query."""
    versions = model._default_manager.filter(currency=currency).select_related("created_by")
    rows: list[dict[str, Any]] = []
    until: datetime | None = None
    for version in versions.order_by("-starts_at")[:HISTORY]:
        state = STATES[state_of(version.starts_at, until, now)]
        rows.append({"version": version, "until": until, "state": state, "words": words(version)})
        until = version.starts_at
    return rows


class DecisionAdmin(ReadOnlyAdmin):
    """Versions are added, never changed; one that does not hold yet can be withdrawn."""

    decision_form: ClassVar[type[DecisionForm]]
    decide: ClassVar[Callable[..., Version]]
    examples_template = ""
    undecided: StrOrPromise = ""
    list_display: tuple[str, ...] = ("shown_from", "currency", "shown_words", "shown_state", "created_by")
    list_select_related = ("created_by",)
    list_filter = (CurrencyFilter,)
    ordering = ("-starts_at",)
    change_form_outer_after_template = "admin/rewards/_decision.html"

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return request.user.has_perm(f"rewards.add_{self.opts.model_name}")

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Of one that is still to come; from its own page alone."""
        allowed = request.user.has_perm(f"rewards.delete_{self.opts.model_name}")
        return allowed and obj is not None and obj.starts_at > timezone.now()

    def delete_model(self, request: HttpRequest, obj: Version) -> None:
        try:
            withdraw_decision(obj)
        except WalletProjectError as error:
            say_refused(request, error)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        """With when the next version for the same currency begins."""
        later = self.model._default_manager.filter(
            currency=OuterRef("currency"), starts_at__gt=OuterRef("starts_at")
        )
        following = Subquery(later.order_by("starts_at").values("starts_at")[:1])
        versions: QuerySet[Any] = super().get_queryset(request).annotate(followed_at=following)
        return versions

    @shown(_("holds from"), ordering="starts_at")
    def shown_from(self, version: Version) -> datetime:
        return version.starts_at

    @shown(_("what"))
    def shown_words(self, version: Version) -> str:
        raise NotImplementedError

    @shown(_("state"), label=LABELS)
    def shown_state(self, version: Any) -> tuple[str, Any]:
        state = state_of(version.starts_at, version.followed_at, timezone.now())
        return state, STATES[state]

    def examples(self, version: Any) -> list[Any]:
        """What it would mean, as `examples_template` shows it."""
        raise NotImplementedError

    def add_view(self, request: HttpRequest, form_url: str = "", extra_context: Any = None) -> HttpResponse:
        """The form, then the examples, then the decision."""
        if not self.has_add_permission(request):
            raise PermissionDenied
        form = self.decision_form(request.POST or None)
        if request.method != "POST" or "edit" in request.POST or not form.is_valid():
            return self._form_page(request, form)
        if "decide" not in request.POST:
            return self._preview_page(request, form)
        made = self._decided(request, form)
        if made is None:
            return self._form_page(request, form)
        self.log_addition(request, made, gettext("Decided: %(what)s") % {"what": self.shown_words(made)})
        self.message_user(request, gettext("Decided: %(what)s") % {"what": self.shown_words(made)})
        return redirect(f"admin:rewards_{self.opts.model_name}_changelist")

    def _decided(self, request: HttpRequest, form: DecisionForm) -> Version | None:
        decide = type(self).decide
        try:
            return decide(
                decision_id=form.cleaned_data["key"], terms=form.terms(), actor_id=actor_of(request)
            )
        except ContradictoryDecision as error:
            form.add_error("starts_on" if error.field == "starts_at" else error.field, error.message)
        except IdempotencyConflict:
            form.add_error(None, gettext("This form was sent before with other values. See the history."))
        return None

    def _form_page(self, request: HttpRequest, form: DecisionForm) -> HttpResponse:
        currency = str(form["currency"].value() or "")
        history = history_of(self.model, currency, timezone.now(), self.shown_words)
        return self._page(
            request, "admin/rewards/decide.html", form=form, history=history, undecided=self.undecided
        )

    def _preview_page(self, request: HttpRequest, form: DecisionForm) -> HttpResponse:
        version = form.version()
        at_once = form.cleaned_data["starts_on"] is None
        return self._page(
            request,
            "admin/rewards/decision_preview.html",
            form=form,
            version=version,
            words=self.shown_words(version),
            at_once=at_once,
            examples=self.examples(version),
        )

    def _page(self, request: HttpRequest, template: str, **context: Any) -> HttpResponse:
        title = gettext("New decision: %(what)s") % {"what": self.opts.verbose_name}
        examples_template = self.examples_template
        return page(request, template, title, self.model, examples_template=examples_template, **context)

    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: Any = None,
    ) -> Any:
        version = self.get_object(request, object_id) if object_id else None
        context: dict[str, Any] = {"examples_template": self.examples_template}
        if version is not None:
            context["examples"] = self.examples(version)
            context["history"] = history_of(self.model, version.currency, timezone.now(), self.shown_words)
        return super().changeform_view(request, object_id, form_url, {**context, **(extra_context or {})})


def amount_in(version: Version, amount: Any) -> str:
    """A stored number in the version's currency; a dash for none."""
    if amount is None:
        return "–"
    return written(from_minor(to_minor(Money(amount, version.currency)), version.currency))


@admin.register(RewardPolicy)
class RewardPolicyAdmin(DecisionAdmin):
    decision_form = PolicyForm
    decide = staticmethod(decide_reward_policy)
    examples_template = "admin/rewards/_cap_examples.html"
    undecided = _("Until then reward money pays at most a tenth of an order.")
    fields = (
        "starts_at",
        "currency",
        "shown_most",
        "shown_percent",
        "shown_minimum",
        "with_coupon",
        "shown_categories",
        "shown_products",
        "grace_days",
        "created_by",
        "created_at",
    )
    readonly_fields = fields

    @shown(_("what"))
    def shown_words(self, version: Any) -> str:
        limits = []
        if version.most is not None:
            limits.append(gettext("at most %(most)s") % {"most": amount_in(version, version.most)})
        if version.percent is not None:
            limits.append(gettext("at most %(percent)s%%") % {"percent": f"{version.percent.normalize():f}"})
        if version.minimum_order is not None:
            minimum = amount_in(version, version.minimum_order)
            limits.append(gettext("for orders from %(minimum)s") % {"minimum": minimum})
        return ", ".join(limits) or gettext("no limit")

    @shown(_("at most, for each order"))
    def shown_most(self, version: RewardPolicy) -> str:
        return amount_in(version, version.most)

    @shown(_("at most, percent of the order"))
    def shown_percent(self, version: RewardPolicy) -> str:
        return "–" if version.percent is None else f"{version.percent.normalize():f}%"

    @shown(_("only for orders from"))
    def shown_minimum(self, version: RewardPolicy) -> str:
        return amount_in(version, version.minimum_order)

    @shown(_("not for these categories"))
    def shown_categories(self, version: RewardPolicy) -> str:
        catalog = get_catalog()
        return _named(version.excluded_categories, dict(catalog.categories()) if catalog else {})

    @shown(_("not for these products"))
    def shown_products(self, version: RewardPolicy) -> str:
        catalog = get_catalog()
        return _named(version.excluded_products, dict(catalog.products()) if catalog else {})

    def examples(self, version: Any) -> list[Any]:
        return list(cap_examples(rule_of(version), version.currency))


def _named(references: list[str], names: dict[str, str]) -> str:
    return ", ".join(names.get(one, one) for one in references) or "–"


@admin.register(PointsProgram)
class PointsProgramAdmin(DecisionAdmin):
    decision_form = ProgramForm
    decide = staticmethod(decide_points_program)
    examples_template = "admin/rewards/_conversion_examples.html"
    undecided = _("Until then points can't be turned into money.")
    fields = (
        "starts_at",
        "currency",
        "shown_words",
        "step",
        "minimum",
        "most_per_day",
        "target",
        "valid_days",
        "created_by",
        "created_at",
    )
    readonly_fields = fields

    @shown(_("what"))
    def shown_words(self, version: Any) -> str:
        points = written(from_minor(version.points, "PTS"))
        return gettext("%(points)s are %(value)s") % {
            "points": points,
            "value": amount_in(version, version.value),
        }

    def examples(self, version: Any) -> list[Any]:
        return list(conversion_examples(rate_of(version), version.minimum))
