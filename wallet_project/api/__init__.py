"""The REST API, assembled: the resources of all apps below `/api/v1/`."""
