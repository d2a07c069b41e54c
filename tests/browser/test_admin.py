"""Staff look after a customer's money in the admin, and the customer sees each step."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import expect

from tests.browser.shop import Shop, money_of, told
from tests.browser.staff import (
    adjusting,
    changes_the_status,
    chooses,
    figure,
    opens_the_wallet_of,
    proposes,
    searches,
    second_factor,
    staff,
    updates_the_wallet,
)
from tests.browser.steps import KNIFE, checks_out, goes_to_the_checkout, logs_in, mira, order_is
from tests.browser.visitor import DESKTOP, PHONE, Size, Visit
from tests.factories.wallets import PASSWORD
from wallets.ledger.models import JournalEntry
from wallets.models import Adjustment


@pytest.fixture(autouse=True)
def _staff_need_a_second_factor(settings: Any) -> None:
    settings.STAFF_MFA_REQUIRED = True


def test_staff_sign_in_with_a_second_factor_and_find_a_customer(visit: Visit) -> None:
    member, customer = staff("Finance"), mira("50.00")
    admin = visit(size=DESKTOP)
    admin.goes_to("/admin/")
    admin.is_at("Sign in")
    logs_in(admin, member.email, PASSWORD)
    expect(admin.field("Code")).to_be_visible()
    admin.looks("sign in, second factor")
    admin.field("Code").fill(second_factor())
    admin.main.get_by_role("button", name="Sign In").click()
    expect(admin.page.get_by_role("heading", name="What the store owes its customers")).to_be_visible()
    opens_the_wallet_of(admin, customer)
    expect(figure(admin, "Balance")).to_have_text("€50.00")


@pytest.mark.parametrize("size", [PHONE, DESKTOP], ids=["phone", "desktop"])
def test_a_credit_reaches_the_customer_with_its_note(visit: Visit, size: Size) -> None:
    customer = mira("50.00")
    admin, reader = visit(staff("Finance"), size=size), visit(customer, size=size)
    opens_the_wallet_of(admin, customer)
    proposes(admin, "Credit", "12.50", note="Called us on Monday", told="Sorry for the wait")
    expect(figure(admin, "Available now")).to_have_text("€50.00")
    expect(figure(admin, "Available afterwards")).to_have_text("€62.50")
    expect(admin.main).to_contain_text("Sorry for the wait")
    admin.looks("admin, preview of a credit")
    assert money_of(customer) == ("50.00", "0.00")

    updates_the_wallet(admin, "Credit of €12.50")
    expect(figure(admin, "Balance")).to_have_text("€62.50")
    admin.looks("admin, wallet after a credit")
    assert money_of(customer) == ("62.50", "0.00")
    assert Adjustment.objects.latest("pk").note == "Called us on Monday"
    assert told(customer)[-1] == "credited_by_store"

    for path, name in {"/wallet/": "wallet after a credit", "/wallet/transactions/": "a credit"}.items():
        reader.goes_to(path)
        expect(reader.wallet_block).to_contain_text("€62.50")
        credit = reader.main.get_by_role("listitem").filter(has_text="Sorry for the wait")
        expect(credit).to_contain_text("Credited by the store")
        expect(credit).to_contain_text("+€12.50")
        expect(credit).to_contain_text("then €62.50")
        expect(reader.body).not_to_contain_text("Called us on Monday")
        reader.looks(name)


def test_a_debit_takes_what_there_is_and_is_refused_beyond(visit: Visit) -> None:
    customer = mira("50.00")
    admin = visit(staff("Finance"), size=DESKTOP)
    opens_the_wallet_of(admin, customer)
    proposes(admin, "Debit", "50.01", note="Typed twice", told="A correction")
    form = adjusting(admin)
    amount = form.get_by_label("Amount")
    expect(amount).to_have_attribute("aria-invalid", "true")
    expect(amount).to_have_accessible_description(re.compile("€50.00"))
    expect(amount).to_have_value("50.01")
    expect(form.get_by_role("radio", name="Debit")).to_be_checked()
    expect(form.get_by_label("Reason")).to_have_value("goodwill")
    expect(form.get_by_label("Internal note")).to_have_value("Typed twice")
    expect(form.get_by_label("Note to the customer")).to_have_value("A correction")
    admin.looks("admin, debit refused")
    assert money_of(customer) == ("50.00", "0.00")

    amount.fill("20.00")
    form.get_by_role("button", name="Preview").click()
    expect(figure(admin, "Available afterwards")).to_have_text("€30.00")
    admin.button("Change").click()
    expect(amount).to_have_value("20.00")
    form.get_by_role("button", name="Preview").click()
    updates_the_wallet(admin, "Debit of €20.00")
    assert money_of(customer) == ("30.00", "0.00")
    assert told(customer)[-1] == "debited_by_store"


def test_a_frozen_wallet_neither_pays_nor_takes_money_until_it_is_unfrozen(visit: Visit, shop: Shop) -> None:
    customer = mira("100.00")
    admin, frozen = visit(staff("Finance"), size=DESKTOP), visit(customer)
    opens_the_wallet_of(admin, customer)
    changes_the_status(admin, "Freeze", "We are checking a payment")
    expect(admin.body).to_contain_text("EUR wallet frozen.")
    admin.looks("admin, frozen wallet")

    frozen.goes_to("/wallet/")
    expect(frozen.main).to_contain_text("This wallet is frozen")
    expect(frozen.main).to_contain_text("We are checking a payment")
    expect(frozen.main.get_by_role("link", name="Add money")).to_have_count(0)
    frozen.looks("frozen wallet")
    frozen.goes_to("/wallet/top-up/")
    expect(frozen.main).to_contain_text("This wallet is frozen")
    expect(frozen.main.get_by_role("radio")).to_have_count(0)
    frozen.looks("top-up of a frozen wallet")
    goes_to_the_checkout(frozen, KNIFE, customer)
    expect(frozen.main).to_contain_text("frozen")
    expect(frozen.field("From your wallet")).to_have_count(0)
    frozen.looks("checkout with a frozen wallet")
    assert money_of(customer) == ("100.00", "0.00")
    assert told(customer)[-1] == "wallet_frozen"

    changes_the_status(admin, "Unfreeze", "All is well")
    expect(admin.body).to_contain_text("EUR wallet unfrozen.")
    checks_out(frozen, KNIFE, customer, wallet="89.00")
    order_is(frozen, "Paid")
    assert money_of(customer) == ("11.00", "0.00")


def test_all_movements_are_filtered_added_up_and_downloaded(visit: Visit) -> None:
    customer, other = mira("50.00"), mira("7.00")
    admin = visit(staff("Finance"), size=DESKTOP)
    admin.goes_to("/admin/")
    chooses(admin, "All movements")
    rows = admin.page.get_by_role("region", name="Movements").get_by_role("row")
    expect(rows).to_have_count(3)
    admin.field("Customer").fill(customer.email)
    admin.main.get_by_label("Currency").select_option("EUR")
    admin.button("Filter").click()
    expect(rows).to_have_count(2)
    expect(rows.last).to_contain_text("+€50.00")
    admin.link("Today").click()
    totals = admin.page.get_by_role("region", name="Totals").get_by_role("row")
    expect(totals.last).to_contain_text("€57.00")
    admin.looks("admin, all movements with totals")
    admin.page.go_back()
    expect(rows).to_have_count(2)
    with admin.page.expect_download() as download:
        admin.link("Download as CSV").click()
    text = Path(download.value.path()).read_text(encoding="utf-8-sig")
    assert [line.split(",")[9] for line in text.splitlines()] == ["amount", "50.00"]
    assert customer.email in text
    assert other.email not in text


def test_an_entry_is_found_by_its_order_and_by_any_id(visit: Visit, shop: Shop) -> None:
    customer = mira("100.00")
    admin, reader = visit(staff("Finance"), size=DESKTOP), visit(customer)
    checks_out(reader, KNIFE, customer, wallet="89.00")
    order_is(reader, "Paid")
    number = reader.page.get_by_role("heading", level=1).inner_text().split("#")[1]
    credit = JournalEntry.objects.earliest("pk")
    admin.goes_to("/admin/")
    chooses(admin, "Entries")
    found = admin.page.locator("#result_list tbody tr")
    expect(found).to_have_count(2)
    searches(admin, number)
    expect(found).to_have_count(1)
    expect(found.get_by_role("link", name=str(credit.pk), exact=True)).to_have_count(0)
    searches(admin, str(Adjustment.objects.get().pk))
    expect(found).to_have_count(1)
    found.get_by_role("link", name=str(credit.pk), exact=True).click()
    expect(admin.main).to_contain_text("store_credit_granted")
    admin.looks("admin, an entry")
    assert money_of(customer) == ("11.00", "0.00")


def test_a_credit_given_by_mistake_is_reversed_with_a_reason(visit: Visit) -> None:
    customer = mira("100.00")
    credit = JournalEntry.objects.get()
    admin, reader = visit(staff("Finance"), size=DESKTOP), visit(customer)
    admin.goes_to(f"/admin/ledger/journalentry/{credit.pk}/change/")
    admin.link("Reverse").click()
    expect(admin.main).to_contain_text("Lines of the new entry")
    admin.looks("admin, reverse an entry")
    admin.button("Reverse").click()
    expect(admin.field("Reason")).to_have_attribute("aria-invalid", "true")
    assert money_of(customer) == ("100.00", "0.00")
    admin.field("Reason").fill("Credited the wrong customer")
    admin.button("Reverse").click()
    expect(admin.body).to_contain_text(f"Entry #{credit.pk} is reversed by entry #")
    assert money_of(customer) == ("0.00", "0.00")

    reader.goes_to("/wallet/transactions/")
    corrected = reader.main.get_by_role("listitem").filter(has_text="Correction by the store")
    expect(corrected).to_contain_text("−€100.00")
    expect(corrected).to_contain_text("then €0.00")


def test_support_sees_everything_and_changes_nothing(visit: Visit) -> None:
    customer = mira("50.00")
    admin = visit(staff("Support"), size=DESKTOP)
    opens_the_wallet_of(admin, customer)
    expect(figure(admin, "Balance")).to_have_text("€50.00")
    expect(admin.main).to_contain_text("Credited by the store")
    expect(admin.main.get_by_role("button")).to_have_count(0)
    expect(admin.main.locator("form")).to_have_count(0)
    entry = JournalEntry.objects.get()
    admin.goes_to(f"/admin/ledger/journalentry/{entry.pk}/change/")
    expect(admin.main).to_contain_text("customer_available")
    expect(admin.link("Reverse")).to_have_count(0)
    assert admin.goes_to(f"/admin/ledger/journalentry/{entry.pk}/reverse/").status == 403
