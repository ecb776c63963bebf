#!/bin/sh
# No command prints them, in no format.
cd "$GOLDEN/config/node" || exit
for format in text json; do
    {
        keeperctl config show keeper_config.xml --format $format
        keeperctl config diff keeper_config.xml "$GOLDEN/config/keeper/12-survivor-of-three.xml" --format $format
        keeperctl config get storage_configuration --config keeper_config.xml --format $format
        keeperctl config get copy --config keeper_config.xml --format $format
        keeperctl config get zookeeper.identity --config keeper_config.xml --format $format
    } 2>&1 | grep -c -e "the key" -e xQJmx -e 961F
done
true
