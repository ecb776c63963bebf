#!/bin/sh
# Of each ensemble: verdict, findings, exit code.
for scene in healthy standalone lagging two-leaders no-leader recovering mixed-versions not-synced one-not-synced \
    only-followers more-members one-hangs same-id few-descriptors without-lgif may-not-say; do
    case $scene in
    standalone) hosts='@1' ;;
    only-followers | more-members) hosts='@1 @2' ;;
    *) hosts='@1 @2 @3' ;;
    esac
    # shellcheck disable=SC2086 # the words are arguments
    serving "scene:$scene" -- keeperctl status $hosts --timeout 3s --format json > answer
    exit_code=$?
    echo "$scene: $exit_code $(grep -E '"(verdict|code)":' answer | tr -d ' \n')"
done
for server in leader follower standalone leader-25.8 zookeeper no-quorum recovering not-in-allow-list closed; do
    serving "$server" -- keeperctl status @1 --format json > answer
    exit_code=$?
    echo "$server: $exit_code $(grep -E '"(verdict|code)":' answer | tr -d ' \n')"
done
