from django.apps import AppConfig

READ = ("checkout.view_cardreturn", "checkout.view_payment", "checkout.view_rescuedpayment")
OPERATE = (*READ, "checkout.rescue_payment")


class CheckoutConfig(AppConfig):
    name = "wallet_project.checkout"
    label = "checkout"
    role_permissions = {"Support": READ, "Operations": OPERATE, "Finance": OPERATE}

    def ready(self) -> None:
        from notifications.services import register_details
        from wallet_project.checkout.letters import details_of_paid_order
        from wallet_project.checkout.verification import register_payment_checks

        register_payment_checks()
        register_details(kind="order_paid", name="checkout", find=details_of_paid_order)
