"""What rules wait for, and how they answered."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class RuleEvent(models.TextChoices):
    """What has to happen. `days` of a rule's terms means something else for each."""

    LATE = "late", _("Order delivered late")
    OUT_OF_STOCK = "out_of_stock", _("Paid, and then out of stock")
    PRICE_DROP = "price_drop", _("Price drop after buying")


class IssueOutcome(models.TextChoices):
    """Whether a rule gave credit for an event, or why it did not."""

    GIVEN = "given", _("Given")
    ALREADY = "already", _("Another rule gave for it already")
    REFUNDED = "refunded", _("What it is about was refunded")
    NOTHING = "nothing", _("It would be nothing")
    FROZEN = "frozen", _("The wallet is not open")
    BUDGET = "budget", _("Budget used up")
    DAY = "day", _("Limit of the day reached")
    CUSTOMER = "customer", _("Limit of the customer reached")
