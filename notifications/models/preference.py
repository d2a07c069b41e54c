"""What a customer wants to hear of, and when."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from notifications.enums import MANDATORY_GROUPS, ChannelName, Group, Pace


class Preference(models.Model):
    """A group of messages that this person does not want by this channel. No row: they come."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="+", verbose_name=_("person")
    )
    group = models.CharField(_("messages"), max_length=12, choices=Group.choices)
    channel = models.CharField(_("by"), max_length=10, choices=ChannelName.choices)

    objects: ClassVar[models.Manager[Preference]] = models.Manager()

    class Meta:
        verbose_name = _("message turned off")
        verbose_name_plural = _("messages turned off")
        constraints = [
            models.UniqueConstraint("user", "group", "channel", name="one_preference_per_group_and_channel"),
            models.CheckConstraint(
                name="security_messages_stay_on", condition=~Q(group__in=sorted(MANDATORY_GROUPS))
            ),
            models.CheckConstraint(
                name="preference_is_about_something_known",
                condition=Q(group__in=Group.values, channel__in=ChannelName.values),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_group_display()}, {self.get_channel_display()}"


class NotificationSettings(models.Model):
    """When a person wants to hear of reminders and offers, in their own time zone. No row: at any time,
    at once. `pace` and `digest_hour` are about e-mail: other channels are not collected."""

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="+", primary_key=True, verbose_name=_("person")
    )
    quiet_from = models.TimeField(_("quiet from"), null=True, blank=True)
    quiet_until = models.TimeField(_("quiet until"), null=True, blank=True)
    pace = models.CharField(_("how often"), max_length=10, choices=Pace.choices, default=Pace.AT_ONCE)
    digest_hour = models.PositiveSmallIntegerField(_("hour of the digest"), default=9)

    objects: ClassVar[models.Manager[NotificationSettings]] = models.Manager()

    class Meta:
        verbose_name = _("quiet hours")
        verbose_name_plural = _("quiet hours")
        constraints = [
            models.CheckConstraint(name="pace_is_known", condition=Q(pace__in=Pace.values)),
            models.CheckConstraint(name="digest_hour_is_an_hour", condition=Q(digest_hour__lte=23)),
            models.CheckConstraint(
                name="quiet_hours_begin_and_end",
                condition=Q(quiet_from=None, quiet_until=None)
                | (Q(quiet_from__isnull=False, quiet_until__isnull=False) & ~Q(quiet_from=F("quiet_until"))),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.quiet_from} – {self.quiet_until}"
