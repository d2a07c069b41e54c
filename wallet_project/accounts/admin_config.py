"""Which admin site the project uses; apart from the site itself, which needs the apps loaded."""

from django.contrib.admin.apps import AdminConfig


class StoreAdminConfig(AdminConfig):
    default_site = "wallet_project.accounts.admin_site.StoreAdminSite"
