from wallet_project.storefront.models.cart import Cart, CartLine
from wallet_project.storefront.models.catalog import Category, DeliveryRate, Product
from wallet_project.storefront.models.order import Order, OrderLine
from wallet_project.storefront.models.price import PriceChange
from wallet_project.storefront.models.review import Review
from wallet_project.storefront.models.share import Share

__all__ = [
    "Cart",
    "CartLine",
    "Category",
    "DeliveryRate",
    "Order",
    "OrderLine",
    "PriceChange",
    "Product",
    "Review",
    "Share",
]
