#!/bin/sh
# Writes the one user that may come, and becomes PgBouncer.
set -eu
: "${STORE_DB_PASSWORD:?set STORE_DB_PASSWORD}"
umask 077
escaped=$(printf '%s' "$STORE_DB_PASSWORD" | sed 's/"/""/g')
printf '"store" "%s"\n' "$escaped" > /tmp/users.txt
exec pgbouncer "${1:-/etc/pgbouncer/store.ini}"
