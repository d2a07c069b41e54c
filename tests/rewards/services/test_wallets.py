"""Reward wallets and points accounts are opened once, each with accounts of its own."""

import pytest

from rewards.models import PointsAccount, RewardWallet
from rewards.services import open_all_wallets, open_reward_wallet
from tests.factories.wallets import make_user
from tests.support.rewards import differences
from wallet_project.core.exceptions import CurrencyMismatch
from wallets.ledger.models import LedgerAccount
from wallets.models import Wallet

pytestmark = pytest.mark.django_db


def codes(wallet):
    accounts = (wallet.available_account, wallet.held_account, wallet.pending_account)
    return [(account.code, account.currency, account.guarded) for account in accounts]


@pytest.mark.parametrize(("currency", "word"), [("EUR", "reward"), ("KWD", "reward"), ("PTS", "points")])
def test_a_wallet_has_three_guarded_accounts_of_its_currency(currency, word):
    wallet = open_reward_wallet(customer_id=make_user().pk, currency=currency)
    assert codes(wallet) == [(f"{word}_{part}", currency, True) for part in ("available", "held", "pending")]
    assert wallet.is_points == (currency == "PTS")
    assert differences() == set()


def test_the_store_s_currency_is_the_usual_one(settings):
    settings.STORE_CURRENCY = "INR"
    assert open_reward_wallet(customer_id=make_user().pk).currency == "INR"


def test_opening_again_is_the_same_wallet():
    user = make_user()
    first = open_reward_wallet(customer_id=user.pk)
    accounts = LedgerAccount.objects.count()
    assert open_reward_wallet(customer_id=user.pk) == first
    assert LedgerAccount.objects.count() == accounts


def test_a_currency_that_the_store_does_not_take_is_refused():
    accounts = LedgerAccount.objects.count()
    with pytest.raises(CurrencyMismatch):
        open_reward_wallet(customer_id=make_user().pk, currency="CHF")
    assert (RewardWallet.objects.count(), LedgerAccount.objects.count()) == (0, accounts)


def test_a_new_customer_has_a_wallet_reward_money_and_points():
    user = make_user()
    open_all_wallets(customer_id=user.pk)
    open_all_wallets(customer_id=user.pk)
    assert Wallet.objects.filter(customer=user).count() == 1
    assert set(RewardWallet.objects.values_list("currency", flat=True)) == {"EUR", "PTS"}


def test_a_points_account_is_a_reward_wallet_in_points_and_nothing_else():
    user = make_user()
    open_all_wallets(customer_id=user.pk)
    assert PointsAccount.objects.get().currency == "PTS"
    assert str(PointsAccount.objects.get()) == f"{user} PTS"
