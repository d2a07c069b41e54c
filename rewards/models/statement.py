"""How far the monthly statements have come."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _


class StatementRun(models.Model):
    """The statements of one month for all customers of one time zone, by the customers' keys. `month` is
    its first day, `zone` as it stands with the customers, `told` how many statements are written."""

    month = models.DateField(_("month"))
    zone = models.CharField(_("time zone"), max_length=64, blank=True)
    last_customer_id = models.BigIntegerField(_("last customer"), default=0)
    told = models.PositiveIntegerField(_("statements"), default=0)
    finished_at = models.DateTimeField(_("finished"), null=True)

    objects: ClassVar[models.Manager[StatementRun]] = models.Manager()

    class Meta:
        verbose_name = _("run of statements")
        verbose_name_plural = _("runs of statements")
        constraints = [models.UniqueConstraint("month", "zone", name="one_statement_run_per_month_and_zone")]

    def __str__(self) -> str:
        return f"{self.month:%Y-%m} {self.zone}"
