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
