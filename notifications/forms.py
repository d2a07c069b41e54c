"""What a person wants to hear of, when, and on which phone."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from notifications.channels.registry import channels_of
from notifications.enums import MANDATORY_GROUPS, ChannelName, Group, Pace
from notifications.models import NotificationSettings

CHOOSABLE = [group for group in Group if group not in MANDATORY_GROUPS]
HOURS = [(hour, f"{hour:02d}:00") for hour in range(24)]


class PreferencesForm(forms.Form):
    """One box for each group and channel that can be turned off, quiet hours, and how often offers come.

    A channel by which the person can't be reached has no boxes; what was chosen for it stays.
    """

    quiet_from = forms.TimeField(
        label=gettext_lazy("Quiet from"), required=False, widget=forms.TimeInput(attrs={"type": "time"})
    )
    quiet_until = forms.TimeField(
        label=gettext_lazy("Quiet until"), required=False, widget=forms.TimeInput(attrs={"type": "time"})
    )
    pace = forms.ChoiceField(
        label=gettext_lazy("Reminders and offers by e-mail"),
        choices=Pace.choices,
    )
    digest_hour = forms.TypedChoiceField(label=gettext_lazy("All together at"), choices=HOURS, coerce=int)

    def __init__(
        self,
        *args: Any,
        refused: set[tuple[str, str]],
        reachable: Collection[ChannelName],
        wishes: NotificationSettings,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.were_refused = refused
        self.boxes = {
            group: [channel for channel in channels_of(group) if channel in reachable] for group in CHOOSABLE
        }
        for group, channels in self.boxes.items():
            for channel in channels:
                self.fields[box(group, channel)] = forms.BooleanField(
                    label=channel.label, required=False, initial=(group.value, channel.value) not in refused
                )
        for name in ("quiet_from", "quiet_until", "pace", "digest_hour"):
            self.fields[name].initial = getattr(wishes, name)

    def rows(self) -> list[tuple[Group, list[forms.BoundField]]]:
        """The boxes of each group."""
        return [
            (group, [self[box(group, channel)] for channel in channels])
            for group, channels in self.boxes.items()
        ]

    def refused(self) -> list[tuple[Group, ChannelName]]:
        """What was left unchecked, and what was turned off before and is not asked here."""
        return [
            (group, channel)
            for group in CHOOSABLE
            for channel in ChannelName
            if not self.cleaned_data.get(
                box(group, channel), (group.value, channel.value) not in self.were_refused
            )
        ]

    def wishes(self) -> dict[str, Any]:
        """When it may come."""
        names = ("pace", "digest_hour", "quiet_from", "quiet_until")
        return {name: self.cleaned_data[name] for name in names}

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


class PhoneForm(forms.Form):
    """A phone number, to which a code is sent."""

    number = forms.CharField(
        label=gettext_lazy("Phone number"),
        max_length=30,
        help_text=gettext_lazy("With the country's code, like +359 88 123 4567."),
        widget=forms.TextInput(attrs={"type": "tel", "autocomplete": "tel"}),
    )


class CodeForm(forms.Form):
    """The code that came by SMS."""

    code = forms.CharField(
        label=gettext_lazy("Code from the SMS"),
        max_length=10,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "one-time-code"}),
    )


def box(group: Group, channel: ChannelName) -> str:
    """The name of the box of a group and a channel."""
    return f"{group.value}_{channel.value}"
