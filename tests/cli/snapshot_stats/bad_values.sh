#!/bin/sh
for options in '--top 0' '--top x' '--format csv'; do
    # shellcheck disable=SC2086 # an option and its value
    keeperctl snapshot stats s $options 2>/dev/null
    echo $?
done
for options in '--by size' '--depth 0' '--top 0'; do
    # shellcheck disable=SC2086 # an option and its value
    keeperctl snapshot du s / $options 2>/dev/null
    echo $?
done
