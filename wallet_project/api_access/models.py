"""Keys with which other systems call the API, and what was called with them."""

from __future__ import annotations

from datetime import datetime
from uuid import uuid4

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.db.models.functions import Length
from django.utils.translation import gettext_lazy as _

from wallet_project.core.api.callers import Scope

models.CharField.register_lookup(Length)


class ApiKey(models.Model):
    """A key. Of the secret only a hash is kept, so that nobody can read it here.

    `lineage` stays the same when a key is rotated: to idempotency and limits, old and new are one.
    `return_hosts` are those that customers may be sent back to after paying, none for any; one that
    begins with a dot stands for all below it. `acts_for` is the staff member whose rights and limits
    bound what it does by hand (adjustments, approvals); empty for the store's back end itself.
    """

    name = models.CharField(_("name"), max_length=100)
    prefix = models.CharField(_("begins with"), max_length=16, unique=True, editable=False)
    digest = models.CharField(_("hash of the secret"), max_length=64, editable=False)
    lineage = models.UUIDField(_("line of keys"), default=uuid4, editable=False)
    scopes = ArrayField(models.CharField(max_length=30, choices=Scope.choices), verbose_name=_("scopes"))
    allowed_networks = ArrayField(
        models.CharField(max_length=43), verbose_name=_("allowed networks"), default=list, blank=True
    )
    return_hosts = ArrayField(
        models.CharField(max_length=260), verbose_name=_("return hosts"), default=list, blank=True
    )
    acts_for = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("acts for"),
    )
    expires_at = models.DateTimeField(_("expires"), null=True, blank=True)
    last_used_at = models.DateTimeField(_("last used"), null=True, blank=True, editable=False)
    created_at = models.DateTimeField(_("made"), auto_now_add=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        editable=False,
        related_name="+",
        verbose_name=_("made by"),
    )
    revoked_at = models.DateTimeField(_("revoked"), null=True, blank=True, editable=False)

    class Meta:
        verbose_name = _("API key")
        verbose_name_plural = _("API keys")
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                name="api_key_scopes_are_known", condition=Q(scopes__contained_by=Scope.values)
            ),
            models.CheckConstraint(name="api_key_secret_is_hashed", condition=Q(digest__length=64)),
        ]

    def __str__(self) -> str:
        return f"{self.name} ({self.prefix}…)"

    def is_valid(self, now: datetime) -> bool:
        """Neither revoked nor expired."""
        return self.revoked_at is None and (self.expires_at is None or self.expires_at > now)


class ApiCall(models.Model):
    """One call of the last days: what was called, and how it ended. Never what was sent or answered."""

    # Found by the index of `api_calls_by_key`.
    key = models.ForeignKey(
        ApiKey, models.CASCADE, null=True, db_index=False, related_name="calls", verbose_name=_("key")
    )
    customer_id = models.BigIntegerField(_("customer"), null=True)
    method = models.CharField(_("method"), max_length=10)
    path = models.CharField(_("path"), max_length=200)
    status = models.PositiveSmallIntegerField(_("status"))
    milliseconds = models.PositiveIntegerField(_("milliseconds"))
    address = models.GenericIPAddressField(_("from"), null=True)
    called_at = models.DateTimeField(_("called"))

    class Meta:
        verbose_name = _("API call")
        verbose_name_plural = _("API calls")
        ordering = ["-pk"]
        indexes = [
            models.Index(name="api_calls_by_key", fields=["key", "-id"]),
            models.Index(name="api_calls_by_age", fields=["called_at"]),
        ]

    def __str__(self) -> str:
        return f"{self.method} {self.path} {self.status}"
