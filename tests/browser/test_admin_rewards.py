"""Staff look after a customer's rewards and decide how they are used; the customer reads of each step."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone
from playwright.sync_api import Locator, expect

from notifications.models import OutboxMessage
from rewards.enums import Activity
from rewards.models import PointsProgram, RewardAdjustment, RewardHold, RewardPolicy, RewardWallet
from rewards.services import (
    Earning,
    book_accrual,
    capture_reward_hold,
    clawback_accruals,
    convert_points,
    open_all_wallets,
    place_reward_hold,
)
from tests.browser.shop import told
from tests.browser.staff import chooses, figure, staff
from tests.browser.steps import mira
from tests.browser.visitor import DESKTOP, PHONE, Size, Visit, Visitor
from tests.factories.rewards import add_rewards, make_policy, make_program
from tests.support.ledger import money


def panel(admin: Visitor, name: str) -> Locator:
    return admin.page.get_by_role("article", name=name)


def rewarded(**fields: Any) -> Any:
    """A customer with reward money and points of every kind: in lots, on their way, held, owed."""
    customer = mira("50.00", **fields)
    open_all_wallets(customer_id=customer.pk)
    now = timezone.now()
    euros = RewardWallet.objects.get(customer=customer, currency="EUR")
    points = RewardWallet.objects.get(customer=customer, currency="PTS")
    add_rewards(euros, "20.00", days=30)
    add_rewards(euros, "5.00")
    add_rewards(points, "537")
    hold = place_reward_hold(wallet_id=euros.pk, amount=money("3.00"), key="paid", reference="1000040")
    capture_reward_hold(hold_id=hold.pk)
    place_reward_hold(wallet_id=euros.pk, amount=money("4.00"), key="held", reference="1000041")
    for number, pending in (("1000042", True), ("1000043", False)):
        book_accrual(
            customer_id=customer.pk,
            activity=Activity.PURCHASE,
            reference=number,
            earning=Earning(money(120, "PTS"), story=["1 point for each 1.00: 120 points"]),
            matures_at=now + timedelta(days=14) if pending else None,
            now=now,
        )
    convert_points(customer_id=customer.pk, points=600, currency="EUR", key="c")
    clawback_accruals(reference="1000043", refunded=money("10.00"), total=money("10.00"))
    return customer


@pytest.mark.parametrize("size", [PHONE, DESKTOP], ids=["phone", "desktop"])
def test_a_credit_of_reward_money_reaches_the_customer_with_its_day(visit: Visit, size: Size) -> None:
    make_program(step=100)
    customer = rewarded()
    admin = visit(staff("Finance"), size=size)
    admin.goes_to(f"/admin/accounts/user/{customer.pk}/change/")
    admin.page.get_by_role("navigation", name="Customer").get_by_role("link", name="Rewards").click()
    euros = panel(admin, "EUR reward wallet")
    expect(euros.get_by_text("€18.00").first).to_be_visible()
    expect(panel(admin, "Points")).to_contain_text("Owed to the store")
    admin.looks("admin, rewards of a customer with everything")

    form = euros.locator("form")
    day = timezone.localdate() + timedelta(days=90)
    form.get_by_label("Amount").fill("12.50")
    form.get_by_label("Reason").select_option("Goodwill")
    form.get_by_label("Valid until").fill(day.isoformat())
    form.get_by_label("Internal note").fill("Called us on Monday")
    form.get_by_label("Note to the customer").fill("Sorry for the wait")
    form.get_by_role("button", name="Preview").click()
    expect(figure(admin, "Available afterwards")).to_have_text("€30.50")
    shown = f"{day.day} {day:%b %Y}"
    expect(admin.page.get_by_role("row").filter(has_text=shown)).to_contain_text("€12.50")
    expect(admin.main).to_contain_text(f"Valid until {shown}")
    admin.looks("admin, preview of a credit of rewards")
    admin.button("Update rewards").click()
    expect(admin.body).to_contain_text("Rewards updated: Credit of €12.50")
    made = RewardAdjustment.objects.latest("pk")
    assert (made.note, made.amount) == ("Called us on Monday", 1250)
    assert told(customer)[-1] == "rewards_credited"
    assert OutboxMessage.objects.latest("pk").context["note"] == "Sorry for the wait"


def test_a_debit_beyond_what_there_is_is_refused_and_keeps_what_was_typed(visit: Visit) -> None:
    make_program()
    customer = rewarded()
    admin = visit(staff("Finance"), size=DESKTOP)
    admin.goes_to(f"/admin/accounts/user/{customer.pk}/rewards/")
    form = panel(admin, "EUR reward wallet").locator("form")
    form.get_by_role("radio", name="Debit").check()
    form.get_by_label("Amount").fill("18.01")
    form.get_by_label("Reason").select_option("Abuse")
    form.get_by_role("button", name="Preview").click()
    amount = form.get_by_label("Amount")
    expect(amount).to_have_attribute("aria-invalid", "true")
    expect(amount).to_have_value("18.01")
    expect(form.get_by_role("radio", name="Debit")).to_be_checked()
    admin.looks("admin, debit of rewards refused")


@pytest.mark.parametrize("size", [PHONE, DESKTOP], ids=["phone", "desktop"])
def test_the_use_of_reward_money_is_decided_with_examples_first(visit: Visit, size: Size) -> None:
    make_policy(percent=5)
    admin = visit(staff("Finance"), size=size)
    admin.goes_to("/admin/")
    chooses(admin, "Use of reward money")
    expect(admin.page.locator("#result_list")).to_contain_text("at most 5%")
    admin.looks("admin, use of reward money")
    admin.goes_to("/admin/rewards/rewardpolicy/add/")
    admin.looks("admin, decide the use of reward money")
    admin.field("percent of the order").fill("10")
    admin.field("At most, for each order").fill("1")
    admin.field("Only for orders from").fill("30")
    admin.button("Preview").click()
    refused = re.compile("10% of the smallest order is €3.00, .* the percentage would never count")
    expect(admin.field("percent of the order")).to_have_accessible_description(refused)
    admin.looks("admin, a decision that contradicts itself")
    admin.field("At most, for each order").fill("20")
    admin.field("Kitchen").check()
    admin.button("Preview").click()
    expect(admin.page.get_by_role("row").filter(has_text="An order of €80.00").first).to_contain_text("€8.00")
    assert RewardPolicy.objects.count() == 1
    admin.looks("admin, examples of a decision")
    admin.button("Save this decision").click()
    expect(admin.body).to_contain_text("Decided: at most €20.00, at most 10%, for orders from €30.00")
    decided = RewardPolicy.objects.latest("starts_at")
    assert decided.excluded_categories == ["kitchen"]
    admin.goes_to(f"/admin/rewards/rewardpolicy/{decided.pk}/change/")
    expect(admin.main).to_contain_text("Holds now")
    admin.looks("admin, a decision in force")


def test_the_worth_of_points_is_decided_with_examples_first(visit: Visit) -> None:
    admin = visit(staff("Finance"), size=DESKTOP)
    admin.goes_to("/admin/rewards/pointsprogram/add/")
    admin.field("This many points").fill("100")
    admin.field("are worth").fill("1")
    admin.field("In whole steps").fill("100")
    admin.field("Smallest conversion").fill("500")
    admin.looks("admin, decide the worth of points")
    admin.button("Preview").click()
    expect(admin.main).to_contain_text("500 points are €5.00.")
    expect(admin.main).to_contain_text("537 points give €5.00, and 37 points stay.")
    admin.looks("admin, examples of the worth of points")
    admin.button("Save this decision").click()
    expect(admin.body).to_contain_text("Decided: 100 points are €1.00")
    assert PointsProgram.objects.get().minimum == 500


PAGES = {
    "overview with rewards": "/admin/",
    "movements of rewards": "/admin/wallets/wallet/movements/?book=rewards",
    "reward wallets": "/admin/rewards/rewardwallet/",
    "lots": "/admin/rewards/creditlot/",
    "uses of lots": "/admin/rewards/lotconsumption/",
    "accruals": "/admin/rewards/accrual/",
    "conversions": "/admin/rewards/pointsconversion/",
    "reward holds": "/admin/rewards/rewardhold/",
    "reward hold": "/admin/rewards/rewardhold/{hold}/change/",
    "shortfalls": "/admin/rewards/shortfall/",
    "adjustments of rewards": "/admin/rewards/rewardadjustment/",
    "lot": "/admin/rewards/creditlot/{lot}/change/",
    "accrual": "/admin/rewards/accrual/{accrual}/change/",
}


def test_the_pages_of_rewards_are_in_order(visit: Visit) -> None:
    make_program(step=100)
    customer = rewarded()
    euros = RewardWallet.objects.get(customer=customer, currency="EUR")
    points = RewardWallet.objects.get(customer=customer, currency="PTS")
    ids = {
        "hold": RewardHold.objects.get(key="held").pk,
        "lot": euros.lots.earliest("pk").pk,
        "accrual": points.accruals.earliest("pk").pk,
    }
    admin = visit(staff("Finance"), size=DESKTOP)
    for name, path in PAGES.items():
        assert admin.goes_to(path.format(**ids)).status == 200, name
        admin.looks(f"admin, {name}")
