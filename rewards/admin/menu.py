"""The group "Rewards" of the sidebar. A module of this package adds its lists: `REWARDS.add(…)`."""

from django.utils.translation import gettext_lazy as _

from wallets.admin.menu import MenuGroup, register_menu_group

REWARDS = register_menu_group(MenuGroup(_("Rewards")))
