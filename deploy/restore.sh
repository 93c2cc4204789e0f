#!/bin/sh
# Puts a back-up in the place of everything in Sheetfeed's own database, or changes nothing:
#   DATABASE_URL=postgres://… sh deploy/restore.sh sheetfeed.dump
# A back-up is made by: pg_dump --format=custom --no-unlogged-table-data --file=sheetfeed.dump "$DATABASE_URL"
set -eu
dump=${1:?Name the file of the back-up, or - for the standard input.}
: "${DATABASE_URL:?Set DATABASE_URL to the address of the database.}"

servers=$(psql "$DATABASE_URL" --no-align --tuples-only --command "
  select count(*) from pg_stat_activity
  where datname = current_database() and application_name = 'sheetfeed'")
if [ "$servers" -gt 0 ]; then
  echo 'A server still uses this database. Stop all servers, then restore.' >&2
  exit 1
fi

# As SQL first: a file that is no back-up, or a broken one, must not empty the database.
sql=$(mktemp)
trap 'rm -f "$sql"' EXIT
if [ "$dump" = - ]; then dump=/dev/stdin; fi
pg_restore --no-owner --no-privileges --file="$sql" < "$dump"

# In one transaction. Everything goes first, since what a newer version added is not in the back-up.
{ echo 'drop owned by current_user;'; cat "$sql"; } |
  psql "$DATABASE_URL" --quiet --no-psqlrc --single-transaction --set ON_ERROR_STOP=1 --output=/dev/null
echo 'The back-up is in place. Start the servers.'
