"""What the customer is told of a return, in the transaction of the change."""

from __future__ import annotations

from notifications.services import enqueue
from refunds.enums import ReturnState
from refunds.models import ReturnEvent, ReturnRequest


def tell_of_return(found: ReturnRequest, event: ReturnEvent) -> None:
    """One letter for each event; its template has the words of the state."""
    enqueue(
        kind="return_status",
        recipient_id=found.customer_id,
        dedupe_key=f"return_status:{event.pk}",
        context={
            "state": event.state,
            "order": found.order_reference,
            "goods": ", ".join(str(line) for line in found.lines.all()),
            "note": event.note,
            "tracking": found.tracking if event.state == ReturnState.LABEL_SENT else "",
            "url": found.get_absolute_url(),
        },
        data={
            "return": str(found.pk),
            "payment": str(found.payment_id),
            "order_reference": found.order_reference,
            "state": str(event.state),
            "tracking": found.tracking,
        },
    )
