import pytest
from djmoney.money import Money

from notifications.models import OutboxMessage
from tests.factories.wallets import balances, credit, make_wallet
from wallet_project.core.exceptions import CurrencyMismatch, InvalidState
from wallets.enums import ReturnKind, ReturnStatus, WalletStatus
from wallets.ledger import chart
from wallets.ledger.models import JournalEntry, Posting
from wallets.models import TopUpReturn, Wallet
from wallets.services import (
    close_return,
    freeze_wallet,
    place_hold,
    settle_top_up,
    start_top_up,
    take_back_top_up,
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
