"""What the adapter has to be told."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class StripeSettings:
    """`webhook_secrets` are several while a secret is being rotated. `api_base` is None for Stripe's
    own address. Each call takes at most `timeout_seconds` per try and `max_network_retries` + 1 tries."""

    secret_key: str = field(repr=False)
    webhook_secrets: tuple[str, ...] = field(repr=False)
    api_base: str | None = None
    timeout_seconds: float = 10.0
    max_network_retries: int = 2
    livemode: bool = False
    webhook_tolerance_seconds: int = 300
