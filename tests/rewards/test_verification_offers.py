"""What `verify_ledger` finds when rows were changed behind the services' backs."""

import pytest
from django.db import connection
from django.utils import timezone

from rewards.services import scratch_card
from rewards.verification_offers import CHECKS
from tests.factories.offers import make_card, make_game, make_offer, make_voucher
from tests.factories.wallets import make_user
from wallets.ledger.verification import Silent
from wallets.verification import checks_of

pytestmark = pytest.mark.django_db


def wrong() -> set[str]:
    return {name for name, check in checks_of(CHECKS).items() if list(check(Silent()))}


def change(sql: str, *values: object) -> None:
    """What no service does; checks that would refuse it are off."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("SET LOCAL session_replication_role = replica")
        cursor.execute(sql, values)


@pytest.fixture
def books():
    """A voucher that was bought, a card that won, one that did not, one that waits."""
    voucher = make_voucher()
    game = make_game()
    won = make_card(game)
    scratch_card(customer_id=won.customer_id, card_id=won.pk, now=timezone.now())
    lost = make_card(make_game((0, 1)))
    scratch_card(customer_id=lost.customer_id, card_id=lost.pk, now=timezone.now())
    make_card(game)
    return voucher, won


def test_what_the_services_wrote_is_in_order(books):
    assert wrong() == set()


def test_a_redemption_of_other_points_than_its_entry_took(books):
    change("UPDATE rewards_offerredemption SET points = points + 1")
    assert wrong() == {"redemptions match their entry"}


def test_points_spent_without_a_redemption(books):
    change("DELETE FROM rewards_offerredemption")
    assert wrong() == {"redemptions match their entry", "offers count their redemptions"}


def test_a_voucher_that_went_to_another_customer(books):
    change("UPDATE rewards_voucher SET customer_id = %s", make_user().pk)
    assert wrong() == {"redemptions have their voucher"}


def test_an_offer_that_counted_one_too_many(books):
    make_offer()
    change("UPDATE rewards_offer SET redeemed = redeemed + 1")
    assert wrong() == {"offers count their redemptions"}


def test_a_prize_that_was_changed_after_it_was_paid(books):
    _voucher, won = books
    change("UPDATE rewards_scratchcard SET prize = 400 WHERE id = %s", won.pk)
    assert wrong() == {"scratch prizes are paid once", "games know what they promised"}


def test_a_prize_that_was_paid_without_a_card(books):
    _voucher, won = books
    back = "status = 'granted', entry_id = NULL, scratched_at = NULL"
    change(f"UPDATE rewards_scratchcard SET {back} WHERE id = %s", won.pk)
    assert wrong() == {"scratch prizes are paid once"}
