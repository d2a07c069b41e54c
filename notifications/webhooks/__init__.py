"""Talking to other systems: where we may, how we sign, and one bounded call."""
