from rewards.models.accrual import Accrual, Shortfall
from rewards.models.adjustment import RewardAdjustment
from rewards.models.campaign import Campaign, CampaignChunk, CampaignList, CampaignRecipient
from rewards.models.conversion import PointsConversion
from rewards.models.earning import AccrualShare, ActivityRecord, EarningMultiplier, EarningRule
from rewards.models.hold import RewardHold
from rewards.models.lot import CreditLot, LotConsumption
from rewards.models.policy import PointsProgram, RewardPolicy
from rewards.models.tier import RewardProgramSettings, Tier, TierMembership
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
    "PointsAccount",
    "PointsConversion",
    "PointsProgram",
    "RewardAdjustment",
    "RewardHold",
    "RewardPolicy",
    "RewardProgramSettings",
    "RewardWallet",
    "Shortfall",
    "Tier",
    "TierMembership",
]
