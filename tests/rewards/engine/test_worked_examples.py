"""What orders earn, by the cent, the paisa, the yen and the fils."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from typing import Any

import pytest

from rewards.engine import Multiplier, Occasion, Purchase, Rule, Standing, Used, earn
from rewards.enums import Activity
from tests.factories.earning import cashback, fixed, money, occasion, points_for_each, purchase

GOLD = Standing("gold", "Gold", Decimal("1.5"))
NOON = datetime.fromisoformat("2026-11-26T12:00:00+00:00")
FRIDAY, SATURDAY, MONDAY = (
    datetime.fromisoformat(f"2026-11-{day}T00:00:00+00:00") for day in ("27", "28", "30")
)


def times(factor: str, **fields: Any) -> Multiplier:
    for name in ("products", "categories"):
        fields[name] = frozenset(fields.get(name, ()))
    return Multiplier(Decimal(factor), "A multiplier", **fields)


def euro_points(**fields: Any) -> Rule:
    """A point for each whole euro."""
    return points_for_each("1.00 EUR", **fields)


COFFEE_AND_TEA = ("12.50 EUR moka-pot coffee", "7.50 EUR sencha tea")

# Each: what it shows, the rules, the order, what is earned, and what else there is to know.
BY_AMOUNT: list[tuple[str, list[Rule], Purchase, list[str], dict[str, Any]]] = [
    ("a point a euro", [euro_points()], purchase("80.00 EUR"), ["80 PTS"], {}),
    ("only whole steps", [euro_points()], purchase("80.99 EUR"), ["80 PTS"], {}),
    ("less than a step is nothing", [euro_points()], purchase("0.99 EUR"), [], {}),
    (
        "5 points for each 10 euro",
        [points_for_each("10.00 EUR", "5 PTS")],
        purchase("39.99 EUR"),
        ["15 PTS"],
        {},
    ),
    (
        "steps of 100 rupees",
        [points_for_each("100.00 INR", "4 PTS")],
        purchase("2499.50 INR"),
        ["96 PTS"],
        {},
    ),
    ("steps of 100 yen", [points_for_each("100 JPY")], purchase("8980 JPY"), ["89 PTS"], {}),
    (
        "steps of half a dinar",
        [points_for_each("0.500 KWD", "2 PTS")],
        purchase("12.249 KWD"),
        ["48 PTS"],
        {},
    ),
    (
        "1 rupee back for each 50",
        [points_for_each("50.00 INR", "1.00 INR")],
        purchase("2499.50 INR"),
        ["49.00 INR"],
        {},
    ),
    ("cashback to the cent below", [cashback("3", "EUR")], purchase("79.99 EUR"), ["2.39 EUR"], {}),
    ("cashback to the paisa below", [cashback("2.5", "INR")], purchase("1999.99 INR"), ["49.99 INR"], {}),
    ("cashback to the yen below", [cashback("1", "JPY")], purchase("8980 JPY"), ["89 JPY"], {}),
    ("cashback to the fils below", [cashback("1.5", "KWD")], purchase("12.345 KWD"), ["0.185 KWD"], {}),
    ("too little for a cent is nothing", [cashback("0.5", "EUR")], purchase("1.99 EUR"), [], {}),
    ("a fixed amount for an order", [fixed("50 PTS")], purchase("0.01 EUR"), ["50 PTS"], {}),
    ("an order in another currency", [euro_points()], purchase("80.00 INR"), [], {}),
    (
        "money comes before points",
        [euro_points(), cashback("1", "EUR")],
        purchase("80.00 EUR"),
        ["0.80 EUR", "80 PTS"],
        {},
    ),
    ("delivery earns nothing", [euro_points()], purchase("24.90 EUR", *COFFEE_AND_TEA), ["20 PTS"], {}),
]

CONDITIONS = [
    (
        "an excluded category",
        [euro_points(excluded_categories=frozenset({"tea"}))],
        purchase("20.00 EUR", *COFFEE_AND_TEA),
        ["12 PTS"],
        {},
    ),
    (
        "an excluded product",
        [euro_points(excluded_products=frozenset({"moka-pot"}))],
        purchase("20.00 EUR", *COFFEE_AND_TEA),
        ["7 PTS"],
        {},
    ),
    (
        "below the smallest order",
        [euro_points(minimum_order=money("50.00 EUR"))],
        purchase("49.99 EUR"),
        [],
        {},
    ),
    (
        "the smallest order",
        [euro_points(minimum_order=money("50.00 EUR"))],
        purchase("50.00 EUR"),
        ["50 PTS"],
        {},
    ),
    ("not with a coupon", [euro_points(with_coupon=False)], purchase("80.00 EUR", has_coupon=True), [], {}),
    ("also with a coupon", [euro_points()], purchase("80.00 EUR", has_coupon=True), ["80 PTS"], {}),
    (
        "a coupon lowers what counts",
        [euro_points()],
        purchase("15.00 EUR", *COFFEE_AND_TEA, has_coupon=True),
        ["15 PTS"],
        {},
    ),
    (
        "the part paid by rewards does not count",
        [euro_points()],
        purchase("300.00 EUR", rewarded="20.00 EUR"),
        ["280 PTS"],
        {},
    ),
    (
        "or it does",
        [euro_points(unrewarded_only=False)],
        purchase("300.00 EUR", rewarded="20.00 EUR"),
        ["300 PTS"],
        {},
    ),
    (
        "rewards pay delivery too",
        [cashback("10", "EUR")],
        purchase("25.00 EUR", *COFFEE_AND_TEA, rewarded="10.00 EUR"),
        ["1.20 EUR"],
        {},
    ),
    ("all paid by rewards", [euro_points()], purchase("20.00 EUR", rewarded="20.00 EUR"), [], {}),
    (
        "excluded lines bear their part",
        [cashback("10", "KWD", excluded_categories=frozenset({"tea"}))],
        purchase("10.000 KWD", "7.501 KWD moka-pot coffee", "2.499 KWD sencha tea", rewarded="1.000 KWD"),
        ["0.675 KWD"],
        {},
    ),
]

MULTIPLIED = [
    (
        "a category counts twice",
        [euro_points(multipliers=(times("2", categories=("coffee",)),))],
        purchase("20.00 EUR", *COFFEE_AND_TEA),
        ["32 PTS"],
        {},
    ),
    (
        "a product counts three times",
        [euro_points(multipliers=(times("3", products=("sencha",)),))],
        purchase("20.00 EUR", *COFFEE_AND_TEA),
        ["34 PTS"],
        {},
    ),
    (
        "two multipliers on one line multiply",
        [euro_points(multipliers=(times("2", categories=("coffee",)), times("1.5", products=("moka-pot",))))],
        purchase("20.00 EUR", *COFFEE_AND_TEA),
        ["44 PTS"],
        {},
    ),
    ("a tier's own multiplier", [euro_points()], purchase("80.00 EUR"), ["120 PTS"], {"standing": GOLD}),
    ("a half point is no point", [euro_points()], purchase("81.00 EUR"), ["121 PTS"], {"standing": GOLD}),
    (
        "a rule that tiers don't multiply",
        [euro_points(tier_counts=False)],
        purchase("80.00 EUR"),
        ["80 PTS"],
        {"standing": GOLD},
    ),
    (
        "double for gold",
        [euro_points(tier_counts=False, multipliers=(times("2", tier="gold"),))],
        purchase("80.00 EUR"),
        ["160 PTS"],
        {"standing": GOLD},
    ),
    (
        "double for silver is not for gold",
        [euro_points(tier_counts=False, multipliers=(times("2", tier="silver"),))],
        purchase("80.00 EUR"),
        ["80 PTS"],
        {"standing": GOLD},
    ),
    (
        "weekend and tier multiply",
        [euro_points(multipliers=(times("2", starts_at=SATURDAY, ends_at=MONDAY),))],
        purchase("80.00 EUR"),
        ["240 PTS"],
        {"standing": GOLD, "moment": SATURDAY},
    ),
    (
        "a window has not begun",
        [euro_points(multipliers=(times("2", starts_at=SATURDAY),))],
        purchase("80.00 EUR"),
        ["80 PTS"],
        {"moment": FRIDAY},
    ),
    (
        "a window ends at its end",
        [euro_points(multipliers=(times("2", starts_at=SATURDAY, ends_at=MONDAY),))],
        purchase("80.00 EUR"),
        ["80 PTS"],
        {"moment": MONDAY},
    ),
    (
        "cashback rounds once, at the end",
        [cashback("1.5", "JPY", multipliers=(times("2", categories=("coffee",)),))],
        purchase("1999 JPY", "999 JPY moka-pot coffee", "1000 JPY sencha tea"),
        ["67 JPY"],
        {"standing": GOLD},
    ),
    ("a fixed amount for gold", [fixed("50 PTS")], purchase("5.000 KWD"), ["75 PTS"], {"standing": GOLD}),
    (
        "a rule before its day",
        [euro_points(starts_at=SATURDAY)],
        purchase("80.00 EUR"),
        [],
        {"moment": FRIDAY},
    ),
    ("a rule after its end", [euro_points(ends_at=FRIDAY)], purchase("80.00 EUR"), [], {"moment": FRIDAY}),
]

LIMITED = [
    ("most of an order", [euro_points(per_order="50 PTS")], purchase("80.00 EUR"), ["50 PTS"], {}),
    (
        "most of an order in fils",
        [cashback("10", "KWD", per_order="0.750 KWD")],
        purchase("12.345 KWD"),
        ["0.750 KWD"],
        {},
    ),
    (
        "what is left of the day",
        [euro_points(key="r", per_day="100 PTS")],
        purchase("80.00 EUR"),
        ["40 PTS"],
        {"used": {"r": Used(day=60, ever=900)}},
    ),
    (
        "the day is used up",
        [euro_points(key="r", per_day="100 PTS")],
        purchase("80.00 EUR"),
        [],
        {"used": {"r": Used(day=100, ever=100)}},
    ),
    (
        "what is left for ever",
        [cashback("10", "INR", key="r", per_customer="500.00 INR")],
        purchase("2499.50 INR"),
        ["130.00 INR"],
        {"used": {"r": Used(day=0, ever=37000)}},
    ),
    (
        "more used than the limit of today",
        [euro_points(key="r", per_customer="100 PTS")],
        purchase("80.00 EUR"),
        [],
        {"used": {"r": Used(day=0, ever=130)}},
    ),
    (
        "the tightest limit",
        [points_for_each("100 JPY", key="r", per_order="60 PTS", per_day="100 PTS", per_customer="1000 PTS")],
        purchase("8980 JPY"),
        ["25 PTS"],
        {"used": {"r": Used(day=50, ever=975)}},
    ),
    (
        "a limit is of one rule",
        [euro_points(per_order="50 PTS"), fixed("25 PTS")],
        purchase("80.00 EUR"),
        ["75 PTS"],
        {},
    ),
    (
        "limits come after the tier",
        [euro_points(per_order="100 PTS")],
        purchase("80.00 EUR"),
        ["100 PTS"],
        {"standing": GOLD},
    ),
]

TOGETHER = [
    (
        "rules add up",
        [euro_points(), fixed("10 PTS"), points_for_each("20.00 EUR", "5 PTS")],
        purchase("80.00 EUR"),
        ["110 PTS"],
        {},
    ),
    (
        "only the best of two",
        [fixed("100 PTS", stacks=False), euro_points(stacks=False)],
        purchase("80.00 EUR"),
        ["100 PTS"],
        {},
    ),
    (
        "the best and those that add up",
        [euro_points(), fixed("100 PTS", stacks=False), fixed("30 PTS", stacks=False)],
        purchase("80.00 EUR"),
        ["180 PTS"],
        {},
    ),
    (
        "the best within their limits",
        [fixed("100 PTS", stacks=False, per_order="20 PTS"), fixed("30 PTS", stacks=False)],
        purchase("80.00 EUR"),
        ["30 PTS"],
        {},
    ),
    (
        "the best in each unit",
        [fixed("100 PTS", stacks=False), fixed("0.50 EUR", stacks=False), cashback("1", "EUR", stacks=False)],
        purchase("80.00 EUR"),
        ["0.80 EUR", "100 PTS"],
        {},
    ),
]

EXAMPLES = [*BY_AMOUNT, *CONDITIONS, *MULTIPLIED, *LIMITED, *TOGETHER]


@pytest.mark.parametrize(
    ("rules", "bought", "earned", "more"), [example[1:] for example in EXAMPLES], ids=[e[0] for e in EXAMPLES]
)
def test_what_an_order_earns(
    rules: list[Rule], bought: Purchase, earned: list[str], more: dict[str, Any]
) -> None:
    asked = {name: value for name, value in more.items() if name != "used"}
    found = earn(rules, occasion(bought, **asked), more.get("used"))
    assert [one.amount for one in found] == [money(text) for text in earned]


@pytest.mark.parametrize(
    ("activity", "reference", "earned"),
    [
        (Activity.REVIEW, "review:1", ["20 PTS"]),
        (Activity.SIGN_UP, "sign_up", ["5.00 EUR"]),
        (Activity.CUSTOM, "newsletter:1", ["10 PTS"]),
        (Activity.CUSTOM, "survey:1", []),
        (Activity.SOCIAL_SHARE, "moka-pot:2026-11-26", []),
    ],
)
def test_what_an_activity_earns(activity: Activity, reference: str, earned: list[str]) -> None:
    rules = [
        fixed("20 PTS", activity=Activity.REVIEW),
        fixed("5.00 EUR", activity=Activity.SIGN_UP, currency="EUR"),
        fixed("10 PTS", activity=Activity.CUSTOM, reference_prefix="newsletter"),
        euro_points(),
    ]
    found = earn(rules, Occasion(activity, NOON, reference=reference))
    assert [one.amount for one in found] == [money(text) for text in earned]
