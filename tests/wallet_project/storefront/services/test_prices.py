from itertools import pairwise

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone
from djmoney.money import Money

from tests.factories.storefront import ProductFactory
from tests.factories.wallets import make_staff
from tests.support.threads import at_once
from wallet_project.core.exceptions import AmountOutOfRange, NotFound, TooManyDecimals
from wallet_project.storefront.models import PriceChange, Product
from wallet_project.storefront.services.prices import change_price

pytestmark = pytest.mark.django_db(transaction=True)


def change(product, price, **changes):
    arguments = {"product_id": product.pk, "price": Money(price, "EUR"), "actor_id": None}
    return change_price(**{**arguments, "now": timezone.now(), **changes})


def test_each_change_of_a_price_is_kept_with_who_and_when():
    product, actor = ProductFactory(price=Money("12.50", "EUR")), make_staff()
    change(product, "10.00", actor_id=actor.pk)
    change(product, "11.00")
    product.refresh_from_db()
    assert product.price == Money("11.00", "EUR")
    kept = PriceChange.objects.order_by("pk").values_list("before", "after", "changed_by")
    assert [(str(a), str(b), who) for a, b, who in kept] == [
        ("12.500", "10.000", actor.pk),
        ("10.000", "11.000", None),
    ]


def test_the_price_that_it_has_is_no_change():
    product = ProductFactory(price=Money("12.50", "EUR"))
    change(product, "12.50")
    assert not PriceChange.objects.exists()


@pytest.mark.parametrize(("price", "error"), [("0", AmountOutOfRange), ("1.005", TooManyDecimals)])
def test_a_price_that_can_not_be_is_refused(price, error):
    product = ProductFactory(price=Money("12.50", "EUR"))
    with pytest.raises(error):
        change(product, price)
    assert Product.objects.get().price == Money("12.50", "EUR")


def test_an_unknown_product_is_not_found():
    with pytest.raises(NotFound):
        change(ProductFactory.build(pk=999), "5.00")


def test_the_history_is_never_rewritten():
    product = ProductFactory()
    change(product, "5.00")
    for attempt in (
        lambda: PriceChange.objects.update(before=1),
        lambda: PriceChange.objects.update(changed_at=timezone.now()),
        lambda: PriceChange.objects.all().delete(),
    ):
        with pytest.raises(IntegrityError) as refused, transaction.atomic():
            attempt()
        assert refused.value.__cause__.diag.constraint_name == "price_history_is_append_only"


def test_changes_at_once_follow_each_other():
    product = ProductFactory(price=Money("12.50", "EUR"))
    at_once(*(lambda price=price: change(product, price) for price in ("10.00", "9.00", "8.00")))
    kept = list(PriceChange.objects.order_by("pk"))
    assert len(kept) == 3
    assert all(later.before == earlier.after for earlier, later in pairwise(kept))
    assert Product.objects.get().price == kept[-1].after
