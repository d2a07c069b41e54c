"""The daily limit of a staff member holds when they act twice at the same moment."""

from __future__ import annotations

from functools import partial
from uuid import uuid4

import pytest
from django.test import Client

from tests.factories.wallets import make_wallet
from tests.support.staff import address, make_role
from tests.support.threads import at_once
from wallets.models import Adjustment, AdjustmentPolicy


@pytest.mark.django_db(transaction=True)
def test_adjustments_at_once_on_several_wallets_do_not_beat_the_daily_limit():
    AdjustmentPolicy.objects.create(currency="EUR", per_admin_and_day="25")
    staff, wallets = make_role("Finance"), [make_wallet() for _ in range(4)]

    def book(wallet):
        client = Client()
        client.force_login(staff)
        data = {"key": str(uuid4()), "direction": "credit", "amount": "20", "reason": "gift"}
        return client.post(address("book_adjust", wallet.customer_id, wallet.pk), data).status_code

    answers = at_once(*(partial(book, wallet) for wallet in wallets))
    assert sorted(answers) == [200, 200, 200, 302]
    assert Adjustment.objects.filter(actor=staff).count() == 1


@pytest.mark.django_db(transaction=True)
def test_a_form_sent_several_times_at_once_books_once():
    staff, wallet, key = make_role("Finance"), make_wallet(), str(uuid4())

    def book():
        client = Client()
        client.force_login(staff)
        data = {"key": key, "direction": "credit", "amount": "20", "reason": "gift"}
        return client.post(address("book_adjust", wallet.customer_id, wallet.pk), data).status_code

    assert at_once(book, times=4) == [302] * 4
    assert Adjustment.objects.count() == 1
