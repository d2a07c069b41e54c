"""What can be done with refunds. Other apps import from here and nowhere deeper."""

from refunds.services.decisions import approve_refund, begin_approval, expire_refund, reject_refund
from refunds.services.failures import pay_failed_refund_to_wallet, retry_failed_refund
from refunds.services.issuing import issue_refund
from refunds.services.lines import LineWanted
from refunds.services.quotes import Outcome, RefundQuote, quote_refund
from refunds.services.rehearsals import rehearse_refund, rehearse_reversal, rehearse_waiting
from refunds.services.requests import RefundRequest, begin_refund, make_refund, request_refund
from refunds.services.return_handling import (
    approve_return,
    inspect_return,
    receive_return,
    reject_return,
    send_label,
)
from refunds.services.return_photos import delete_drafts, keep_photo
from refunds.services.return_refunds import quote_return, refund_return
from refunds.services.returns import cancel_return, request_return
from refunds.services.reversals import reverse_refund
from refunds.services.settlement import settle_refund

__all__ = [
    "LineWanted",
    "Outcome",
    "RefundQuote",
    "RefundRequest",
    "approve_refund",
    "approve_return",
    "begin_approval",
    "begin_refund",
    "cancel_return",
    "delete_drafts",
    "expire_refund",
    "inspect_return",
    "issue_refund",
    "keep_photo",
    "make_refund",
    "pay_failed_refund_to_wallet",
    "quote_refund",
    "quote_return",
    "receive_return",
    "refund_return",
    "rehearse_refund",
    "rehearse_reversal",
    "rehearse_waiting",
    "reject_refund",
    "reject_return",
    "request_refund",
    "request_return",
    "retry_failed_refund",
    "reverse_refund",
    "send_label",
    "settle_refund",
]
