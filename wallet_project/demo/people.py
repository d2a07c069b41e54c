"""Who can log in to the demo.

Everybody knows these passwords: the demo listens to this machine only.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Person:
    """A log-in of the demo."""

    role: str
    name: str
    email: str
    password: str


CUSTOMER = Person("Customer with history", "Mira Petrova", "mira@example.com", "mira-likes-coffee")
NEW_CUSTOMER = Person("New customer", "Theo Marin", "theo@example.com", "theo-is-new-here")
ADMIN = Person("Admin", "Ada Keeper", "admin@example.com", "ada-keeps-the-store")

PEOPLE = (CUSTOMER, NEW_CUSTOMER, ADMIN)
