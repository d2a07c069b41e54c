"""Every error code of the API, with the status of its answers and its title. Codes never change."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


@dataclass(frozen=True, slots=True)
class Code:
    status: int
    title: StrOrPromise


CODES: dict[str, Code] = {
    # The request itself.
    "malformed_request": Code(400, _("The request can't be read")),
    "invalid_input": Code(400, _("Some fields are not right")),
    "too_many_decimals": Code(400, _("Too many decimals")),
    "amount_out_of_range": Code(400, _("The amount is out of range")),
    "idempotency_key_required": Code(400, _("An Idempotency-Key is needed")),
    "authentication_required": Code(401, _("Who calls?")),
    "invalid_credentials": Code(401, _("These credentials are not valid")),
    "csrf_failed": Code(403, _("The CSRF token is missing or wrong")),
    "scope_required": Code(403, _("The key lacks a scope")),
    "store_only": Code(403, _("For the store only")),
    "permission_denied": Code(403, _("Not allowed")),
    "not_found": Code(404, _("Not found")),
    "method_not_allowed": Code(405, _("No such method")),
    "request_too_large": Code(413, _("The request is too large")),
    "unsupported_media_type": Code(415, _("Send JSON")),
    "idempotency_conflict": Code(422, _("The key was used for something else")),
    "rate_limited": Code(429, _("Too many requests")),
    "too_many_attempts": Code(429, _("Too many attempts")),
    "server_error": Code(500, _("Something went wrong on our side")),
    "unavailable": Code(503, _("Not available at the moment")),
    # Money.
    "insufficient_funds": Code(402, _("Not enough money")),
    "card_not_usable": Code(402, _("The card can't be used")),
    "wallet_frozen": Code(409, _("The wallet is frozen")),
    "hold_expired": Code(409, _("The hold has expired")),
    "invalid_state": Code(409, _("Not possible in this state")),
    "customer_conflict": Code(409, _("The customer is somebody else's")),
    "currency_mismatch": Code(422, _("Another currency is needed")),
    "not_reversible": Code(409, _("This can't be taken back")),
    "return_host_not_allowed": Code(422, _("Customers can't be sent back there")),
    # Refunds.
    "refund_exceeds_captured": Code(422, _("More than is left to refund")),
    "refund_not_offered": Code(422, _("This refund is not offered")),
    "payment_disputed": Code(409, _("The bank has taken the payment back")),
    "approval_required": Code(409, _("Somebody must approve it first")),
    # Rewards.
    "contradictory_decision": Code(409, _("It was decided otherwise")),
    "voucher_not_usable": Code(409, _("The voucher can't be used")),
    "unknown_referral_code": Code(422, _("There is no such code")),
    # Webhooks, messages.
    "address_refused": Code(422, _("Webhooks can't be sent there")),
    "unknown_events": Code(422, _("There are no such events")),
    "stays_on": Code(422, _("This can't be turned off")),
}
# Any operation may answer with these.
EVERYWHERE = ("authentication_required", "invalid_credentials", "rate_limited")
UNKNOWN = "server_error"


def statuses_of(codes: tuple[str, ...]) -> dict[int, list[str]]:
    """These codes by their status, in the order of statuses."""
    found: dict[int, list[str]] = {}
    for code in sorted(set(codes), key=lambda code: (CODES[code].status, code)):
        found.setdefault(CODES[code].status, []).append(code)
    return found
