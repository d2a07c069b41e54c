from django.apps import AppConfig


class CoreConfig(AppConfig):
    name = "wallet_project.core"
    label = "core"

    def ready(self) -> None:
        from wallet_project.core import checks  # noqa: F401
