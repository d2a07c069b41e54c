"""Inviting friends, reviewing what one bought, and sharing it."""

from __future__ import annotations

import re

import pytest
from django.contrib.auth import get_user_model
from playwright.sync_api import expect

from rewards.enums import Activity
from rewards.models import Referral
from tests.browser.staff import chooses, staff
from tests.browser.steps import mira
from tests.browser.visitor import DESKTOP, Visit
from tests.factories.earning import make_fixed_rule
from tests.factories.referrals import deliver, earned_by, make_referral, make_referral_rules
from tests.factories.storefront import make_delivered_order, make_review
from tests.factories.wallets import PASSWORD
from wallet_project.storefront.models import Product, Review

POT = "moka-pot"


def test_a_friend_comes_by_a_link_and_is_seen_on_the_list(visit: Visit) -> None:
    make_referral_rules()
    customer = mira()
    visitor, friend = visit(customer), visit()
    visitor.goes_to("/rewards/referral/")
    visitor.looks("invite friends, no link yet")
    visitor.button("Get my link").click()
    link = visitor.field("Link to send").input_value()
    friend.goes_to(link)
    friend.is_at("Create an account")
    expect(friend.field("Do you have a code?")).to_have_value(re.compile(r"^\w{4}-\w{4}$"))
    friend.looks("sign up by a friend's link")
    friend.field("Email").fill("theo@example.com")
    friend.field("Password").fill(PASSWORD)
    friend.button("Create the account").click()
    expect(friend.wallet_block).to_contain_text("€0.00")
    deliver(make_referral(customer, name="Lina Berg"))
    visitor.goes_to("/rewards/referral/")
    expect(visitor.main).to_contain_text("t•••")
    expect(visitor.main).to_contain_text("The first order has arrived")
    visitor.button("Copy the link").click()
    expect(visitor.page.locator("#announcement")).to_have_text("The link is copied.")
    visitor.looks("invite friends")
    assert Referral.objects.filter(referrer=customer, friend__email="theo@example.com").count() == 1


def test_a_review_goes_from_the_order_by_staff_to_the_product(visit: Visit) -> None:
    make_fixed_rule(Activity.REVIEW, 20)
    customer, product = mira(), Product.objects.get(slug=POT)
    make_review(product, approved=True)
    order = make_delivered_order(customer, (product, 1))
    visitor, admin = visit(customer), visit(staff("Operations"), size=DESKTOP)
    visitor.goes_to(f"/orders/{order.number}/")
    visitor.looks("order, delivered")
    visitor.main.get_by_role("link", name="Write a review").click()
    visitor.is_at(re.compile("^Your review"))
    visitor.button("Send the review").click()
    expect(visitor.main).to_contain_text("Choose from 1 to 5 stars.")
    visitor.looks("review, refused")
    visitor.page.get_by_role("radio", name="5 stars").check()
    visitor.page.get_by_role("textbox", name="Your review").fill(
        "Small, quick, and the coffee is <b>strong</b>."
    )
    visitor.button("Send the review").click()
    expect(visitor.main).to_contain_text("We read it soon")
    visitor.looks("review, waiting")

    admin.goes_to("/admin/")
    chooses(admin, "Reviews")
    expect(admin.body).to_contain_text("Small, quick")
    admin.looks("admin, reviews")
    review = Review.objects.get(customer=customer)
    admin.goes_to(f"/admin/storefront/review/{review.pk}/approve/")
    admin.looks("admin, approve a review")
    admin.button("Confirm").click()
    expect(admin.body).to_contain_text("1 review is done.")

    visitor.goes_to(f"/product/{POT}/")
    expect(visitor.main).to_contain_text("4.5 out of 5 stars, from 2 reviews")
    expect(visitor.main).to_contain_text("the coffee is <b>strong</b>")
    visitor.looks("product with reviews")
    visitor.goes_to(f"/product/{POT}/reviews/")
    visitor.looks("all reviews")
    assert earned_by(customer) == [20]


@pytest.mark.parametrize("script", [True, False], ids=["script", "no-script"])
def test_sharing_earns_once_a_day_and_asks_no_other_host(visit: Visit, script: bool) -> None:
    make_fixed_rule(Activity.SOCIAL_SHARE, 5)
    customer = mira()
    visitor = visit(customer, java_script_enabled=script)
    visitor.goes_to(f"/product/{POT}/")
    visitor.main.get_by_role("link", name="Share this").click()
    visitor.is_at(re.compile("^Share"))
    expect(visitor.main).to_contain_text("Sharing earns you 5 points, once a day per product.")
    expect(visitor.link("WhatsApp")).to_have_attribute("rel", "noopener noreferrer")
    if script:
        visitor.looks("share")
    visitor.field("Where did you share it?").select_option("E-mail")
    visitor.button("I have shared it").click()
    expect(visitor.main).to_contain_text("You have told us today")
    if script:
        visitor.looks("share, told")
    assert earned_by(customer) == [5]


def test_without_scripts_a_friend_signs_up_and_a_review_is_sent(visit: Visit) -> None:
    customer, product = mira(), Product.objects.get(slug=POT)
    make_delivered_order(customer, (product, 1))
    visitor, friend = visit(customer, java_script_enabled=False), visit(java_script_enabled=False)
    visitor.goes_to(f"/product/{POT}/review/")
    visitor.page.get_by_role("radio", name="4 stars").check()
    visitor.page.get_by_role("textbox", name="Your review").fill("Small, quick, and strong.")
    visitor.button("Send the review").click()
    expect(visitor.main).to_contain_text("We read it soon")
    visitor.goes_to("/rewards/referral/")
    visitor.button("Get my link").click()
    expect(visitor.button("Copy the link")).to_be_hidden()
    friend.goes_to(visitor.field("Link to send").input_value())
    friend.field("Email").fill("theo@example.com")
    friend.field("Password").fill(PASSWORD)
    friend.button("Create the account").click()
    expect(friend.wallet_block).to_contain_text("€0.00")
    assert get_user_model().objects.get(email="theo@example.com").referred_by.get().referrer == customer


def test_staff_decide_a_doubtful_referral(visit: Visit) -> None:
    referral = deliver(make_referral(), evidence=["same_address"])
    admin = visit(staff("Operations"), size=DESKTOP)
    admin.goes_to("/admin/")
    chooses(admin, "Referrals")
    expect(admin.body).to_contain_text("to be decided")
    admin.looks("admin, referrals")
    admin.goes_to(f"/admin/rewards/referral/{referral.pk}/change/")
    expect(admin.body).to_contain_text("The first order went to an address of the other")
    admin.looks("admin, a doubtful referral")
    admin.link("Let it count").click()
    admin.field("Reason").fill("A family of two.")
    admin.looks("admin, let a referral count")
    admin.button("Confirm").click()
    expect(admin.body).to_contain_text("Done.")
    assert not Referral.objects.get().is_doubtful
