from __future__ import annotations

from typing import Any

import pytest

from rewards import sections
from rewards.sections import RewardSection, register_section, sections_of


@pytest.fixture(autouse=True)
def _no_others(monkeypatch: Any) -> None:
    monkeypatch.setattr(sections, "_sections", {})


def test_sections_stand_in_the_order_in_which_they_came():
    register_section(RewardSection("Your orders", "storefront:orders", "What you bought.", icon="box"))
    register_section(RewardSection("Your cart", "storefront:cart"))
    shown = sections_of(7)
    assert [(one.title, one.url, one.count) for one in shown] == [
        ("Your orders", "/orders/", 0),
        ("Your cart", "/cart/", 0),
    ]
    assert (shown[0].text, shown[0].icon, shown[1].text, shown[1].icon) == (
        "What you bought.",
        "box",
        "",
        "arrow",
    )


def test_the_count_is_of_that_customer():
    register_section(RewardSection("Cards", "storefront:cart", count=lambda customer_id: customer_id * 2))
    assert [one.count for one in sections_of(3)] == [6]


def test_a_section_registered_again_stands_once_as_it_came_last():
    for title in ("Old", "New"):
        register_section(RewardSection(title, "storefront:cart"))
    assert [one.title for one in sections_of(1)] == ["New"]


def test_a_page_that_this_shop_does_not_have_is_left_out():
    register_section(RewardSection("Nowhere", "nowhere:page", count=lambda customer_id: 1))
    assert sections_of(1) == []
