"""A real Chromium in front of the whole shop: web server, database, payment service, webhooks."""

from __future__ import annotations

import copy
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as store_settings
from playwright.sync_api import Browser

from tests.browser.critic import Critic
from tests.browser.seats import Seats
from tests.browser.shop import Shop
from tests.browser.visitor import ARTIFACTS, PHONE, Visitor
from tests.support.chromium import open_chromium
from wallet_project.fake_stripe.client import FakeStripe
from wallet_project.storefront.catalog import load_catalog


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    here = Path(__file__).parent
    for item in items:
        if here in item.path.parents:
            item.add_marker(pytest.mark.browser)
            item.add_marker(pytest.mark.django_db(transaction=True))


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Iterator[None]:
    report = yield
    if report.when == "call" and report.failed:  # type: ignore[attr-defined]
        for number, visitor in enumerate(item.stash.get(VISITORS, [])):
            visitor.keep_picture(ARTIFACTS / "failures" / f"{item.name}-{number}.png")
    return report


VISITORS = pytest.StashKey[list[Visitor]]()


@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    """One Chromium for all the stories of this worker."""
    with open_chromium() as browser:
        yield browser


@pytest.fixture
def shop(live_server: Any, fake: FakeStripe, settings: Any) -> Iterator[Shop]:
    """The shop with full shelves, and its payment service, which tells it by webhook."""
    settings.SITE_URL = live_server.url
    policy = copy.deepcopy(store_settings.CONTENT_SECURITY_POLICY)
    policy["DIRECTIVES"]["form-action"] = ["'self'", fake.base_url]
    settings.CONTENT_SECURITY_POLICY = policy
    load_catalog()
    opened = Shop(live_server.url, fake)
    opened.bank.configure(delivery="normal", webhook_url=f"{opened.url}/webhooks/stripe/", late_seconds=1)
    yield opened
    opened.close()


@pytest.fixture(scope="session")
def looked_at(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Path:
    """The folder in which all workers of this run note which pages were looked at."""
    base = tmp_path_factory.getbasetemp()
    folder = (base if worker_id == "master" else base.parent) / "looked-at"
    folder.mkdir(exist_ok=True)
    return folder


@pytest.fixture(scope="session")
def critic() -> Critic:
    """One for all the stories of this worker: what it has judged once, it knows."""
    return Critic()


@pytest.fixture(scope="package")
def seats(browser: Browser) -> Seats:
    return Seats(browser)


@pytest.fixture
def visit(
    seats: Seats, shop: Shop, looked_at: Path, critic: Critic, request: pytest.FixtureRequest
) -> Iterator[Callable[..., Visitor]]:
    """`visit(size=DESKTOP)`: somebody with a browser of their own; `visit(customer)` is logged in."""
    visitors = request.node.stash.setdefault(VISITORS, [])

    def come(user: Any = None, *, size: tuple[int, int] = PHONE, **options: Any) -> Visitor:
        visitor = Visitor(seats, shop, size=size, looked_at=looked_at, critic=critic, **options)
        visitors.append(visitor)
        if user is not None:
            visitor.is_logged_in_as(user)
        return visitor

    yield come
    try:
        for visitor in visitors:
            visitor.found_nothing_wrong()
    finally:
        for visitor in visitors:
            visitor.leave()
