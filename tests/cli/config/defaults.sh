#!/bin/sh
# What a release takes where nothing is set: alone, or behind the values of a configuration.
cd "$GOLDEN/config/node" || exit
keeperctl config show --defaults-of 22.3
keeperctl config show keeper_config.xml --env KEEPER_ID=2 --defaults-of 25.8 > "$TMPDIR/beside"
echo "exit code $?"
grep -e tcp_port -e session_timeout_ms -e force_sync -e async_replication "$TMPDIR/beside"
keeperctl config show --defaults-of 26.9 --format json | grep -A2 -e '\.use_new_dispatcher' -e '\.write_snapshot_version'
keeperctl config show --defaults-of latest
echo "exit code $?"
