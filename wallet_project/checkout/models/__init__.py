from wallet_project.checkout.models.card_return import CardReturn
from wallet_project.checkout.models.line import PaymentLine
from wallet_project.checkout.models.payment import Payment
from wallet_project.checkout.models.rescue import RescuedPayment
from wallet_project.checkout.models.tender import Tender

__all__ = ["CardReturn", "Payment", "PaymentLine", "RescuedPayment", "Tender"]
