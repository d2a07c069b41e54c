"""What speaks against a referral. Reads only."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Final

from rewards.enums import Evidence, ReferralReason
from rewards.invitations import plain_address
from rewards.models import Referral, SeenDevice
from wallets.card_marks import CardMatch, compare_cards

# What decides by itself.
DECISIVE: Final = {
    Evidence.SAME_EMAIL: ReferralReason.SAME_PERSON,
    Evidence.SAME_DEVICE: ReferralReason.SAME_DEVICE,
    Evidence.SAME_CARD: ReferralReason.SAME_CARD,
}


def find_evidence(referral: Referral, *, device: str = "") -> Iterator[tuple[Evidence, str]]:
    """What is known now against a referral, each with a detail for staff; the decisive first.

    `device` is the mark of the browser on which the friend is signing up.
    """
    if plain_address(referral.referrer.email) == plain_address(referral.friend.email):
        yield Evidence.SAME_EMAIL, ""
    for mark in _devices_in_common(referral, device):
        yield Evidence.SAME_DEVICE, f"…{mark[-6:]}"
    match = compare_cards(customer_id=referral.referrer_id, other_id=referral.friend_id)
    if match is not CardMatch.NONE:
        yield Evidence.SAME_CARD if match is CardMatch.SAME else Evidence.CARD_ALIKE, ""


def _devices_in_common(referral: Referral, device: str) -> list[str]:
    friends = SeenDevice.objects.filter(customer_id=referral.friend_id).values_list("mark", flat=True)
    marks = {*friends, device} - {""}
    common = SeenDevice.objects.filter(customer_id=referral.referrer_id, mark__in=marks)
    return list(common.order_by("pk").values_list("mark", flat=True)[:3])


def decisive_reason(codes: set[str]) -> ReferralReason | None:
    """Why evidence refuses a referral; None if it does not."""
    return next((reason for code, reason in DECISIVE.items() if code in codes), None)


def add_evidence(referral: Referral, code: Evidence, *, detail: str = "", now: datetime) -> bool:
    """Note a piece of evidence on the referral, unsaved; False if it was noted before."""
    if code in referral.evidence_codes:
        return False
    referral.evidence = [*referral.evidence, {"code": code, "detail": detail, "at": now.isoformat()}]
    return True
