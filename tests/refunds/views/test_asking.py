"""The page that asks to return something: numbers first, nothing lost, nobody else's."""

import html
from datetime import timedelta
from uuid import uuid4

import pytest
from django.test import Client
from django.utils import timezone

from refunds.exceptions import LineReturnedAlready
from refunds.models import ReturnPhoto, ReturnRequest
from tests.factories.refunds import dispute, make_terms
from tests.factories.returns import make_bought, make_photo, make_return, upload
from tests.factories.wallets import make_user
from tests.wallets.services.overtaking import overtaken
from wallet_project.checkout.models import Payment

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def bought(client, fake):
    """30.00 by card: 12.00 for two teas, 18.00 for a pot; 5 % bonus in the wallet, 2.50 to the card."""
    make_terms(bonus_percent=5, shipping_to_card="2.50")
    payment = make_bought(fake, card="30.00")[1]
    client.force_login(payment.customer)
    return payment


def url(payment, end=""):
    return f"/returns/new/{payment.order_reference}/{end}"


def typed(**changes):
    """The form as a browser sends it: two teas, because they were damaged, to the wallet."""
    form = {
        "line-tea": "2",
        "line-pot": "0",
        "reason": "changed_mind",
        "words": "Not my taste.",
        "destination": "wallet",
        "agreed": "12.60/9.50",
        "key": str(uuid4()),
    }
    return {**form, **changes}


def words_of(answer) -> str:
    return " ".join(answer.content.decode().split())


def test_the_page_says_until_when_and_asks_for_goods_and_reason(client, bought):
    page = words_of(client.get(url(bought)))
    until = bought.settled_at + timedelta(days=30)
    assert f"until {until:%-d %B %Y}" in page
    assert all(
        text in page for text in ("Tea", "2 bought, together €12.00", "Pot", "Damaged", "Late delivery")
    )
    assert "Goodwill" not in page
    assert "then the amounts stand here" in page


def test_both_outcomes_stand_side_by_side_in_numbers(client, bought):
    part = words_of(client.get(url(bought, "outcomes/"), typed()))
    assert "€12.60 in your wallet" in part
    assert "With a bonus of €0.60 from us" in part
    assert "Sending it back is free" in part
    assert "€9.50 to your card or bank" in part
    assert "Return shipping: €2.50 is taken off" in part
    assert "5–10 days after we have checked" in part
    assert 'value="12.60/9.50"' in part
    assert "€12.60 in your wallet, or €9.50 to your card or bank" in part


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"reason": "damaged"}, "€12.00 to your card or bank"),
        ({"line-tea": "1", "line-pot": "1"}, "€25.20 in your wallet"),
        ({"line-tea": "0"}, "then the amounts stand here"),
        ({"reason": ""}, "then the amounts stand here"),
        ({"line-tea": "nonsense"}, "then the amounts stand here"),
        ({"line-tea": "9"}, "then the amounts stand here"),
    ],
)
def test_the_numbers_follow_the_choice(client, bought, changes, words):
    answer = client.get(url(bought, "outcomes/"), typed(**changes))
    assert (answer.status_code, words in words_of(answer)) == (200, True)


def test_where_no_card_paid_there_is_one_outcome_and_it_is_chosen(client):
    payment = make_bought()[1]
    client.force_login(payment.customer)
    part = words_of(client.get(url(payment, "outcomes/"), typed(destination="")))
    assert part.count('type="radio"') == 1
    assert 'value="wallet" checked' in part
    client.post(url(payment), typed(destination="", agreed="12.00/-"))
    assert ReturnRequest.objects.get().destination == "wallet"


def test_a_return_is_sent_and_its_page_opens(client, bought):
    answer = client.post(url(bought), typed())
    found = ReturnRequest.objects.get()
    assert (answer.status_code, answer.url) == (302, f"/returns/{found.pk}/")
    assert (found.reason, found.words, found.destination) == ("changed_mind", "Not my taste.", "wallet")
    assert [(line.reference, line.quantity) for line in found.lines.all()] == [("tea", 2)]


def test_sent_twice_it_is_one_return(client, bought):
    form = typed()
    answers = [client.post(url(bought), form).url for _ in range(2)]
    assert answers == [f"/returns/{ReturnRequest.objects.get().pk}/"] * 2


def test_without_scripts_the_numbers_come_before_anything_is_sent(client, bought):
    answer = client.post(url(bought), typed(agreed="", destination=""))
    page = words_of(answer)
    assert not ReturnRequest.objects.exists()
    assert "€12.60 in your wallet" in page
    assert "Choose where the money should go" in page
    assert "Not my taste." in page
    again = client.post(url(bought), typed(agreed="", destination="original"))
    assert "This is what you would get" in words_of(again)
    assert (again.status_code, ReturnRequest.objects.exists()) == (200, False)


def test_numbers_that_have_changed_meanwhile_are_shown_again(client, bought):
    answer = client.post(url(bought), typed(agreed="99.00/9.50"))
    assert (answer.status_code, ReturnRequest.objects.exists()) == (200, False)
    assert "€12.60 in your wallet" in words_of(answer)


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"line-tea": "0"}, "Choose what you want to send back."),
        ({"reason": ""}, "Choose a reason."),
        ({"destination": ""}, "Choose where the money should go."),
        ({"words": "x" * 2001}, "at most 2000 characters"),
        ({"destination": "moon"}, "not one of the available choices"),
    ],
)
def test_what_is_missing_is_said_and_what_was_typed_is_kept(client, bought, changes, words):
    answer = client.post(url(bought), {**typed(), **changes})
    page = words_of(answer)
    assert (answer.status_code, ReturnRequest.objects.exists()) == (422, False)
    assert words in page
    assert changes.get("words", "Not my taste.") in page
    if "line-tea" not in changes:
        assert '<option value="2" selected>' in page


def test_photos_survive_an_error_and_go_with_the_return(client, bought):
    answer = client.post(url(bought), typed(reason="") | {"photos": [upload(), upload()]})
    photos = list(ReturnPhoto.objects.order_by("created_at"))
    page = words_of(answer)
    assert all(f'value="{photo.pk}"' in page for photo in photos)
    assert client.get(f"/returns/photos/{photos[0].pk}/").status_code == 200
    client.post(url(bought), typed() | {"kept": [str(photos[0].pk)], "photos": [upload()]})
    found = ReturnRequest.objects.get()
    assert found.photos.count() == 2
    assert found.photos.first() == photos[0]


def test_what_is_no_photo_is_named_and_the_others_are_kept(client, bought):
    bad = upload(b"<html>", name="evil<b>.jpg")
    answer = client.post(url(bought), typed() | {"photos": [bad, upload()]})
    page = words_of(answer)
    assert (answer.status_code, ReturnRequest.objects.exists()) == (422, False)
    assert "evil&lt;b&gt;.jpg: This is no photo that we can read." in page
    assert ReturnPhoto.objects.count() == 1


def test_five_photos_are_enough(client, bought):
    answer = client.post(url(bought), typed() | {"photos": [upload() for _ in range(6)]})
    assert (answer.status_code, ReturnPhoto.objects.count()) == (422, 5)
    assert "five photos at most" in words_of(answer)


def test_the_photos_of_others_are_not_taken_along(client, bought):
    theirs = make_photo(make_user())
    client.post(url(bought), typed() | {"kept": [str(theirs.pk), "nonsense"]})
    assert ReturnRequest.objects.get().photos.count() == 0
    theirs.refresh_from_db()
    assert theirs.return_request is None


def test_anothers_order_offers_nothing_and_takes_nothing(client, bought):
    client.force_login(make_user())
    page = words_of(client.get(url(bought)))
    assert "No money was paid for this order" in page
    assert "Tea" not in page
    assert "Tea" not in words_of(client.get(url(bought, "outcomes/"), typed()))
    client.post(url(bought), typed())
    assert not ReturnRequest.objects.exists()


def test_a_guest_signs_in_first(client, bought):
    guest = Client()
    assert guest.get(url(bought)).url.startswith("/account/login/")
    assert guest.get(url(bought, "outcomes/"))["HX-Redirect"] == "/account/login/"


def test_after_its_time_the_page_says_so_and_takes_nothing(client, bought):
    Payment.objects.update(settled_at=timezone.now() - timedelta(days=31))
    page = words_of(client.get(url(bought)))
    assert "that time is over" in page
    assert "Send the return" not in page
    client.post(url(bought), typed())
    assert not ReturnRequest.objects.exists()


def test_what_was_returned_already_is_not_offered_again(client, bought):
    make_return(bought, ("tea", 1), ("pot", 1))
    page = words_of(client.get(url(bought)))
    assert "1 can still be returned" in page
    assert "Pot" not in page
    assert '<option value="1" selected>' in page


def test_what_would_cost_more_than_it_gives_is_said(client, fake):
    make_terms(shipping_to_card="12.00", shipping_to_wallet="12.00")
    payment = make_bought(fake, card="30.00")[1]
    client.force_login(payment.customer)
    assert "nothing would be left" in words_of(client.get(url(payment, "outcomes/"), typed()))
    answer = client.post(url(payment), typed())
    assert (answer.status_code in (200, 422), ReturnRequest.objects.exists()) == (True, False)


def test_what_the_bank_disputes_is_not_taken_and_has_no_numbers(client, bought):
    dispute(bought)
    assert "Your bank is looking into this payment." in words_of(client.get(url(bought)))
    client.post(url(bought), typed())
    assert not ReturnRequest.objects.exists()


def test_numbers_of_goods_that_went_back_meanwhile_are_refused_in_words(client, bought):
    """The page is still open; two of two teas are on their way back by now."""
    make_return(bought, ("tea", 2))
    answer = client.get(url(bought, "outcomes/"), typed())
    assert (answer.status_code, "your wallet" in words_of(answer)) == (200, False)


def test_goods_that_are_sent_back_at_this_moment_are_not_taken_twice(client, bought):
    answer = overtaken(lambda: make_return(bought, ("tea", 2)), lambda: client.post(url(bought), typed()))
    page = html.unescape(words_of(answer))
    assert answer.status_code == 422
    assert LineReturnedAlready("Tea", 0).message in page
    assert "Not my taste." in page
    assert ReturnRequest.objects.get().words == ""


def test_what_is_kept_for_the_shelf_and_until_when_the_bonus_can_be_used_is_said(client, fake):
    make_terms(bonus_percent=5, bonus_valid_days=60, restocking_percent=10, free_reasons=[])
    payment = make_bought(fake, card="30.00")[1]
    client.force_login(payment.customer)
    part = words_of(client.get(url(payment, "outcomes/"), typed()))
    day = timezone.localdate() + timedelta(days=60)
    assert "Restocking: €1.20 is taken off" in part
    assert f"With a bonus of €0.54 from us, to be used until {day:%-d %B %Y}" in part
    assert "€10.80 in your wallet and €0.54 of reward money" in part


def test_a_form_without_its_token_changes_nothing(bought):
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(bought.customer)
    assert strict.post(url(bought), typed()).status_code == 403
    assert not ReturnRequest.objects.exists()
