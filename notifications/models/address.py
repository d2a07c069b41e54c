"""Where SMS and push messages go, and how a phone number is proven to be the person's own."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class PhoneNumber(models.Model):
    """The number to which SMS go: one that the person has proven to read. No row: no SMS."""

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="+", primary_key=True, verbose_name=_("person")
    )
    number = models.CharField(_("phone number"), max_length=16)
    verified_at = models.DateTimeField(_("verified"))

    objects: ClassVar[models.Manager[PhoneNumber]] = models.Manager()

    class Meta:
        verbose_name = _("phone number")
        verbose_name_plural = _("phone numbers")
        constraints = [
            models.CheckConstraint(
                name="phone_number_is_international", condition=Q(number__regex=r"^\+[1-9][0-9]{7,14}$")
            ),
        ]

    def __str__(self) -> str:
        return self.number


class PhoneCode(models.Model):
    """A code that was sent to a number, kept as a hash; the rows also say how many were sent lately."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="+", verbose_name=_("person")
    )
    number = models.CharField(_("phone number"), max_length=16)
    code_hash = models.CharField(max_length=64, editable=False)
    attempts = models.PositiveSmallIntegerField(_("guesses"), default=0)
    created_at = models.DateTimeField(_("sent"))
    used_at = models.DateTimeField(_("used"), null=True)

    objects: ClassVar[models.Manager[PhoneCode]] = models.Manager()

    class Meta:
        verbose_name = _("phone code")
        verbose_name_plural = _("phone codes")
        indexes = [
            models.Index(fields=["user", "-created_at"], name="phone_codes_of_person"),
            models.Index(fields=["number", "-created_at"], name="phone_codes_of_number"),
        ]

    def __str__(self) -> str:
        return f"{self.number}, {self.created_at:%Y-%m-%d %H:%M}"


class PushTopic(models.Model):
    """The name under which a person's devices listen; nobody can guess it. No row: no push."""

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="+", primary_key=True, verbose_name=_("person")
    )
    topic = models.CharField(_("topic"), max_length=64)
    created_at = models.DateTimeField(_("made"), auto_now_add=True)

    objects: ClassVar[models.Manager[PushTopic]] = models.Manager()

    class Meta:
        verbose_name = _("push topic")
        verbose_name_plural = _("push topics")
        constraints = [models.UniqueConstraint("topic", name="push_topic_is_one_persons")]

    def __str__(self) -> str:
        return str(self.user)
