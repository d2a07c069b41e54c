"""Messages in the store's own words, and in the language of their reader."""

from __future__ import annotations

from djmoney.money import Money
from playwright.sync_api import expect

from notifications.details import keep
from notifications.enums import Kind
from notifications.models import MessageText
from tests.browser.staff import staff
from tests.browser.steps import mira
from tests.browser.visitor import DESKTOP, Visit
from tests.factories.notifications import make_message
from wallet_project.accounts.models import User


def test_the_store_says_it_in_its_own_words(visit: Visit) -> None:
    customer = mira()
    make_message(recipient=customer, context=keep({"amount": Money(20, "EUR"), "balance": Money(20, "EUR")}))
    admin = visit(staff("Superuser"), size=DESKTOP)
    admin.goes_to("/admin/notifications/messagetext/")
    admin.looks("admin, texts of messages")
    admin.link("As shipped: Money added, English").click()
    preview = admin.page.frame_locator("iframe[name=preview]")
    expect(preview.locator("body")).to_contain_text("€20.00 has been added to your wallet.")
    admin.field("Text").fill("Hooray, {{ amonut }} for you!\n\nNow you have: {{ balance }}")
    admin.button("Save").click()
    expect(admin.body).to_contain_text("This message knows no {{ amonut }}. Choose from the names below.")
    expect(admin.body).to_contain_text("The customer must be told {{ amount }}.")
    admin.looks("admin, a text with a mistake")
    assert not MessageText.objects.exists()
    admin.field("Text").fill("Hooray, {{ amount }} for you!\n\nNow you have: {{ balance }}")
    admin.button("Dark").click()
    expect(preview.locator("body")).to_contain_text("Hooray, €20.00 for you!")
    expect(preview.locator("body")).to_have_css("background-color", "rgb(25, 22, 19)")
    admin.button("Plain text").click()
    expect(preview.locator("pre")).to_contain_text("Now you have: €20.00")
    admin.looks("admin, a text")
    admin.button("Save").click()
    expect(admin.body).to_contain_text("Saved. Messages say this from now on.")
    admin.looks("admin, a text with its versions")

    visitor = visit(customer)
    visitor.goes_to("/messages/")
    expect(visitor.main).to_contain_text("Hooray, €20.00 for you!")

    admin.button("Back to what ships").click()
    expect(admin.body).to_contain_text("Messages say what ships again.")
    visitor.goes_to("/messages/")
    expect(visitor.main).to_contain_text("€20.00 has been added to your wallet.")


def test_a_bulgarian_customer_chooses_the_language_and_reads_it_everywhere(visit: Visit) -> None:
    customer = mira()
    details = {"order": "1000042", "amount": Money("12.50", "EUR"), "wallet": Money("12.50", "EUR")}
    make_message(recipient=customer, kind=Kind.REFUNDED, context=keep(details))
    visitor = visit(customer)
    visitor.goes_to("/account/profile/")
    visitor.looks("about you, with the language")
    visitor.field("Your language").select_option("bg")
    visitor.button("Save").click()
    expect(visitor.main).to_contain_text("Запазено.")
    assert User.objects.get(pk=customer.pk).locale == "bg"
    visitor.goes_to("/messages/")
    visitor.is_at("Вашите съобщения")
    visitor.looks("messages in Bulgarian")
    visitor.main.get_by_role("link", name="Възстановихме Ви 12,50 €").click()
    expect(visitor.main).to_contain_text("В портфейла Ви, готови за харчене: 12,50 €")
    visitor.looks("a message in Bulgarian")
    visitor.goes_to("/messages/preferences/")
    visitor.is_at("Какво Ви пишем")
    visitor.looks("what we write to you in Bulgarian")
