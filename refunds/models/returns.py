"""Goods that a customer sends back, and everything that happened to them."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext_lazy as _
from djmoney.money import Money

from refunds.enums import RETURN_OPEN, Destination, RefundReason, ReturnState
from refunds.models.policy import StoreCreditPolicy
from wallet_project.checkout.models import Payment
from wallet_project.core.ids import uuid7
from wallet_project.core.money import from_minor, to_minor
from wallets.models.fields import amount_field

if TYPE_CHECKING:
    from datetime import datetime

    from django.db.models.fields.related_descriptors import RelatedManager

    from refunds.models.photo import ReturnPhoto

USER = settings.AUTH_USER_MODEL


class ReturnRequest(models.Model):
    """Lines of one paid order that its customer wants to give back, and where the money should go.

    `policy` is the one that held when the order was placed (None: the store had none, sane terms
    hold): what it promised then is what the refund is made by. `moved_at` is when it came into its
    state. The refund points at its return.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    payment = models.ForeignKey(Payment, models.PROTECT, related_name="returns", verbose_name=_("payment"))
    customer = models.ForeignKey(USER, models.PROTECT, related_name="returns", verbose_name=_("customer"))
    order_reference = models.CharField(_("order"), max_length=100)
    state = models.CharField(
        _("state"), max_length=20, choices=ReturnState.choices, default=ReturnState.REQUESTED
    )
    reason = models.CharField(_("reason"), max_length=20, choices=RefundReason.choices)
    words = models.TextField(_("the customer's words"), max_length=2000, blank=True)
    destination = models.CharField(_("card part goes to"), max_length=10, choices=Destination.choices)
    policy = models.ForeignKey(
        StoreCreditPolicy,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("policy"),
    )
    tracking = models.CharField(_("label or tracking"), max_length=300, blank=True)
    key = models.CharField(_("idempotency key"), max_length=200)
    fingerprint = models.CharField(_("fingerprint of the request"), max_length=64)
    created_at = models.DateTimeField(_("asked for at"))
    moved_at = models.DateTimeField(_("in this state since"))

    objects: ClassVar[models.Manager[ReturnRequest]] = models.Manager()

    if TYPE_CHECKING:
        lines: RelatedManager[ReturnLine]
        events: RelatedManager[ReturnEvent]
        photos: RelatedManager[ReturnPhoto]

    class Meta:
        verbose_name = _("return")
        verbose_name_plural = _("returns")
        ordering = ["-id"]
        permissions = [("handle_return", _("Can decide on returns and take goods in"))]
        constraints = [
            models.UniqueConstraint("key", name="return_key_is_unique"),
            models.CheckConstraint(name="return_state_is_known", condition=Q(state__in=ReturnState.values)),
            models.CheckConstraint(
                name="return_reason_is_known", condition=Q(reason__in=RefundReason.values)
            ),
            models.CheckConstraint(
                name="return_is_paid_to_a_known_place", condition=Q(destination__in=Destination.values)
            ),
            models.CheckConstraint(
                name="return_whose_label_was_sent_has_one",
                condition=~Q(state=ReturnState.LABEL_SENT) | ~Q(tracking=""),
            ),
        ]
        indexes = [
            models.Index(name="returns_of_a_customer", fields=["customer", "-id"]),
            models.Index(name="returns_of_a_payment", fields=["payment", "id"]),
            models.Index(
                name="returns_that_are_open", fields=["moved_at"], condition=Q(state__in=RETURN_OPEN)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.order_reference}: {self.get_state_display()}"

    def get_absolute_url(self) -> str:
        """Its page; empty for a store that shows none."""
        try:
            return reverse("refunds:return", args=[self.pk])
        except NoReverseMatch:
            return ""

    @property
    def is_open(self) -> bool:
        return self.state in RETURN_OPEN

    @property
    def is_asked_for(self) -> bool:
        """Whether nobody has decided yet: so long the customer can cancel it."""
        return self.state == ReturnState.REQUESTED


class ReturnLine(models.Model):
    """So many of one line of the order. `amount` is what these cost, `bought` how many the order had.

    `accepted` is None until somebody has looked at the goods, then how many of them are refunded.
    """

    return_request = models.ForeignKey(
        ReturnRequest, models.PROTECT, related_name="lines", verbose_name=_("return")
    )
    reference = models.CharField(_("line"), max_length=100)
    description = models.CharField(_("description"), max_length=200)
    quantity = models.PositiveIntegerField(_("quantity"))
    bought = models.PositiveIntegerField(_("bought"))
    amount = amount_field(_("amount"))
    accepted = models.PositiveIntegerField(_("accepted"), null=True, blank=True)

    objects: ClassVar[models.Manager[ReturnLine]] = models.Manager()

    class Meta:
        verbose_name = _("returned line")
        verbose_name_plural = _("returned lines")
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint("return_request", "reference", name="return_has_a_line_once"),
            models.CheckConstraint(name="returned_line_is_named", condition=~Q(reference="")),
            models.CheckConstraint(
                name="returned_line_is_of_what_was_bought",
                condition=Q(quantity__gt=0, quantity__lte=F("bought"), amount__gt=0),
            ),
            models.CheckConstraint(
                name="no_more_is_accepted_than_came_back",
                condition=Q(accepted=None) | Q(accepted__lte=F("quantity")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.quantity} × {self.description}"

    @property
    def money(self) -> Money:
        """What all of these cost, in the currency's own decimals."""
        return from_minor(to_minor(self.amount), str(self.amount.currency))

    @property
    def accepted_money(self) -> Money:
        """What of it is given back: all that came, or the part of it that was accepted, rounded down."""
        if self.accepted is None or self.accepted == self.quantity:
            return self.money
        minor = to_minor(self.money) * self.accepted // self.quantity
        return from_minor(minor, str(self.amount.currency))


class ReturnEvent(models.Model):
    """The return came into `state`, when, and by whom (None: the store's own system, by its policy).

    `note` is for the customer to read, `staff_note` is not. The database lets nobody change events.
    """

    return_request = models.ForeignKey(
        ReturnRequest, models.PROTECT, related_name="events", verbose_name=_("return")
    )
    state = models.CharField(_("state"), max_length=20, choices=ReturnState.choices)
    at: models.DateTimeField[datetime, datetime] = models.DateTimeField(_("time"))
    actor = models.ForeignKey(
        USER, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("by")
    )
    note = models.CharField(_("words to the customer"), max_length=500, blank=True)
    staff_note = models.CharField(_("internal note"), max_length=500, blank=True)

    objects: ClassVar[models.Manager[ReturnEvent]] = models.Manager()

    class Meta:
        verbose_name = _("event of a return")
        verbose_name_plural = _("events of returns")
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                name="return_event_is_of_a_known_state", condition=Q(state__in=ReturnState.values)
            ),
            models.CheckConstraint(
                name="rejected_return_says_why", condition=~Q(state=ReturnState.REJECTED) | ~Q(note="")
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_state_display()} {self.at:%Y-%m-%d %H:%M}"
