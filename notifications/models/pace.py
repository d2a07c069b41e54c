"""How far mailings have come in the time that their rate gives them."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class MailingPace(models.Model):
    """The one row that all workers share: what was handed out uses the time up to `used_until`."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1, editable=False)
    used_until = models.DateTimeField(_("used until"))

    objects: ClassVar[models.Manager[MailingPace]] = models.Manager()

    class Meta:
        verbose_name = _("pace of mailings")
        verbose_name_plural = _("paces of mailings")
        default_permissions = ()
        constraints = [models.CheckConstraint(name="mailings_have_one_pace", condition=Q(id=1))]

    def __str__(self) -> str:
        return f"{self.used_until}"
