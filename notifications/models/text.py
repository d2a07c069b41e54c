"""What the store itself says in its messages, instead of what ships."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from notifications.enums import Kind
from wallet_project.core.ids import uuid7

LONGEST_SUBJECT = 150
LONGEST_BODY = 4000


class MessageText(models.Model):
    """A version of what the store says of a kind, in one language; the newest counts.

    Versions are added, never changed. An empty `subject` or `body` means the one that ships. `number`
    counts the versions of a kind and language from 1.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    # Any `Kind`: a list of choices here would make a new kind change two tables.
    kind = models.CharField(_("kind"), max_length=40)
    language = models.CharField(_("language"), max_length=10)
    number = models.PositiveIntegerField(_("version"))
    subject = models.CharField(_("subject"), max_length=LONGEST_SUBJECT, blank=True)
    body = models.TextField(_("text"), max_length=LONGEST_BODY, blank=True)
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("written by")
    )
    created_at = models.DateTimeField(_("written"), auto_now_add=True)

    objects: ClassVar[models.Manager[MessageText]] = models.Manager()

    class Meta:
        verbose_name = _("text of messages")
        verbose_name_plural = _("texts of messages")
        ordering = ["kind", "language", "-number"]
        default_permissions = ("view", "change")
        constraints = [
            models.UniqueConstraint("kind", "language", "number", name="one_text_per_version"),
            models.CheckConstraint(name="texts_count_from_one", condition=Q(number__gte=1)),
            models.CheckConstraint(
                name="text_has_no_template_tags",
                condition=~(Q(subject__contains="{%") | Q(body__contains="{%")),
            ),
        ]

    def __str__(self) -> str:
        return f"{Kind(self.kind).label} ({self.language}), {self.number}"

    @property
    def is_shipped(self) -> bool:
        """It says that what ships counts again."""
        return not (self.subject or self.body)
