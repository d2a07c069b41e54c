"""The HTTP API, as the official SDK sees it."""
