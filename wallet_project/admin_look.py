"""How the admin looks: its name, colors and menu (django-unfold)."""

from __future__ import annotations

from typing import Any

from django.templatetags.static import static
from django.utils.translation import gettext_lazy as _

ADMIN_LOOK: dict[str, Any] = {
    "SITE_TITLE": _("Store wallet"),
    "SITE_HEADER": _("Store wallet"),
    "SITE_SYMBOL": "account_balance_wallet",
    "SITE_FAVICONS": [
        {"rel": "icon", "type": "image/svg+xml", "href": lambda request: static("img/brand.svg")}
    ],
    "SITE_URL": "/",
    "SHOW_VIEW_ON_SITE": True,
    "COLORS": {
        "primary": {
            "50": "oklch(97% .015 165)",
            "100": "oklch(94% .03 165)",
            "200": "oklch(89% .055 165)",
            "300": "oklch(82% .08 165)",
            "400": "oklch(72% .095 165)",
            "500": "oklch(58% .09 165)",
            "600": "oklch(43% .07 165)",
            "700": "oklch(37% .06 165)",
            "800": "oklch(31% .05 165)",
            "900": "oklch(27% .042 165)",
            "950": "oklch(21% .035 165)",
        },
    },
    "STYLES": [lambda request: static("css/admin.css")],
    "SCRIPTS": [lambda request: static("js/admin.js")],
    "DASHBOARD_CALLBACK": "wallets.admin.dashboard.dashboard",
    "SIDEBAR": {
        "show_search": True,
        "show_all_applications": False,
        "navigation": "wallets.admin.navigation.sidebar",
    },
}
