"""The Rewards tab of a customer: what it shows; crediting and debiting: preview, confirm, once."""

from __future__ import annotations

import re
from datetime import timedelta
from uuid import uuid4

import pytest
from django.contrib.auth import get_user_model
from django.utils import timezone
from djmoney.money import Money

from notifications.models import OutboxMessage
from notifications.texts import details_of
from rewards.enums import Activity
from rewards.models import CreditLot, RewardAdjustment, RewardWallet
from rewards.services import (
    Earning,
    book_accrual,
    clawback_accruals,
    convert_points,
    place_reward_hold,
)
from tests.factories.rewards import add_rewards, left_of, make_program, make_reward_wallet
from tests.factories.wallets import make_user
from tests.support.staff import address, client_of
from wallets.models import AdjustmentPolicy

pytestmark = pytest.mark.django_db


def typed(**changes):
    return {
        "key": str(uuid4()),
        "direction": "credit",
        "amount": "12.50",
        "reason": "goodwill",
        "valid_until": "",
        "note": "called us",
        "customer_note": "Sorry for the wait",
        **changes,
    }


def tab(client, customer_id):
    answer = client.get(address("customer_rewards", customer_id))
    assert answer.status_code == 200
    return answer.content.decode()


def preview(client, wallet, data):
    return client.post(address("preview_rewards", wallet.customer_id, wallet.pk), data).content.decode()


def book(client, wallet, data):
    return client.post(address("book_rewards", wallet.customer_id, wallet.pk), data)


def earn(points, number, *, days=None):
    now = timezone.now()
    return book_accrual(
        customer_id=points.customer_id,
        activity=Activity.PURCHASE,
        reference=number,
        earning=Earning(Money(120, "PTS"), story=["1 point for each <1.00>"]),
        matures_at=now + timedelta(days=days) if days else None,
        now=now,
    )


class TestTab:
    def test_it_shows_what_there_is_of_each_kind(self):
        make_program()
        euros = make_reward_wallet("20")
        points = make_reward_wallet("537", "PTS", customer=euros.customer)
        add_rewards(euros, "5", days=10)
        place_reward_hold(wallet_id=euros.pk, amount=Money(8, "EUR"), key="h", reference="1000041")
        earn(points, "1000042", days=14)
        page = tab(client_of("Support"), euros.customer_id)
        day = timezone.localdate() + timedelta(days=10)
        for words in ("€17.00", "€8.00", "537 points", "Worth €5.37 today", "1000041", "1000042"):
            assert words in page
        assert "1 point for each &lt;1.00&gt;" in page
        assert "Held for order #1000041" in page
        assert f"{day.day} {day:%b %Y}" not in page  # those five were held first

    def test_what_was_spent_and_is_owed_is_said(self):
        make_program()
        points = make_reward_wallet("0", "PTS")
        earn(points, "1000043")
        convert_points(customer_id=points.customer_id, points=100, currency="EUR", key="c")
        clawback_accruals(reference="1000043", refunded=Money(10, "EUR"), total=Money(10, "EUR"))
        page = tab(client_of("Support"), points.customer_id)
        assert "Owed to the store" in page
        assert "100 points" in page

    def test_support_sees_no_form(self):
        page = tab(client_of("Support"), make_reward_wallet("20").customer_id)
        for words in ("Preview", 'name="key"', "Open reward wallet"):
            assert words not in page

    def test_a_customer_without_rewards_gets_them_opened_here(self):
        customer, client = make_user(), client_of("Operations")
        assert "No reward wallet yet" in tab(client, customer.pk)
        client.post(address("open_rewards", customer.pk), {"currency": "PTS"})
        assert "0 points" in tab(client, customer.pk)
        answer = client.post(address("open_rewards", customer.pk), {"currency": "PTS"})
        assert answer.status_code == 200
        assert RewardWallet.objects.filter(customer=customer).count() == 1

    def test_it_costs_the_same_with_one_and_with_three_rows(self, django_assert_max_num_queries):
        points, client = make_reward_wallet("100", "PTS"), client_of("Operations")

        def more(number):
            add_rewards(points, "10", days=number)
            earn(points, f"100{number}", days=3)
            place_reward_hold(wallet_id=points.pk, amount=Money(1, "PTS"), key=f"h{number}")

        more(1)
        tab(client, points.customer_id)
        with django_assert_max_num_queries(60) as one:
            tab(client, points.customer_id)
        more(2)
        more(3)
        with django_assert_max_num_queries(60) as three:
            tab(client, points.customer_id)
        assert len(one) == len(three)


class TestAdjusting:
    def test_the_preview_says_what_expires_when_and_what_the_customer_reads_and_moves_nothing(self):
        wallet = make_reward_wallet("20", days=30)
        page = preview(client_of("Operations"), wallet, typed(valid_until="2100-12-31"))
        for words in ("€20.00", "€32.50", "31 Dec 2100", "Valid until 31 Dec 2100", "Sorry for the wait"):
            assert words in page
        assert left_of(wallet) == [2000]

    def test_a_credit_can_be_spent_to_the_end_of_its_last_day(self):
        wallet = make_reward_wallet()
        book(client_of("Operations"), wallet, typed(valid_until="2100-12-31"))
        lot = CreditLot.objects.get()
        assert (lot.remaining, lot.expires_at.isoformat()) == (1250, "2101-01-01T00:00:00+00:00")
        made = RewardAdjustment.objects.get()
        assert (made.note, made.customer_note, made.reason) == ("called us", "Sorry for the wait", "goodwill")
        told = details_of(OutboxMessage.objects.latest("pk"))
        assert (told["amount"], told["until"]) == ("€12.50", "Dec. 31, 2100")

    def test_a_debit_takes_what_expires_soonest(self):
        wallet = make_reward_wallet("20")
        add_rewards(wallet, "5", days=10)
        page = preview(client_of("Operations"), wallet, typed(direction="debit", amount="7"))
        assert "€18.00" in page
        book(client_of("Operations"), wallet, typed(direction="debit", amount="7"))
        assert left_of(wallet) == [1800, 0]

    def test_sent_twice_it_books_once(self):
        wallet, client, data = make_reward_wallet(), client_of("Operations"), typed()
        assert [book(client, wallet, data).status_code for _ in range(2)] == [302, 302]
        assert left_of(wallet) == [1250]
        assert "booked already" in preview(client, wallet, data)

    def test_another_amount_with_the_same_key_is_refused_and_gets_a_new_key(self):
        wallet, client, data = make_reward_wallet(), client_of("Operations"), typed()
        book(client, wallet, data)
        page = book(client, wallet, {**data, "amount": "99"}).content.decode()
        assert "sent before with other values" in page
        assert data["key"] not in page
        assert left_of(wallet) == [1250]

    @pytest.mark.parametrize(
        ("changes", "field", "words"),
        [
            ({"amount": "0"}, "amount", "more than zero"),
            ({"amount": "-1"}, "amount", "more than zero"),
            ({"amount": "1.005"}, "amount", "at most 2 decimals"),
            ({"amount": "１２"}, "amount", "in digits"),
            ({"amount": "20.01", "direction": "debit"}, "amount", "€20.00"),
            ({"valid_until": "2020-01-01"}, None, "in the future"),
            ({"valid_until": "2100-01-01", "direction": "debit"}, "valid_until", "takes first"),
            ({"valid_until": "9999-12-31"}, "valid_until", "before the year 3000"),
            ({"reason": "rescue"}, "reason", "valid choice"),
        ],
    )
    @pytest.mark.parametrize("step", ["preview", "book"])
    def test_what_does_not_fit_is_refused_in_words_with_what_was_typed(self, step, changes, field, words):
        wallet, client = make_reward_wallet("20"), client_of("Finance")
        answer = client.post(address(f"{step}_rewards", wallet.customer_id, wallet.pk), typed(**changes))
        page = answer.content.decode()
        if field:
            error = re.search(rf'id="id_rewards_EUR_{field}_error">(.*?)</p>', page, re.S)
            assert words in error.group(1)
        assert words in page
        assert "Sorry for the wait" in page
        assert left_of(wallet) == [2000]

    def test_parts_of_a_point_are_refused(self):
        points = make_reward_wallet("20", "PTS")
        assert "decimals" in preview(client_of("Finance"), points, typed(amount="1.5"))
        assert "32 points" in preview(client_of("Finance"), points, typed(amount="12"))

    def test_change_comes_back_with_what_was_typed(self):
        page = preview(client_of("Finance"), make_reward_wallet("20"), typed(edit="1"))
        assert 'value="12.50"' in page
        assert "called us" in page

    def test_operations_have_a_limit_for_points_as_for_money(self):
        AdjustmentPolicy.objects.create(currency="PTS", operations_each="10", per_admin_and_day="1000")
        points = make_reward_wallet("20", "PTS")
        page = preview(client_of("Operations"), points, typed(amount="11"))
        assert "above what you may move alone" in page
        assert "31 points" in preview(client_of("Finance"), points, typed(amount="11"))

    @pytest.mark.parametrize("role", ["Operations", "Finance", "Superuser"])
    def test_nobody_adjusts_their_own_rewards(self, role):
        client = client_of(role)
        customer = get_user_model().objects.get(pk=client.session["_auth_user_id"])
        wallet = make_reward_wallet("20", customer=customer)
        assert "your own rewards" in tab(client, wallet.customer_id)
        assert "own rewards" in book(client, wallet, typed()).content.decode()
        assert "own rewards" in preview(client, wallet, typed())
        assert left_of(wallet) == [2000]

    def test_rewards_of_another_customer_are_not_found(self):
        wallet, other, client = make_reward_wallet("20"), make_reward_wallet("20"), client_of("Finance")
        for name in ("preview_rewards", "book_rewards"):
            assert client.post(address(name, other.customer_id, wallet.pk), typed()).status_code == 404
        assert left_of(wallet) == [2000]

    def test_html_in_notes_is_shown_as_text(self):
        wallet, client = make_reward_wallet(), client_of("Finance")
        evil = "<img src=x onerror=alert(1)>"
        pages = [preview(client, wallet, typed(note=evil, customer_note=evil))]
        book(client, wallet, typed(note=evil, customer_note=evil))
        pages.append(tab(client, wallet.customer_id))
        for page in pages:
            assert evil not in page
            assert "&lt;img" in page
