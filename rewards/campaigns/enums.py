"""The states of campaigns. One list per life cycle."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class CampaignStatus(models.TextChoices):
    """`EXHAUSTED` ended because its budget did; `FAILED` waits for a person and can be resumed."""

    DRAFT = "draft", _("Draft")
    SCHEDULED = "scheduled", _("Scheduled")
    RUNNING = "running", _("Running")
    PAUSED = "paused", _("Paused")
    DONE = "done", _("Done")
    EXHAUSTED = "exhausted", _("Budget used up")
    CANCELED = "canceled", _("Canceled")
    FAILED = "failed", _("Stopped by an error")


NOT_BEGUN = (CampaignStatus.DRAFT, CampaignStatus.SCHEDULED)
ENDED = (CampaignStatus.DONE, CampaignStatus.EXHAUSTED, CampaignStatus.CANCELED)


class Segment(models.TextChoices):
    """Whom a campaign gives something."""

    ALL = "all", _("All customers")
    TIER = "tier", _("Customers of a tier")
    SPENT = "spent", _("Customers who spent more than an amount")
    INACTIVE = "inactive", _("Customers who bought nothing for a while")
    UPLOAD = "upload", _("Customers on an uploaded list")


class ChunkStatus(models.TextChoices):
    WAITING = "waiting", _("Waiting")
    DONE = "done", _("Done")


class LeftOut(models.TextChoices):
    """Why a customer of the segment gets nothing."""

    INACTIVE = "inactive", _("Log-in switched off")
    CLOSED = "closed", _("Wallet closed")
    STAFF = "staff", _("Staff")
    BUDGET = "budget", _("Budget used up")
    GAME = "game", _("Budget of the scratch card game used up")
