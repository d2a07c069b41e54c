"""Staff plan a campaign, see what it costs, start it, watch it, pause it and let it go on."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from rewards.campaigns import freezing
from rewards.campaigns.enums import CampaignStatus
from rewards.campaigns.progress import waiting_chunks
from rewards.campaigns.services import run_chunk, start_campaign
from rewards.models import Campaign
from tests.browser.staff import figure, staff
from tests.browser.steps import mira
from tests.browser.visitor import DESKTOP, PHONE, Size, Visit
from tests.factories.campaigns import cards_of, credited, make_customers
from tests.factories.offers import make_game


@pytest.fixture(autouse=True)
def _workers_wait_for_the_story(monkeypatch: Any) -> None:
    """The story is the worker: it runs chunk by chunk when it says so."""
    monkeypatch.setattr(freezing, "CHUNK", 2)
    monkeypatch.setattr("rewards.campaigns.states._wake_the_coordinator", lambda: None)


def works(campaign: Campaign, *, chunks: int) -> None:
    for chunk_id in waiting_chunks(campaign.pk, limit=chunks):
        run_chunk(chunk_id=chunk_id, now=timezone.now())


@pytest.mark.parametrize("size", [PHONE, DESKTOP], ids=["phone", "desktop"])
def test_a_campaign_from_its_plan_to_its_end(visit: Visit, size: Size) -> None:
    customer = mira("0")
    make_customers(5)
    admin, reader = visit(staff("Finance"), size=size), visit(customer, size=size)
    admin.goes_to("/admin/rewards/campaign/")
    admin.looks("admin, no campaigns yet")
    admin.goes_to("/admin/rewards/campaign/add/")
    admin.field("Name").fill("Spring thanks")
    admin.field("For each customer").fill("5.00")
    admin.field("Budget").fill("25")
    admin.field("Days until it expires").fill("30")
    admin.page.get_by_label("Message to the customer").fill("Thank you for a good year.")
    admin.page.get_by_role("radio", name="Customers who spent more than an amount").check()
    admin.button("Save and preview").click()
    spent = admin.page.get_by_role("textbox", name="Spent more than")
    expect(spent).to_have_attribute("aria-invalid", "true")
    expect(admin.page.locator("#id_tier")).to_be_hidden()
    expect(admin.main).to_contain_text("Say how much they must have spent.")
    admin.looks("admin, campaign with what is missing")

    admin.page.get_by_role("radio", name="All customers").check()
    expect(spent).to_be_hidden()
    admin.button("Save and preview").click()
    expect(figure(admin, "Customers who get it")).to_have_text("5")
    expect(figure(admin, "Cost")).to_have_text("€25.00")
    expect(admin.main).to_contain_text("1 customer would get nothing.")
    admin.looks("admin, preview of a campaign")
    admin.page.get_by_role("link", name="Change", exact=True).click()
    admin.field("Budget").fill("100")
    admin.button("Save and preview").click()
    expect(figure(admin, "Cost")).to_have_text("€30.00")
    assert not credited(Campaign.objects.get())

    admin.button("Start the campaign").click()
    expect(admin.body).to_contain_text("Started.")
    campaign = Campaign.objects.get()
    start_campaign(campaign_id=campaign.pk, now=timezone.now())
    works(campaign, chunks=1)
    expect(admin.main).to_contain_text("2 of 6 customers (33 %)")
    admin.looks("admin, running campaign")
    admin.button("Pause").click()
    expect(admin.body).to_contain_text("The campaign is paused.")
    works(campaign, chunks=1)
    expect(figure(admin, "Customers credited")).to_have_text("2")
    admin.looks("admin, paused campaign")
    admin.button("Resume").click()
    expect(admin.body).to_contain_text("The campaign goes on.")
    works(campaign, chunks=3)
    expect(admin.main).to_contain_text("6 of 6 customers (100 %)")
    expect(admin.main).to_contain_text(re.compile("Done"))
    expect(admin.button("Pause")).to_have_count(0)
    admin.looks("admin, campaign that is done")
    assert Campaign.objects.get().status == CampaignStatus.DONE
    assert credited(campaign)[customer.pk] == [500]
    reader.goes_to("/wallet/")
    admin.goes_to("/admin/rewards/campaign/")
    expect(admin.link("Spring thanks")).to_be_visible()
    admin.looks("admin, campaigns")


def test_a_campaign_of_scratch_cards_shows_what_it_may_cost_and_the_customer_finds_the_card(
    visit: Visit,
) -> None:
    customer = mira("0")
    make_customers(4)
    make_game((1000, 1), (100, 4), (0, 15), name="Autumn leaves", budget=3_500)
    admin, reader = visit(staff("Finance"), size=DESKTOP), visit(customer, size=PHONE)
    admin.goes_to("/admin/rewards/campaign/add/")
    expect(admin.field("At most so many cards")).to_be_hidden()
    admin.field("Name").fill("Scratch and win")
    admin.page.get_by_role("radio", name="A scratch card of a game").check()
    expect(admin.field("For each customer")).to_be_hidden()
    admin.field("At most so many cards").fill("4")
    admin.button("Save and preview").click()
    expect(admin.main).to_contain_text("Choose a game.")
    admin.looks("admin, campaign of cards with what is missing")
    admin.page.get_by_label("Scratch card game").select_option(label="Autumn leaves (EUR)")
    admin.page.get_by_label("Message to the customer").fill("Thank you for a good year.")
    admin.button("Save and preview").click()
    expect(figure(admin, "Cost at most")).to_have_text("€35.00")
    expect(figure(admin, "Cost by the odds")).to_have_text("€2.80")
    expect(figure(admin, "Budget")).to_have_text("4 scratch cards")
    admin.looks("admin, preview of a campaign of cards")

    admin.button("Start the campaign").click()
    expect(admin.body).to_contain_text("Started.")
    campaign = Campaign.objects.get()
    start_campaign(campaign_id=campaign.pk, now=timezone.now())
    works(campaign, chunks=3)
    expect(admin.main).to_contain_text("5 of 5 customers (100 %)")
    expect(figure(admin, "Customers who got a card")).not_to_have_text("0")
    admin.looks("admin, campaign of cards that ended")
    assert cards_of(campaign)[customer.pk] == 1
    reader.goes_to("/rewards/scratch-cards/")
    expect(reader.main).to_contain_text("Thank you for a good year.")
