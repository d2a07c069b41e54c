"""The REST resources of customers and their rewards: thin over the services."""
