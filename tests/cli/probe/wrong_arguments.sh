#!/bin/sh
for arguments in '' 'ruok' 'ruok host:0' 'ruok [::1' 'ruok a --timeout 5' 'ruok a --timeout 0s' 'ruok a --max-answer 0' \
    'ruok a --retries 1000' 'ruok a --tls-key missing' 'ruok a --format xml' 'ruok a --tls-cert missing'; do
    # shellcheck disable=SC2086 # the words are arguments
    keeperctl 4lw $arguments
    echo $?
done
