"""Crediting thousands of customers by one entry, with a lot and a message each."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from django.db import connection
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from notifications.services import BulkMessage, Detail, enqueue_many
from rewards.campaigns.exceptions import CampaignStateError
from rewards.campaigns.freezing import CHUNK
from rewards.campaigns.locks import Payee, lock_payees
from rewards.enums import LotSource
from rewards.models import Campaign, CampaignChunk
from rewards.services.bulk import as_array, open_missing_wallets
from wallet_project.core.money import as_data
from wallets.services.posting import EntryKind, chart, post_spread

# A recipient's lot has the recipient's id: the second one can't be written.
ADD_LOTS = """
    INSERT INTO rewards_creditlot
        (id, wallet_id, source, amount, remaining, expired, expires_at, entry_id, reference, note, created_at)
    SELECT u.id, u.wallet, %(source)s, %(amount)s, %(amount)s, 0, %(expires_at)s, %(entry)s, %(reference)s,
           %(note)s, now()
    FROM unnest(%(ids)s::uuid[], %(wallets)s::uuid[]) AS u (id, wallet)
"""


def credit_members(campaign: Campaign, chunk: CampaignChunk) -> tuple[int, int | None]:
    """Credit all who are not left out, with the chunk locked; answers with how many, and the entry.

    One entry whose key is the chunk's, one lot each, and, if the campaign tells, one message each.
    Reward wallets and points accounts that are missing are opened. Raises `CampaignStateError` if the
    chunk's entry is there already: only somebody who went past the chunk's lock sees that.
    """
    open_missing_wallets(
        customer_ids=list(chunk.members.filter(left_out="").values_list("customer_id", flat=True)),
        currency=campaign.currency,
    )
    payees = lock_payees(chunk, campaign.currency)
    if not payees:
        return 0, None
    entry_id, replayed = post_spread(
        key=f"campaign:{campaign.pk}:{chunk.number}",
        kind=EntryKind.REWARD_GRANTED,
        currency=campaign.currency,
        amounts=dict.fromkeys((payee[3] for payee in payees), campaign.amount),
        against=chart.REWARDS_GRANTED,
        reference=reference_of(campaign.pk),
        description=campaign.message or campaign.name,
    )
    if replayed:
        raise CampaignStateError(_("This chunk was credited before."))
    _add_lots(campaign, payees, entry_id)
    if campaign.tells:
        _tell(campaign, chunk, [payee[1] for payee in payees])
    return len(payees), entry_id


def reference_of(campaign_id: UUID) -> str:
    """What entries and lots of a campaign can be searched by."""
    return f"campaign:{campaign_id}"


def _add_lots(campaign: Campaign, payees: Sequence[Payee], entry_id: int) -> None:
    values: dict[str, Any] = {
        "source": LotSource.CAMPAIGN.value,
        "amount": campaign.amount,
        "expires_at": campaign.expires_at,
        "entry": entry_id,
        "reference": reference_of(campaign.pk),
        "note": campaign.message,
        "ids": as_array(payee[0] for payee in payees),
        "wallets": as_array(payee[2] for payee in payees),
    }
    with connection.cursor() as cursor:
        cursor.execute(ADD_LOTS, values)


def _tell(campaign: Campaign, chunk: CampaignChunk, customer_ids: Sequence[int]) -> None:
    context = _context(campaign)
    data = {
        "campaign": str(campaign.pk),
        "amount": as_data(campaign.money),
        "expires_at": campaign.expires_at.isoformat() if campaign.expires_at else None,
    }
    messages = [
        BulkMessage(customer, f"campaign:{campaign.pk}:{customer}", context, data)
        for customer in customer_ids
    ]
    enqueue_many(
        kind="rewards_credited",
        messages=messages,
        first_at=campaign.started_at,
        before=(chunk.number - 1) * CHUNK,
    )


def _context(campaign: Campaign) -> Mapping[str, Detail]:
    until = campaign.expires_at
    return {
        "amount": campaign.money,
        "note": campaign.message,
        "until": localdate(until) if until else "",
    }
