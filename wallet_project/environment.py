"""Typed readers of the environment. What is missing or makes no sense is an error at start."""

from __future__ import annotations

import environ
from django.core.exceptions import ImproperlyConfigured

env = environ.Env()

FLAGS = {
    "1": True,
    "true": True,
    "yes": True,
    "on": True,
    "0": False,
    "false": False,
    "no": False,
    "off": False,
}


def required(name: str, why: str) -> str:
    """A setting without which the store must not start."""
    value = str(env.str(name, default=""))
    if not value:
        raise ImproperlyConfigured(f"Set {name}: {why}")
    return value


def flag(name: str, *, default: bool) -> bool:
    """Yes or no. A slip like `ture` is an error, or else it would quietly switch off a protection."""
    value = str(env.str(name, default="")).lower()
    if value and value not in FLAGS:
        raise ImproperlyConfigured(f"Set {name} to 1 or 0, not to {value!r}.")
    return FLAGS.get(value, default)


def number(name: str, *, default: int) -> int:
    """A whole number, zero or more."""
    value = str(env.str(name, default="")) or str(default)
    if not value.isdecimal():
        raise ImproperlyConfigured(f"Set {name} to a whole number, not to {value!r}.")
    return int(value)


def provider(name: str) -> str:
    """The address of a provider of messages, with `{to}` where the recipient belongs; empty for none."""
    value = str(env.str(name, default=""))
    if value and "{to}" not in value:
        raise ImproperlyConfigured(f"Set {name} to an address with {{to}} where the recipient belongs.")
    return value
