"""Addresses of wallets, below `/api/v1/`."""

from django.urls import path

from wallets.api import adjustments, holds, money_in, reports, transfers, views

urlpatterns = [
    path("wallets/", views.WalletList.as_view(), name="wallets"),
    path("wallets/<uuid:wallet_id>/", views.WalletDetail.as_view(), name="wallet"),
    path("wallets/<uuid:wallet_id>/statement/", views.WalletStatement.as_view(), name="wallet_statement"),
    path("wallets/<uuid:wallet_id>/balance/", views.WalletBalance.as_view(), name="wallet_balance"),
    path("wallets/<uuid:wallet_id>/credits/", views.WalletCredits.as_view(), name="wallet_credits"),
    path("wallets/<uuid:wallet_id>/debits/", views.WalletDebits.as_view(), name="wallet_debits"),
    path(
        "wallets/<uuid:wallet_id>/adjustments/",
        adjustments.WalletAdjustmentList.as_view(),
        name="wallet_adjustments",
    ),
    path(
        "wallets/<uuid:wallet_id>/adjustments/<uuid:adjustment_id>/",
        adjustments.WalletAdjustment.as_view(),
        name="wallet_adjustment",
    ),
    path(
        "wallets/<uuid:wallet_id>/adjustments/<uuid:adjustment_id>/approve/",
        adjustments.WalletAdjustmentApproval.as_view(),
        name="wallet_adjustment_approval",
    ),
    path(
        "wallets/<uuid:wallet_id>/adjustments/<uuid:adjustment_id>/reject/",
        adjustments.WalletAdjustmentRejection.as_view(),
        name="wallet_adjustment_rejection",
    ),
    path("wallets/<uuid:wallet_id>/freeze/", views.WalletFreeze.as_view(), name="wallet_freeze"),
    path("wallets/<uuid:wallet_id>/unfreeze/", views.WalletUnfreeze.as_view(), name="wallet_unfreeze"),
    path("wallets/<uuid:wallet_id>/top-ups/", money_in.WalletTopUps.as_view(), name="top_ups"),
    path("wallets/<uuid:wallet_id>/top-ups/<uuid:top_up_id>/", money_in.TopUpDetail.as_view(), name="top_up"),
    path("wallets/<uuid:wallet_id>/cards/", money_in.WalletCards.as_view(), name="cards"),
    path("wallets/<uuid:wallet_id>/cards/<uuid:card_id>/", money_in.WalletCard.as_view(), name="card"),
    path("holds/", holds.HoldList.as_view(), name="holds"),
    path("holds/<uuid:hold_id>/", holds.HoldDetail.as_view(), name="hold"),
    path("holds/<uuid:hold_id>/capture/", holds.HoldCapture.as_view(), name="hold_capture"),
    path("holds/<uuid:hold_id>/void/", holds.HoldVoid.as_view(), name="hold_void"),
    path("reports/liability/", reports.LiabilityReport.as_view(), name="liability"),
    path("reports/trial-balance/", reports.TrialBalanceReport.as_view(), name="trial_balance"),
    path("transfers/", transfers.TransferList.as_view(), name="transfers"),
]
