"""Keys of the API, and what was called with them."""

from wallet_project.api_access.admin import calls, keys

__all__ = ["calls", "keys"]
