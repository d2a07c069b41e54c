"""Addresses of the wallet's pages."""

from __future__ import annotations

from django.urls import path

from wallets.views import cards, home, low_balance, top_up, transactions

app_name = "wallets"

urlpatterns = [
    path("", home.wallet, name="wallet"),
    path("top-up/", top_up.top_up, name="top_up"),
    path("top-ups/<uuid:top_up_id>/", top_up.top_up_state, name="top_up_state"),
    path("top-ups/<uuid:top_up_id>/progress/", top_up.top_up_progress, name="top_up_progress"),
    path("top-ups/<uuid:top_up_id>/cancel/", top_up.top_up_cancel, name="top_up_cancel"),
    path("top-ups/<uuid:top_up_id>/retry/", top_up.top_up_retry, name="top_up_retry"),
    path("cards/", cards.cards, name="cards"),
    path("cards/add/", cards.card_add, name="card_add"),
    path("cards/added/", cards.card_added, name="card_added"),
    path("cards/<uuid:card_id>/default/", cards.card_default, name="card_default"),
    path("cards/<uuid:card_id>/remove/", cards.card_remove, name="card_remove"),
    path("low-balance/", low_balance.low_balance, name="low_balance"),
    path("transactions/", transactions.transactions, name="transactions"),
    path("transactions/export/", transactions.export, name="transactions_export"),
    path("transactions/<int:entry_id>/", transactions.movement, name="movement"),
]
