"""Addresses of the shop."""

from __future__ import annotations

from django.urls import path
from django.views.generic import TemplateView

from wallet_project.storefront.views import (
    cart,
    catalog,
    checkout,
    favicon,
    orders,
    paying_again,
    policy,
    profile,
    reviews,
    shares,
    vouchers,
)

app_name = "storefront"

urlpatterns = [
    path("", catalog.home, name="home"),
    path("favicon.ico", favicon.favicon, name="favicon"),
    path("shop/<slug:slug>/", catalog.category, name="category"),
    path("product/<slug:slug>/", catalog.product, name="product"),
    path("product/<slug:slug>/reviews/", reviews.reviews, name="reviews"),
    path("product/<slug:slug>/review/", reviews.write, name="review"),
    path("product/<slug:slug>/share/", shares.share, name="share"),
    path("search/", catalog.search, name="search"),
    path("cart/", cart.cart, name="cart"),
    path("cart/add/", cart.add, name="cart_add"),
    path("cart/change/", cart.change, name="cart_change"),
    path("cart/remove/", cart.remove, name="cart_remove"),
    path("cart/voucher/", vouchers.put, name="cart_voucher"),
    path("cart/voucher/remove/", vouchers.take_out, name="cart_voucher_remove"),
    path("checkout/", checkout.checkout, name="checkout"),
    path("checkout/split/", checkout.split, name="checkout_split"),
    path("account/profile/", profile.profile, name="profile"),
    path("orders/", orders.orders, name="orders"),
    path("orders/<str:number>/", orders.order, name="order"),
    path("orders/<str:number>/state/", orders.state, name="order_state"),
    path("orders/<str:number>/returned/", orders.returned, name="order_returned"),
    path("orders/<str:number>/cancel/", orders.cancel, name="order_cancel"),
    path("orders/<str:number>/pay-again/", paying_again.pay, name="order_pay_again"),
    path(
        "how-your-wallet-works/",
        TemplateView.as_view(template_name="storefront/how_it_works.html"),
        name="how_it_works",
    ),
    path("policy/", policy.policy, name="policy"),
    path("contact/", TemplateView.as_view(template_name="storefront/contact.html"), name="contact"),
]
