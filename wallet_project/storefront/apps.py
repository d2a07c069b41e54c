from django.apps import AppConfig

READ = (
    "storefront.view_category",
    "storefront.view_deliveryrate",
    "storefront.view_order",
    "storefront.view_orderline",
    "storefront.view_pricechange",
    "storefront.view_product",
    "storefront.view_review",
    "storefront.view_share",
)
OPERATE = (
    "storefront.add_category",
    "storefront.add_product",
    "storefront.change_category",
    "storefront.change_order",
    "storefront.change_product",
    "storefront.moderate_review",
)


class StorefrontConfig(AppConfig):
    name = "wallet_project.storefront"
    label = "storefront"
    role_permissions = {
        "Support": READ,
        "Operations": (*READ, *OPERATE),
        "Finance": (*READ, *OPERATE, "storefront.add_deliveryrate", "storefront.change_deliveryrate"),
    }

    def ready(self) -> None:
        from notifications.services import register_details
        from wallet_project.storefront.letters import details_of_refund, page_of_order
        from wallet_project.storefront.templatetags.credit import render_covers
        from wallets.summary_parts import register_page_part

        register_details(kind="refunded", name="storefront", find=details_of_refund)
        for kind in ("refund_failed", "refund_rejected", "refund_reversed"):
            register_details(kind=kind, name="storefront", find=page_of_order)
        register_page_part("covers", render_covers)
