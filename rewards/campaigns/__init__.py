"""Campaigns: one credit or scratch card to each customer of a segment, run in chunks that can die anywhere.

The verbs are in `services`, what the store decides about is in `rewards.models.campaign`.
"""
