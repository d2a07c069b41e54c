"""What staff type about credit rules, and what is wrong with it in words."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from django.utils.translation import gettext
from djmoney.money import Money

from refunds.admin.policies import AmountsForm
from refunds.automation.enums import RuleEvent
from refunds.models import CreditRule, CreditRuleTerms
from wallet_project.core.admin_tools import read_uuid
from wallets.admin.versions import require_ahead

PREVIEW: Final = "_preview"


class CreditRuleForm(AmountsForm):
    amounts = ("budget",)

    class Meta:
        model = CreditRule
        fields = ("name", "event", "currency", "budget")

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        budget = data.get("budget")
        if budget is not None and budget <= 0:
            self.add_error("budget", gettext("The amount must be more than zero."))
        elif budget is not None and budget < self.instance.spent:
            given = self.instance.money(self.instance.spent)
            self.add_error("budget", gettext("The rule has given %(given)s already.") % {"given": given})
        return data


class CreditRuleTermsForm(AmountsForm):
    """Valid only to be saved: a form that was sent for its preview is shown again."""

    amounts = ("amount", "most", "per_day", "per_customer")

    class Meta:
        model = CreditRuleTerms
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

    def is_valid(self) -> bool:
        return super().is_valid() and PREVIEW not in self.data

    def clean_starts_at(self) -> Any:
        return require_ahead(self.cleaned_data["starts_at"])

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        rule = data.get("rule") or getattr(self.instance, "rule", None)
        if (data.get("amount") is None) == (data.get("percent") is None):
            self._say("amount", gettext("Write an amount or a percentage, and not both."))
        if data.get("ends_at") and data.get("starts_at") and data["ends_at"] <= data["starts_at"]:
            self._say("ends_at", gettext("The end must be after the beginning."))
        if rule is not None and rule.event != RuleEvent.OUT_OF_STOCK and not data.get("days"):
            self._say("days", gettext("Say from how many days on, or within how many days: 1 or more."))
        return data

    def _say(self, name: str, words: str) -> None:
        if name in self.fields and name not in self.errors:
            self.add_error(name, words)

    def currency_of(self, data: Mapping[str, Any]) -> str:
        """That of the rule, which may be typed, asked for by its id, or that of the stored terms."""
        rule = data.get("rule") or self.instance.rule_id
        if isinstance(rule, CreditRule):
            return rule.currency
        found = CreditRule.objects.filter(pk__in=[read_uuid(str(rule))])
        return found.values_list("currency", flat=True).first() or ""

    def _check(self, name: str, amount: Money) -> None:
        super()._check(name, amount)
        if amount.amount == 0 and name not in self.errors:
            self.add_error(name, gettext("The amount must be more than zero."))
