"""How the REST API is described (drf-spectacular)."""

from __future__ import annotations

from typing import Any

DESCRIPTION_OF_API: dict[str, Any] = {
    "TITLE": "Store wallet",
    "VERSION": "1.0.0",
    "OAS_VERSION": "3.1.0",
    "DESCRIPTION": "Wallets, payments, rewards and refunds for a store. Every POST that moves money takes an"
    " `Idempotency-Key`; errors are RFC 9457 problems with a stable `code`.",
    "SCHEMA_PATH_PREFIX": "/api/v1",
    "COMPONENT_SPLIT_REQUEST": False,
    "ENUM_GENERATE_CHOICE_DESCRIPTION": False,
    # Fields of one name with different choices.
    "ENUM_NAME_OVERRIDES": {
        "ConversionTargetEnum": "rewards.enums.ConversionTarget",
        "ActivityKindEnum": "rewards.api.inputs.KINDS",
        "AdjustmentInputReasonEnum": "wallets.api.inputs.REASONS",
        "AdjustedStatusEnum": "wallets.api.outputs.ADJUSTED",
        "AdjustmentReasonEnum": "wallets.enums.AdjustmentReason.choices",
        "EndpointStatusEnum": "notifications.api.inputs.KEPT_STATUSES",
        "EntryKindEnum": "wallets.ledger.enums.EntryKind.choices",
        "MessageKindEnum": "notifications.enums.Kind.choices",
        "OfferKindEnum": "rewards.enums.OfferKind.choices",
        "PaymentStatusEnum": "wallet_project.checkout.enums.PaymentStatus",
        "RefundPartStatusEnum": "refunds.enums.AllocationStatus",
        "RefundReasonEnum": "refunds.enums.RefundReason",
        "RefundStatusEnum": "refunds.enums.RefundStatus",
        "RewardCapReasonEnum": "rewards.caps.CapReason",
        "RewardReasonEnum": "rewards.enums.RewardReason.choices",
        "SendingStatusEnum": "notifications.enums.Status.choices",
        "TenderKindEnum": "wallet_project.checkout.enums.TenderKind",
        "TenderStatusEnum": "wallet_project.checkout.enums.TenderStatus",
    },
}
