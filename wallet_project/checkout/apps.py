from django.apps import AppConfig


class CheckoutConfig(AppConfig):
    name = "wallet_project.checkout"
    label = "checkout"
