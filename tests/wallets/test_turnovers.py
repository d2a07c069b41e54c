from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from djmoney.money import Money

from tests.factories.holds import take
from tests.factories.wallets import credit, make_wallet
from wallets.models import Wallet
from wallets.services import place_hold
from wallets.turnovers import Turnover, turnovers

pytestmark = pytest.mark.django_db


def pot_of(wallet: Wallet) -> list[int]:
    return [wallet.available_account_id, wallet.held_account_id]


def test_what_came_in_and_went_out_between_two_instants(server_now: Any) -> None:
    wallet, other = make_wallet("20.00"), make_wallet("5.00")
    since = server_now()
    credit(wallet, "7.00")
    take(wallet, "12.00")
    until = server_now()
    credit(wallet, "100.00")
    found = turnovers({"a": pot_of(wallet), "b": pot_of(other)}, since=since, until=until)
    assert found == {"a": Turnover(2000, 700, 1200), "b": Turnover(500, 0, 0)}
    assert (found["a"].closing, found["b"].is_empty) == (1500, False)


def test_a_hold_is_no_turnover(server_now: Any) -> None:
    wallet, since = make_wallet("20.00"), server_now()
    place_hold(wallet_id=wallet.pk, amount=Money("15.00", "EUR"), key="hold", reference="7", expires_at=None)
    found = turnovers({0: pot_of(wallet)}, since=since, until=since + timedelta(days=1))
    assert found == {0: Turnover(2000, 0, 0)}


def test_it_is_one_query_for_any_number(query_count: Any, server_now: Any) -> None:
    pots = {number: pot_of(make_wallet("1.00")) for number in range(3)}
    now = server_now()
    for some in (1, 3):
        with query_count(1):
            turnovers(dict(list(pots.items())[:some]), since=now, until=now)
    assert turnovers({}, since=now, until=now) == {}
