"""Who brought whom to the store, and what becomes of it."""

from __future__ import annotations

from typing import ClassVar, Final

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from rewards.enums import Evidence, ReferralReason, ReferralStatus
from wallet_project.core.ids import uuid7

REFERRER_PREFIX: Final = "referral:"
FRIEND_PREFIX: Final = "referral-friend:"


class ReferralCode(models.Model):
    """The code by which a customer invites friends. It names them to nobody."""

    customer = models.OneToOneField(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="referral_code", verbose_name=_("customer")
    )
    code = models.CharField(_("code"), max_length=12, unique=True)
    created_at = models.DateTimeField(_("made"), auto_now_add=True)

    objects: ClassVar[models.Manager[ReferralCode]] = models.Manager()

    class Meta:
        verbose_name = _("referral code")
        verbose_name_plural = _("referral codes")
        constraints = [models.CheckConstraint(name="referral_code_is_written", condition=~Q(code=""))]

    def __str__(self) -> str:
        return self.code


class SeenDevice(models.Model):
    """A browser on which a customer logged in: a keyed hash of the random mark that it keeps."""

    customer = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="seen_devices", verbose_name=_("customer")
    )
    mark = models.CharField(_("mark"), max_length=64)
    first_seen_at = models.DateTimeField(_("first seen"))
    last_seen_at = models.DateTimeField(_("last seen"))

    objects: ClassVar[models.Manager[SeenDevice]] = models.Manager()

    class Meta:
        verbose_name = _("device")
        verbose_name_plural = _("devices")
        constraints = [
            models.UniqueConstraint("customer", "mark", name="device_is_noted_once_per_customer"),
            models.CheckConstraint(name="device_has_a_mark", condition=~Q(mark="")),
        ]

    def __str__(self) -> str:
        return f"…{self.mark[-6:]}"


class Referral(models.Model):
    """A friend who signed up with somebody's code; bound once, at sign-up.

    `order_reference` is the friend's first delivered order, `window_ends_at` the end of its return
    window: then both are rewarded. `evidence` is a list of `{"code", "detail", "at"}`; while it is
    `doubtful`, staff decide first. A decision of theirs stands over the evidence known then.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    referrer = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="referrals", verbose_name=_("invited by")
    )
    friend = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="referred_by", verbose_name=_("friend")
    )
    status = models.CharField(
        _("status"), max_length=10, choices=ReferralStatus.choices, default=ReferralStatus.INVITED
    )
    reason = models.CharField(_("why"), max_length=20, choices=ReferralReason.choices, blank=True)
    evidence = models.JSONField(_("evidence"), default=list, blank=True)
    is_doubtful = models.BooleanField(_("waits for staff"), default=False)
    order_reference = models.CharField(_("first order"), max_length=100, blank=True)
    delivered_at = models.DateTimeField(_("delivered"), null=True, blank=True)
    window_ends_at = models.DateTimeField(_("can be returned until"), null=True, blank=True)
    created_at = models.DateTimeField(_("signed up"))
    settled_at = models.DateTimeField(_("rewarded or refused"), null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("decided by"),
    )
    decided_at = models.DateTimeField(_("decided"), null=True, blank=True)
    decision_note = models.CharField(_("reason of the decision"), max_length=300, blank=True)

    objects: ClassVar[models.Manager[Referral]] = models.Manager()

    class Meta:
        verbose_name = _("referral")
        verbose_name_plural = _("referrals")
        ordering = ["-id"]
        permissions = [("decide_referral", _("Can decide doubtful referrals"))]
        constraints = [
            models.UniqueConstraint("friend", name="friend_is_referred_once"),
            models.CheckConstraint(name="nobody_refers_themselves", condition=~Q(referrer=F("friend"))),
            models.CheckConstraint(
                name="referral_status_is_known", condition=Q(status__in=ReferralStatus.values)
            ),
            models.CheckConstraint(
                name="referral_reason_is_known", condition=Q(reason__in=["", *ReferralReason.values])
            ),
            models.CheckConstraint(
                name="refused_referral_says_why",
                condition=~Q(status=ReferralStatus.REFUSED) | ~Q(reason=""),
            ),
            models.CheckConstraint(
                name="referral_waits_for_a_delivered_order",
                condition=Q(status__in=[ReferralStatus.INVITED, ReferralStatus.REFUSED])
                | (~Q(order_reference="") & Q(window_ends_at__isnull=False)),
            ),
            models.CheckConstraint(
                name="doubtful_referral_is_not_settled",
                condition=Q(is_doubtful=False)
                | Q(status__in=[ReferralStatus.INVITED, ReferralStatus.PENDING]),
            ),
            models.CheckConstraint(
                name="nobody_decides_their_own_referral",
                condition=Q(decided_by=None) | (~Q(decided_by=F("referrer")) & ~Q(decided_by=F("friend"))),
            ),
        ]
        indexes = [
            models.Index(
                name="referrals_to_settle",
                fields=["window_ends_at", "id"],
                condition=Q(status=ReferralStatus.PENDING, is_doubtful=False),
            ),
            models.Index(name="referrals_of_a_customer", fields=["referrer", "-id"]),
            models.Index(
                name="referrals_by_order", fields=["order_reference"], condition=~Q(order_reference="")
            ),
        ]

    def __str__(self) -> str:
        return f"{self.referrer} → {self.friend}"

    @property
    def reference(self) -> str:
        """What the referrer's reward is booked under; a rule can be for this prefix alone."""
        return f"{REFERRER_PREFIX}{self.pk}"

    @property
    def friend_reference(self) -> str:
        """What the friend's reward is booked under."""
        return f"{FRIEND_PREFIX}{self.pk}"

    @property
    def evidence_codes(self) -> set[str]:
        return {str(item["code"]) for item in self.evidence}

    def evidence_in_words(self) -> list[str]:
        """Each piece of evidence as a sentence, with its detail."""
        return [_in_words(item) for item in self.evidence]


def _in_words(item: dict[str, str]) -> str:
    text = str(Evidence(item["code"]).label)
    return f"{text} ({item['detail']})" if item.get("detail") else text


class ReferralPolicy(models.Model):
    """For how many friends a customer is rewarded in one month. The version that starts last holds."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    starts_at = models.DateTimeField(_("holds from"))
    most_per_month = models.PositiveIntegerField(
        _("most friends in one month"), help_text=_("Beyond it, only the friend is rewarded.")
    )
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("decided by"),
    )
    created_at = models.DateTimeField(_("decided"), auto_now_add=True)

    objects: ClassVar[models.Manager[ReferralPolicy]] = models.Manager()

    class Meta:
        verbose_name = _("limit for referrals")
        verbose_name_plural = _("limits for referrals")
        ordering = ["-starts_at"]
        constraints = [
            models.UniqueConstraint("starts_at", name="one_referral_policy_at_a_time"),
        ]

    def __str__(self) -> str:
        return f"{self.most_per_month} ({self.starts_at:%Y-%m-%d})"
