#!/bin/sh
cd "$GOLDEN/keeper" || exit
for condition in 'exists /live/three' 'missing /live/two' 'session 4 closed' 'session 0x4 closed'; do
    keeperctl replay 04-live-ephemerals-sigkill --until "$condition" | sed -n '/^Until/,$p'
done
keeperctl replay 04-live-ephemerals-sigkill --until 'missing /live/three' --format json
