"""Points that become money: quoted first, by whole steps, in one entry, and never back."""

from datetime import timedelta

import pytest
from django.utils import timezone

from notifications.models import OutboxMessage
from notifications.texts import details_of
from rewards.enums import POINTS
from rewards.exceptions import NoConversionProgram, NotConvertible
from rewards.models import CreditLot, PointsConversion, PointsProgram, RewardWallet
from rewards.services import convert_points, open_reward_wallet, quote_conversion
from tests.factories.rewards import LONG_AGO, add_rewards, left_of, make_program, make_reward_wallet
from tests.factories.wallets import balances, make_user, make_wallet
from tests.support.rewards import NOW, after, amounts, booked, differences, eur, everything
from wallet_project.core.exceptions import CurrencyMismatch, IdempotencyConflict, InsufficientFunds
from wallets.exceptions import WalletFrozen
from wallets.ledger import chart
from wallets.models import Wallet
from wallets.services import freeze_wallet

pytestmark = pytest.mark.django_db


@pytest.fixture
def points():
    """A points account with 537 points, of a customer with an empty wallet."""
    wallet = make_wallet()
    return make_reward_wallet("537", "PTS", customer=wallet.customer)


def convert(account, points, **fields):
    arguments = {"customer_id": account.customer_id, "currency": "EUR", "key": f"c{points}"}
    return convert_points(points=points, **arguments | fields)


def quoted(account, points, **fields):
    arguments = {"customer_id": account.customer_id, "currency": "EUR", "now": timezone.now()}
    quote = quote_conversion(points=points, **arguments | fields)
    return quote.points, str(quote.value.amount), quote.kept


def wallet_of(account):
    return Wallet.objects.get(customer=account.customer, currency="EUR")


def test_a_quote_says_what_they_are_and_what_stays_and_changes_nothing(points):
    make_program()
    before = everything()
    assert quoted(points, 500) == (500, "5.00", 37)
    assert everything() == before


def test_points_become_wallet_money_in_one_entry(points):
    make_program()
    done = convert(points, 500)
    assert (done.points, done.money, done.target) == (500, eur("5.00"), "wallet")
    assert (amounts(points), balances(wallet_of(points))) == (("37", "0", "0"), ("5.00", "0.00"))
    assert (booked(chart.REWARDS_GRANTED), booked(chart.REWARDS_GRANTED, "PTS")) == ("-5.00", "-37")
    assert done.entry.postings.count() == 4
    assert differences() == set()


def test_points_become_reward_money_that_expires(points):
    program = make_program(target="reward_wallet", valid_days=60)
    now = timezone.now()
    done = convert(points, 500, now=now)
    lot = CreditLot.objects.get(wallet__currency="EUR")
    assert (done.program, lot.amount, lot.source) == (program, 500, "conversion")
    assert lot.expires_at == now + timedelta(days=60)
    assert balances(wallet_of(points)) == ("0.00", "0.00")
    assert differences() == set()


def test_reward_money_of_a_conversion_without_a_term_never_expires(points):
    make_program(target="reward_wallet")
    convert(points, 500)
    assert CreditLot.objects.get(wallet__currency="EUR").expires_at is None


def test_the_points_that_expire_soonest_go_first(points):
    make_program()
    add_rewards(points, "100", days=5)
    convert(points, 150)
    assert left_of(points) == [487, 0]


def test_the_same_key_converts_once_also_when_the_points_are_gone(points):
    make_program()
    first = convert(points, 500)
    assert convert(points, 500) == first
    assert amounts(points) == ("37", "0", "0")


def test_a_repeated_conversion_is_answered_whatever_the_store_has_decided_since(points):
    make_program(starts_at=NOW)
    first = convert(points, 500, now=NOW)
    freeze_wallet(wallet_id=wallet_of(points).pk, reason="looks odd")
    assert convert(points, 500, now=after(-1)) == first


@pytest.mark.parametrize("changes", [{"points": 400}, {"currency": "JPY"}])
def test_the_same_key_for_something_else_is_a_conflict(points, changes):
    make_program()
    make_program(currency="JPY")
    convert(points, 500, key="k")
    make_wallet("0", "JPY", customer=points.customer)
    before = everything()
    with pytest.raises(IdempotencyConflict):
        convert(points, **{"points": 500, "key": "k"} | changes)
    assert everything() == before


def test_another_customer_may_use_the_same_key(points):
    make_program()
    other = make_reward_wallet("500", "PTS")
    assert convert(points, 500, key="k") != convert(other, 500, key="k")


@pytest.mark.parametrize(
    ("program", "points_asked", "error"),
    [
        ({}, 538, InsufficientFunds),
        ({}, 0, NotConvertible),
        ({}, -100, NotConvertible),
        ({"minimum": 200}, 199, NotConvertible),
        ({"step": 100}, 99, NotConvertible),
        ({"points": 1000, "value": 1}, 9, NotConvertible),
        ({"most_per_day": 300}, 400, NotConvertible),
        ({"starts_at": NOW}, 500, NoConversionProgram),
    ],
)
def test_a_refusal_is_the_same_in_the_quote_and_moves_nothing(points, program, points_asked, error):
    make_program(**program)
    before = everything()
    with pytest.raises(error):
        quoted(points, points_asked)
    with pytest.raises(error):
        convert(points, points_asked)
    assert everything() == before


def test_without_a_program_or_for_a_foreign_currency_nothing_is_converted(points):
    before = everything()
    with pytest.raises(NoConversionProgram):
        convert(points, 500)
    with pytest.raises(CurrencyMismatch):
        convert(points, 500, currency="CHF")
    assert everything() == before


def test_a_frozen_wallet_converts_nothing(points):
    make_program()
    freeze_wallet(wallet_id=wallet_of(points).pk, reason="looks odd")
    before = everything()
    with pytest.raises(WalletFrozen):
        convert(points, 500)
    assert everything() == before


def test_a_quote_opens_no_account():
    make_program()
    customer = make_user()
    with pytest.raises(InsufficientFunds, match="0 can be used"):
        quote_conversion(customer_id=customer.pk, points=100, currency="EUR", now=timezone.now())
    assert not RewardWallet.objects.exists()


def test_a_first_conversion_opens_the_wallet_that_it_goes_to():
    account = make_reward_wallet("500", "PTS")
    make_program(target="reward_wallet")
    convert(account, 500)
    assert amounts(open_reward_wallet(customer_id=account.customer_id)) == ("5.00", "0.00", "0.00")


def test_expired_points_can_not_be_converted_although_no_task_has_written_them_off():
    account = make_reward_wallet("500", "PTS", days=3)
    make_program()
    later = timezone.now() + timedelta(days=4)
    before = everything()
    with pytest.raises(InsufficientFunds, match="0 can be used"):
        quoted(account, 100, now=later)
    with pytest.raises(InsufficientFunds):
        convert(account, 100, now=later)
    assert everything() == before


def test_the_smallest_conversion_counts_in_whole_steps(points):
    make_program(minimum=500, step=200)
    with pytest.raises(NotConvertible, match="The smallest conversion is 600 points"):
        quoted(points, 537)


def test_the_most_of_a_day_counts_what_is_taken_and_not_what_is_asked_for(points):
    make_program(step=100, most_per_day=500)
    assert quoted(points, 537) == (500, "5.00", 37)
    assert convert(points, 537).points == 500


def test_the_most_of_a_day_leaves_room_for_what_was_not_taken(points):
    """537 asked for, 500 taken: of 600 a day, 100 are left."""
    make_program(step=100, most_per_day=600)
    convert(points, 537)
    add_rewards(points, "500")
    with pytest.raises(NotConvertible, match=r"At most 600 .* 100 of them are left") as refused:
        convert(points, 200)
    assert refused.value.data["rest"] == 100
    assert convert(points, 199).points == 100
    with pytest.raises(NotConvertible, match="0 of them are left"):
        convert(points, 100)


def test_the_day_is_the_last_24_hours(points):
    make_program(most_per_day=300)
    convert(points, 300)
    PointsConversion.objects.update(created_at=timezone.now() - timedelta(hours=25))
    assert convert(points, 200).points == 200


def test_a_new_version_holds_from_its_day_on(points):
    make_program()
    dearer = make_program(starts_at=NOW, points=200)
    assert quoted(points, 500, now=after(-1)) == (500, "5.00", 37)
    assert quoted(points, 500, now=NOW) == (500, "2.50", 37)
    assert str(dearer) == "200 = 1 EUR"
    assert PointsProgram.objects.filter(starts_at=LONG_AGO).count() == 1


def test_the_customer_is_told_what_they_got_and_what_stays(points):
    make_program()
    convert(points, 500)
    convert(points, 500)
    message = OutboxMessage.objects.get(kind="points_converted")
    assert details_of(message) == {"points": "500", "amount": "€5.00", "kept": "37", "target": "Wallet"}


def test_reward_money_is_nobody_s_to_convert(points):
    """Only points are taken, however much reward money lies beside them: rewards never become cash."""
    make_program()
    money = make_reward_wallet("50.00", customer=points.customer)
    convert(points, 500)
    assert amounts(money) == ("50.00", "0.00", "0.00")
    assert {row.account.currency for row in PointsConversion.objects.all()} == {POINTS}
