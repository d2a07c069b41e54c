"""Django's backend for PostgreSQL, for many small transactions: each begins with its first statement,
small statements are kept ready, and a kept connection is asked after only when it has said something."""
