"""One credit or scratch card to each customer of a segment, in chunks; to each at most once."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from djmoney.money import Money

from rewards.campaigns.enums import NOT_BEGUN, CampaignStatus, ChunkStatus, LeftOut, Segment
from rewards.models.fields import minor_field
from rewards.models.scratch import ScratchCardGame
from rewards.models.tier import Tier
from wallet_project.core.ids import uuid7
from wallet_project.core.money import from_minor


class Campaign(models.Model):
    """So much reward money, so many points or a scratch card for each customer of a segment, within a
    budget.

    With a `game` it gives its cards: `amount` is 1, and `budget` and `allotted` count cards, whose
    prizes the game's own budget pays.
    `allotted` is what chunks may credit or have credited; it is raised under the campaign's lock and
    never goes above the budget. What was credited in fact is the sum over the chunks.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    name = models.CharField(_("name"), max_length=120)
    status = models.CharField(
        _("status"), max_length=10, choices=CampaignStatus.choices, default=CampaignStatus.DRAFT
    )
    status_note = models.CharField(_("why it stopped"), max_length=300, blank=True)
    segment = models.CharField(_("for"), max_length=10, choices=Segment.choices)
    tier = models.ForeignKey(
        Tier, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("tier")
    )
    spent_over = models.BigIntegerField(_("spent more than"), null=True, blank=True)
    spent_currency = models.CharField(_("spent in"), max_length=3, blank=True)
    since = models.DateTimeField(_("since"), null=True, blank=True)
    game = models.ForeignKey(
        ScratchCardGame,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("scratch card game"),
    )
    currency = models.CharField(_("currency"), max_length=3)
    amount = minor_field(_("for each customer"))
    budget = minor_field(_("budget"))
    allotted = minor_field(_("of it allotted"), default=0)
    valid_days = models.PositiveIntegerField(_("days until it expires"), null=True, blank=True)
    message = models.CharField(_("message to the customer"), max_length=300, blank=True)
    tells = models.BooleanField(_("customers get a message"), default=True)
    starts_at = models.DateTimeField(_("starts"), null=True, blank=True)
    started_at = models.DateTimeField(_("started"), null=True, blank=True)
    ended_at = models.DateTimeField(_("ended"), null=True, blank=True)
    created_at = models.DateTimeField(_("made"), auto_now_add=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("made by")
    )
    started_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("started by"),
    )

    objects: ClassVar[models.Manager[Campaign]] = models.Manager()

    class Meta:
        verbose_name = _("campaign")
        verbose_name_plural = _("campaigns")
        ordering = ["-id"]
        permissions = [("run_campaign", _("Can run campaigns above the limit for staff"))]
        constraints = [
            models.CheckConstraint(
                name="campaign_status_is_known", condition=Q(status__in=CampaignStatus.values)
            ),
            models.CheckConstraint(name="campaign_segment_is_known", condition=Q(segment__in=Segment.values)),
            models.CheckConstraint(name="campaign_gives_something", condition=Q(amount__gt=0)),
            models.CheckConstraint(
                name="campaign_gives_an_amount_or_one_card_of_a_game",
                condition=Q(game=None) | Q(amount=1, valid_days=None, tells=True),
            ),
            models.CheckConstraint(
                name="campaign_never_allots_more_than_its_budget",
                condition=Q(allotted__gte=0, allotted__lte=F("budget"), budget__gt=0),
            ),
            models.CheckConstraint(
                name="scheduled_campaign_says_when",
                condition=Q(status__in=[CampaignStatus.DRAFT, CampaignStatus.CANCELED])
                | Q(starts_at__isnull=False),
            ),
            models.CheckConstraint(
                name="campaign_that_runs_has_begun",
                condition=Q(status__in=[*NOT_BEGUN, CampaignStatus.CANCELED, CampaignStatus.FAILED])
                | Q(started_at__isnull=False),
            ),
            models.CheckConstraint(
                name="campaign_has_what_its_segment_asks_for",
                condition=(
                    ~Q(segment=Segment.SPENT)
                    | (Q(spent_over__gte=0, since__isnull=False) & ~Q(spent_currency=""))
                )
                & (~Q(segment=Segment.INACTIVE) | Q(since__isnull=False))
                & (~Q(segment=Segment.TIER) | Q(tier__isnull=False)),
            ),
        ]
        indexes = [
            models.Index(
                name="campaigns_to_run",
                fields=["starts_at"],
                condition=Q(status__in=[CampaignStatus.SCHEDULED, CampaignStatus.RUNNING]),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def money(self) -> Money:
        """What each customer gets, unless it is a card."""
        return from_minor(self.amount, self.currency)

    @property
    def budget_money(self) -> Money:
        """The budget, unless it counts cards."""
        return from_minor(self.budget, self.currency)

    @property
    def spent_money(self) -> Money | None:
        """The amount that customers of the segment spent more than."""
        return None if self.spent_over is None else from_minor(self.spent_over, self.spent_currency)

    @property
    def expires_at(self) -> datetime | None:
        """When the credits of a campaign that has begun expire: the same instant for all."""
        if self.valid_days is None or self.started_at is None:
            return None
        return self.started_at + timedelta(days=self.valid_days)


class CampaignList(models.Model):
    """The customers of an uploaded list, as ids."""

    campaign = models.OneToOneField(
        Campaign, models.PROTECT, primary_key=True, related_name="list", verbose_name=_("campaign")
    )
    file_name = models.CharField(_("file"), max_length=200)
    customer_ids = models.JSONField(_("customers"))

    objects: ClassVar[models.Manager[CampaignList]] = models.Manager()

    class Meta:
        verbose_name = _("list of a campaign")
        verbose_name_plural = _("lists of campaigns")

    def __str__(self) -> str:
        return self.file_name


class CampaignChunk(models.Model):
    """Some thousand customers of a campaign, credited in one transaction by one entry; or some hundred
    who get a card each, which posts nothing before it is scratched.

    `allotted` is for how many of them the budget lasts; it is written once, before anybody is paid,
    so that a chunk that died and runs again has the same.
    """

    campaign = models.ForeignKey(Campaign, models.PROTECT, related_name="chunks", verbose_name=_("campaign"))
    number = models.PositiveIntegerField(_("number"))
    status = models.CharField(
        _("status"), max_length=10, choices=ChunkStatus.choices, default=ChunkStatus.WAITING
    )
    recipients = models.PositiveIntegerField(_("customers"))
    allotted = models.PositiveIntegerField(_("within the budget"), null=True, blank=True)
    credited = models.PositiveIntegerField(_("credited"), default=0)
    gives_cards = models.BooleanField(_("gives scratch cards"), default=False)
    entry = models.OneToOneField(
        "ledger.JournalEntry",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("entry"),
    )
    handed_out_at = models.DateTimeField(_("handed out"), null=True, blank=True)
    attempts = models.PositiveSmallIntegerField(_("failed attempts"), default=0)
    last_error = models.CharField(_("last error"), max_length=300, blank=True)
    finished_at = models.DateTimeField(_("finished"), null=True, blank=True)

    objects: ClassVar[models.Manager[CampaignChunk]] = models.Manager()

    class Meta:
        verbose_name = _("chunk of a campaign")
        verbose_name_plural = _("chunks of campaigns")
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint("campaign", "number", name="campaign_numbers_its_chunks"),
            models.CheckConstraint(name="chunk_status_is_known", condition=Q(status__in=ChunkStatus.values)),
            models.CheckConstraint(
                name="chunk_credits_at_most_what_it_was_allotted",
                condition=Q(allotted=None, credited=0)
                | Q(credited__lte=F("allotted"), allotted__lte=F("recipients")),
            ),
            models.CheckConstraint(
                name="chunk_that_credited_has_its_entry",
                condition=Q(credited=0, entry=None)
                | Q(credited__gt=0, gives_cards=False, entry__isnull=False)
                | Q(credited__gt=0, gives_cards=True, entry=None),
            ),
            models.CheckConstraint(
                name="finished_chunk_says_when",
                condition=Q(status=ChunkStatus.WAITING, finished_at=None, credited=0)
                | Q(status=ChunkStatus.DONE, finished_at__isnull=False),
            ),
        ]
        indexes = [
            models.Index(
                name="chunks_to_run", fields=["campaign", "number"], condition=Q(status=ChunkStatus.WAITING)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.campaign_id} #{self.number}"


class CampaignRecipient(models.Model):
    """One customer of a campaign, as frozen when it began. The lot that credits them has the same id,
    and a card the key of the campaign and the customer, so that there can't be a second."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    # The chunk's campaign: a reference to it of its own would be checked a million times for nothing.
    campaign = models.ForeignKey(
        Campaign, models.PROTECT, related_name="+", db_index=False, db_constraint=False
    )
    chunk = models.ForeignKey(CampaignChunk, models.PROTECT, related_name="members")
    customer = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("customer"), db_index=False
    )
    left_out = models.CharField(
        _("credited nothing because"), max_length=10, choices=LeftOut.choices, blank=True
    )

    objects: ClassVar[models.Manager[CampaignRecipient]] = models.Manager()

    class Meta:
        verbose_name = _("customer of a campaign")
        verbose_name_plural = _("customers of campaigns")
        constraints = [
            models.UniqueConstraint("customer", "campaign", name="campaign_credits_a_customer_once"),
            models.CheckConstraint(
                name="reason_to_leave_out_is_known", condition=Q(left_out__in=["", *LeftOut.values])
            ),
        ]

    def __str__(self) -> str:
        return f"{self.customer_id} / {self.campaign_id}"
