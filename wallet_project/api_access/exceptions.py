"""What the keeping of keys refuses, in sentences."""

from __future__ import annotations

from wallet_project.core.exceptions import WalletProjectError


class BadKeySettings(WalletProjectError):
    """A key can't be like this."""

    code = "invalid_input"
