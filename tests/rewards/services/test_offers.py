"""Points become a voucher, once, and only while there is one to have."""

from datetime import timedelta

import pytest
from django.utils import timezone
from djmoney.money import Money

from notifications.models import OutboxMessage
from notifications.texts import details_of
from rewards.exceptions import OfferNotAvailable
from rewards.models import Offer, OfferRedemption, TierMembership, Voucher
from rewards.services import open_reward_wallet, quote_offer, redeem_offer
from tests.factories.earning import make_tiers
from tests.factories.offers import make_offer, with_points
from tests.factories.rewards import add_rewards, left_of, make_reward_wallet
from tests.factories.wallets import make_user
from wallet_project.core.exceptions import IdempotencyConflict, InsufficientFunds, NotFound
from wallets.exceptions import WalletFrozen
from wallets.ledger import chart
from wallets.ledger.models import JournalEntry, Posting
from wallets.services import freeze_wallet, open_wallet

pytestmark = pytest.mark.django_db


def redeem(account, offer, key="k1", **changes):
    arguments = {"customer_id": account.customer_id, "offer_id": offer.pk, "key": key}
    return redeem_offer(**arguments | {"now": timezone.now()} | changes)


def points_left(account):
    return open_reward_wallet(customer_id=account.customer_id, currency="PTS").posted.amount


def nothing_moved(account, offer, points=1000):
    return (
        points_left(account) == points
        and not OfferRedemption.objects.exists()
        and not Voucher.objects.exists()
        and Offer.objects.get(pk=offer.pk).redeemed == 0
    )


def test_a_quote_says_what_is_left_and_changes_nothing():
    account, offer = with_points(250), make_offer()
    quote = quote_offer(customer_id=account.customer_id, offer_id=offer.pk, now=timezone.now())
    assert (quote.points, quote.available, quote.kept) == (100, 250, 150)
    assert nothing_moved(account, offer, 250)


@pytest.mark.parametrize(
    ("points", "offer", "refusal", "words"),
    [
        (1000, {"tier": "gold"}, OfferNotAvailable, "for customers from tier gold on"),
        (99, {}, InsufficientFunds, "99 can be used"),
    ],
)
def test_a_quote_of_what_can_not_be_bought_says_why(points, offer, refusal, words):
    account, offer = with_points(points), make_offer(**offer)
    about = {"customer_id": account.customer_id, "offer_id": offer.pk, "now": timezone.now()}
    with pytest.raises(refusal, match=words):
        quote_offer(**about)
    assert nothing_moved(account, offer, points)


def test_redeeming_gives_the_points_to_the_store_and_a_voucher_to_the_customer():
    now = timezone.now()
    account, offer = with_points(250), make_offer(valid_days=30, minimum_order=2000)
    done = redeem(account, offer, now=now)
    voucher = done.voucher
    assert (done.points, points_left(account), Offer.objects.get().redeemed) == (100, 150, 1)
    assert (voucher.customer_id, voucher.status, voucher.gives) == (account.customer_id, "ready", "€5.00 off")
    assert (voucher.minimum_money, voucher.expires_at) == (Money("20.00", "EUR"), now + timedelta(days=30))
    postings = Posting.objects.filter(entry_id=done.entry_id).order_by("amount")
    store = chart.system_account(chart.REWARDS_GRANTED, "PTS")
    assert [(one.account_id, one.amount) for one in postings] == [
        (account.available_account_id, -100),
        (store, 100),
    ]


def test_the_lots_that_expire_first_pay():
    account = make_reward_wallet(currency="PTS")
    for points, days in (("80", None), ("70", 20), ("50", 5)):
        add_rewards(account, points, days=days)
    redeem(account, make_offer())
    assert left_of(account) == [80, 20, 0]


def test_the_letter_tells_of_the_voucher_and_not_its_code():
    voucher = redeem(with_points(), make_offer()).voucher
    context = details_of(OutboxMessage.objects.get(kind="offer_redeemed"))
    assert context["gives"] == "€5.00 off"
    assert context["points"] == "100 points"
    assert voucher.code not in str(context)


def test_the_same_key_buys_once():
    account, offer = with_points(), make_offer()
    first = redeem(account, offer)
    assert redeem(account, offer).pk == first.pk
    assert (points_left(account), Voucher.objects.count()) == (900, 1)
    with pytest.raises(IdempotencyConflict):
        redeem(account, make_offer())


def test_a_replay_comes_before_the_points_and_the_limit():
    account, offer = with_points(100), make_offer(limit_total=1)
    first = redeem(account, offer)
    assert redeem(account, offer).pk == first.pk


def test_too_few_points_are_refused_with_what_there_is():
    account, offer = with_points(99), make_offer()
    with pytest.raises(InsufficientFunds) as refused:
        redeem(account, offer)
    assert refused.value.available == Money(99, "PTS")
    assert nothing_moved(account, offer, 99)


def test_expired_points_buy_nothing_even_before_the_task_ran():
    """Attack 13."""
    account = make_reward_wallet(currency="PTS")
    now = timezone.now()
    add_rewards(account, "100", days=1)
    offer = make_offer()
    with pytest.raises(InsufficientFunds):
        redeem(account, offer, now=now + timedelta(days=2))
    assert nothing_moved(account, offer, 100)


@pytest.mark.parametrize(
    ("fields", "why"),
    [
        ({"starts_at": timezone.now() + timedelta(days=1)}, "not running"),
        ({"ends_at": timezone.now() - timedelta(days=1)}, "not running"),
        ({"tier": "gold"}, "from tier gold on"),
    ],
)
def test_an_offer_that_is_not_for_this_customer_now_is_refused(fields, why):
    account, offer = with_points(), make_offer(**fields)
    with pytest.raises(OfferNotAvailable, match=why):
        redeem(account, offer)
    assert nothing_moved(account, offer)


def test_limits_in_all_and_for_each_customer():
    account, other = with_points(), with_points()
    once, last = make_offer(limit_each=1), make_offer(limit_total=2)
    redeem(account, once)
    with pytest.raises(OfferNotAvailable, match="You have had this offer once"):
        redeem(account, once, "k2")
    redeem(other, once)
    redeem(account, last, "k3")
    redeem(account, last, "k4")
    with pytest.raises(OfferNotAvailable, match="sold out"):
        redeem(other, last, "k5")
    assert (points_left(account), points_left(other)) == (700, 900)


def test_an_offer_of_a_tier_is_for_those_who_have_it_or_a_higher_one():
    silver, gold = make_tiers()
    member, above, outsider = (with_points() for _ in range(3))
    for account, tier in ((member, silver), (above, gold)):
        TierMembership.objects.create(
            customer_id=account.customer_id, tier=tier, points=500, needed_points=500, since=timezone.now()
        )
    offer = make_offer(tier="silver")
    assert redeem(member, offer).points == redeem(above, offer, "k2").points == 100
    with pytest.raises(OfferNotAvailable, match="from tier Silver on"):
        redeem(outsider, offer, "k3")
    assert points_left(outsider) == 1000


def test_who_has_a_frozen_wallet_buys_nothing():
    """Attack 4."""
    account, offer = with_points(), make_offer()
    freeze_wallet(wallet_id=open_wallet(customer_id=account.customer_id).pk, reason="check")
    with pytest.raises(WalletFrozen):
        redeem(account, offer)
    assert nothing_moved(account, offer)


def test_there_is_no_such_offer():
    with pytest.raises(NotFound):
        redeem(with_points(), with_points())
    with pytest.raises(NotFound):
        quote_offer(customer_id=make_user().pk, offer_id=with_points().pk, now=timezone.now())
    assert not JournalEntry.objects.filter(kind="points_redeemed").exists()


@pytest.mark.parametrize(
    ("fields", "gives"),
    [
        ({"kind": "percent", "percent": "12.50", "most": 1000}, "12.5% off, at most €10.00"),
        ({"kind": "percent", "percent": 20, "most": 1500, "currency": "JPY"}, "20% off, at most ¥1,500"),
        ({"kind": "product", "product": "wildflower-honey"}, "One product for free"),
    ],
)
def test_what_an_offer_gives_in_words(fields, gives):
    assert redeem(with_points(), make_offer(**fields)).voucher.gives == gives
