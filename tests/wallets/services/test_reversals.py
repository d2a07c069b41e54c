import pytest
from django.db import transaction
from djmoney.money import Money

from notifications.models import OutboxMessage
from notifications.texts import details_of
from tests.factories.wallets import balances, credit, make_staff, make_user, make_wallet
from tests.support.threads import at_once, kinds
from wallet_project.core.exceptions import IdempotencyConflict, InsufficientFunds, InvalidState, NotFound
from wallets.exceptions import AdjustmentNotAllowed, WalletFrozen
from wallets.ledger.enums import EntryKind
from wallets.ledger.models import JournalEntry
from wallets.models import Adjustment, AdjustmentPolicy
from wallets.services import (
    adjust_wallet,
    capture_hold,
    close_wallet,
    credit_rescued_payment,
    freeze_wallet,
    place_hold,
    require_reversible,
    reverse_wallet_entry,
    void_hold,
)
from wallets.services.posting import chart, line, post, store_line
from wallets.services.reversals import REVERSIBLE, NotReversible

pytestmark = pytest.mark.django_db


def finance():
    return make_staff("ledger.reverse_entry", "wallets.adjust_wallet_unlimited")


def newest():
    return JournalEntry.objects.latest("pk")


def reverse(entry, actor=None, key="r1", reason="typed twice"):
    actor = actor or finance()
    return reverse_wallet_entry(entry_id=entry.pk, reason=reason, actor_id=actor.pk, key=key)


def test_a_credit_is_taken_back_linked_to_it_and_the_customer_is_told():
    wallet, actor = make_wallet("50"), finance()
    credited = newest()
    made = reverse(credited, actor)
    assert balances(wallet) == ("0.00", "0.00")
    assert (made.entry.reverses_id, made.entry.kind) == (credited.pk, EntryKind.REVERSAL)
    assert (made.direction, made.note, made.actor_id, made.entry.actor) == (
        "debit",
        "typed twice",
        actor.pk,
        f"user:{actor.pk}",
    )
    told = OutboxMessage.objects.get(kind="debited_by_store")
    assert (told.recipient_id, details_of(told)["amount"]) == (wallet.customer_id, "€50.00")
    assert "typed twice" not in details_of(told)["note"]


def test_a_debit_is_given_back():
    wallet = make_wallet("50")
    adjust_wallet(
        wallet_id=wallet.pk,
        direction="debit",
        amount=Money("20", "EUR"),
        reason="fraud",
        key="d",
        actor_id=None,
    )
    assert reverse(newest()).direction == "credit"
    assert balances(wallet) == ("50.00", "0.00")
    assert OutboxMessage.objects.filter(kind="credited_by_store").count() == 2


def test_a_rescued_payment_is_taken_back():
    wallet = make_wallet()
    amount = Money("12.50", "EUR")
    credit_rescued_payment(customer_id=wallet.customer_id, amount=amount, key="p", order_reference="1000042")
    assert reverse(newest()).reference == "1000042"
    assert balances(wallet) == ("0.00", "0.00")


def test_the_same_key_reverses_once_and_belongs_to_one_entry():
    wallet = make_wallet("50")
    first = newest()
    assert reverse(first).pk == reverse(first).pk
    credit(wallet, "5")
    with pytest.raises(IdempotencyConflict):
        reverse(newest())
    assert balances(wallet) == ("5.00", "0.00")


def test_an_entry_is_reversed_once_whatever_the_key():
    wallet = make_wallet("50")
    first = newest()
    done = reverse(first)
    credit(wallet, "50")
    with pytest.raises(NotReversible, match=f"by entry {done.entry_id}"):
        reverse(first, key="r2")
    assert balances(wallet) == ("50.00", "0.00")


def test_what_was_spent_can_not_be_taken_back():
    wallet = make_wallet("50")
    credited = newest()
    capture_hold(hold_id=place_hold(wallet_id=wallet.pk, amount=Money("0.01", "EUR"), key="h").pk)
    with pytest.raises(InsufficientFunds) as refused:
        reverse(credited)
    assert refused.value.available == Money("49.99", "EUR")
    assert balances(wallet) == ("49.99", "0.00")
    assert Adjustment.objects.count() == 1


def test_holds_and_captures_and_reversals_say_what_to_do_instead():
    wallet = make_wallet("50")
    hold = place_hold(wallet_id=wallet.pk, amount=Money("5", "EUR"), key="h1")
    with pytest.raises(NotReversible, match="canceling its order"):
        reverse(newest())
    capture_hold(hold_id=hold.pk)
    with pytest.raises(NotReversible, match="by a refund"):
        reverse(newest())
    void_hold(hold_id=place_hold(wallet_id=wallet.pk, amount=Money("5", "EUR"), key="h2").pk)
    with pytest.raises(NotReversible, match="canceling its order"):
        reverse(newest())
    credit(wallet, "1")
    reverse(newest())
    with pytest.raises(NotReversible, match="new credit or debit"):
        reverse(newest(), key="r2")
    assert balances(wallet) == ("45.00", "0.00")


@pytest.mark.parametrize("kind", sorted(set(EntryKind) - REVERSIBLE))
def test_every_other_kind_is_refused_in_words(kind):
    with pytest.raises(NotReversible) as refused:
        require_reversible(JournalEntry(kind=kind))
    assert len(str(refused.value)) > 20


def test_an_entry_for_several_wallets_is_not_reversed_as_if_it_were_one_customers():
    mine, theirs = make_wallet(), make_wallet()
    lines = [line(mine.available_account_id, Money("3", "EUR"))]
    lines += [line(theirs.available_account_id, Money("45", "EUR"))]
    lines += [store_line(chart.STORE_CREDIT_GRANTED, Money("-48", "EUR"))]
    with transaction.atomic():
        post(key="campaign", kind=EntryKind.ADJUSTMENT_CREDIT, lines=lines)
    with pytest.raises(NotReversible, match="more than one wallet"):
        reverse(newest())
    assert (balances(mine), balances(theirs)) == (("3.00", "0.00"), ("45.00", "0.00"))


def test_only_who_may_and_never_the_own_wallet():
    wallet = make_wallet("50")
    credited = newest()
    for actor in (
        make_user(),
        make_staff("wallets.adjust_wallet_unlimited"),
        make_staff("ledger.reverse_entry", is_active=False),
    ):
        with pytest.raises(AdjustmentNotAllowed):
            reverse(credited, actor)
    owner = finance()
    make_wallet("5", customer=owner)
    with pytest.raises(AdjustmentNotAllowed):
        reverse(newest(), owner)
    assert balances(wallet) == ("50.00", "0.00")


def test_a_reason_and_an_entry_are_needed():
    wallet = make_wallet("50")
    with pytest.raises(InvalidState):
        reverse(newest(), reason="  ")
    with pytest.raises(NotFound):
        reverse_wallet_entry(entry_id=0, reason="x", actor_id=finance().pk, key="r")
    assert balances(wallet) == ("50.00", "0.00")


def test_a_frozen_wallet_can_be_corrected_but_a_closed_one_can_not():
    wallet = make_wallet("50")
    credited = newest()
    freeze_wallet(wallet_id=wallet.pk, reason="check")
    reverse(credited)
    debited = newest()
    assert debited.kind == EntryKind.REVERSAL
    other = make_wallet("5")
    entry = newest()
    adjust_wallet(
        wallet_id=other.pk,
        direction="debit",
        amount=Money("5", "EUR"),
        reason="fraud",
        key="d",
        actor_id=None,
    )
    close_wallet(wallet_id=other.pk, reason="left")
    for each in (newest(), entry):
        with pytest.raises(WalletFrozen):
            reverse(each, key=f"r{each.pk}")
    assert balances(other) == ("0.00", "0.00")


def test_taking_back_a_mistake_leaves_the_days_limit_as_it_was():
    AdjustmentPolicy.objects.create(currency="EUR", per_admin_and_day="60")
    wallet, actor = make_wallet(), finance()

    def adjust(amount, key):
        adjust_wallet(
            wallet_id=wallet.pk,
            direction="credit",
            amount=Money(amount, "EUR"),
            reason="gift",
            key=key,
            actor_id=actor.pk,
        )

    adjust("50", "a1")
    reverse(newest(), actor)
    with pytest.raises(AdjustmentNotAllowed):
        adjust("10.01", "a2")
    adjust("10", "a3")
    assert balances(wallet) == ("10.00", "0.00")


@pytest.mark.django_db(transaction=True)
def test_two_who_reverse_at_once_reverse_once():
    wallet = make_wallet("50")
    credit(wallet, "100")
    entry, actors = newest(), [finance() for _ in range(4)]
    works = [lambda actor=actor: reverse(entry, actor, key=f"r{actor.pk}") for actor in actors]
    assert kinds(at_once(*works)) == {"Adjustment": 1, "NotReversible": 3}
    assert balances(wallet) == ("50.00", "0.00")
