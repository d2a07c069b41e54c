"""What can go wrong on the way to the recipient."""

from __future__ import annotations

from wallet_project.core.exceptions import WalletProjectError


class DeliveryError(WalletProjectError):
    """The channel did not take the message. If `permanent`, another attempt would end the same."""

    code = "delivery_failed"

    def __init__(self, message: str, *, permanent: bool) -> None:
        super().__init__(message, permanent=permanent)
        self.permanent = permanent
