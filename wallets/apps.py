from django.apps import AppConfig


class WalletsConfig(AppConfig):
    name = "wallets"
    label = "wallets"

    def ready(self) -> None:
        from notifications.services import register_details
        from wallets.letters import MOVEMENTS, balance_after
        from wallets.verification import register_wallet_checks

        register_wallet_checks()
        for kind in MOVEMENTS:
            register_details(kind=kind, name="wallet", find=balance_after)
