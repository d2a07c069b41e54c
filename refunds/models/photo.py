"""What a customer shows of the goods."""

from __future__ import annotations

from typing import ClassVar
from uuid import uuid4

from django.conf import settings
from django.core.files.storage import storages
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from refunds.models.returns import ReturnRequest

MOST_PHOTOS = 5


def photo_storage() -> object:
    """Where the files are: the store's default storage, never among the static files."""
    return storages["default"]


def photo_name(photo: ReturnPhoto, filename: str) -> str:
    """A name that says nothing and can't be guessed; never the one that was sent."""
    return f"returns/{uuid4().hex}.jpg"


class ReturnPhoto(models.Model):
    """A photo as it was written anew by us. Without a return it is a draft of a form that is not sent
    yet; such a one is deleted after a day."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    customer = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("customer")
    )
    return_request = models.ForeignKey(
        ReturnRequest,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="photos",
        verbose_name=_("return"),
    )
    position = models.PositiveSmallIntegerField(_("position"), null=True, blank=True)
    file = models.FileField(_("file"), upload_to=photo_name, storage=photo_storage)  # type: ignore[arg-type]
    width = models.PositiveIntegerField(_("width"))
    height = models.PositiveIntegerField(_("height"))
    created_at = models.DateTimeField(_("sent at"))

    objects: ClassVar[models.Manager[ReturnPhoto]] = models.Manager()

    class Meta:
        verbose_name = _("photo of a return")
        verbose_name_plural = _("photos of returns")
        ordering = ["position", "created_at"]
        constraints = [
            models.UniqueConstraint("return_request", "position", name="photo_of_a_return_has_a_place"),
            models.CheckConstraint(
                name="return_has_at_most_five_photos",
                condition=Q(return_request=None, position=None)
                | Q(
                    return_request__isnull=False,
                    position__isnull=False,
                    position__gte=1,
                    position__lte=MOST_PHOTOS,
                ),
            ),
        ]
        indexes = [
            models.Index(
                name="photos_that_are_drafts",
                fields=["customer", "created_at"],
                condition=Q(return_request=None),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.width} × {self.height}"
