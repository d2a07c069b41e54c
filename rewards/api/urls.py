"""Addresses of customers and their rewards, below `/api/v1/`."""

from django.urls import path

from rewards.api import (
    activities,
    adjustments,
    conversions,
    customers,
    offers,
    points,
    scratch_cards,
    wallets,
)

urlpatterns = [
    path("customers/", customers.CustomerList.as_view(), name="customers"),
    path("reward-wallets/", wallets.RewardWalletList.as_view(), name="reward_wallets"),
    path("reward-wallets/<uuid:wallet_id>/", wallets.RewardWalletDetail.as_view(), name="reward_wallet"),
    path(
        "reward-wallets/<uuid:wallet_id>/statement/",
        wallets.RewardWalletStatement.as_view(),
        name="reward_wallet_statement",
    ),
    path(
        "reward-wallets/<uuid:wallet_id>/balance/",
        wallets.RewardWalletBalance.as_view(),
        name="reward_wallet_balance",
    ),
    path(
        "reward-wallets/<uuid:wallet_id>/lots/", wallets.RewardWalletLots.as_view(), name="reward_wallet_lots"
    ),
    path(
        "reward-wallets/<uuid:wallet_id>/credits/",
        wallets.RewardWalletCredits.as_view(),
        name="reward_wallet_credits",
    ),
    path(
        "reward-wallets/<uuid:wallet_id>/debits/",
        wallets.RewardWalletDebits.as_view(),
        name="reward_wallet_debits",
    ),
    path("points/", points.PointsList.as_view(), name="points"),
    path("points/<uuid:account_id>/", points.PointsDetail.as_view(), name="points_account"),
    path("points/<uuid:account_id>/statement/", points.PointsStatement.as_view(), name="points_statement"),
    path("points/<uuid:account_id>/balance/", points.PointsBalance.as_view(), name="points_balance"),
    path("points/<uuid:account_id>/lots/", points.PointsLots.as_view(), name="points_lots"),
    path("points/<uuid:account_id>/credits/", points.PointsCredits.as_view(), name="points_credits"),
    path("points/<uuid:account_id>/debits/", points.PointsDebits.as_view(), name="points_debits"),
    path(
        "points/<uuid:account_id>/adjustments/",
        adjustments.PointsAdjustmentList.as_view(),
        name="points_adjustments",
    ),
    path(
        "points/<uuid:account_id>/adjustments/<uuid:adjustment_id>/",
        adjustments.PointsAdjustment.as_view(),
        name="points_adjustment",
    ),
    path(
        "points/<uuid:account_id>/adjustments/<uuid:adjustment_id>/approve/",
        adjustments.PointsAdjustmentApproval.as_view(),
        name="points_adjustment_approval",
    ),
    path(
        "points/<uuid:account_id>/adjustments/<uuid:adjustment_id>/reject/",
        adjustments.PointsAdjustmentRejection.as_view(),
        name="points_adjustment_rejection",
    ),
    path(
        "reward-wallets/<uuid:wallet_id>/adjustments/",
        adjustments.RewardWalletAdjustmentList.as_view(),
        name="reward_wallet_adjustments",
    ),
    path(
        "reward-wallets/<uuid:wallet_id>/adjustments/<uuid:adjustment_id>/",
        adjustments.RewardWalletAdjustment.as_view(),
        name="reward_wallet_adjustment",
    ),
    path(
        "reward-wallets/<uuid:wallet_id>/adjustments/<uuid:adjustment_id>/approve/",
        adjustments.RewardWalletAdjustmentApproval.as_view(),
        name="reward_wallet_adjustment_approval",
    ),
    path(
        "reward-wallets/<uuid:wallet_id>/adjustments/<uuid:adjustment_id>/reject/",
        adjustments.RewardWalletAdjustmentRejection.as_view(),
        name="reward_wallet_adjustment_rejection",
    ),
    path("points/conversions/", conversions.ConversionList.as_view(), name="conversions"),
    path("points/conversions/quote/", conversions.ConversionQuoteView.as_view(), name="conversion_quote"),
    path(
        "points/conversions/<uuid:conversion_id>/", conversions.ConversionDetail.as_view(), name="conversion"
    ),
    path("activities/", activities.ActivityList.as_view(), name="activities"),
    path("activities/take-back/", activities.ActivityTakeBack.as_view(), name="activity_take_back"),
    path("offers/", offers.OfferList.as_view(), name="offers"),
    path("offers/<uuid:offer_id>/redeem/", offers.OfferRedeem.as_view(), name="offer_redeem"),
    path("vouchers/", offers.VoucherList.as_view(), name="vouchers"),
    path("vouchers/quote/", offers.VoucherQuoteView.as_view(), name="voucher_quote"),
    path("scratch-cards/", scratch_cards.ScratchCardList.as_view(), name="scratch_cards"),
    path(
        "scratch-cards/<uuid:card_id>/scratch/",
        scratch_cards.ScratchCardScratch.as_view(),
        name="scratch_card_scratch",
    ),
]
