"""Two connections at the same moment, for each lock of this app."""

import pytest
from djmoney.money import Money

from tests.factories.wallets import balances, make_staff, make_user, make_wallet
from tests.support.threads import at_once, kinds
from wallets.enums import AdjustmentDirection, AdjustmentReason, ReturnKind, TopUpStatus
from wallets.models import AdjustmentPolicy, Hold, SavedCard, TopUp, TopUpPolicy, Wallet
from wallets.services import (
    adjust_wallet,
    capture_hold,
    close_return,
    credit_rescued_payment,
    ensure_gateway_customer,
    freeze_wallet,
    open_wallet,
    place_hold,
    save_card,
    settle_top_up,
    start_top_up,
    take_back_top_up,
    void_hold,
)
from wallets.services.posting import EntryKind, chart, line, post, store_line

pytestmark = pytest.mark.django_db(transaction=True)


def eur(amount):
    return Money(amount, "EUR")


def start(wallet, amount="25", key="k1", **fields):
    address = "http://shop.test/"
    return start_top_up(
        customer_id=wallet.customer_id,
        wallet_id=wallet.pk,
        amount=eur(amount),
        key=key,
        success_url=address,
        cancel_url=address,
        **fields,
    )


def test_a_hundred_spends_of_a_balance_that_fits_one():
    wallet = make_wallet("50")
    spends = [lambda n=n: place_hold(wallet_id=wallet.pk, amount=eur("50"), key=f"h{n}") for n in range(100)]
    assert kinds(at_once(*spends)) == {"Hold": 1, "InsufficientFunds": 99}
    assert balances(wallet) == ("0.00", "50.00")
    assert Hold.objects.count() == 1


def test_one_hold_sent_thirty_times_is_one_hold():
    wallet = make_wallet("50")
    results = at_once(lambda: place_hold(wallet_id=wallet.pk, amount=eur("10"), key="h1"), times=30)
    assert len({result.pk for result in results}) == 1
    assert balances(wallet) == ("40.00", "10.00")


def test_capture_and_void_at_once_do_one_of_the_two():
    for number in range(5):
        wallet = make_wallet("50")
        hold = place_hold(wallet_id=wallet.pk, amount=eur("20"), key=f"h{number}")
        results = at_once(
            lambda hold=hold: capture_hold(hold_id=hold.pk),
            lambda hold=hold: void_hold(hold_id=hold.pk),
            times=3,
        )
        assert kinds(results) == {"Hold": 3, "HoldNotActive": 3}
        assert balances(wallet) in {("30.00", "0.00"), ("50.00", "0.00")}


def test_freezing_and_spending_at_once_never_spends_after_the_freeze():
    wallet = make_wallet("50")
    spends = [lambda n=n: place_hold(wallet_id=wallet.pk, amount=eur("1"), key=f"h{n}") for n in range(20)]
    results = at_once(lambda: freeze_wallet(wallet_id=wallet.pk, reason="check"), *spends)
    assert set(kinds(results)) <= {"Wallet", "Hold", "WalletFrozen"}
    frozen_at = Wallet.objects.get(pk=wallet.pk).status_changed_at
    entries = [hold.placed_entry.posted_at for hold in Hold.objects.select_related("placed_entry")]
    assert all(posted_at <= frozen_at for posted_at in entries)


def test_one_wallet_is_opened_by_twenty_at_once():
    user = make_user()
    results = at_once(lambda: open_wallet(customer_id=user.pk), times=20)
    assert kinds(results) == {"Wallet": 20}
    assert Wallet.objects.filter(customer=user).count() == 1


def test_webhook_return_page_and_reconciler_at_once_credit_once(fake):
    wallet = make_wallet()
    top_up = start(wallet)
    fake.pay(top_up.redirect_url)
    results = at_once(lambda: settle_top_up(top_up_id=top_up.pk), times=20)
    assert {result.status for result in results} == {TopUpStatus.SUCCEEDED}
    assert balances(wallet) == ("25.00", "0.00")


def test_a_top_up_form_sent_ten_times_at_once_charges_the_card_once(fake):
    wallet = make_wallet()
    first = start(wallet, key="k0", save_card=True)
    fake.pay(first.redirect_url)
    settle_top_up(top_up_id=first.pk)
    card = SavedCard.objects.get()
    at_once(lambda: start(wallet, "10", saved_card_id=card.pk), times=10)
    settle_top_up(top_up_id=TopUp.objects.get(key="k1").pk)
    assert balances(wallet) == ("35.00", "0.00")


def test_top_ups_at_once_can_not_beat_the_largest_balance(fake):
    TopUpPolicy.objects.create(
        currency="EUR", presets="10", minimum=1, maximum=50, maximum_balance=50, daily_limit=1000
    )
    wallet = make_wallet()
    ensure_gateway_customer(customer_id=wallet.customer_id)
    results = at_once(*[lambda n=n: start(wallet, "30", key=f"k{n}") for n in range(6)])
    assert kinds(results) == {"TopUp": 1, "TopUpOutOfLimits": 5}


def test_adjustments_at_once_can_not_beat_the_daily_limit():
    AdjustmentPolicy.objects.create(currency="EUR", per_admin_and_day="25")
    wallets, staff = [make_wallet() for _ in range(6)], make_staff("wallets.adjust_wallet")
    adjustments = [
        lambda wallet=wallet: adjust_wallet(
            wallet_id=wallet.pk,
            direction=AdjustmentDirection.CREDIT,
            amount=eur("10"),
            reason=AdjustmentReason.GOODWILL,
            key=f"a{wallet.pk}",
            actor_id=staff.pk,
        )
        for wallet in wallets
    ]
    assert kinds(at_once(*adjustments)) == {"Adjustment": 2, "AdjustmentNotAllowed": 4}


def test_a_payment_is_rescued_once_by_ten_at_once():
    wallet = make_wallet()
    at_once(
        lambda: credit_rescued_payment(
            customer_id=wallet.customer_id, amount=eur("12"), key="t1", order_reference="1000042"
        ),
        times=10,
    )
    assert balances(wallet) == ("12.00", "0.00")


def test_a_dispute_taken_won_and_spent_at_once_stays_in_balance(fake):
    wallet = make_wallet()
    top_up = start(wallet)
    fake.pay(top_up.redirect_url)
    settle_top_up(top_up_id=top_up.pk)

    def dispute():
        return take_back_top_up(
            top_up_id=top_up.pk, kind=ReturnKind.DISPUTE, gateway_id="dp_1", amount=eur("25")
        )

    def spend(number):
        return lambda: place_hold(wallet_id=wallet.pk, amount=eur("5"), key=f"h{number}")

    results = at_once(dispute, dispute, *[spend(number) for number in range(8)])
    assert "BelowFloor" not in kinds(results)
    held = Hold.objects.count() * 5
    assert balances(wallet) == ("0.00", f"{held}.00")
    at_once(lambda: close_return(gateway_id="dp_1", won=True), times=5)
    assert balances(wallet) == (f"{25 - held}.00", f"{held}.00")


def test_one_card_is_saved_once_by_ten_at_once(fake):
    from wallets.gateways.base import Card

    user = make_user()
    ensure_gateway_customer(customer_id=user.pk)
    card = Card(payment_method="pm_1", brand="visa", last4="4242", exp_month=12, exp_year=2040)
    assert kinds(at_once(lambda: save_card(customer_id=user.pk, card=card), times=10)) == {"SavedCard": 10}
    assert SavedCard.objects.filter(is_default=True).count() == 1


def test_an_entry_outside_a_transaction_is_a_bug_that_shows():
    from wallet_project.core.db import NotInTransaction

    wallet = make_wallet()
    with pytest.raises(NotInTransaction):
        post(
            key="x",
            kind=EntryKind.TOP_UP,
            lines=[
                line(wallet.available_account_id, eur("1")),
                store_line(chart.GATEWAY_CLEARING, eur("-1")),
            ],
        )
    assert balances(wallet) == ("0.00", "0.00")
