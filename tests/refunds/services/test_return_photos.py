"""Photos are kept as drafts, under names that say nothing, and what was never sent is deleted."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from refunds.exceptions import PhotoRefused
from refunds.models import ReturnPhoto
from refunds.services import delete_drafts, keep_photo
from refunds.services.return_photos import MOST_DRAFTS
from refunds.tasks import delete_photo_drafts
from tests.factories.returns import ask, make_bought, make_photo, upload
from tests.factories.wallets import make_user
from tests.support.threads import at_once

pytestmark = pytest.mark.django_db


def files(tmp_path):
    return sorted(one.name for one in (tmp_path / "returns").iterdir())


def test_a_photo_is_kept_under_a_name_that_nobody_can_guess(tmp_path):
    photo = make_photo(make_user())
    [name] = files(tmp_path)
    assert (len(name), name.endswith(".jpg"), "photo" in name) == (36, True, False)
    assert (photo.return_request, photo.width, photo.height) == (None, 60, 40)


def test_what_is_no_photo_leaves_nothing_behind(tmp_path):
    file = upload(b"<svg onload=alert(1)>")
    with pytest.raises(PhotoRefused):
        keep_photo(customer_id=make_user().pk, file=file.file, size=file.size, now=timezone.now())
    assert not ReturnPhoto.objects.exists()
    assert not (tmp_path / "returns").exists()


def test_nobody_fills_the_disk_with_drafts():
    customer = make_user()
    photo = make_photo(customer)
    copies = [
        ReturnPhoto(customer=customer, file=photo.file.name, width=1, height=1, created_at=timezone.now())
        for _ in range(MOST_DRAFTS - 1)
    ]
    ReturnPhoto.objects.bulk_create(copies)
    with pytest.raises(PhotoRefused, match="many photos"):
        make_photo(customer)
    assert make_photo(make_user()).pk


def test_a_row_that_can_not_be_written_leaves_no_file(tmp_path):
    with pytest.raises(IntegrityError, match="customer"), transaction.atomic():
        keep_photo(customer_id=None, file=upload().file, size=10, now=timezone.now())
    assert files(tmp_path) == []


def test_drafts_are_deleted_after_a_day_and_photos_of_returns_never(tmp_path):
    payment = make_bought()[1]
    long_ago = timezone.now() - timedelta(days=2)
    sent, draft = make_photo(payment.customer, now=long_ago), make_photo(payment.customer, now=long_ago)
    fresh = make_photo(payment.customer)
    ask(payment, photo_ids=[sent.pk])
    assert (delete_photo_drafts(), delete_drafts(now=timezone.now())) == (1, 0)
    assert set(ReturnPhoto.objects.values_list("pk", flat=True)) == {sent.pk, fresh.pk}
    assert len(files(tmp_path)) == 2
    assert not draft.file.storage.exists(draft.file.name)


@pytest.mark.django_db(transaction=True)
def test_a_photo_that_is_being_sent_at_this_moment_stays(tmp_path):
    payment = make_bought()[1]
    draft = make_photo(payment.customer, now=timezone.now() - timedelta(days=2))
    with transaction.atomic():
        ask(payment, photo_ids=[draft.pk])
        assert at_once(lambda: delete_drafts(now=timezone.now())) == [0]
    assert ReturnPhoto.objects.get().return_request is not None
    assert len(files(tmp_path)) == 1
    assert delete_drafts(now=timezone.now()) == 0


@pytest.mark.django_db(transaction=True)
def test_a_photo_is_deleted_once_by_many_at_once(tmp_path):
    make_photo(make_user(), now=timezone.now() - timedelta(days=2))
    assert sum(at_once(lambda: delete_drafts(now=timezone.now()), times=6)) == 1
    assert (ReturnPhoto.objects.exists(), files(tmp_path)) == (False, [])
