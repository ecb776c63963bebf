#!/bin/sh
for word in stats_reset RUOK mntrs zzzz mnrt stmk rcfg "$(printf 'a\033b')"; do
    keeperctl 4lw "$word" localhost
    echo $?
done
