"""The REST resources of payments: thin over the services."""
