import pytest

from tests.factories.wallets import make_staff

pytestmark = pytest.mark.django_db


def test_a_browser_that_asks_for_an_icon_by_itself_is_sent_to_the_shops(client):
    response = client.get("/favicon.ico")
    assert (response.status_code, response.url) == (302, "/static/img/brand.svg")
    assert "max-age=86400" in response["Cache-Control"]
    assert "Set-Cookie" not in response.headers


def test_the_admin_names_the_same_icon(client):
    client.force_login(make_staff())
    page = client.get("/admin/").content.decode()
    assert 'rel="icon" href="/static/img/brand.svg" type="image/svg+xml"' in page
