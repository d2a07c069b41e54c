from rewards.models.accrual import Accrual, Shortfall
from rewards.models.adjustment import RewardAdjustment, RewardAdjustmentRequest
from rewards.models.campaign import Campaign, CampaignChunk, CampaignList, CampaignRecipient
from rewards.models.conversion import PointsConversion
from rewards.models.earning import AccrualShare, ActivityRecord, EarningMultiplier, EarningRule
from rewards.models.hold import RewardHold
from rewards.models.lot import CreditLot, LotConsumption
from rewards.models.offer import Offer, OfferRedemption
from rewards.models.policy import PointsProgram, RewardPolicy
from rewards.models.referral import Referral, ReferralCode, ReferralPolicy, SeenDevice
from rewards.models.scratch import ScratchCard, ScratchCardGame, ScratchPrize
from rewards.models.statement import StatementRun
from rewards.models.tier import RewardProgramSettings, Tier, TierMembership
from rewards.models.voucher import Voucher
from rewards.models.wallet import PointsAccount, RewardWallet

__all__ = [
    "Accrual",
    "AccrualShare",
    "ActivityRecord",
    "Campaign",
    "CampaignChunk",
    "CampaignList",
    "CampaignRecipient",
    "CreditLot",
    "EarningMultiplier",
    "EarningRule",
    "LotConsumption",
    "Offer",
    "OfferRedemption",
    "PointsAccount",
    "PointsConversion",
    "PointsProgram",
    "Referral",
    "ReferralCode",
    "ReferralPolicy",
    "RewardAdjustment",
    "RewardAdjustmentRequest",
    "RewardHold",
    "RewardPolicy",
    "RewardProgramSettings",
    "RewardWallet",
    "ScratchCard",
    "ScratchCardGame",
    "ScratchPrize",
    "SeenDevice",
    "Shortfall",
    "StatementRun",
    "Tier",
    "TierMembership",
    "Voucher",
]
