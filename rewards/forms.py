"""What customers type on the pages of their rewards, and what is said about it beside the field."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy

from rewards.words import KINDS_OF, RewardGroup
from wallets.forms import StatementFilterForm


class RewardFilterForm(StatementFilterForm):
    """Which movements of rewards to show."""

    kinds_of = KINDS_OF
    kind = forms.ChoiceField(
        label=gettext_lazy("What"),
        required=False,
        choices=[("", gettext_lazy("Everything")), *RewardGroup.choices],
        widget=forms.Select({"class": "form-select"}),
    )
