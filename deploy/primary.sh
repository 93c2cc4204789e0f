#!/bin/sh
# Runs once, in the container of the new primary: Sheetfeed's own database, the sample company, and their roles.
set -eu
company=${COMPANY_FOLDER:-/sheetfeed/company}

psql -v ON_ERROR_STOP=1 --username postgres \
  -v own="$SHEETFEED_PASSWORD" -v follower="$FOLLOWER_PASSWORD" <<'SQL'
create role sheetfeed login password :'own';
create database sheetfeed owner sheetfeed;
revoke connect on database sheetfeed from public;
create role follower login replication password :'follower';
create database app;
SQL

PGOPTIONS='-c timezone=UTC -c client_min_messages=warning' \
  psql -v ON_ERROR_STOP=1 --quiet --single-transaction --username postgres --dbname app \
  -f "$company/schema.sql" -f "$company/data.sql" -f "$company/access.sql"

psql -v ON_ERROR_STOP=1 --username postgres -v reader="$READER_PASSWORD" <<'SQL'
alter role company_reader login password :'reader';
SQL

echo 'host replication follower all scram-sha-256' >> "$PGDATA/pg_hba.conf"
