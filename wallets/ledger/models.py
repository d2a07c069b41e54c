"""The tables of the ledger, read-only to Python. `journal.py` is the only way to write them.

The tables themselves are made by the numbered files in `sql/`.
"""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from djmoney.money import Money

from wallet_project.core.money import from_minor
from wallets.ledger.chart import BY_CODE
from wallets.ledger.enums import AccountType, EntryKind, NormalSide


class LedgerAccount(models.Model):
    """A node of the chart. `balance` and `floor` are minor units; a credit is positive."""

    code = models.CharField(_("code"), max_length=40)
    currency = models.CharField(_("currency"), max_length=3)
    type = models.CharField(_("type"), max_length=10, choices=AccountType.choices)
    guarded = models.BooleanField(_("guarded"))
    balance = models.BigIntegerField(_("balance"), null=True)
    floor = models.BigIntegerField(_("floor"), default=0, db_default=0)
    last_posted_at = models.DateTimeField(_("last posting"), null=True)
    created_at = models.DateTimeField(_("opened"), auto_now_add=True)

    class Meta:
        db_table = "ledger_account"
        verbose_name = _("ledger account")
        verbose_name_plural = _("ledger accounts")

    def __str__(self) -> str:
        return f"{self.code} {self.currency} #{self.pk}"

    @property
    def normal_side(self) -> NormalSide:
        return BY_CODE[self.code].normal_side

    @property
    def money(self) -> Money:
        """The balance of a guarded account."""
        if self.balance is None:
            raise ValueError("An account that is not guarded keeps no balance; use queries.balance_at.")
        return from_minor(self.balance, self.currency)


class JournalEntry(models.Model):
    """One immutable business event with two or more postings that sum to zero per currency."""

    posted_at = models.DateTimeField(_("posted"))
    kind = models.CharField(_("kind"), max_length=40, choices=EntryKind.choices)
    idempotency_key = models.CharField(_("idempotency key"), max_length=255, unique=True)
    fingerprint = models.BinaryField(_("fingerprint"))
    reference = models.CharField(_("reference"), max_length=100, blank=True)
    description = models.CharField(_("description"), max_length=500, blank=True)
    actor = models.CharField(_("actor"), max_length=100, blank=True)
    reverses = models.OneToOneField(
        "self", models.PROTECT, null=True, related_name="reversed_by", verbose_name=_("reverses")
    )

    class Meta:
        db_table = "ledger_entry"
        ordering = ["-id"]
        verbose_name = _("journal entry")
        verbose_name_plural = _("journal entries")
        permissions = [("reverse_entry", _("Can reverse entries"))]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} #{self.pk}"


class Posting(models.Model):
    """One line of an entry on one account; minor units, a credit is positive."""

    entry = models.ForeignKey(JournalEntry, models.PROTECT, related_name="postings", verbose_name=_("entry"))
    account = models.ForeignKey(
        LedgerAccount, models.PROTECT, related_name="postings", verbose_name=_("account")
    )
    currency = models.CharField(_("currency"), max_length=3)
    amount = models.BigIntegerField(_("amount"))
    balance_after = models.BigIntegerField(_("balance after"), null=True)
    posted_at = models.DateTimeField(_("posted"))

    class Meta:
        db_table = "ledger_posting"
        verbose_name = _("posting")
        verbose_name_plural = _("postings")

    def __str__(self) -> str:
        return f"{self.money} on #{self.account_id}"

    @property
    def money(self) -> Money:
        return from_minor(self.amount, self.currency)

    @property
    def money_after(self) -> Money | None:
        return None if self.balance_after is None else from_minor(self.balance_after, self.currency)


class Checkpoint(models.Model):
    """An account's balance at a past instant, as the roll-up added it up; minor units."""

    account = models.ForeignKey(
        LedgerAccount, models.PROTECT, related_name="checkpoints", verbose_name=_("account")
    )
    at = models.DateTimeField(_("at"))
    balance = models.BigIntegerField(_("balance"))

    class Meta:
        db_table = "ledger_checkpoint"
        verbose_name = _("checkpoint")
        verbose_name_plural = _("checkpoints")

    def __str__(self) -> str:
        return f"#{self.account_id} at {self.at}"


class Horizon(models.Model):
    """The one row that says how far the past is settled: nothing appears at or before it any more."""

    is_only = models.BooleanField(primary_key=True, default=True)
    at = models.DateTimeField(_("at"))
    entry_id = models.BigIntegerField(_("through entry"), null=True)

    class Meta:
        db_table = "ledger_horizon"
        verbose_name = _("horizon")
        verbose_name_plural = _("horizon")

    def __str__(self) -> str:
        return str(self.at)


class Seal(models.Model):
    """One link of the chain of hashes over what was committed."""

    sealed_at = models.DateTimeField(_("sealed"))
    after_id = models.BigIntegerField(_("after entry"))
    through_id = models.BigIntegerField(_("through entry"))
    entries = models.BigIntegerField(_("entries"))
    digest = models.BinaryField(_("digest"))

    class Meta:
        db_table = "ledger_seal"
        ordering = ["-id"]
        verbose_name = _("seal")
        verbose_name_plural = _("seals")

    def __str__(self) -> str:
        return f"{self.pk}:{bytes(self.digest).hex()}"
