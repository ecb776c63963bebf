#!/bin/sh
keeper_on_disks
# The server that would start with this configuration knows nothing of the old disks.
grep -v 'old_\|was_' new.xml >bare.xml
for command in plan "migrate --yes"; do
    # shellcheck disable=SC2086 # words
    keeperctl disk $command --old-config old.xml --config bare.xml 2>&1 | sed "s|$PWD/||"
done
# What the plan prints makes it safe.
keeperctl disk plan --old-config old.xml --config bare.xml --format json 2>/dev/null |
    /usr/bin/python3 -c 'import json, sys; print("\n".join(json.load(sys.stdin)["configuration_lines"]))' >lines
mkdir bare.d && mv lines bare.d/sources.xml
keeperctl disk plan --old-config old.xml --config bare.xml | tail -1
rm -r bare.d
keeperctl disk migrate --old-config old.xml --config bare.xml --allow-unnamed-source --yes --quiet
echo "exit code $?"
keeperctl disk migrate --old-config old.xml --config new.xml
echo "exit code $?"
