#!/bin/sh
# Another reader that goes away is a failure of the output.
keeperctl config show "$GOLDEN/config/node/keeper_config.xml" >&- 2> message
echo "$?"
cat message
