from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "wallet_project.accounts"
    label = "accounts"
