import pytest
from djmoney.money import Money

from notifications.models import OutboxMessage
from notifications.texts import details_of
from tests.factories.wallets import balances, make_staff, make_user, make_wallet
from tests.support.threads import at_once, kinds
from wallet_project.core.exceptions import CurrencyMismatch, InvalidState
from wallets.enums import ReturnKind, TopUpStatus
from wallets.exceptions import AdjustmentNotAllowed
from wallets.ledger.models import JournalEntry
from wallets.models import TopUp
from wallets.services import close_quarantined_top_up, credit_quarantined_top_up, take_back_top_up

pytestmark = pytest.mark.django_db


def quarantined(wallet, captured="30", currency="EUR"):
    page = "https://shop.example/back"
    return TopUp.objects.create(
        wallet=wallet,
        amount=Money("40", wallet.currency),
        captured=Money(captured, currency),
        method="checkout",
        status=TopUpStatus.QUARANTINED,
        failure="The gateway captured another amount than was asked for.",
        key="t",
        gateway_key="g",
        gateway_payment="pi_1",
        success_url=page,
        cancel_url=page,
    )


def finance():
    return make_staff("wallets.adjust_wallet_unlimited")


def test_what_was_captured_is_credited_once_and_the_customer_is_told():
    wallet, actor = make_wallet(), finance()
    top_up = quarantined(wallet)
    for _ in range(2):
        done = credit_quarantined_top_up(top_up_id=top_up.pk, actor_id=actor.pk)
    assert (done.status, done.entry.actor, done.entry.reference) == ("succeeded", f"user:{actor.pk}", "pi_1")
    assert balances(wallet) == ("30.00", "0.00")
    assert details_of(OutboxMessage.objects.get(kind="money_added"))["amount"] == "€30.00"


def test_a_dispute_of_it_takes_back_what_was_credited_and_no_more():
    wallet = make_wallet("100")
    top_up = quarantined(wallet, captured="60")
    credit_quarantined_top_up(top_up_id=top_up.pk, actor_id=finance().pk)
    take_back_top_up(
        top_up_id=top_up.pk, kind=ReturnKind.DISPUTE, gateway_id="dp_1", amount=Money("60", "EUR")
    )
    assert balances(wallet) == ("100.00", "0.00")


def test_another_currency_than_the_wallets_is_refused():
    wallet = make_wallet()
    top_up = quarantined(wallet, currency="USD")
    with pytest.raises(CurrencyMismatch):
        credit_quarantined_top_up(top_up_id=top_up.pk, actor_id=finance().pk)
    assert TopUp.objects.get().status == "quarantined"
    assert not JournalEntry.objects.exists()


def test_a_payment_that_was_given_back_ends_without_money_moving():
    wallet, actor = make_wallet(), finance()
    top_up = quarantined(wallet)
    for _ in range(2):
        done = close_quarantined_top_up(top_up_id=top_up.pk, actor_id=actor.pk)
    assert done.status == "canceled"
    with pytest.raises(InvalidState):
        credit_quarantined_top_up(top_up_id=top_up.pk, actor_id=actor.pk)
    assert not JournalEntry.objects.exists()


@pytest.mark.parametrize("service", [credit_quarantined_top_up, close_quarantined_top_up])
def test_only_who_may_and_never_a_payment_of_their_own(service):
    owner = finance()
    top_up = quarantined(make_wallet(customer=owner))
    for actor in (owner, make_user(), make_staff("wallets.adjust_wallet")):
        with pytest.raises(AdjustmentNotAllowed):
            service(top_up_id=top_up.pk, actor_id=actor.pk)
    assert TopUp.objects.get().status == "quarantined"


@pytest.mark.parametrize("service", [credit_quarantined_top_up, close_quarantined_top_up])
@pytest.mark.parametrize("status", ["processing", "failed", "canceled"])
def test_others_are_not_decided(service, status):
    top_up = quarantined(make_wallet())
    TopUp.objects.update(status=status, captured=None)
    with pytest.raises(InvalidState):
        service(top_up_id=top_up.pk, actor_id=finance().pk)
    assert TopUp.objects.get().status == status


@pytest.mark.django_db(transaction=True)
def test_two_who_decide_at_once_decide_once():
    wallet = make_wallet()
    top_up, first, second = quarantined(wallet), finance(), finance()
    answers = at_once(
        lambda: credit_quarantined_top_up(top_up_id=top_up.pk, actor_id=first.pk),
        lambda: close_quarantined_top_up(top_up_id=top_up.pk, actor_id=second.pk),
    )
    assert kinds(answers) == {"TopUp": 1, "InvalidState": 1}
    credited = TopUp.objects.get().status == "succeeded"
    assert balances(wallet)[0] == ("30.00" if credited else "0.00")
