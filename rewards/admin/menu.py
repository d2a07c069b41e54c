"""The groups "Rewards" (what customers have) and "Loyalty program" (what the store decides) of the sidebar.

A module of this package adds its own lists: `REWARDS.add(…)`, `PROGRAM.add(…)`.
"""

from django.utils.translation import gettext_lazy as _

from wallets.admin.menu import MenuGroup, MenuModel, register_menu_group

REWARDS = register_menu_group(MenuGroup(_("Rewards")))
REWARDS.add(
    MenuModel("rewards.rewardwallet", _("Reward wallets and points"), "redeem"),
    MenuModel("rewards.creditlot", _("Lots"), "inventory_2"),
    MenuModel("rewards.lotconsumption", _("Uses of lots"), "call_split"),
    MenuModel("rewards.accrual", _("Earned"), "trending_up"),
    MenuModel("rewards.rewardhold", _("Held rewards"), "lock_clock"),
    MenuModel("rewards.pointsconversion", _("Points turned into money"), "currency_exchange"),
    MenuModel("rewards.shortfall", _("Owed to the store"), "trending_down"),
    MenuModel("rewards.rewardadjustment", _("Adjustments of rewards"), "exposure"),
    MenuModel("rewards.rewardadjustmentrequest", _("Adjustments asked for"), "how_to_reg"),
)
PROGRAM = register_menu_group(MenuGroup(_("Loyalty program")))
PROGRAM.add(
    MenuModel("rewards.rewardpolicy", _("Use of reward money"), "price_check"),
    MenuModel("rewards.pointsprogram", _("Worth of points"), "toll"),
)
