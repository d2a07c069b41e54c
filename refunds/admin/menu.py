"""The group "Refunds" of the sidebar. A module of this package adds its own lists: `REFUNDS.add(…)`."""

from django.utils.translation import gettext_lazy as _

from refunds.enums import RefundStatus
from wallets.admin.menu import MenuGroup, MenuModel, MenuPage, register_menu_group

FAILED = f"status__exact={RefundStatus.FAILED}"

REFUNDS = register_menu_group(MenuGroup(_("Refunds")))
REFUNDS.add(
    MenuModel("refunds.returnrequest", _("Returns"), "assignment_return"),
    MenuModel("refunds.refund", _("Refunds"), "undo"),
    MenuPage("refunds_refund_changelist", "refunds.view_refund", _("Failed refunds"), "error", FAILED),
    MenuModel("refunds.storecreditpolicy", _("Store-credit policy"), "policy"),
    MenuModel("refunds.refundlimits", _("Limits for refunds"), "rule"),
)
