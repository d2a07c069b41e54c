"""Reviews on the pages of the shop."""

import pytest
from django.test import Client

from rewards.enums import Activity
from tests.factories.earning import make_fixed_rule
from tests.factories.storefront import ProductFactory, make_delivered_order, make_order, make_review
from tests.factories.wallets import make_user
from wallet_project.storefront.models import Review

pytestmark = pytest.mark.django_db
SAID = {"stars": "4", "text": "Keeps the tea warm for an hour."}


@pytest.fixture
def buyer(client):
    customer = make_user(name="Mira Petrova")
    client.force_login(customer)
    return customer


def page_of(client, address, status=200):
    response = client.get(address)
    assert response.status_code == status
    return response.content.decode()


def test_a_product_shows_its_reviews_with_average_and_number_in_words(client):
    product = ProductFactory()
    for stars in (5, 4, 4):
        make_review(product, stars=stars, approved=True)
    make_review(product, stars=1)
    page = page_of(client, product.get_absolute_url())
    assert "4.3 out of 5 stars, from 3 reviews" in " ".join(page.split())
    assert page.count("Mira P.") == 3
    assert "Petrova" not in page


def test_a_product_without_reviews_says_so(client):
    page = page_of(client, ProductFactory().get_absolute_url())
    assert "Nobody has written one yet" in page


def test_an_address_of_a_writer_without_a_name_is_shown_to_nobody(client):
    review = make_review(customer=make_user(email="secret@example.com"), approved=True)
    page = page_of(client, review.product.get_absolute_url())
    assert "A customer" in page
    assert "secret" not in page


@pytest.mark.parametrize("where", ["", "reviews/"])
def test_html_in_a_review_is_text_and_addresses_are_no_links(client, where):
    evil = "<script>alert(1)</script> <a href='x'>here</a> https://evil.example/"
    review = make_review(text=evil, customer=make_user(name="<b>Mira"), approved=True)
    page = page_of(client, f"{review.product.get_absolute_url()}{where}")
    assert "&lt;script&gt;alert(1)" in page
    assert "<script>alert" not in page
    assert "<b>Mira" not in page
    assert 'href="https://evil.example' not in page


@pytest.mark.parametrize("reviews", [1, 3])
def test_a_product_page_costs_the_same_queries_however_many_reviews(client, query_count, reviews):
    product = ProductFactory()
    for _ in range(reviews):
        make_review(product, approved=True)
    with query_count(6):
        client.get(product.get_absolute_url())


@pytest.mark.parametrize("reviews", [1, 3])
def test_the_page_of_all_reviews_costs_the_same_queries(client, query_count, reviews):
    product = ProductFactory()
    for _ in range(reviews):
        make_review(product, approved=True)
    with query_count(4):
        client.get(f"/product/{product.slug}/reviews/")


def test_all_reviews_are_paged_by_key(client, monkeypatch):
    from wallet_project.storefront import queries_reviews

    monkeypatch.setattr(queries_reviews.shown_reviews, "__kwdefaults__", {"before": None, "size": 2})
    product = ProductFactory()
    written = [make_review(product, approved=True).pk for _ in range(3)]
    first = client.get(f"/product/{product.slug}/reviews/")
    second = client.get(f"/product/{product.slug}/reviews/{first.context['older']}")
    shown = [review.pk for review in [*first.context["reviews"], *second.context["reviews"]]]
    assert shown == written[::-1]
    assert second.context["older"] == ""


def test_a_review_is_written_from_the_page_of_a_delivered_order(client, buyer):
    make_fixed_rule(Activity.REVIEW, 20)
    product = ProductFactory()
    order = make_delivered_order(buyer, (product, 1))
    address = f"/product/{product.slug}/review/"
    assert address in page_of(client, f"/orders/{order.number}/")
    assert "you get 20 points" in page_of(client, address)
    assert client.post(address, SAID).url == address
    review = Review.objects.get()
    assert (review.customer, review.product, review.stars, review.status) == (buyer, product, 4, "waiting")
    assert "Waiting" in page_of(client, f"/orders/{order.number}/")
    assert SAID["text"] not in page_of(client, product.get_absolute_url())


def test_an_order_that_has_not_arrived_offers_no_review(client, buyer):
    order = make_order(buyer)
    assert "Write a review" not in page_of(client, f"/orders/{order.number}/")


@pytest.mark.parametrize("lines", [1, 3])
def test_a_delivered_order_costs_the_same_queries_however_many_lines(client, buyer, query_count, lines):
    order = make_delivered_order(buyer, *((product, 1) for product in ProductFactory.create_batch(lines)))
    with query_count(14):
        client.get(f"/orders/{order.number}/")


def test_who_has_not_bought_it_is_told_why_and_posts_in_vain(client, buyer):
    product = ProductFactory()
    address = f"/product/{product.slug}/review/"
    assert "after it was delivered" in page_of(client, address)
    assert client.post(address, SAID).status_code == 200
    assert Review.objects.count() == 0


def test_nobody_reads_or_changes_anothers_review(client, buyer):
    review = make_review(customer=make_user())
    address = f"/product/{review.product.slug}/review/"
    assert review.text not in page_of(client, address)
    client.post(address, {"stars": "1", "text": "Changed by a stranger."})
    assert Review.objects.get().stars == 4


@pytest.mark.parametrize(
    "change",
    [
        {"stars": "0"},
        {"stars": "6"},
        {"stars": ""},
        {"stars": "４"},
        {"stars": "4.5"},
        {"text": ""},
        {"text": "short"},
        {"text": "x" * 2001},
        {"text": "a null \x00 character"},
    ],
)
def test_what_can_not_be_a_review_is_refused_in_words(client, buyer, change):
    product = ProductFactory()
    make_delivered_order(buyer, (product, 1))
    response = client.post(f"/product/{product.slug}/review/", SAID | change)
    assert response.status_code == 422
    assert 'class="field-error"' in response.content.decode()
    assert Review.objects.count() == 0


def test_status_and_owner_can_not_be_sent_along(client, buyer):
    product = ProductFactory()
    make_delivered_order(buyer, (product, 1))
    extra = {"status": "approved", "customer": make_user().pk, "decided_by": 1}
    client.post(f"/product/{product.slug}/review/", SAID | extra)
    review = Review.objects.get()
    assert (review.status, review.customer, review.decided_by) == ("waiting", buyer, None)


def test_guests_log_in_first_and_other_sites_write_nothing():
    customer, product = make_user(), ProductFactory()
    make_delivered_order(customer, (product, 1))
    address = f"/product/{product.slug}/review/"
    assert Client().post(address, SAID).url == f"/account/login/?next={address}"
    client = Client(enforce_csrf_checks=True)
    client.force_login(customer)
    assert client.post(address, SAID).status_code == 403
    client.get(address, SAID)
    assert Review.objects.count() == 0


def test_a_shown_review_can_be_read_and_not_changed(client, buyer):
    review = make_review(customer=buyer, approved=True)
    page = page_of(client, f"/product/{review.product.slug}/review/")
    assert review.text in page
    assert "Send the" not in page
