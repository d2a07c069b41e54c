"""The REST resources of wallets: thin over the services."""
