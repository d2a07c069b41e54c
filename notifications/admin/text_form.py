"""What staff write of a message."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from unfold.widgets import UnfoldAdminTextareaWidget, UnfoldAdminTextInputWidget

from notifications.enums import Kind
from notifications.models.text import LONGEST_BODY, LONGEST_SUBJECT
from notifications.own_texts import shipped_text
from notifications.services import check_text


class TextForm(forms.Form):
    """Subject and text, checked for what the message can say. What equals the text that ships, or is
    empty, is no text of the store's own: it comes out empty."""

    subject = forms.CharField(
        label=_("Subject"),
        required=False,
        max_length=LONGEST_SUBJECT,
        widget=UnfoldAdminTextInputWidget,
        help_text=_("Empty: the one that ships."),
    )
    body = forms.CharField(
        label=_("Text"),
        required=False,
        max_length=LONGEST_BODY,
        widget=UnfoldAdminTextareaWidget(attrs={"rows": 14}),
        help_text=_(
            "An empty line begins a new paragraph. A line whose name has no value is left out. Lines like "
            "“Balance: {{ balance }}” become a table. The greeting, the button and the foot come by "
            "themselves. Empty: the text that ships."
        ),
    )
    after = forms.IntegerField(min_value=0, widget=forms.HiddenInput)

    def __init__(self, *args: Any, kind: Kind, language: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.kind = kind
        self.shipped = shipped_text(kind, language)

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        written = {"subject": cleaned.get("subject", ""), "body": cleaned.get("body", "")}
        written["body"] = written["body"].replace("\r\n", "\n").strip()
        for (field, text), shipped in zip(written.items(), self.shipped, strict=True):
            cleaned[field] = "" if text == shipped else text
        mistakes = check_text(kind=self.kind, subject=cleaned["subject"], body=cleaned["body"])
        for field, words in mistakes.items():
            for word in words:
                self.add_error(field, word)
        return cleaned
