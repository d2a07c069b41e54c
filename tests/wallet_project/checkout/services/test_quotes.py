import pytest
from djmoney.money import Money

from tests.factories.wallets import balances, make_user, make_wallet
from wallet_project.checkout.enums import TenderKind
from wallet_project.checkout.models import Payment
from wallet_project.checkout.services import quote_payment
from wallet_project.core.exceptions import CurrencyMismatch, InsufficientFunds
from wallets.services import close_wallet, freeze_wallet, set_credit_line

pytestmark = pytest.mark.django_db


def eur(amount: str) -> Money:
    return Money(amount, "EUR")


def quote(wallet, total="20.00", **changes):
    return quote_payment(customer_id=wallet.customer_id, total=eur(total), **changes)


def test_a_quote_shows_the_split_and_the_balance_before_and_after():
    shown = quote(make_wallet("8.00"))
    assert (shown.total, shown.wallet, shown.card) == (eur("20"), eur("8"), eur("12"))
    assert (shown.wallet_available, shown.wallet_after) == (eur("8"), eur("0"))
    assert [tender.kind for tender in shown.tenders] == [TenderKind.WALLET, TenderKind.CARD]
    assert shown.wallet_note == ""


def test_a_quote_follows_what_the_customer_chose():
    shown = quote(make_wallet("50.00"), wallet_amount=eur("5"))
    assert (shown.wallet, shown.card, shown.wallet_after) == (eur("5"), eur("15"), eur("45"))


def test_a_quote_without_the_wallet_leaves_it_alone():
    shown = quote(make_wallet("50.00"), use_wallet=False)
    assert (shown.wallet, shown.card, shown.wallet_after) == (eur("0"), eur("20"), eur("50"))


def test_a_quote_changes_nothing():
    wallet = make_wallet("50.00")
    quote(wallet)
    assert balances(wallet) == ("50.00", "0.00")
    assert not Payment.objects.exists()


@pytest.mark.parametrize("chosen", [None, eur("5")])
def test_a_frozen_wallet_pays_nothing_and_the_quote_says_so(chosen):
    wallet = make_wallet("50.00")
    freeze_wallet(wallet_id=wallet.pk, reason="looks odd")
    shown = quote(wallet, wallet_amount=chosen)
    assert (shown.wallet, shown.card, shown.wallet_available) == (eur("0"), eur("20"), eur("0"))
    assert "frozen" in shown.wallet_note


def test_a_closed_wallet_pays_nothing_and_the_quote_says_so():
    wallet = make_wallet()
    close_wallet(wallet_id=wallet.pk, reason="asked for it")
    shown = quote(wallet)
    assert shown.card == eur("20")
    assert "closed" in shown.wallet_note


def test_a_customer_without_a_wallet_in_this_currency_pays_by_card():
    shown = quote_payment(customer_id=make_user().pk, total=eur("20"))
    assert (shown.wallet, shown.card, shown.wallet_note) == (eur("0"), eur("20"), "")


def test_a_credit_line_can_be_spent():
    wallet = make_wallet("5.00")
    set_credit_line(wallet_id=wallet.pk, amount=eur("10"))
    shown = quote(wallet)
    assert (shown.wallet, shown.card) == (eur("15"), eur("5"))


def test_more_than_is_available_is_refused_and_says_how_much_there_is():
    with pytest.raises(InsufficientFunds) as refused:
        quote(make_wallet("8.00"), wallet_amount=eur("8.01"))
    assert refused.value.available == eur("8.00")


def test_an_amount_in_another_currency_is_refused():
    with pytest.raises(CurrencyMismatch):
        quote(make_wallet("8.00"), wallet_amount=Money("1", "USD"))
