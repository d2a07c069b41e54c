"""What a person wants to hear of."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from notifications.enums import MANDATORY_GROUPS, ChannelName, Group
from notifications.models import NotificationSettings

CHOOSABLE = [group for group in Group if group not in MANDATORY_GROUPS]


class PreferencesForm(forms.Form):
    """One box for each group and channel that can be turned off, and quiet hours."""

    quiet_from = forms.TimeField(
        label=gettext_lazy("Quiet from"), required=False, widget=forms.TimeInput(attrs={"type": "time"})
    )
    quiet_until = forms.TimeField(
        label=gettext_lazy("Quiet until"), required=False, widget=forms.TimeInput(attrs={"type": "time"})
    )

    def __init__(
        self, *args: Any, refused: set[tuple[str, str]], quiet: NotificationSettings, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        for group in CHOOSABLE:
            for channel in ChannelName:
                self.fields[box(group, channel)] = forms.BooleanField(
                    label=channel.label, required=False, initial=(group.value, channel.value) not in refused
                )
        self.fields["quiet_from"].initial = quiet.quiet_from
        self.fields["quiet_until"].initial = quiet.quiet_until

    def rows(self) -> list[tuple[Group, list[forms.BoundField]]]:
        """The boxes of each group."""
        return [(group, [self[box(group, channel)] for channel in ChannelName]) for group in CHOOSABLE]

    def refused(self) -> list[tuple[Group, ChannelName]]:
        """What was left unchecked."""
        return [
            (group, channel)
            for group in CHOOSABLE
            for channel in ChannelName
            if not self.cleaned_data[box(group, channel)]
        ]

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        begin, end = cleaned.get("quiet_from"), cleaned.get("quiet_until")
        if self.errors:
            return cleaned
        if begin is not None and end is None:
            self.add_error("quiet_until", _("Say also when the quiet hours end."))
        elif begin is None and end is not None:
            self.add_error("quiet_from", _("Say also when the quiet hours begin."))
        elif begin is not None and begin == end:
            self.add_error("quiet_until", _("This must be another time than the beginning."))
        return cleaned


def box(group: Group, channel: ChannelName) -> str:
    """The name of the box of a group and a channel."""
    return f"{group.value}_{channel.value}"
