from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

READ = ("api_access.view_apicall", "api_access.view_apikey")


class ApiAccessConfig(AppConfig):
    name = "wallet_project.api_access"
    label = "api_access"
    verbose_name = _("API")
    role_permissions = {
        "Operations": READ,
        "Finance": (*READ, "api_access.add_apikey", "api_access.change_apikey"),
    }
