"""What activities earn: booked once, pending first if so, then available and owed things paid off."""

import pytest
from djmoney.money import Money

from notifications.models import OutboxMessage
from notifications.texts import details_of
from rewards.enums import AccrualStatus, Activity, LotSource
from rewards.models import Accrual, CreditLot, Shortfall
from rewards.services import Earning, clawback_accruals, mature_accrual
from tests.factories.rewards import left_of, make_reward_wallet
from tests.factories.wallets import make_user
from tests.support.rewards import (
    NOW,
    after,
    amounts,
    booked,
    differences,
    earn,
    eur,
    everything,
    pts,
    spend,
)
from wallet_project.core.exceptions import (
    AmountOutOfRange,
    CurrencyMismatch,
    IdempotencyConflict,
    NotFound,
    TooManyDecimals,
)
from wallet_project.core.ids import uuid7
from wallets.ledger import chart
from wallets.ledger.models import JournalEntry

pytestmark = pytest.mark.django_db


@pytest.fixture
def points():
    return make_reward_wallet(currency="PTS")


def owing(wallet, amount):
    """The customer owes so much: it was earned by order 1, spent, and order 1 was returned."""
    earn(wallet, amount, "1")
    spend(wallet, amount)
    clawback_accruals(reference="1", refunded=eur(1), total=eur(1), now=NOW)


def letters(kind):
    return [details_of(message)["amount"] for message in OutboxMessage.objects.filter(kind=kind)]


def test_what_has_to_wait_is_pending_and_can_not_be_spent(points):
    accrual = earn(points, "120", days=14)
    assert (accrual.status, accrual.matures_at) == (AccrualStatus.PENDING, after(14))
    assert (amounts(points), left_of(points)) == (("0", "0", "120"), [])
    assert (letters("rewards_earned"), booked(chart.REWARDS_GRANTED, "PTS")) == (["120 points"], "-120")


@pytest.mark.parametrize("days", [None, 0, -1])
def test_what_need_not_wait_is_a_lot_at_once(points, days):
    accrual = earn(points, "120", days=days, valid_days=90)
    lot = CreditLot.objects.get()
    assert (accrual.status, accrual.lot, accrual.settled_at) == (AccrualStatus.AVAILABLE, lot, NOW)
    assert (lot.source, lot.reference) == (LotSource.ACCRUAL, "1000042")
    assert (lot.expires_at, amounts(points)) == (after(90), ("120", "0", "0"))


def test_what_has_no_days_to_live_never_expires(points):
    assert earn(points, "120").lot.expires_at is None


def test_an_activity_earns_once(points):
    first = earn(points, "120", days=14)
    assert earn(points, "120", days=14) == first
    assert (Accrual.objects.count(), amounts(points)) == (1, ("0", "0", "120"))


def test_an_activity_that_earned_and_was_taken_back_does_not_earn_again(points):
    earn(points, "120")
    clawback_accruals(reference="1000042", refunded=eur(1), total=eur(1), now=NOW)
    assert earn(points, "120").status == AccrualStatus.CLAWED_BACK
    assert amounts(points) == ("0", "0", "0")


def test_another_amount_for_the_same_activity_is_a_conflict(points):
    earn(points, "120")
    before = everything()
    with pytest.raises(IdempotencyConflict):
        earn(points, "121")
    assert everything() == before


def test_another_activity_unit_or_customer_earns_for_itself(points):
    earn(points, "120")
    earn(points, "50", activity=Activity.REVIEW)
    money = make_reward_wallet(customer=points.customer)
    earn(money, "1.20")
    earn(make_reward_wallet(currency="PTS"), "120")
    assert (amounts(points)[0], amounts(money)[0], Accrual.objects.count()) == ("170", "1.20", 4)


@pytest.mark.parametrize(
    ("amount", "error"),
    [
        (pts(0), AmountOutOfRange),
        (pts(-1), AmountOutOfRange),
        (Money("1.5", "PTS"), TooManyDecimals),
        (Money("NaN", "EUR"), AmountOutOfRange),
        (Money(1, "CHF"), CurrencyMismatch),
    ],
)
def test_a_bad_amount_is_refused_and_nothing_is_opened(amount, error):
    from rewards.services import book_accrual

    customer, before = make_user(), everything()
    with pytest.raises(error):
        book_accrual(
            customer_id=customer.pk,
            activity=Activity.PURCHASE,
            reference="1",
            earning=Earning(amount),
            matures_at=None,
            now=NOW,
        )
    assert everything() == before


def test_an_activity_that_nobody_can_name_earns_nothing(points):
    before = everything()
    with pytest.raises(ValueError, match="needs a reference"):
        earn(points, "120", "")
    assert everything() == before


def test_maturing_moves_from_pending_to_available_in_one_entry_and_once(points):
    accrual = earn(points, "120", days=14, valid_days=30)
    matured = mature_accrual(accrual_id=accrual.pk, now=after(14))
    assert mature_accrual(accrual_id=accrual.pk, now=after(15)).matured_entry_id == matured.matured_entry_id
    assert (matured.status, matured.settled_at) == (AccrualStatus.AVAILABLE, after(14))
    assert matured.lot.expires_at == after(44)
    assert (amounts(points), left_of(points)) == (("120", "0", "0"), [120])
    assert JournalEntry.objects.count() == 2
    assert letters("rewards_matured") == ["120 points"]


def test_what_is_not_due_yet_stays_pending(points):
    accrual = earn(points, "120", days=14)
    before = everything()
    assert mature_accrual(accrual_id=accrual.pk, now=after(13.999)).status == AccrualStatus.PENDING
    assert everything() == before


def test_an_unknown_accrual_is_not_found():
    with pytest.raises(NotFound):
        mature_accrual(accrual_id=uuid7(), now=NOW)


def test_the_part_that_was_taken_back_while_pending_does_not_arrive_and_the_letter_says_the_rest(points):
    accrual = earn(points, "120", days=14)
    clawback_accruals(reference="1000042", refunded=eur(25), total=eur(100), now=NOW)
    mature_accrual(accrual_id=accrual.pk, now=after(14))
    assert amounts(points) == ("90", "0", "0")
    assert letters("rewards_matured") == ["90 points"]


@pytest.mark.parametrize("days", [None, 14])
def test_what_is_owed_is_taken_from_the_next_accrual(points, days):
    owing(points, "50")
    accrual = earn(points, "120", "2", days=days)
    accrual = mature_accrual(accrual_id=accrual.pk, now=after(14))
    assert (accrual.offset, accrual.lot.amount, amounts(points)) == (50, 70, ("70", "0", "0"))
    assert (Shortfall.objects.get().settled, Shortfall.objects.get().collected) == (50, 0)
    assert differences() == set()


@pytest.mark.parametrize("days", [None, 14])
def test_an_accrual_that_is_owed_in_full_makes_no_lot_and_no_letter_of_arrival(points, days):
    owing(points, "50")
    accrual = earn(points, "30", "2", days=days)
    accrual = mature_accrual(accrual_id=accrual.pk, now=after(14))
    assert (accrual.status, accrual.offset, accrual.lot) == (AccrualStatus.AVAILABLE, 30, None)
    assert (amounts(points), Shortfall.objects.get().left) == (("0", "0", "0"), 20)
    assert letters("rewards_matured") == []
    assert differences() == set()


def test_what_is_owed_is_paid_off_the_oldest_first(points):
    for reference in ("a", "b", "c"):
        earn(points, "10", reference)
    spend(points, "30")
    for reference in ("a", "b", "c"):
        clawback_accruals(reference=reference, refunded=eur(1), total=eur(1), now=NOW)
    earn(points, "15", "d")
    assert list(Shortfall.objects.order_by("id").values_list("settled", flat=True)) == [10, 5, 0]
