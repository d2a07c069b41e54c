"""What every resource of the REST API is made of. `docs/api-for-contributors.md` says how."""
