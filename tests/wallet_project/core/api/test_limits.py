"""How often somebody may call, with Redis and without."""

import pytest
import redis

from tests.factories.wallets import balances, make_wallet
from tests.support.api import as_browser, as_store, money, nobody, problem
from wallet_project.core.api import counters as counting
from wallet_project.core.api.counters import Counters, Known
from wallet_project.core.api.limits import counters
from wallet_project.core.gathering import Gathered

pytestmark = pytest.mark.django_db

NOWHERE = "redis://127.0.0.1:9/0"
CREDIT = {"amount": money("1.00"), "reason": "goodwill"}


@pytest.fixture(autouse=True)
def _counted_anew():
    """None of an earlier test's calls count in this process; Redis is emptied after each test."""
    counters.cache_clear()
    yield
    counters.cache_clear()


@pytest.fixture
def redis_is_down(settings):
    settings.CACHE_URL = NOWHERE
    counters.cache_clear()


def wallet_of(api, wallet):
    return api.get(f"/wallets/{wallet.pk}/")


def is_limited(answer, limit):
    assert problem(answer) == (429, "rate_limited")
    assert answer.json()["limit"] == limit
    assert 1 <= int(answer.headers["Retry-After"]) <= 60
    return True


class TestEachHasALimitOfTheirOwn:
    def test_a_key(self, settings):
        settings.API_LIMIT_PER_KEY = 3
        wallet, store, another = make_wallet("5"), as_store(), as_store()
        assert [wallet_of(store, wallet).status_code for _ in range(3)] == [200] * 3
        assert is_limited(wallet_of(store, wallet), 3)
        assert is_limited(store.post(f"/wallets/{wallet.pk}/credits/", CREDIT), 3)
        assert balances(wallet) == ("5.00", "0.00")
        assert wallet_of(another, wallet).status_code == 200

    def test_a_customer_in_whichever_session(self, settings):
        settings.API_LIMIT_PER_CUSTOMER = 3
        wallet, other = make_wallet("5"), make_wallet()
        for _ in range(3):
            assert wallet_of(as_browser(wallet.customer), wallet).status_code == 200
        assert is_limited(wallet_of(as_browser(wallet.customer), wallet), 3)
        assert wallet_of(as_browser(other.customer), other).status_code == 200

    def test_an_address_of_nobody_and_of_customers_together(self, settings):
        settings.API_LIMIT_PER_ADDRESS = 3
        wallet = make_wallet("5")
        assert nobody().get("/health/").status_code == 200
        for _ in range(2):
            assert wallet_of(as_browser(wallet.customer), wallet).status_code == 200
        assert is_limited(nobody().get("/health/"), 3)
        assert is_limited(wallet_of(as_browser(wallet.customer), wallet), 3)
        elsewhere = nobody()
        elsewhere.client.defaults["REMOTE_ADDR"] = "198.51.100.7"
        assert elsewhere.get("/health/").status_code == 200
        assert wallet_of(as_store(), wallet).status_code == 200

    def test_all_addresses_of_one_subscriber_are_one(self, settings):
        settings.API_LIMIT_PER_ADDRESS = 2
        answers = []
        for address in ("2001:db8::1", "2001:db8::ffff:2", "2001:db8::3", "2001:db8:0:1::1"):
            api = nobody()
            api.client.defaults["REMOTE_ADDR"] = address
            answers.append(api.get("/health/").status_code)
        assert answers == [200, 200, 429, 200]

    def test_wrong_keys_by_address(self, settings):
        settings.API_LIMIT_BAD_CREDENTIALS = 2
        wrong = nobody()
        wrong.headers["Authorization"] = f"Api-Key sw_{'0' * 12}_{'x' * 43}"
        assert [wrong.get("/wallets/").status_code for _ in range(3)] == [401, 401, 429]

    def test_look_ups_harder(self, settings):
        settings.API_LIMIT_LOOK_UPS = 1
        wallet = make_wallet("5")
        me = as_browser(wallet.customer)
        sent = {"wallet": str(wallet.pk), "to_customer": "nobody", "amount": money("1.00")}
        assert problem(me.post("/transfers/", sent)) == (404, "not_found")
        assert is_limited(me.post("/transfers/", sent), 1)
        assert wallet_of(me, wallet).status_code == 200


class TestWithRedisDown:
    def test_money_still_moves(self, redis_is_down):
        wallet = make_wallet("5")
        answer = as_store().post(f"/wallets/{wallet.pk}/credits/", CREDIT)
        assert (answer.status_code, balances(wallet)) == (201, ("6.00", "0.00"))

    def test_this_process_counts_for_itself(self, redis_is_down, settings):
        settings.API_LIMIT_PER_KEY = 3
        wallet, store = make_wallet("5"), as_store()
        assert [wallet_of(store, wallet).status_code for _ in range(3)] == [200] * 3
        assert is_limited(store.post(f"/wallets/{wallet.pk}/credits/", CREDIT), 3)
        assert balances(wallet) == ("5.00", "0.00")

    def test_it_is_left_alone_for_a_while_and_then_asked_again(self, settings, monkeypatch):
        found, clock = Counters(NOWHERE), [100.0]
        monkeypatch.setattr(counting.time, "monotonic", lambda: clock[0])
        assert [found.count("k", now=600), found.count("k", now=600)] == [1, 2]
        found._count.registered_client = redis.Redis.from_url(settings.CACHE_URL)
        assert found.count("k", now=600) == 3
        clock[0] += counting.PAUSE
        assert found.count("k", now=600) == 1


@pytest.mark.parametrize("url", [NOWHERE, None], ids=["here", "in Redis"])
def test_the_minute_before_counts_as_far_as_it_reaches_in(url, settings):
    found = Counters(url or settings.CACHE_URL)
    for _ in range(4):
        found.count("k", now=610)
    assert found.count("k", now=675) == 1 + 4 * 0.75
    assert found.count("k", now=735) == 1 + 1 * 0.75
    assert found.count("another", now=735) == 1


def test_what_is_long_over_is_forgotten_here():
    found = Counters(NOWHERE)
    found._local = {f"calls:{number}:1": 1 for number in range(10_001)}
    assert found.count("k", now=600) == 1
    assert list(found._local) == ["calls:k:10"]


class TestWhoCallsManyTimesASecond:
    """Where threads gather, as in the processes that serve."""

    @pytest.fixture
    def found(self, settings):
        settings.GATHERED_BY_THREADS = True
        # One that tells when it is told to, and not by itself.
        made = Counters(settings.CACHE_URL)
        made._untold = Gathered("test", made._tell, pause=3600)
        return made

    def test_counts_here_and_tells_redis_later(self, found, settings):
        other = Counters(settings.CACHE_URL)
        assert [found.count_soon("k", now=600) for _ in range(3)] == [1, 2, 3]
        assert other.count("k", now=600) == 2
        found._untold.flush()
        assert other.count("k", now=600) == 5
        assert found.count_soon("k", now=600) == 5
        found._untold.flush()
        assert found.count_soon("k", now=600) == 7

    def test_asks_again_when_it_has_not_heard_of_others_for_long(self, found, settings, monkeypatch):
        clock = [100.0]
        monkeypatch.setattr(counting.time, "monotonic", lambda: clock[0])
        other = Counters(settings.CACHE_URL)
        assert found.count_soon("k", now=600) == 1
        assert [other.count("k", now=600) for _ in range(4)] == [2, 3, 4, 5]
        assert found.count_soon("k", now=600) == 2
        clock[0] += counting.FRESH
        assert found.count_soon("k", now=600) == 6

    def test_the_minute_before_counts_in_the_next(self, found):
        for _ in range(4):
            found.count_soon("k", now=610)
        found._untold.flush()
        assert found.count_soon("k", now=675) == 1 + 4 * 0.75

    def test_without_threads_redis_is_asked_each_time(self, found, settings):
        settings.GATHERED_BY_THREADS = False
        other = Counters(settings.CACHE_URL)
        assert [one.count_soon("k", now=600) for one in (found, other, found)] == [1, 2, 3]

    def test_old_minutes_are_forgotten(self, found):
        found._known = {(str(number), 9): Known(1, 0, 0.0) for number in range(10_001)}
        assert found.count_soon("k", now=600) == 1
        assert list(found._known) == [("k", 10)]
