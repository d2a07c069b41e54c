"""Keeping the photos of a return: at first as drafts, so that a form that came back loses none."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import IO
from uuid import UUID

from django.core.files.base import ContentFile
from django.db import transaction
from django.utils.translation import gettext as _

from refunds.exceptions import PhotoRefused
from refunds.models import ReturnPhoto
from refunds.photos import clean_photo

# More than a few forms in a day's drafts are not a customer who shows goods.
MOST_DRAFTS = 30
KEPT_FOR = timedelta(days=1)


def keep_photo(*, customer_id: int, file: IO[bytes], size: int, now: datetime) -> ReturnPhoto:
    """Check a photo that the customer sent, write it anew and keep it as a draft. Raises `PhotoRefused`."""
    if ReturnPhoto.objects.filter(customer_id=customer_id, return_request=None).count() >= MOST_DRAFTS:
        raise PhotoRefused(_("You have sent many photos today. Please send this return without more."))
    clean = clean_photo(file, size=size)
    photo = ReturnPhoto(customer_id=customer_id, width=clean.width, height=clean.height, created_at=now)
    photo.file.save("photo.jpg", ContentFile(clean.content), save=False)
    try:
        photo.save(force_insert=True)
    except BaseException:
        _forget_file(photo)
        raise
    return photo


def delete_drafts(*, now: datetime, most: int = 500) -> int:
    """Delete the photos of forms that were never sent, a day after they came; answers with how many.
    Safe to repeat. One that is being sent at this moment stays."""
    due = ReturnPhoto.objects.filter(return_request=None, created_at__lte=now - KEPT_FOR)
    return sum(_delete(photo.pk) for photo in list(due.order_by("created_at")[:most]))


def _delete(photo_id: UUID) -> int:
    with transaction.atomic():
        rows = ReturnPhoto.objects.select_for_update(skip_locked=True)
        photo = rows.filter(pk=photo_id, return_request=None).first()
        if photo is None:
            return 0
        photo.delete()
    _forget_file(photo)
    return 1


def _forget_file(photo: ReturnPhoto) -> None:
    photo.file.storage.delete(str(photo.file.name))
