"""A voucher is its owner's alone, for one order, and comes back when the order comes to nothing."""

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone
from djmoney.money import Money

from rewards.exceptions import VoucherNotUsable
from rewards.models import Voucher
from rewards.services import (
    find_voucher,
    quote_voucher,
    release_voucher,
    reserve_voucher,
    use_voucher,
)
from tests.factories.offers import age_voucher, lines, make_voucher
from tests.factories.wallets import make_user
from wallet_project.core.exceptions import NotFound
from wallets.services import freeze_wallet, open_wallet

pytestmark = pytest.mark.django_db

NOW = timezone.now()


def reserve(voucher, order="1001", *items, **changes):
    arguments = {"customer_id": voucher.customer_id, "voucher_id": voucher.pk, "order_reference": order}
    return reserve_voucher(
        **arguments | {"lines": lines(*(items or ["20.00"])), "now": timezone.now()} | changes
    )


def use(voucher, order="1001"):
    return use_voucher(voucher_id=voucher.pk, order_reference=order, now=timezone.now())


def release(voucher, order="1001"):
    return release_voucher(voucher_id=voucher.pk, order_reference=order)


def state(voucher):
    voucher.refresh_from_db()
    return voucher.status, voucher.order_reference, voucher.discount


def test_its_owner_finds_it_by_its_code_however_written():
    voucher = make_voucher()
    written = voucher.code.lower().replace("-", " ")
    assert find_voucher(customer_id=voucher.customer_id, code=written).pk == voucher.pk


def test_anothers_code_is_refused_in_the_same_words_as_no_code():
    """Attacks 20 and 24."""
    voucher = make_voucher()
    with pytest.raises(VoucherNotUsable) as anothers:
        find_voucher(customer_id=make_user().pk, code=voucher.code)
    with pytest.raises(VoucherNotUsable) as nobodys:
        find_voucher(customer_id=voucher.customer_id, code="AAAAA-AAAAA-AAAAA-AAAAA")
    assert (anothers.value.message, anothers.value.data) == (nobodys.value.message, nobodys.value.data)


def test_reserved_then_used_once():
    voucher = make_voucher()
    quote = reserve(voucher)
    assert (quote.discount, state(voucher)) == (Money("5.00", "EUR"), ("reserved", "1001", 500))
    used_at = use(voucher).used_at
    assert use(voucher).used_at == used_at
    assert state(voucher) == ("used", "1001", 500)


def test_reserving_again_for_the_same_order_is_the_same():
    voucher = make_voucher()
    assert reserve(voucher).discount == reserve(voucher).discount
    with pytest.raises(VoucherNotUsable):
        reserve(voucher, "1001", "3.00")
    assert state(voucher) == ("reserved", "1001", 500)


def test_a_second_order_does_not_get_it():
    voucher = make_voucher()
    reserve(voucher)
    with pytest.raises(VoucherNotUsable, match="#1001, which is not paid yet"):
        reserve(voucher, "1002")
    use(voucher)
    with pytest.raises(VoucherNotUsable, match="was used for order #1001"):
        reserve(voucher, "1002")
    assert state(voucher) == ("used", "1001", 500)


def test_given_back_it_can_be_used_for_another_order():
    voucher = make_voucher()
    reserve(voucher)
    for _time in range(2):
        release(voucher)
    assert state(voucher) == ("ready", "", None)
    reserve(voucher, "1002")
    release(voucher, "1001")
    assert state(voucher) == ("reserved", "1002", 500)


def test_a_used_voucher_does_not_come_back():
    """Attack 2."""
    voucher = make_voucher()
    reserve(voucher)
    use(voucher)
    release(voucher)
    assert state(voucher) == ("used", "1001", 500)


def test_what_is_not_reserved_for_an_order_is_not_used_by_it():
    voucher = make_voucher()
    with pytest.raises(VoucherNotUsable):
        use(voucher)
    reserve(voucher)
    with pytest.raises(VoucherNotUsable):
        use(voucher, "1002")
    assert state(voucher) == ("reserved", "1001", 500)


def test_an_expired_voucher_is_refused_but_an_order_that_has_it_keeps_it():
    voucher = make_voucher(valid_days=1)
    reserve(voucher)
    age_voucher(voucher, minutes=1)
    use(voucher)
    late = make_voucher(valid_days=1)
    age_voucher(late, minutes=1)
    with pytest.raises(VoucherNotUsable, match="has expired"):
        reserve(late, "1002")
    assert state(late) == ("ready", "", None)


def test_a_frozen_wallet_discounts_nothing():
    """Attack 4."""
    voucher = make_voucher()
    freeze_wallet(wallet_id=open_wallet(customer_id=voucher.customer_id).pk, reason="check")
    with pytest.raises(VoucherNotUsable, match="frozen"):
        reserve(voucher)
    assert state(voucher) == ("ready", "", None)


def test_anothers_voucher_is_not_found():
    voucher = make_voucher()
    stranger = make_user().pk
    with pytest.raises(NotFound):
        reserve(voucher, customer_id=stranger)
    with pytest.raises(NotFound):
        quote_voucher(customer_id=stranger, voucher_id=voucher.pk, lines=lines("20.00"), now=NOW)
    assert state(voucher) == ("ready", "", None)


def test_a_quote_changes_nothing():
    voucher = make_voucher()
    arguments = {"customer_id": voucher.customer_id, "voucher_id": voucher.pk}
    quote = quote_voucher(**arguments, lines=lines("3.00"), now=timezone.now())
    assert (quote.discount, state(voucher)) == (Money("3.00", "EUR"), ("ready", "", None))


def test_the_database_refuses_two_vouchers_for_one_order():
    reserve(make_voucher())
    with pytest.raises(IntegrityError, match="order_has_one_voucher"), transaction.atomic():
        reserve(make_voucher())


def test_the_database_refuses_a_used_voucher_without_its_order():
    voucher = make_voucher()
    with pytest.raises(IntegrityError, match="voucher_has_an_order"), transaction.atomic():
        Voucher.objects.filter(pk=voucher.pk).update(status="used", used_at=NOW)
