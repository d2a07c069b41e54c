"""What customers say about goods."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from wallet_project.storefront.enums import ShareTarget
from wallet_project.storefront.models.review import LONGEST_TEXT

STARS = [
    (5, _("5 stars: excellent")),
    (4, _("4 stars: good")),
    (3, _("3 stars: all right")),
    (2, _("2 stars: not so good")),
    (1, _("1 star: bad")),
]


class ReviewForm(forms.Form):
    """Stars and words."""

    stars = forms.TypedChoiceField(
        label=_("How do you like it?"),
        choices=STARS,
        coerce=int,
        widget=forms.RadioSelect(attrs={"class": "form-check-input"}),
        error_messages={"required": _("Choose from 1 to 5 stars.")},
    )
    text = forms.CharField(
        label=_("Your review"),
        min_length=10,
        max_length=LONGEST_TEXT,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=_("What did you use it for, and what should others know? Plain text, no addresses."),
    )


class ShareForm(forms.Form):
    """Where a product was shared."""

    target = forms.ChoiceField(
        label=_("Where did you share it?"),
        choices=ShareTarget.choices,
        widget=forms.Select,
    )
