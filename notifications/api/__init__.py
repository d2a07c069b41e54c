"""The REST resources of messages and webhooks: thin over the services."""
