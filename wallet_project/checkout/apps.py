from django.apps import AppConfig

READ = ("checkout.view_payment",)


class CheckoutConfig(AppConfig):
    name = "wallet_project.checkout"
    label = "checkout"
    role_permissions = {"Support": READ, "Operations": READ, "Finance": READ}

    def ready(self) -> None:
        from notifications.services import register_details
        from wallet_project.checkout.letters import details_of_paid_order

        register_details(kind="order_paid", name="checkout", find=details_of_paid_order)
