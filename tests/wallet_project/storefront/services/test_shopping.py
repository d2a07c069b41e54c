import pytest
from djmoney.money import Money

from tests.factories.storefront import ProductFactory, fill_cart, in_cart
from tests.factories.wallets import make_user
from tests.support.threads import at_once
from wallet_project.core.exceptions import NotFound
from wallet_project.storefront.exceptions import OutOfStock, QuantityOutOfRange
from wallet_project.storefront.services.cart import CustomerCart, GuestCart
from wallet_project.storefront.services.shopping import (
    add_to_cart,
    cart_contents,
    change_quantity,
    merge_guest_cart,
    remove_from_cart,
)

pytestmark = pytest.mark.django_db


@pytest.fixture(params=["guest", "customer"])
def cart(request):
    return GuestCart({}) if request.param == "guest" else CustomerCart(make_user().pk)


def test_adding_twice_adds_up(cart):
    product = ProductFactory(stock=10)
    add_to_cart(cart=cart, product_id=product.pk, quantity=2)
    add_to_cart(cart=cart, product_id=product.pk, quantity=3)
    assert cart.quantities() == {product.pk: 5}
    assert cart.count() == 5


def test_changing_sets_the_number(cart):
    product = ProductFactory(stock=10)
    add_to_cart(cart=cart, product_id=product.pk, quantity=2)
    change_quantity(cart=cart, product_id=product.pk, quantity=7)
    assert cart.quantities() == {product.pk: 7}


def test_removing_twice_is_fine(cart):
    product = ProductFactory()
    add_to_cart(cart=cart, product_id=product.pk, quantity=2)
    remove_from_cart(cart=cart, product_id=product.pk)
    remove_from_cart(cart=cart, product_id=product.pk)
    assert cart.quantities() == {}


@pytest.mark.parametrize("quantity", [0, -1, 100])
def test_a_number_out_of_range_is_refused(cart, quantity):
    product = ProductFactory(stock=1000)
    with pytest.raises(QuantityOutOfRange):
        add_to_cart(cart=cart, product_id=product.pk, quantity=quantity)
    assert cart.quantities() == {}


def test_adding_beyond_99_is_refused(cart):
    product = ProductFactory(stock=1000)
    add_to_cart(cart=cart, product_id=product.pk, quantity=98)
    with pytest.raises(QuantityOutOfRange):
        add_to_cart(cart=cart, product_id=product.pk, quantity=2)
    assert cart.quantities() == {product.pk: 98}


def test_more_than_is_in_stock_is_refused_with_the_number_left(cart):
    product = ProductFactory(stock=3, name="Teapot")
    add_to_cart(cart=cart, product_id=product.pk, quantity=2)
    with pytest.raises(OutOfStock, match="Only 3 of Teapot are left"):
        add_to_cart(cart=cart, product_id=product.pk, quantity=2)
    assert cart.quantities() == {product.pk: 2}


@pytest.mark.parametrize("changes", [{"is_active": False}, {"price": Money("5", "USD")}])
def test_what_is_not_for_sale_is_not_found(cart, changes):
    product = ProductFactory(**changes)
    with pytest.raises(NotFound):
        add_to_cart(cart=cart, product_id=product.pk, quantity=1)


def test_contents_have_todays_prices_and_sums(cart):
    cheap = ProductFactory(price=Money("1.10", "EUR"))
    dear = ProductFactory(price=Money("2.20", "EUR"))
    add_to_cart(cart=cart, product_id=cheap.pk, quantity=3)
    add_to_cart(cart=cart, product_id=dear.pk, quantity=1)
    contents = cart_contents(cart)
    assert [item.line_total for item in contents.items] == [Money("3.30", "EUR"), Money("2.20", "EUR")]
    assert contents.total == Money("5.50", "EUR")
    assert contents.can_be_ordered


def test_contents_say_what_is_wrong_with_a_line(cart):
    product = ProductFactory(stock=5)
    add_to_cart(cart=cart, product_id=product.pk, quantity=5)
    product.stock = 2
    product.save()
    contents = cart_contents(cart)
    assert contents.items[0].problem == "Only 2 are left."
    assert not contents.can_be_ordered


def test_a_guests_cart_comes_along_at_log_in_and_nothing_is_lost():
    customer, shared, own, guests = make_user(), ProductFactory(), ProductFactory(), ProductFactory()
    fill_cart(customer, (shared, 1), (own, 2))
    session = {"cart": {str(shared.pk): 4, str(guests.pk): 3, "999999": 1}}
    merge_guest_cart(session=session, customer_id=customer.pk)
    assert in_cart(customer) == {shared.name: 4, own.name: 2, guests.name: 3}
    assert session == {}


def test_merging_twice_changes_nothing():
    customer, product = make_user(), ProductFactory()
    session = {"cart": {str(product.pk): 4}}
    merge_guest_cart(session=session, customer_id=customer.pk)
    merge_guest_cart(session=session, customer_id=customer.pk)
    assert in_cart(customer) == {product.name: 4}


@pytest.mark.django_db(transaction=True)
def test_two_tabs_adding_the_same_thing_make_one_line():
    customer, product = make_user(), ProductFactory(stock=50)
    cart = CustomerCart(customer.pk)
    at_once(lambda: add_to_cart(cart=cart, product_id=product.pk, quantity=1), times=4)
    assert list(in_cart(customer)) == [product.name]
