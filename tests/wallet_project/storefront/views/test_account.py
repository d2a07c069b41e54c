import re
from gettext import GNUTranslations
from pathlib import Path

import pytest
from allauth.account.models import EmailAddress
from django.conf import settings

from tests.factories.wallets import PASSWORD, make_customer, make_staff, make_user
from wallets.models import Wallet

pytestmark = pytest.mark.django_db


def test_signing_up_opens_a_wallet_in_the_stores_currency(client):
    response = client.post("/account/signup/", {"email": "new@example.com", "password1": PASSWORD})
    assert response.status_code == 302
    wallet = Wallet.objects.get(customer__email="new@example.com")
    assert (wallet.currency, wallet.status) == ("EUR", "open")
    assert "€0.00" in client.get("/").content.decode()


def test_a_customer_lands_in_the_shop_and_staff_in_the_admin(client):
    customer, staff = make_user(), make_staff()
    first = client.post("/account/login/", {"login": customer.email, "password": PASSWORD})
    client.logout()
    second = client.post("/account/login/", {"login": staff.email, "password": PASSWORD})
    assert (first.url, second.url) == ("/", "/admin/")


def test_logging_in_goes_on_to_where_one_was_going(client):
    customer = make_user()
    response = client.post(
        "/account/login/?next=/checkout/",
        {"login": customer.email, "password": PASSWORD, "next": "/checkout/"},
    )
    assert response.url == "/checkout/"


def test_logging_in_does_not_go_on_to_another_site(client):
    customer = make_user()
    response = client.post(
        "/account/login/", {"login": customer.email, "password": PASSWORD, "next": "https://evil.example/"}
    )
    assert response.url == "/"


@pytest.mark.parametrize(
    "address",
    [
        "/account/login/",
        "/account/signup/",
        "/account/password/reset/",
        "/account/password/reset/done/",
    ],
)
def test_pages_of_a_guest_have_the_shops_look(client, address):
    page = client.get(address).content.decode()
    assert "Kettle &amp; Thyme" in page
    assert "<style" not in page


@pytest.mark.parametrize(
    "address",
    [
        "/account/email/",
        "/account/password/change/",
        "/account/logout/",
        "/account/2fa/",
        "/account/reauthenticate/",
    ],
)
def test_pages_of_a_customer_have_the_shops_look_and_their_wallet(client, address):
    customer = make_customer("12.34")
    client.post("/account/login/", {"login": customer.email, "password": PASSWORD})
    page = client.get(address, follow=True).content.decode()
    assert "Kettle &amp; Thyme" in page
    assert "€12.34" in page
    assert "<script>" not in page


def test_wrong_log_in_says_so_beside_the_form(client):
    response = client.post("/account/login/", {"login": "nobody@example.com", "password": "x"})
    page = response.content.decode()
    assert 'role="alert"' in page


WORDING = Path(settings.BASE_DIR) / "wallet_project" / "wording" / "en" / "LC_MESSAGES"
# What is said of a page in big letters: its title, headings, labels, buttons.
SAID = re.compile(r"<(title|h1|h2|label|button)[^>]*>(.*?)</\1>", re.DOTALL)
CAPITALS = re.compile(r"[a-z?] [A-Z]")
PAGES_OF_A_CUSTOMER = (
    "/account/email/",
    "/account/password/change/",
    "/account/logout/",
    "/account/2fa/",
    "/account/2fa/totp/activate/",
    "/account/reauthenticate/",
)
PAGES_OF_A_GUEST = (
    "/account/login/",
    "/account/signup/",
    "/account/password/reset/",
    "/account/password/reset/done/",
    "/account/inactive/",
)


def said_on(client, address):
    page = client.get(address).content.decode()
    page = page[page.index("<main") :].partition("</main>")[0] + page.partition("</title>")[0] + "</title>"
    said = [re.sub(r"<[^>]+>|\s+", " ", text).strip() for _tag, text in SAID.findall(page)]
    assert said
    return [text.partition(" ·")[0] for text in said]


@pytest.mark.parametrize("address", [*PAGES_OF_A_GUEST, *PAGES_OF_A_CUSTOMER])
def test_account_pages_are_worded_in_sentence_case(client, address):
    if address in PAGES_OF_A_CUSTOMER:
        customer = make_customer()
        EmailAddress.objects.create(user=customer, email=customer.email, verified=True, primary=True)
        client.post("/account/login/", {"login": customer.email, "password": PASSWORD})
        client.post("/account/reauthenticate/", {"password": PASSWORD})
    assert [text for text in said_on(client, address) if CAPITALS.search(text)] == []


def test_the_wording_is_compiled_from_its_source():
    with (WORDING / "django.mo").open("rb") as file:
        compiled = GNUTranslations(file)
    written = re.findall(r'msgid "(.+)"\nmsgstr "(.+)"', (WORDING / "django.po").read_text())
    assert [compiled.gettext(source) for source, _words in written] == [words for _source, words in written]
