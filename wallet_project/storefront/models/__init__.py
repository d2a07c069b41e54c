from wallet_project.storefront.models.cart import Cart, CartLine
from wallet_project.storefront.models.catalog import Category, DeliveryRate, Product
from wallet_project.storefront.models.order import Order, OrderLine

__all__ = ["Cart", "CartLine", "Category", "DeliveryRate", "Order", "OrderLine", "Product"]
