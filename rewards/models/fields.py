"""Amounts of rewards stand as whole minor units (cents, yen, points), like in the ledger."""

from __future__ import annotations

from typing import Any

from django.db import models


def minor_field(verbose_name: Any, **options: Any) -> models.BigIntegerField[int, int]:
    """A column of minor units; the currency is the reward wallet's."""
    return models.BigIntegerField(verbose_name, **options)
