#!/bin/sh
# Every server of a line is asked on the same port, so one member is enough here.
for http in leader no-leader not-started garbage newest; do
    # shellcheck disable=SC2016 # the inner shell expands it
    serving leader-25.8 "http-$http" -- sh -c 'keeperctl status "$1" --http-port "${2##*:}" --format json' - @1 @2 > answer
    exit_code=$?
    echo "$http: $exit_code $(grep -E '"(verdict|code)":' answer | tr -d ' \n')"
done
# shellcheck disable=SC2016
serving no-quorum http-leader -- sh -c 'keeperctl status "$1" --http-port "${2##*:}"' - @1 @2
echo "exit code $?"
# shellcheck disable=SC2016
serving leader-25.8 http-newest -- sh -c 'keeperctl status "$1" --metrics-port "${2##*:}" --quiet' - @1 @2
echo "exit code $?"
# shellcheck disable=SC2016
serving leader-25.8 http-forbidding -- sh -c 'keeperctl status "$1" --metrics-port "${2##*:}" | grep -A 2 http' - @1 @2
keeperctl status localhost --http-port 0
