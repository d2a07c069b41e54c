from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import IntegrityError
from djmoney.money import Money

from notifications.models import OutboxMessage
from notifications.texts import details_of
from tests.factories.wallets import balances, make_user, make_wallet
from tests.support.ledger import differences, everything
from wallet_project.core.exceptions import (
    AmountError,
    AmountOutOfRange,
    CurrencyMismatch,
    IdempotencyConflict,
    InsufficientFunds,
    InvalidState,
    NotFound,
    TooManyDecimals,
)
from wallet_project.core.ids import uuid7
from wallets.exceptions import TransferOutOfLimits, WalletFrozen
from wallets.ledger.models import JournalEntry, Posting
from wallets.models import TopUpPolicy, Transfer, TransferPolicy, Wallet
from wallets.services import (
    close_wallet,
    freeze_wallet,
    place_hold,
    set_credit_line,
    transfer_money,
)

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 3, 1, 12, 0, tzinfo=UTC)


def eur(amount: str) -> Money:
    return Money(amount, "EUR")


def send(
    source: Wallet, target: Wallet, amount: str | Money = "10", key: str = "t1", **more: Any
) -> Transfer:
    money = amount if isinstance(amount, Money) else Money(amount, source.currency)
    fields = {"to_customer_id": target.customer_id, "amount": money, "key": key, "now": NOW, **more}
    return transfer_money(from_wallet_id=source.pk, **fields)


def rest() -> tuple[Any, ...]:
    """Everything that a refusal must leave as it was."""
    return everything(), Transfer.objects.count(), Wallet.objects.count(), OutboxMessage.objects.count()


def allow(each: str, per_day: str, currency: str = "EUR") -> None:
    TransferPolicy.objects.create(currency=currency, each=each, per_day=per_day)


def letters(kind: str) -> list[OutboxMessage]:
    return list(OutboxMessage.objects.filter(kind=kind).order_by("pk"))


class TestSending:
    def test_money_goes_from_one_available_balance_to_the_other(self) -> None:
        source, target = make_wallet("50.00"), make_wallet("1.00")
        transfer = send(source, target, "12.34", note="  for the tickets ")
        assert (balances(source), balances(target)) == (("37.66", "0.00"), ("13.34", "0.00"))
        assert (transfer.from_wallet, transfer.to_wallet) == (source, target)
        kept = Transfer.objects.get(pk=transfer.pk)
        assert (kept.money, kept.note, kept.by_customer, kept.key, kept.created_at) == (
            eur("12.34"), "for the tickets", True, "t1", NOW,
        )  # fmt: skip
        assert str(kept) == f"€12.34 to #{target.pk}"

    def test_it_is_one_entry_of_two_postings_with_the_balance_after_each(self) -> None:
        source, target = make_wallet("50.00"), make_wallet("1.00")
        transfer = send(source, target, "12.34", note="for the tickets")
        entry = JournalEntry.objects.get(pk=transfer.entry_id)
        assert (entry.kind, entry.idempotency_key, entry.reference) == ("transfer", "transfer:t1", "")
        assert (entry.description, entry.actor) == ("for the tickets", f"user:{source.customer_id}")
        postings = Posting.objects.filter(entry=entry).values_list(
            "account_id", "amount", "currency", "balance_after"
        )
        assert set(postings) == {
            (source.available_account_id, -1234, "EUR", 3766),
            (target.available_account_id, 1234, "EUR", 1334),
        }
        assert len(postings) == 2
        assert differences() == []

    def test_all_that_is_there_can_be_sent(self) -> None:
        source, target = make_wallet("50.00"), make_wallet()
        send(source, target, "50.00")
        assert (balances(source), balances(target)) == (("0.00", "0.00"), ("50.00", "0.00"))

    def test_a_recipient_without_a_wallet_gets_one_of_the_same_currency(self) -> None:
        source, friend = make_wallet("5000", "JPY"), make_user()
        transfer = transfer_money(
            from_wallet_id=source.pk, to_customer_id=friend.pk, amount=Money(700, "JPY"), key="t1", now=NOW
        )
        opened = Wallet.objects.get(customer=friend)
        assert (transfer.to_wallet_id, opened.currency, balances(opened)) == (opened.pk, "JPY", ("700", "0"))

    def test_money_of_another_of_the_recipients_wallets_is_left_alone(self) -> None:
        friend = make_user()
        dollars, source = make_wallet("3.00", "USD", customer=friend), make_wallet("50.00")
        send(source, dollars, "10.00")
        assert balances(dollars) == ("3.00", "0.00")
        assert balances(Wallet.objects.get(customer=friend, currency="EUR")) == ("10.00", "0.00")

    def test_a_credit_line_can_be_sent_from_too(self) -> None:
        source, target = make_wallet("5.00"), make_wallet()
        set_credit_line(wallet_id=source.pk, amount=eur("10"))
        send(source, target, "15.00")
        assert (balances(source), balances(target)) == (("-10.00", "0.00"), ("15.00", "0.00"))

    def test_what_the_stores_back_end_sends_is_nobodys_act(self) -> None:
        source, target = make_wallet("50.00"), make_wallet()
        transfer = send(source, target, by_customer=False)
        assert Transfer.objects.get(pk=transfer.pk).by_customer is False
        assert JournalEntry.objects.get(pk=transfer.entry_id).actor == ""


class TestTelling:
    def test_both_are_told_each_about_their_own_wallet(self) -> None:
        source, target = make_wallet("50.00"), make_wallet()
        transfer = send(source, target, "12.34", note="for the tickets")
        for kind, wallet in (("money_sent", source), ("money_received", target)):
            [message] = letters(kind)
            assert message.recipient_id == wallet.customer_id
            assert message.subject == f"wallet:{wallet.pk}"
            assert message.data == {
                "wallet": str(wallet.pk),
                "transfer": str(transfer.pk),
                "amount": {"amount": "12.34", "currency": "EUR"},
                "journal_entry": str(transfer.entry_id),
            }
            told = details_of(message)
            assert (told["amount"], told["note"]) == ("€12.34", "for the tickets")

    def test_neither_message_names_the_other_customer(self) -> None:
        source, target = make_wallet("50.00"), make_wallet()
        send(source, target)
        for kind, other in (("money_sent", target), ("money_received", source)):
            [message] = letters(kind)
            written = f"{message.context} {message.data} {message.subject}"
            assert other.customer.email not in written
            assert str(other.pk) not in written


class TestRepeating:
    def test_the_same_key_sends_once_and_tells_once(self) -> None:
        source, target = make_wallet("50.00"), make_wallet()
        first = send(source, target, "40", note="for the tickets")
        before = rest()
        again = send(source, target, "40.00", note="another note", now=NOW + timedelta(days=3))
        assert (again.pk, again.note) == (first.pk, "for the tickets")
        assert rest() == before
        assert (balances(source), balances(target)) == (("10.00", "0.00"), ("40.00", "0.00"))

    def test_a_success_is_answered_again_after_the_money_is_gone_and_both_are_frozen(self) -> None:
        source, target = make_wallet("50.00"), make_wallet()
        first = send(source, target, "50")
        allow("1", "1")
        for wallet in (source, target):
            freeze_wallet(wallet_id=wallet.pk, reason="check")
        before = rest()
        assert send(source, target, "50").pk == first.pk
        assert rest() == before

    @pytest.mark.parametrize("other", ["amount", "from", "to"])
    def test_the_same_key_for_something_else_is_a_conflict(self, other: str) -> None:
        source, target, third = make_wallet("50.00"), make_wallet(), make_wallet("50.00")
        send(source, target, "10")
        before = rest()
        with pytest.raises(IdempotencyConflict):
            send(
                third if other == "from" else source,
                third if other == "to" else target,
                "10.01" if other == "amount" else "10",
            )
        assert rest() == before


class TestRefusing:
    @pytest.mark.parametrize(
        ("amount", "error"),
        [
            (Money("0", "EUR"), AmountOutOfRange),
            (Money("-1", "EUR"), AmountOutOfRange),
            (Money("1.005", "EUR"), TooManyDecimals),
            (Money("NaN", "EUR"), AmountError),
            (Money("Infinity", "EUR"), AmountError),
            (Money("10", "USD"), CurrencyMismatch),
        ],
    )
    def test_what_is_no_amount_of_this_wallet_is_refused(self, amount: Money, error: type) -> None:
        source, target = make_wallet("50.00"), make_wallet()
        before = rest()
        with pytest.raises(error):
            send(source, target, amount)
        assert rest() == before

    def test_more_than_there_is_is_refused_with_what_there_is(self) -> None:
        source, target = make_wallet("10.00"), make_wallet()
        before = rest()
        with pytest.raises(InsufficientFunds) as refused:
            send(source, target, "10.01")
        assert refused.value.available == eur("10.00")
        assert rest() == before

    def test_held_money_can_not_be_sent(self) -> None:
        source, target = make_wallet("50.00"), make_wallet()
        place_hold(wallet_id=source.pk, amount=eur("45"), key="h1")
        before = rest()
        with pytest.raises(InsufficientFunds) as refused:
            send(source, target, "10")
        assert refused.value.available == eur("5.00")
        assert rest() == before

    def test_no_wallet_is_opened_for_money_that_is_not_sent(self) -> None:
        source, friend = make_wallet("10.00"), make_user()
        before = rest()
        with pytest.raises(InsufficientFunds):
            transfer_money(
                from_wallet_id=source.pk, to_customer_id=friend.pk, amount=eur("11"), key="t1", now=NOW
            )
        assert not Wallet.objects.filter(customer=friend).exists()
        assert rest() == before

    @pytest.mark.parametrize("by_customer", [True, False])
    def test_a_frozen_wallet_sends_nothing(self, by_customer: bool) -> None:
        source, target = make_wallet("50.00"), make_wallet()
        freeze_wallet(wallet_id=source.pk, reason="check")
        before = rest()
        with pytest.raises(WalletFrozen) as refused:
            send(source, target, by_customer=by_customer)
        assert refused.value.state == "frozen"
        assert rest() == before

    def test_a_closed_wallet_sends_nothing_either(self) -> None:
        source, target = make_wallet(), make_wallet()
        close_wallet(wallet_id=source.pk, reason="left")
        before = rest()
        with pytest.raises(WalletFrozen) as refused:
            send(source, target)
        assert refused.value.state == "closed"
        assert rest() == before

    @pytest.mark.parametrize("end", [freeze_wallet, close_wallet])
    def test_why_somebody_elses_wallet_takes_nothing_is_not_said(self, end: Any) -> None:
        source, target = make_wallet("50.00"), make_wallet()
        end(wallet_id=target.pk, reason="fraud")
        before = rest()
        with pytest.raises(InvalidState) as refused:
            send(source, target)
        assert str(refused.value) == "This customer can't receive money at the moment."
        assert refused.value.state == ""
        assert rest() == before

    def test_nobody_sends_to_themselves_whichever_wallet_they_have(self) -> None:
        source = make_wallet("50.00")
        make_wallet(currency="USD", customer=source.customer)
        before = rest()
        with pytest.raises(InvalidState, match="Nobody can send money to themselves"):
            send(source, source)
        assert rest() == before

    def test_an_account_that_was_closed_is_no_customer_to_send_to(self) -> None:
        source, gone = make_wallet("50.00"), make_user(is_active=False)
        before = rest()
        for number in (gone.pk, 0):
            with pytest.raises(NotFound, match="customer"):
                transfer_money(
                    from_wallet_id=source.pk, to_customer_id=number, amount=eur("1"), key="t1", now=NOW
                )
        assert rest() == before

    def test_a_wallet_that_is_not_there_is_not_found(self) -> None:
        target = make_wallet()
        with pytest.raises(NotFound, match="wallet"):
            transfer_money(
                from_wallet_id=uuid7(), to_customer_id=target.customer_id, amount=eur("1"), key="t", now=NOW
            )
        assert not Transfer.objects.exists()

    @pytest.mark.parametrize(
        ("name", "change"),
        [
            ("transfer_is_positive", {"amount": Money("-1", "EUR")}),
            ("transfer_goes_to_another_wallet", {"to_wallet": "from_wallet"}),
        ],
    )
    def test_the_database_refuses_it_too(self, name: str, change: dict[str, Any]) -> None:
        source, target = make_wallet("50.00"), make_wallet()
        row = send(source, target)
        for field, value in change.items():
            setattr(row, field, source if value == "from_wallet" else value)
        with pytest.raises(IntegrityError, match=name):
            row.save()


class TestLimits:
    def test_a_customer_sends_at_most_so_much_at_once(self) -> None:
        allow("20", "100")
        source, target = make_wallet("90.00"), make_wallet()
        before = rest()
        with pytest.raises(TransferOutOfLimits, match=r"You can send at most €20\.00 at once\.") as refused:
            send(source, target, "20.01")
        assert refused.value.limit == eur("20.00")
        assert rest() == before
        send(source, target, "20")
        assert balances(target) == ("20.00", "0.00")

    def test_and_within_a_day_what_they_sent_counts_to_everybody_and_nothing_else(self) -> None:
        allow("20", "30")
        source, first, second = make_wallet("90.00"), make_wallet("90.00"), make_wallet()
        send(source, first, "20", "t1")
        send(first, source, "20", "t2")
        send(source, first, "20", "t3", by_customer=False)
        before = rest()
        with pytest.raises(TransferOutOfLimits, match=r"24 hours, €10\.00 is left\.") as refused:
            send(source, second, "10.01", "t4")
        assert refused.value.limit == eur("10.00")
        assert rest() == before
        send(source, second, "10", "t5")
        assert balances(second) == ("10.00", "0.00")

    def test_what_is_left_is_never_said_to_be_less_than_nothing(self) -> None:
        allow("20", "30")
        source, target = make_wallet("90.00"), make_wallet()
        send(source, target, "20", "t1")
        TransferPolicy.objects.update(each="5", per_day="15")
        with pytest.raises(TransferOutOfLimits) as refused:
            send(source, target, "1", "t2")
        assert refused.value.limit == eur("0.00")

    def test_after_a_day_to_the_second_it_counts_no_more(self) -> None:
        allow("20", "20")
        source, target = make_wallet("90.00"), make_wallet()
        send(source, target, "20", "t1")
        day = timedelta(days=1)
        with pytest.raises(TransferOutOfLimits):
            send(source, target, "20", "t2", now=NOW + day - timedelta(seconds=1))
        send(source, target, "20", "t3", now=NOW + day)
        assert balances(target) == ("40.00", "0.00")

    def test_where_the_store_says_nothing_a_hundred_at_once_and_250_a_day(self) -> None:
        source, target = make_wallet("400.00"), make_wallet()
        with pytest.raises(TransferOutOfLimits) as refused:
            send(source, target, "100.01")
        assert refused.value.limit == eur("100.00")
        for number in range(2):
            send(source, target, "100", f"t{number}")
        with pytest.raises(TransferOutOfLimits) as refused:
            send(source, target, "50.01", "t3")
        assert refused.value.limit == eur("50.00")

    def test_a_policy_of_zero_lets_customers_send_nothing(self) -> None:
        allow("0", "0")
        source, target = make_wallet("50.00"), make_wallet()
        before = rest()
        with pytest.raises(TransferOutOfLimits) as refused:
            send(source, target, "0.01")
        assert refused.value.limit == eur("0.00")
        assert rest() == before

    def test_each_currency_has_limits_of_its_own(self) -> None:
        allow("0", "0")
        allow("1.234", "1.234", "KWD")
        source, target = make_wallet("5.000", "KWD"), make_wallet(currency="KWD")
        send(source, target, "1.234")
        assert balances(target) == ("1.234", "0.000")

    def test_a_recipients_wallet_holds_no_more_than_the_store_allows(self) -> None:
        TopUpPolicy.objects.create(
            currency="EUR", presets="10", minimum=1, maximum=50, maximum_balance=50, daily_limit=1000
        )
        source, target = make_wallet("50.00"), make_wallet("45.00")
        place_hold(wallet_id=target.pk, amount=eur("45"), key="h1")
        before = rest()
        with pytest.raises(InvalidState, match="This customer can't receive so much") as refused:
            send(source, target, "5.01")
        assert "45" not in str(refused.value)
        assert rest() == before
        send(source, target, "5")
        assert balances(target) == ("5.00", "45.00")

    def test_the_stores_back_end_has_no_limits_but_the_balance(self) -> None:
        allow("0", "0")
        source, target = make_wallet("2000.00"), make_wallet("900.00")
        send(source, target, "2000", by_customer=False)
        assert balances(target) == ("2900.00", "0.00")
