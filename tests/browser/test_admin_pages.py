"""Every page of the admin: in order at both sizes and in both themes, and usable without a mouse."""

from __future__ import annotations

from typing import Any

import pytest
from djmoney.money import Money
from playwright.sync_api import expect

from tests.browser.shop import Shop, last_order
from tests.browser.staff import staff
from tests.browser.steps import KNIFE, PAYS, checks_out, mira, order_is, pays_with, starts_a_top_up
from tests.browser.test_keyboard import FOCUS, presses, tabs_to
from tests.browser.visitor import DESKTOP, PHONE, Visit
from tests.factories.automation import make_rule
from wallets.ledger.models import JournalEntry
from wallets.models import Adjustment, AdjustmentPolicy, Hold, TopUp, TopUpPolicy, Wallet
from wallets.services import place_hold

PAGES = {
    "overview": "/admin/",
    "customers": "/admin/accounts/user/",
    "customer": "/admin/accounts/user/{customer}/change/",
    "wallet of a customer": "/admin/accounts/user/{customer}/wallet/",
    "rewards of a customer": "/admin/accounts/user/{customer}/rewards/",
    "all movements": "/admin/wallets/wallet/movements/",
    "entries": "/admin/ledger/journalentry/",
    "entry": "/admin/ledger/journalentry/{entry}/change/",
    "accounts": "/admin/ledger/ledgeraccount/",
    "account": "/admin/ledger/ledgeraccount/{account}/change/",
    "seals": "/admin/ledger/seal/",
    "wallets": "/admin/wallets/wallet/",
    "wallet": "/admin/wallets/wallet/{wallet}/change/",
    "holds": "/admin/wallets/hold/",
    "hold": "/admin/wallets/hold/{hold}/change/",
    "top-ups": "/admin/wallets/topup/",
    "top-up": "/admin/wallets/topup/{top_up}/change/",
    "returned top-ups": "/admin/wallets/topupreturn/",
    "adjustments": "/admin/wallets/adjustment/",
    "adjustments asked for": "/admin/wallets/adjustmentrequest/",
    "waiting for a second person": "/admin/wallets/adjustmentrequest/waiting/",
    "adjustments of rewards asked for": "/admin/rewards/rewardadjustmentrequest/",
    "refunds": "/admin/refunds/refund/",
    "refunds of a customer, none yet": "/admin/accounts/user/{customer}/refunds/",
    "limits for refunds": "/admin/refunds/refundlimits/",
    "adjustment": "/admin/wallets/adjustment/{adjustment}/change/",
    "saved cards": "/admin/wallets/savedcard/",
    "limits for top-ups": "/admin/wallets/topuppolicy/",
    "limit for top-ups": "/admin/wallets/topuppolicy/{top_up_policy}/change/",
    "limits for staff": "/admin/wallets/adjustmentpolicy/",
    "limit for staff": "/admin/wallets/adjustmentpolicy/{adjustment_policy}/change/",
    "new limit for staff": "/admin/wallets/adjustmentpolicy/add/",
    "webhooks": "/admin/wallets/gatewayeventrecord/",
    "roles": "/admin/auth/group/",
    "products": "/admin/storefront/product/",
    "orders": "/admin/storefront/order/",
    "order": "/admin/storefront/order/{order}/change/",
    "messages": "/admin/notifications/outboxmessage/",
    "credit rules": "/admin/refunds/creditrule/",
    "credit rule": "/admin/refunds/creditrule/{rule}/change/",
    "terms of a credit rule": "/admin/refunds/creditruleterms/{terms}/change/",
    "answers of credit rules": "/admin/refunds/creditruleissue/",
    "rescued payments": "/admin/checkout/rescuedpayment/",
    "rescue by reference": "/admin/checkout/rescuedpayment/rescue/",
}
# One for each of two workers: the customer is what takes long.
PARTS = [list(PAGES)[::2], list(PAGES)[1::2]]


def busy(visit: Visit) -> dict[str, Any]:
    """A customer who topped up, bought something and has money held; the ids of what that left."""
    customer = mira("150.00")
    visitor = visit(customer)
    starts_a_top_up(visitor, "€20.00", save=True)
    pays_with(visitor, PAYS)
    visitor.is_at("Your money is here")
    checks_out(visitor, KNIFE, customer, wallet="89.00")
    order_is(visitor, "Paid")
    wallet = Wallet.objects.get(customer=customer)
    place_hold(wallet_id=wallet.pk, amount=Money("8", "EUR"), key="h", reference="1000042")
    rule = make_rule()
    limits = {"minimum": "5", "maximum": "500", "maximum_balance": "1000", "daily_limit": "1000"}
    return {
        "customer": customer.pk,
        "wallet": wallet.pk,
        "account": wallet.available_account_id,
        "entry": JournalEntry.objects.latest("pk").pk,
        "hold": Hold.objects.latest("pk").pk,
        "top_up": TopUp.objects.get().pk,
        "adjustment": Adjustment.objects.get().pk,
        "order": last_order(customer).pk,
        "rule": rule.pk,
        "terms": rule.terms.get().pk,
        "top_up_policy": TopUpPolicy.objects.create(currency="EUR", **limits).pk,
        "adjustment_policy": AdjustmentPolicy.objects.create(
            currency="EUR", operations_each="10", per_admin_and_day="100"
        ).pk,
    }


@pytest.mark.parametrize("names", PARTS, ids=lambda names: names[0].replace(" ", "-"))
def test_the_pages_of_the_admin_are_in_order(visit: Visit, shop: Shop, names: list[str]) -> None:
    ids = busy(visit)
    admin = visit(staff("Superuser"), size=DESKTOP)
    for name in names:
        assert admin.goes_to(PAGES[name].format(**ids)).status == 200, name
        admin.looks(f"admin, {name}")


def test_menus_and_filters_of_the_admin_open_by_key(visit: Visit) -> None:
    mira("50.00")
    admin = visit(staff("Superuser"), size=PHONE)
    admin.goes_to("/admin/ledger/journalentry/")
    menu = admin.page.locator("#nav-sidebar")
    expect(menu).to_be_hidden()
    tabs_to(admin, "Menu")
    presses(admin, "Enter")
    expect(menu).to_be_visible()
    expect(menu.get_by_role("link", name="Customers")).to_be_visible()
    admin.looks("admin, open menu")
    tabs_to(admin, "Menu")
    presses(admin, "Space")
    expect(menu).to_be_hidden()

    filters = admin.page.locator("#changelist-filter")
    expect(filters).to_be_hidden()
    tabs_to(admin, "Filters")
    presses(admin, "Enter")
    expect(filters).to_be_visible()
    admin.looks("admin, open filters")
    presses(admin, "Escape")
    expect(filters).to_be_hidden()


def test_the_menu_of_a_person_opens_by_key_and_changes_the_colors(visit: Visit) -> None:
    member = staff("Superuser")
    admin = visit(member, size=DESKTOP)
    admin.goes_to("/admin/")
    tabs_to(admin, "C " + member.email)
    presses(admin, "Space")
    expect(admin.button("Log out")).to_be_visible()
    admin.looks("admin, menu of a person")
    admin.button("Dark").focus()
    presses(admin, "Enter")
    expect(admin.page.locator("html")).to_have_class("dark")
    assert "Dark" in admin.page.evaluate(FOCUS)["text"]
