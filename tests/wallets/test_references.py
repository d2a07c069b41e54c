import pytest

from wallets.references import reference_url


def of_this_shop(reference):
    return f"/invoices/{reference}/" if reference.startswith("R") else ""


def test_without_the_setting_there_are_no_links(settings):
    settings.WALLETS_REFERENCE_URL = ""
    assert reference_url("1000042") == ""


def test_the_name_of_a_url(settings):
    settings.WALLETS_REFERENCE_URL = "storefront:order"
    assert reference_url("1000042") == "/orders/1000042/"


def test_the_path_of_a_function(settings):
    settings.WALLETS_REFERENCE_URL = f"{__name__}.of_this_shop"
    assert reference_url("R1") == "/invoices/R1/"
    assert reference_url("1") == ""


@pytest.mark.parametrize("reference", ["", "with/slash"])
def test_what_has_no_page_has_no_link(settings, reference):
    settings.WALLETS_REFERENCE_URL = "storefront:order"
    assert reference_url(reference) == ""
