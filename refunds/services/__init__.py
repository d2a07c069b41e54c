"""What can be done with refunds. Other apps import from here and nowhere deeper."""

from refunds.services.decisions import approve_refund, expire_refund, reject_refund
from refunds.services.failures import pay_failed_refund_to_wallet, retry_failed_refund
from refunds.services.issuing import issue_refund
from refunds.services.lines import LineWanted
from refunds.services.quotes import Outcome, RefundQuote, quote_refund
from refunds.services.rehearsals import rehearse_refund, rehearse_reversal, rehearse_waiting
from refunds.services.requests import RefundRequest, request_refund
from refunds.services.reversals import reverse_refund
from refunds.services.settlement import settle_refund

__all__ = [
    "LineWanted",
    "Outcome",
    "RefundQuote",
    "RefundRequest",
    "approve_refund",
    "expire_refund",
    "issue_refund",
    "pay_failed_refund_to_wallet",
    "quote_refund",
    "rehearse_refund",
    "rehearse_reversal",
    "rehearse_waiting",
    "reject_refund",
    "request_refund",
    "retry_failed_refund",
    "reverse_refund",
    "settle_refund",
]
