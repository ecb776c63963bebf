#!/bin/sh
# Each command has its own options and examples, and fits a terminal.
for command in info ls get stat tree dump verify sessions acls "sequence get"; do
    # shellcheck disable=SC2086 # a command may be two words
    keeperctl snapshot $command --help > help
    grep -q "^Usage: keeperctl snapshot $command \[OPTIONS\] FILE" help || echo "no usage: $command"
    grep -q "^  keeperctl snapshot $command " help || echo "no example: $command"
    for option in --format --quiet --verbose --color --progress --index; do
        grep -q -e "$option\b" help || echo "no $option: $command"
    done
    grep -n '.\{101\}' help
done
keeperctl --version | grep -c "^keeperctl [0-9]"
