from django.apps import AppConfig
from django.db.models.signals import post_migrate


class LedgerConfig(AppConfig):
    name = "wallets.ledger"
    label = "ledger"

    def ready(self) -> None:
        post_migrate.connect(open_system_accounts, sender=self)


def open_system_accounts(**kwargs: object) -> None:
    """After each `migrate`: the store's own accounts in every currency of the settings."""
    from django.apps import apps
    from django.conf import settings
    from django.db import connection

    from wallets.ledger.chart import ensure_system_accounts

    model = apps.get_model("ledger", "LedgerAccount")
    if model._meta.db_table in connection.introspection.table_names():
        ensure_system_accounts([*settings.CURRENCIES, "PTS"])
