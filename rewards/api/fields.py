"""Points as they come in and go out."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _
from djmoney.money import Money
from rest_framework import serializers

from wallet_project.core.api.fields import TimeField
from wallet_project.core.money import to_minor

MOST_POINTS = 10**12
LAST_YEAR = 2100


class PointsField(serializers.IntegerField):
    """A whole number of points, above zero where it comes in; text and fractions are none."""

    def __init__(self, **options: Any) -> None:
        if not options.get("read_only"):
            options = {"min_value": 1, "max_value": MOST_POINTS} | options
        super().__init__(**options)

    def to_internal_value(self, data: Any) -> int:
        if not isinstance(data, int) or isinstance(data, bool):
            self.fail("invalid")
        return super().to_internal_value(data)

    def to_representation(self, value: Any) -> int:
        return to_minor(value) if isinstance(value, Money) else int(value)


class LaterField(TimeField):
    """An instant to come, this century. Whether it is still to come is the service's to say."""

    default_error_messages = {"too_late": _("This is too far away.")}

    def to_internal_value(self, value: Any) -> datetime:
        moment = super().to_internal_value(value)
        if moment.year >= LAST_YEAR:
            self.fail("too_late")
        return moment
