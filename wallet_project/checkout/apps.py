from django.apps import AppConfig

READ = ("checkout.view_cardreturn", "checkout.view_payment", "checkout.view_rescuedpayment")
OPERATE = (*READ, "checkout.rescue_payment")


class CheckoutConfig(AppConfig):
    name = "wallet_project.checkout"
    label = "checkout"
    role_permissions = {"Support": READ, "Operations": OPERATE, "Finance": OPERATE}
