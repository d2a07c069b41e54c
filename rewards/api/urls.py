"""Addresses of customers and their rewards, below `/api/v1/`."""

from django.urls import path

from rewards.api import customers

urlpatterns = [
    path("customers/", customers.CustomerList.as_view(), name="customers"),
]
