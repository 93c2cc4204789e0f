#!/bin/sh
# The follower: a copy of the primary at the first start, which then follows it.
set -eu

if [ ! -s "$PGDATA/PG_VERSION" ]; then
  until pg_basebackup --host=primary --username=follower --pgdata="$PGDATA" --write-recovery-conf --checkpoint=fast; do
    echo 'The primary does not answer yet.'
    sleep 2
  done
  chmod 700 "$PGDATA"
fi
exec postgres -c hot_standby=on -c hot_standby_feedback=on
