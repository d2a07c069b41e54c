"""The REST resources of refunds: thin over the services."""
