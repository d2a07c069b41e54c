"""Django's backend for PostgreSQL, with a quicker look at whether a kept connection is still there."""
