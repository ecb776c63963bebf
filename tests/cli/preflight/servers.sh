#!/bin/sh
# Two servers of an old ensemble, whose recorded answers are of another day; one of a newer release; one that is alone.
preflight() {
    behaviours=$1
    shift
    # shellcheck disable=SC2086
    serving $behaviours -- keeperctl preflight "$@" --format json > answer
    echo "exit code $?"
    outcomes < answer
}
preflight "leader follower" @1 @2 --server-version 25.8
preflight leader-25.8 @1
preflight standalone @1 | grep -E '^(exit|servers|members|settings|flags)'
