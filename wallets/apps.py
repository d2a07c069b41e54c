from django.apps import AppConfig


class WalletsConfig(AppConfig):
    name = "wallets"
    label = "wallets"

    def ready(self) -> None:
        from wallets.verification import register_wallet_checks

        register_wallet_checks()
