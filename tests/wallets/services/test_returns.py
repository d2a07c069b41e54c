import pytest
from djmoney.money import Money

from notifications.models import OutboxMessage
from tests.factories.wallets import balances, credit, make_wallet
from tests.support.threads import at_once
from wallet_project.core.exceptions import CurrencyMismatch, InvalidState, NotFound
from wallets.enums import ReturnKind, ReturnStatus, WalletStatus
from wallets.ledger import chart
from wallets.ledger.models import JournalEntry, Posting
from wallets.models import TopUpReturn, Wallet
from wallets.services import (
    close_return,
    credit_rescued_payment,
    freeze_wallet,
    place_hold,
    settle_top_up,
    start_top_up,
    take_back_rescued,
    take_back_top_up,
    unfreeze_wallet,
)

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def top_up(fake):
    wallet = make_wallet()
    started = start_top_up(
        customer_id=wallet.customer_id,
        wallet_id=wallet.pk,
        amount=Money("25", "EUR"),
        key="k1",
        success_url="http://shop.test/",
        cancel_url="http://shop.test/",
    )
    fake.pay(started.redirect_url)
    return settle_top_up(top_up_id=started.pk)


def dispute(top_up, amount="25", gateway_id="dp_1", kind=ReturnKind.DISPUTE, currency="EUR"):
    return take_back_top_up(
        top_up_id=top_up.pk, kind=kind, gateway_id=gateway_id, amount=Money(amount, currency)
    )


def losses():
    account = chart.system_account(chart.DISPUTE_LOSSES, "EUR")
    return sum(posting.amount for posting in Posting.objects.filter(account_id=account))


def test_a_disputed_top_up_is_taken_back_once(top_up):
    for _ in range(3):
        returned = dispute(top_up)
        assert (returned.taken, returned.shortfall) == (Money("25", "EUR"), Money("0", "EUR"))
    assert balances(top_up.wallet) == ("0.00", "0.00")
    top_up.wallet.refresh_from_db()
    assert top_up.wallet.status == WalletStatus.OPEN


def test_what_was_spent_already_is_the_stores_loss_and_freezes_the_wallet(top_up):
    place_hold(wallet_id=top_up.wallet_id, amount=Money("15", "EUR"), key="h1")
    returned = dispute(top_up)
    assert (returned.taken, returned.shortfall) == (Money("10", "EUR"), Money("15", "EUR"))
    assert balances(top_up.wallet) == ("0.00", "15.00")
    assert losses() == -1500
    top_up.wallet.refresh_from_db()
    assert top_up.wallet.status == WalletStatus.FROZEN


def test_a_wallet_that_staff_froze_before_keeps_their_reason(top_up):
    place_hold(wallet_id=top_up.wallet_id, amount=Money("25", "EUR"), key="h1")
    freeze_wallet(wallet_id=top_up.wallet_id, reason="stolen phone")
    returned = dispute(top_up)
    assert (returned.taken, returned.shortfall) == (Money("0", "EUR"), Money("25", "EUR"))
    assert losses() == -2500
    wallet = Wallet.objects.get()
    assert (wallet.status, wallet.status_reason) == (WalletStatus.FROZEN, "stolen phone")
    assert OutboxMessage.objects.filter(kind="wallet_frozen").count() == 1


def test_a_won_dispute_gives_everything_back(top_up):
    place_hold(wallet_id=top_up.wallet_id, amount=Money("15", "EUR"), key="h1")
    dispute(top_up)
    for _ in range(2):
        assert close_return(gateway_id="dp_1", won=True).status == ReturnStatus.WON
    assert balances(top_up.wallet) == ("10.00", "15.00")
    assert losses() == 0


def test_a_lost_dispute_stays_taken(top_up):
    dispute(top_up)
    assert close_return(gateway_id="dp_1", won=False).status == ReturnStatus.LOST
    assert close_return(gateway_id="dp_1", won=True).status == ReturnStatus.LOST
    assert balances(top_up.wallet) == ("0.00", "0.00")


def test_an_unknown_dispute_closes_nothing(top_up):
    assert close_return(gateway_id="dp_unknown", won=True) is None
    assert balances(top_up.wallet) == ("25.00", "0.00")


def test_a_refund_and_a_dispute_together_take_no_more_than_was_added(top_up):
    credit(top_up.wallet, "100")
    dispute(top_up, "20", "re_1", ReturnKind.REFUND)
    second = dispute(top_up, "25")
    assert second.taken == Money("5", "EUR")
    third = dispute(top_up, "25", "dp_2")
    assert third.taken == Money("0", "EUR")
    assert third.entry_id is None
    assert balances(top_up.wallet) == ("100.00", "0.00")


def test_a_third_return_that_took_nothing_gives_nothing_back(top_up):
    dispute(top_up)
    dispute(top_up, gateway_id="dp_2")
    assert close_return(gateway_id="dp_2", won=True).won_entry_id is None
    assert balances(top_up.wallet) == ("0.00", "0.00")


def test_a_mere_inquiry_takes_nothing(top_up):
    assert dispute(top_up, "0") is None
    assert not TopUpReturn.objects.exists()
    assert balances(top_up.wallet) == ("25.00", "0.00")


def test_another_currency_is_refused(top_up):
    with pytest.raises(CurrencyMismatch):
        dispute(top_up, currency="USD")
    assert balances(top_up.wallet) == ("25.00", "0.00")


def test_a_top_up_that_was_never_credited_is_not_taken_back(fake):
    wallet = make_wallet("50")
    started = start_top_up(
        customer_id=wallet.customer_id,
        wallet_id=wallet.pk,
        amount=Money("25", "EUR"),
        key="k1",
        success_url="http://shop.test/",
        cancel_url="http://shop.test/",
    )
    entries = JournalEntry.objects.count()
    with pytest.raises(InvalidState):
        dispute(started)
    assert balances(wallet) == ("50.00", "0.00")
    assert JournalEntry.objects.count() == entries


def spend(top_up, amount="15"):
    place_hold(wallet_id=top_up.wallet_id, amount=Money(amount, "EUR"), key=f"h{amount}")


def status_of(top_up):
    return Wallet.objects.get(pk=top_up.wallet_id).status


def test_a_won_dispute_opens_the_wallet_that_it_had_frozen(top_up):
    spend(top_up)
    assert dispute(top_up).froze_at is not None
    close_return(gateway_id="dp_1", won=True)
    close_return(gateway_id="dp_1", won=True)
    assert (status_of(top_up), balances(top_up.wallet)[0]) == ("open", "10.00")
    assert OutboxMessage.objects.filter(kind="wallet_unfrozen").count() == 1


def test_a_lost_dispute_leaves_the_wallet_frozen(top_up):
    spend(top_up)
    dispute(top_up)
    close_return(gateway_id="dp_1", won=False)
    assert status_of(top_up) == "frozen"


@pytest.mark.parametrize("when", ["before", "after"])
def test_what_a_person_froze_stays_frozen_after_a_won_dispute(top_up, when):
    spend(top_up)
    if when == "before":
        freeze_wallet(wallet_id=top_up.wallet_id, reason="Looks odd")
    dispute(top_up)
    if when == "after":
        unfreeze_wallet(wallet_id=top_up.wallet_id, reason="Called us")
        freeze_wallet(wallet_id=top_up.wallet_id, reason="Looks odd")
    close_return(gateway_id="dp_1", won=True)
    wallet = Wallet.objects.get(pk=top_up.wallet_id)
    assert (wallet.status, wallet.status_reason) == ("frozen", "Looks odd")


@pytest.mark.parametrize("order", [("dp_1", "dp_2"), ("dp_2", "dp_1")])
def test_the_wallet_opens_with_the_last_of_several_disputes(top_up, order):
    spend(top_up, "25")
    dispute(top_up, "5", gateway_id="dp_1")
    dispute(top_up, "5", gateway_id="dp_2")
    close_return(gateway_id=order[0], won=True)
    assert status_of(top_up) == "frozen"
    close_return(gateway_id=order[1], won=True)
    assert status_of(top_up) == "open"


def test_a_dispute_that_took_all_it_wanted_freezes_and_opens_nothing(top_up):
    dispute(top_up, "5")
    freeze_wallet(wallet_id=top_up.wallet_id, reason="Looks odd")
    close_return(gateway_id="dp_1", won=True)
    assert status_of(top_up) == "frozen"


def test_what_is_topped_up_after_a_shortfall_is_the_customers(top_up):
    """The store has booked its loss; staff decide with the customer about the frozen wallet."""
    spend(top_up, "25")
    dispute(top_up)
    credit(top_up.wallet, "10.00")
    assert (balances(top_up.wallet)[0], losses()) == ("10.00", -2500)


@pytest.fixture
def rescued():
    """30.00 of an order that was over; the customer has spent 10.00 of it since."""
    wallet = make_wallet()
    amount = Money("30", "EUR")
    posted = credit_rescued_payment(
        customer_id=wallet.customer_id, amount=amount, key="p", order_reference="1000042"
    )
    place_hold(wallet_id=wallet.pk, amount=Money("10", "EUR"), key="h")
    return wallet, posted.entry_id


def take_rescued(rescued, amount="30", gateway_id="dp_1"):
    return take_back_rescued(
        entry_id=rescued[1], kind=ReturnKind.DISPUTE, gateway_id=gateway_id, amount=Money(amount, "EUR")
    )


def test_a_rescued_payment_that_is_disputed_is_taken_back_as_a_top_up_is(rescued):
    wallet, _entry = rescued
    for _ in range(2):
        returned = take_rescued(rescued)
        assert (returned.taken, returned.shortfall) == (Money("20", "EUR"), Money("10", "EUR"))
    assert balances(wallet) == ("0.00", "10.00")
    assert Wallet.objects.get(pk=wallet.pk).status == "frozen"
    close_return(gateway_id="dp_1", won=True)
    assert balances(wallet) == ("20.00", "10.00")
    assert Wallet.objects.get(pk=wallet.pk).status == "open"


def test_all_returns_of_a_rescued_payment_take_no_more_than_it_brought(rescued):
    take_rescued(rescued, "15")
    second = take_rescued(rescued, "30", gateway_id="re_1")
    assert second.taken + second.shortfall == Money("15", "EUR")
    assert take_rescued(rescued, "0", gateway_id="dp_3") is None


def test_an_entry_that_rescued_nothing_is_not_found(top_up):
    with pytest.raises(NotFound):
        take_back_rescued(
            entry_id=top_up.entry_id, kind=ReturnKind.DISPUTE, gateway_id="dp_1", amount=Money("5", "EUR")
        )


def test_a_dispute_and_a_spending_at_once_take_the_money_once(top_up):
    results = at_once(lambda: dispute(top_up), lambda: spend(top_up, "15"), times=3)
    assert not [one for one in results if isinstance(one, Exception) and "wallet" not in str(one)]
    returned = TopUpReturn.objects.get()
    available, held = balances(top_up.wallet)
    assert returned.shortfall == Money(held, "EUR")
    assert available == "0.00"
