"""What an activity earns. Pure: knows no row and no clock, so the promise is the booking."""

from rewards.caps import OrderLine
from rewards.engine.earning import earn
from rewards.engine.purchase import Purchase
from rewards.engine.results import Share, UnitEarning
from rewards.engine.rules import Limits, Multiplier, Occasion, Rule, Standing, Used

__all__ = [
    "Limits",
    "Multiplier",
    "Occasion",
    "OrderLine",
    "Purchase",
    "Rule",
    "Share",
    "Standing",
    "UnitEarning",
    "Used",
    "earn",
]
