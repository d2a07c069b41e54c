from django.apps import AppConfig


class WalletsConfig(AppConfig):
    name = "wallets"
    label = "wallets"

    def ready(self) -> None:
        from notifications.services import register_details
        from wallets.allowances import register_moved
        from wallets.letters import MOVEMENTS, balance_after
        from wallets.services.adjustments import adjusted_within_day
        from wallets.verification import register_wallet_checks

        register_wallet_checks()
        register_moved("adjustments", adjusted_within_day)
        for kind in MOVEMENTS:
            register_details(kind=kind, name="wallet", find=balance_after)
