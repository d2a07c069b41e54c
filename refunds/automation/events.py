"""What happened in a shop, as the rules take it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from djmoney.money import Money

from refunds.automation.enums import RuleEvent


@dataclass(frozen=True, slots=True)
class CreditEvent:
    """Something for which a rule may give credit.

    `key` names it for good: the same event is never credited twice. `base` is what a percentage is
    of: the order, the part of the line that can't be delivered, or the difference of price times what
    was bought. `days`: how late it came, or how long before the price fell it was bought. `line`
    and `quantity` are set where the event is about one line; `url` is the shop's page about it.
    """

    kind: RuleEvent
    key: str
    customer_id: int
    order_reference: str
    base: Money
    happened_at: datetime
    days: int = 0
    line: str = ""
    quantity: int = 0
    item: str = ""
    url: str = ""
