from importlib import import_module

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

READ = (
    "notifications.view_delivery",
    "notifications.view_messagetext",
    "notifications.view_outboxmessage",
    "notifications.view_webhookdelivery",
    "notifications.view_webhookendpoint",
)
REPLAY = ("notifications.replay_delivery", "notifications.replay_webhookdelivery")
WRITE = ("notifications.change_messagetext",)


class NotificationsConfig(AppConfig):
    name = "notifications"
    label = "notifications"
    verbose_name = _("Notifications")
    role_permissions = {
        "Support": READ,
        "Operations": (*READ, *REPLAY, *WRITE),
        "Finance": (
            *READ,
            *REPLAY,
            *WRITE,
            "notifications.add_webhookendpoint",
            "notifications.change_webhookendpoint",
        ),
    }

    def ready(self) -> None:
        """Let Celery know the tasks in every process: the services call them by name."""
        import_module("notifications.tasks")
        import_module("notifications.checks")
