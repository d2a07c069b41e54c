from django.apps import AppConfig

READ = ("checkout.view_payment",)


class CheckoutConfig(AppConfig):
    name = "wallet_project.checkout"
    label = "checkout"
    role_permissions = {"Support": READ, "Operations": READ, "Finance": READ}
