"""Addresses of scratch cards, offers and vouchers, in the namespace of the rewards' pages."""

from __future__ import annotations

from django.urls import path

from rewards.views import offers, scratch_cards

urlpatterns = [
    path("scratch-cards/", scratch_cards.cards, name="scratch_cards"),
    path("scratch-cards/<uuid:card_id>/", scratch_cards.card, name="scratch_card"),
    path("scratch-cards/<uuid:card_id>/scratch/", scratch_cards.scratch, name="scratch"),
    path("offers/", offers.offers, name="offers"),
    path("offers/<uuid:offer_id>/", offers.offer, name="offer"),
    path("offers/<uuid:offer_id>/redeem/", offers.redeem, name="redeem"),
    path("vouchers/", offers.vouchers, name="vouchers"),
]
