import pytest
from djmoney.money import Money

from notifications.models import OutboxMessage
from notifications.texts import details_of
from tests.factories.wallets import balances, make_staff, make_user, make_wallet
from wallet_project.core.exceptions import (
    AmountOutOfRange,
    CurrencyMismatch,
    IdempotencyConflict,
    InsufficientFunds,
    TooManyDecimals,
)
from wallets.enums import AdjustmentDirection, AdjustmentReason
from wallets.exceptions import AdjustmentNotAllowed, WalletFrozen
from wallets.ledger.models import JournalEntry
from wallets.models import Adjustment, AdjustmentPolicy
from wallets.services import adjust_wallet, close_wallet, freeze_wallet, preview_adjustment

pytestmark = pytest.mark.django_db

CREDIT, DEBIT = AdjustmentDirection.CREDIT, AdjustmentDirection.DEBIT


def adjust(wallet, amount="10", direction=CREDIT, actor=None, key="a1", **fields):
    return adjust_wallet(
        wallet_id=wallet.pk,
        direction=direction,
        amount=Money(amount, fields.pop("currency", wallet.currency)),
        reason=AdjustmentReason.GOODWILL,
        key=key,
        actor_id=actor.pk if actor else None,
        **fields,
    )


def test_a_credit_adds_money_and_tells_the_customer_why():
    wallet, staff = make_wallet(), make_staff("wallets.adjust_wallet")
    made = adjust(wallet, actor=staff, note="phone call", customer_note="Sorry for the delay")
    assert balances(wallet) == ("10.00", "0.00")
    assert (made.entry.description, made.entry.actor) == ("Sorry for the delay", f"user:{staff.pk}")
    message = OutboxMessage.objects.get(kind="credited_by_store")
    assert message.recipient_id == wallet.customer_id
    assert details_of(message) == {"amount": "€10.00", "note": "Sorry for the delay"}


def test_a_debit_takes_money():
    wallet = make_wallet("50")
    adjust(wallet, "20.50", DEBIT)
    assert balances(wallet) == ("29.50", "0.00")
    assert OutboxMessage.objects.filter(kind="debited_by_store").count() == 1


def test_a_debit_of_more_than_available_is_refused():
    wallet = make_wallet("50")
    with pytest.raises(InsufficientFunds) as refused:
        adjust(wallet, "50.01", DEBIT)
    assert refused.value.available == Money("50.00", "EUR")
    assert balances(wallet) == ("50.00", "0.00")
    assert Adjustment.objects.count() == 1


def test_the_same_key_adjusts_once():
    wallet = make_wallet()
    assert adjust(wallet).pk == adjust(wallet).pk
    assert balances(wallet) == ("10.00", "0.00")


@pytest.mark.parametrize("change", [{"amount": "11"}, {"direction": DEBIT}])
def test_the_same_key_for_another_adjustment_is_a_conflict(change):
    wallet = make_wallet("50")
    adjust(wallet)
    with pytest.raises(IdempotencyConflict):
        adjust(wallet, **change)
    assert balances(wallet) == ("60.00", "0.00")


@pytest.mark.parametrize(
    ("amount", "currency", "error"),
    [
        ("0", "EUR", AmountOutOfRange),
        ("-5", "EUR", AmountOutOfRange),
        ("NaN", "EUR", AmountOutOfRange),
        ("1.001", "EUR", TooManyDecimals),
        ("5", "USD", CurrencyMismatch),
    ],
)
def test_a_bad_amount_is_refused_and_nothing_moves(amount, currency, error):
    wallet = make_wallet()
    with pytest.raises(error):
        adjust(wallet, amount, currency=currency)
    assert balances(wallet) == ("0.00", "0.00")
    assert not JournalEntry.objects.exists()


def test_a_frozen_wallet_can_be_adjusted_but_a_closed_one_can_not():
    wallet = make_wallet()
    freeze_wallet(wallet_id=wallet.pk, reason="check")
    adjust(wallet)
    assert balances(wallet) == ("10.00", "0.00")
    closed = make_wallet()
    close_wallet(wallet_id=closed.pk, reason="left")
    with pytest.raises(WalletFrozen):
        adjust(closed, key="a2")
    assert balances(closed) == ("0.00", "0.00")


def test_staff_without_the_permission_adjust_nothing():
    wallet = make_wallet()
    for actor in (make_staff(), make_user(), make_staff("wallets.adjust_wallet", is_active=False)):
        with pytest.raises(AdjustmentNotAllowed):
            adjust(wallet, actor=actor)
    assert balances(wallet) == ("0.00", "0.00")


def test_nobody_adjusts_their_own_wallet():
    staff = make_staff("wallets.adjust_wallet_unlimited")
    wallet = make_wallet(customer=staff)
    with pytest.raises(AdjustmentNotAllowed):
        adjust(wallet, actor=staff)
    assert balances(wallet) == ("0.00", "0.00")


def test_operations_adjust_up_to_their_limit_and_finance_beyond():
    AdjustmentPolicy.objects.create(currency="EUR", operations_each="10")
    wallet = make_wallet()
    with pytest.raises(AdjustmentNotAllowed, match=r"€10\.00"):
        adjust(wallet, "10.01", actor=make_staff("wallets.adjust_wallet"))
    adjust(wallet, "10", actor=make_staff("wallets.adjust_wallet"), key="a2")
    adjust(wallet, "10.01", actor=make_staff("wallets.adjust_wallet_unlimited"), key="a3")
    assert balances(wallet) == ("20.01", "0.00")


def test_every_admin_has_a_daily_limit():
    AdjustmentPolicy.objects.create(currency="EUR", per_admin_and_day="25")
    wallet, staff = make_wallet(), make_staff("wallets.adjust_wallet_unlimited")
    adjust(wallet, "20", actor=staff)
    with pytest.raises(AdjustmentNotAllowed, match=r"€5\.00"):
        adjust(wallet, "5.01", actor=staff, key="a2")
    adjust(wallet, "5", DEBIT, actor=staff, key="a3")
    with pytest.raises(AdjustmentNotAllowed):
        adjust(wallet, "0.01", actor=staff, key="a4")
    adjust(wallet, "5", actor=make_staff("wallets.adjust_wallet"), key="a5")
    assert balances(wallet) == ("20.00", "0.00")


def test_a_preview_shows_before_and_after_and_moves_nothing():
    wallet = make_wallet("50")
    preview = preview_adjustment(wallet_id=wallet.pk, direction=DEBIT, amount=Money("20", "EUR"))
    assert (preview.before, preview.after) == (Money("50", "EUR"), Money("30", "EUR"))
    credit = preview_adjustment(wallet_id=wallet.pk, direction=CREDIT, amount=Money("20", "EUR"))
    assert credit.after == Money("70", "EUR")
    with pytest.raises(InsufficientFunds):
        preview_adjustment(wallet_id=wallet.pk, direction=DEBIT, amount=Money("50.01", "EUR"))
    assert balances(wallet) == ("50.00", "0.00")


def test_a_closed_wallet_has_no_preview():
    wallet = make_wallet()
    close_wallet(wallet_id=wallet.pk, reason="left")
    with pytest.raises(WalletFrozen) as refused:
        preview_adjustment(wallet_id=wallet.pk, direction=CREDIT, amount=Money("20", "EUR"))
    assert refused.value.state == "closed"
