"""Django's backend for PostgreSQL, for many small transactions: each begins with its first statement, small
statements are kept ready, and a kept connection is asked whether it is there only when it has said something."""
