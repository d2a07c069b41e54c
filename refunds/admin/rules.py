"""Credit rules: a budget each, terms version by version with a preview, and how they answered."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from unfold.admin import TabularInline

from refunds.admin.rule_forms import PREVIEW, CreditRuleForm, CreditRuleTermsForm
from refunds.automation.enums import IssueOutcome
from refunds.automation.preview import RulePreview, preview_terms
from refunds.models import CreditRule, CreditRuleIssue, CreditRuleTerms, TakenCredit
from wallet_project.core.admin_tools import (
    AmountCurrencyFilter,
    DayRangeFilter,
    ListAdmin,
    ReadOnlyAdmin,
    read_uuid,
    shown,
)
from wallet_project.core.words import written
from wallets.admin.cells import entry_link, full, link
from wallets.admin.menu import MenuGroup, MenuModel, register_menu_group

AUTOMATION = register_menu_group(MenuGroup(_("Automatic credit")))
AUTOMATION.add(
    MenuModel("refunds.creditrule", _("Credit rules"), "smart_toy"),
    MenuModel("refunds.creditruleterms", _("Terms of credit rules"), "history_edu"),
    MenuModel("refunds.creditruleissue", _("Answers of credit rules"), "fact_check"),
)
OUTCOMES: dict[str, str] = {
    IssueOutcome.GIVEN: "success",
    IssueOutcome.BUDGET: "danger",
    IssueOutcome.DAY: "warning",
    IssueOutcome.CUSTOMER: "warning",
    IssueOutcome.FROZEN: "warning",
}


class TermsInline(TabularInline):  # type: ignore[misc]
    """The versions of a rule's terms, the newest first. To read: new ones have a page of their own."""

    model = CreditRuleTerms
    fields = ("shown_terms", "ends_at", "is_on", "created_by")
    readonly_fields = fields
    extra = 0
    can_delete = False
    verbose_name_plural = _("terms")

    @shown(_("holds from"))
    def shown_terms(self, terms: CreditRuleTerms) -> SafeString:
        when = timezone.localtime(terms.starts_at).strftime("%Y-%m-%d %H:%M")
        return link("refunds_creditruleterms_change", when, terms.pk)

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


@admin.register(CreditRule)
class CreditRuleAdmin(ListAdmin):
    """Its budget can be changed; what it gives stands in its terms."""

    form = CreditRuleForm
    inlines = (TermsInline,)
    list_display = ("name", "event", "shown_state", "shown_budget", "shown_spent", "shown_left")
    list_filter = ("event",)
    search_texts = ("name__icontains",)
    search_help_text = _("Name")
    ordering = ("name",)
    fields = ("name", "event", "currency", "budget", "shown_spent")
    change_form_after_template = "admin/refunds/_rule_terms.html"

    def get_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        return self.fields if obj else self.fields[:-1]

    def get_inlines(self, request: HttpRequest, obj: Any) -> tuple[type[TermsInline], ...]:
        return self.inlines if obj else ()

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        return ("event", "currency", "shown_spent") if obj else ()

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def save_model(self, request: HttpRequest, obj: CreditRule, form: Any, change: bool) -> None:
        """Saves what was edited, and never a sum that was read before a rule gave."""
        if change:
            obj.save(update_fields=["name", "budget"])
            return
        obj.created_by_id = request.user.pk
        obj.save(force_insert=True)

    def response_add(
        self, request: HttpRequest, obj: CreditRule, post_url_continue: str | None = None
    ) -> HttpResponse:
        """A rule without terms gives nothing: on to them."""
        self.message_user(request, gettext("Now say what “%(rule)s” gives.") % {"rule": obj})
        return redirect(f"{reverse('admin:refunds_creditruleterms_add')}?rule={obj.pk}")

    @shown(_("budget in all"))
    def shown_budget(self, rule: CreditRule) -> str:
        return written(rule.money(rule.budget))

    @shown(_("given so far"))
    def shown_spent(self, rule: CreditRule) -> str:
        return written(rule.money(rule.spent))

    @shown(_("left"))
    def shown_left(self, rule: CreditRule) -> str:
        return written(rule.left)

    def get_queryset(self, request: HttpRequest) -> Any:
        return super().get_queryset(request).prefetch_related("terms")

    @shown(_("state"), label={"on": "success", "off": "warning"})
    def shown_state(self, rule: CreditRule) -> tuple[str, str]:
        now = timezone.now()
        began = [terms for terms in rule.terms.all() if terms.starts_at <= now]
        held = max(began, key=lambda terms: terms.starts_at, default=None)
        gives = held is not None and held.is_on and (held.ends_at is None or held.ends_at > now)
        return ("on", gettext("Gives credit")) if gives else ("off", gettext("Rests"))


@admin.register(CreditRuleTerms)
class CreditRuleTermsAdmin(ListAdmin):
    """Terms in force or past are only read: the next ones are added beside them."""

    form = CreditRuleTermsForm
    list_display = ("rule", "starts_at", "ends_at", "is_on", "shown_gives", "days", "created_by")
    list_display_links = ("starts_at",)
    list_select_related = ("rule", "created_by")
    search_texts = ("rule__name__icontains",)
    search_help_text = _("Name of the rule")
    ordering = ("-starts_at",)
    fields = (
        "rule",
        "starts_at",
        "ends_at",
        "is_on",
        "days",
        "amount",
        "percent",
        "most",
        "per_day",
        "per_customer",
        "kept_on_return",
        "words",
    )
    change_form_after_template = "admin/refunds/_terms_preview.html"

    @shown(_("gives"))
    def shown_gives(self, terms: CreditRuleTerms) -> str:
        if terms.amount is not None:
            return written(terms.rule.money(terms.amount))
        return f"{terms.percent} %"

    def has_change_permission(self, request: HttpRequest, obj: CreditRuleTerms | None = None) -> bool:
        is_ahead = obj is None or obj.starts_at > timezone.now()
        return is_ahead and bool(super().has_change_permission(request, obj))

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def save_model(self, request: HttpRequest, obj: CreditRuleTerms, form: Any, change: bool) -> None:
        if not change:
            obj.created_by_id = request.user.pk
        super().save_model(request, obj, form, change)

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        """As the rule's newest terms have it, from now on."""
        newest = CreditRuleTerms.objects.filter(rule__in=[read_uuid(request.GET.get("rule", ""))]).first()
        names = [name for name in self.fields if name not in ("rule", "starts_at", "ends_at")]
        before = {} if newest is None else {name: getattr(newest, name) for name in names}
        return {**before, **super().get_changeform_initial_data(request), "starts_at": timezone.now()}

    def render_change_form(
        self, request: HttpRequest, context: Any, *args: Any, **kwargs: Any
    ) -> HttpResponse:
        """With what the terms would have given: as they are typed, else as they are stored."""
        form = context["adminform"].form
        context["previewed"] = PREVIEW in request.POST
        context["may_preview"] = "days" in form.fields
        context["rule_preview"] = _preview(form)
        response: HttpResponse = super().render_change_form(request, context, *args, **kwargs)
        return response


def _preview(form: Any) -> RulePreview | None:
    terms: CreditRuleTerms = form.instance
    if (form.is_bound and form.errors) or (not form.is_bound and terms._state.adding):
        return None
    return preview_terms(terms, now=timezone.now())


@admin.register(CreditRuleIssue)
class CreditRuleIssueAdmin(ReadOnlyAdmin):
    list_display = (
        "created_at",
        "shown_rule",
        "shown_customer",
        "order_reference",
        "item",
        "shown_outcome",
        "shown_amount",
        "shown_entry",
    )
    list_select_related = ("rule", "customer", "terms")
    list_filter = ("outcome", AmountCurrencyFilter, ("created_at", DayRangeFilter))
    search_ids = ("pk", "rule")
    search_numbers = ("entry",)
    search_texts = ("order_reference", "event", "customer__email__icontains")
    search_help_text = _("Order number, event, entry or customer")
    ordering = ("-pk",)
    fields = (
        *("outcome" if column == "shown_outcome" else column for column in list_display),
        "event",
        "happened_at",
        "shown_base",
        "shown_terms",
        "shown_taken_back",
    )
    readonly_fields = fields

    @shown(_("rule"))
    def shown_rule(self, issue: CreditRuleIssue) -> SafeString:
        return link("refunds_creditrule_change", issue.rule, issue.rule_id)

    @shown(_("terms"))
    def shown_terms(self, issue: CreditRuleIssue) -> SafeString:
        return link("refunds_creditruleterms_change", f"{issue.terms.starts_at:%Y-%m-%d}", issue.terms_id)

    @shown(_("customer"))
    def shown_customer(self, issue: CreditRuleIssue) -> SafeString:
        return link("accounts_user_change", issue.customer, issue.customer_id)

    @shown(_("outcome"), label=OUTCOMES)
    def shown_outcome(self, issue: CreditRuleIssue) -> tuple[str, str]:
        return issue.outcome, issue.get_outcome_display()

    @shown(_("given"))
    def shown_amount(self, issue: CreditRuleIssue) -> str:
        return written(issue.money)

    @shown(_("taken back"))
    def shown_taken_back(self, issue: CreditRuleIssue) -> str | SafeString:
        """By which refunds, and how much of it was no longer there."""
        links = (
            (link("refunds_refund_change", _taken_in_words(one), one.refund_id),)
            for one in issue.taken_back.all()
        )
        return format_html_join("", "<div>{}</div>", links) or "–"

    @shown(_("counted from"))
    def shown_base(self, issue: CreditRuleIssue) -> str:
        return full(issue.base)

    @shown(_("entry"))
    def shown_entry(self, issue: CreditRuleIssue) -> Any:
        return entry_link(issue.entry_id)


def _taken_in_words(one: TakenCredit) -> str:
    words = gettext("%(taken)s of %(amount)s, with the refund")
    return words % {"taken": written(one.taken_money), "amount": written(one.money)}
