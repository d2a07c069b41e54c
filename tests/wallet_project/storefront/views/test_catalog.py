import re

import pytest
from djmoney.money import Money

from tests.factories.storefront import CategoryFactory, ProductFactory

pytestmark = pytest.mark.django_db


def names(response):
    return [product.name for product in response.context["page"].rows]


@pytest.mark.parametrize(
    "address",
    ["/", "/cart/", "/how-your-wallet-works/", "/policy/", "/contact/", "/search/", "/search/?q=tea"],
)
def test_pages_that_anybody_may_see(client, address):
    assert client.get(address).status_code == 200


def test_a_product_page_shows_name_price_and_stock(client):
    product = ProductFactory(name="Blue teapot", price=Money("46.00", "EUR"), stock=2)
    page = client.get(product.get_absolute_url()).content.decode()
    assert "Blue teapot" in page
    assert "€46.00" in page
    assert "Only 2 left" in page


@pytest.mark.parametrize("changes", [{"is_active": False}, {"price": Money("5", "USD")}])
def test_what_is_not_for_sale_has_no_page(client, changes):
    assert client.get(ProductFactory(**changes).get_absolute_url()).status_code == 404


def test_what_is_sold_out_can_be_seen_but_not_bought(client):
    page = client.get(ProductFactory(stock=0).get_absolute_url()).content.decode()
    assert "Sold out" in page
    assert 'action="/cart/add/"' not in page


def test_stored_html_is_shown_as_text(client):
    evil = "<script>alert(1)</script>"
    product = ProductFactory(name=evil, summary=evil, description=evil)
    for address in (product.get_absolute_url(), product.category.get_absolute_url()):
        page = client.get(address).content.decode()
        assert evil not in page
        assert "&lt;script&gt;" in page


def test_a_shelf_is_paged_by_key_in_every_order(client):
    shelf = CategoryFactory()
    for number in range(30):
        ProductFactory(category=shelf, name=f"Thing {number:02d}", price=Money(1 + number // 3, "EUR"))
    for sort in ("name", "cheapest", "dearest", "newest"):
        seen, address = [], f"{shelf.get_absolute_url()}?sort={sort}"
        while address:
            response = client.get(address)
            seen += names(response)
            older = response.context["page"].older
            address = f"{shelf.get_absolute_url()}?sort={sort}&after={older}" if older else ""
        assert len(seen) == len(set(seen)) == 30
        assert seen == seen_in_one(shelf, sort)


def seen_in_one(shelf, sort):
    order = {"name": "name", "cheapest": "price", "dearest": "-price", "newest": "-pk"}[sort]
    tie = "-pk" if order.startswith("-") else "pk"
    return list(shelf.products.order_by(order, tie).values_list("name", flat=True))


def test_paging_back_shows_the_page_before(client):
    shelf = CategoryFactory()
    for number in range(30):
        ProductFactory(category=shelf, name=f"Thing {number:02d}")
    first = client.get(shelf.get_absolute_url())
    second = client.get(f"{shelf.get_absolute_url()}?after={first.context['page'].older}")
    back = client.get(f"{shelf.get_absolute_url()}?before={second.context['page'].newer}")
    assert names(back) == names(first)
    assert back.context["page"].newer is None


def test_only_what_is_in_stock(client):
    shelf = CategoryFactory()
    ProductFactory(category=shelf, stock=0)
    there = ProductFactory(category=shelf, stock=1)
    assert names(client.get(f"{shelf.get_absolute_url()}?in_stock=on")) == [there.name]


def test_search_needs_every_word(client):
    ProductFactory(name="Blue teapot")
    ProductFactory(name="Blue mug")
    assert names(client.get("/search/", {"q": "blue TEA"})) == ["Blue teapot"]
    assert names(client.get("/search/", {"q": "green"})) == []
    assert names(client.get("/search/", {"q": "%"})) == []


@pytest.mark.parametrize(
    "query", ["after=x", "after=-1", "before=9" * 9, "sort=price;drop", "after=１２", "after=%00"]
)
def test_a_strange_address_shows_the_shelf_all_the_same(client, query):
    shelf = ProductFactory().category
    assert client.get(f"{shelf.get_absolute_url()}?{query}").status_code == 200


def test_a_search_for_a_null_character_is_a_bad_request(client):
    assert client.get("/search/", {"q": "a\x00b"}).status_code == 400


@pytest.mark.parametrize("products", [1, 3])
def test_a_shelf_costs_the_same_queries_however_full(client, query_count, products):
    shelf = CategoryFactory()
    ProductFactory.create_batch(products, category=shelf)
    with query_count(3):
        client.get(shelf.get_absolute_url())


@pytest.mark.parametrize("products", [1, 3])
def test_the_front_page_costs_the_same_queries_however_full(client, query_count, products):
    shelf = CategoryFactory()
    ProductFactory.create_batch(products, category=shelf, is_featured=True)
    with query_count(2):
        client.get("/")


def test_the_words_in_the_search_field_fit_a_small_phone(client):
    """At 320 pixels there is room for some 22 letters."""
    words = re.search(r'placeholder="([^"]+)"', client.get("/").content.decode())
    assert len(words[1]) <= 22
