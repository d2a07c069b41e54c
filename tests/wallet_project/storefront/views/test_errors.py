import pytest
from django.db import DatabaseError
from django.template.response import TemplateResponse
from django.test import Client
from django.urls import path

from tests.factories.wallets import make_customer
from wallet_project.urls import handler400, handler403, handler404, handler500
from wallet_project.urls import urlpatterns as store_urls

__all__ = ["handler400", "handler403", "handler404", "handler500"]


def broken(request):
    raise ZeroDivisionError


def forbidden(request):
    from django.core.exceptions import PermissionDenied

    raise PermissionDenied


urlpatterns = [path("broken/", broken), path("forbidden/", forbidden), *store_urls]

pytestmark = [pytest.mark.django_db, pytest.mark.urls(__name__)]
PAGES = [("/nowhere/", 404), ("/broken/", 500), ("/forbidden/", 403), ("/search/?q=%00", 400)]


@pytest.mark.parametrize(("address", "status"), PAGES)
def test_an_error_page_has_the_wallet_too(address, status):
    client = Client(raise_request_exception=False)
    client.force_login(make_customer("12.34"))
    response = client.get(address)
    assert response.status_code == status
    assert "€12.34" in response.content.decode()


@pytest.mark.parametrize(("address", "status"), PAGES)
def test_an_error_page_for_a_guest(address, status):
    response = Client(raise_request_exception=False).get(address)
    assert response.status_code == status
    assert "To the shop" in response.content.decode()


def test_a_host_that_is_not_ours_gets_a_plain_refusal():
    response = Client(raise_request_exception=False).get("/", headers={"host": "evil.example"})
    assert response.status_code == 400


def test_without_a_database_a_plain_page_is_shown(monkeypatch):
    from wallet_project.storefront import queries

    def no_database():
        raise DatabaseError("down")

    monkeypatch.setattr(queries, "shown_categories", no_database)
    response = Client(raise_request_exception=False).get("/nowhere/")
    assert response.status_code == 404
    assert "We can’t show the shop for a moment" in response.content.decode()
    assert not isinstance(response, TemplateResponse)
