#!/bin/sh
# Each message names the nearest word, and the help of the command that was meant.
refused() {
    keeperctl "$@" 2>&1
}
refused snapshott
refused snapshot inf
refused snapshot sequence put
refused snapshot info
refused snapshot info --formt json x
refused snapshot info x y
refused snapshot info x --format xml
refused snapshot dump x --format text
refused snapshot dump x --path relative
refused snapshot dump x --owner nobody
refused snapshot dump x --min-size big
refused snapshot dump x --zxid late
refused snapshot dump x --since yesterday
refused snapshot dump x --ephemeral --no-ephemeral
refused snapshot get x
refused snapshot get x relative
refused snapshot get x //
refused snapshot ls x / --sort colour
refused snapshot tree x --depth deep
true
